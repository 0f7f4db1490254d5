"""Numbers for programs that hold a run against the one before it: what they may divide by, one direction at a time.

Such programs divide by yesterday's value, and know one direction for all that stands in a file. A metric that can be
zero, such as the length of stops, would be an endless worsening on the day after it was zero, so it is left out whole,
not only on the days on which it is zero.
"""

from reports.export.measures import Series, without_zeros
from reports.run.errors import ReportError
from reports.run.manifest import Metric

FILES = {"less": "less_is_better.json", "more": "more_is_better.json"}
"""Direction -> file of formats that need one for each."""


def can_be_zero(name: str, told: Metric) -> bool:
    """Whether a run may well have a zero: shares, and what counts or measures stops."""
    return told.unit == "share" or name.startswith(("gc_", "interruption_"))


def divisible(series: list[Series]) -> tuple[list[Series], list[str]]:
    """Those that may stand below a fraction line, on any day, and remarks about the others. Raises ReportError."""
    kept, remarks = without_zeros([one for one in series if not can_be_zero(one.metric, one.told)])
    unfit = dict.fromkeys(one.metric for one in series if can_be_zero(one.metric, one.told))
    if unfit:
        remarks.append(f"left out, since they can be zero and the next run is divided by it: {', '.join(unfit)}")
    if not kept:
        raise ReportError("no chosen metric is always above zero; choose cpu_ns_per_op, or leave --metric out")
    return kept, remarks


def by_direction(series: list[Series]) -> dict[str, list[Series]]:
    """File of FILES -> the series of its direction, in their order; a file without any is not there."""
    found = {name: [one for one in series if one.told.better == better] for better, name in FILES.items()}
    return {name: ones for name, ones in found.items() if ones}


def full_name(one: Series) -> str:
    """Of the cell and the metric: unique in a run, and the same in every run."""
    return f"{one.name}/{one.metric}"
