"""The command line of the gate."""
