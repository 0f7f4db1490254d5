"""What only tests of the gate need."""
