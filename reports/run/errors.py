"""The one error that ends a report, an export or a gate."""


class ReportError(Exception):
    """Input that cannot be used, or not be compared. The message is one line for the user and says what to do."""
