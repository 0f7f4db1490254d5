"""The one error that ends the gate."""


class GateError(Exception):
    """Exit code 3: two sides that cannot be compared, or input that cannot be used. One line for the user."""
