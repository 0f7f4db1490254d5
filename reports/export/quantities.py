"""What is exported of a trial: the metrics, their units and directions, and how one is chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from reports.run.errors import ReportError
from reports.run.load import Trial
from reports.run.metrics import COLUMNS, READINGS, named


@dataclass(frozen=True)
class Quantity:
    """A metric as it is exported. `unit` is `ns`, `bytes`, `ops/s`, `share` (of 1), `ratio` or `collections`."""

    name: str
    unit: str
    better: str
    """`less` or `more`."""
    of: Callable[[Trial], float | None]
    is_yes_or_no: bool = False
    """Whether every value is 1 or 0, so that only their mean says something, the share of blocks."""


def _unit(name: str) -> str:
    if name == "ops_per_s":
        return "ops/s"
    if name.endswith(("_ns", "_ns_per_op")):
        return "ns"
    return {"gc_collections": "collections", "bloat": "ratio"}.get(
        name, "bytes" if name.endswith("_bytes") else "share")


# Of the table's columns the interrupted share is the gate's interruption_share over another time.
_SHOWN = dict.fromkeys(metric for metric, _ in COLUMNS.values() if metric != "interrupted_share")
QUANTITIES = {name: Quantity(name, _unit(name), reading.better, reading.alone, name == "saturated")
              for name, reading in READINGS.items()}
QUANTITIES |= {name: Quantity(name, _unit(name), "less", named(name))
               for name in _SHOWN if name not in QUANTITIES}
"""Name -> quantity: what the gate looks at, then what else the report's table of all cells shows."""


def chosen(patterns: list[str]) -> tuple[str, ...]:
    """The names of QUANTITIES that match one of these; all for none. Raises ReportError for one that matches none."""
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in QUANTITIES):
            raise ReportError(f"no metric {pattern!r}; there is {', '.join(QUANTITIES)}")
    return tuple(name for name in QUANTITIES if not patterns or any(fnmatchcase(name, p) for p in patterns))
