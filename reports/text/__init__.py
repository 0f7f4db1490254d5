"""How a number and a table are written. Imports nothing but the standard library."""
