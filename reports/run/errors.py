"""The one error that ends a report."""


class ReportError(Exception):
    """Input that cannot be reported on. The message is one line for the user and says what to do."""


class GateError(Exception):
    """Exit code 3: two sides that cannot be compared, or input that cannot be used. One line for the user."""
