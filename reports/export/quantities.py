"""What is exported of a trial, and how one is chosen."""

from fnmatch import fnmatchcase

from reports.run.errors import ReportError
from reports.run.metrics import COLUMNS, INTERRUPTED, READINGS, Reading, named

YES_OR_NO = "saturated"
"""Of it every value is 1 or 0, so that only their mean says something, the share of blocks."""
# Of the table's columns the interrupted share is the gate's interruption_share over another time.
QUANTITIES = READINGS | {name: Reading(name=name, of=named(name))
                         for name in COLUMNS if name != INTERRUPTED and name not in READINGS}
"""Name -> reading: what the gate looks at, then what else the report's table of all cells shows."""


def chosen(patterns: list[str]) -> tuple[str, ...]:
    """The names of QUANTITIES that match one of these; all for none. Raises ReportError for one that matches none."""
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in QUANTITIES):
            raise ReportError(f"no metric {pattern!r}; there is {', '.join(QUANTITIES)}")
    return tuple(name for name in QUANTITIES if not patterns or any(fnmatchcase(name, p) for p in patterns))
