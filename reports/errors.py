"""The one error that ends a report."""


class ReportError(Exception):
    """Input that cannot be reported on. The message is one line for the user and says what to do."""
