"""JSON of github-action-benchmark, a file for each direction (`customSmallerIsBetter`, `customBiggerIsBetter`).

An entry is one metric of one cell: the median over blocks. The action keeps the first entry of a name and divides it by
the one that it kept of the run before, so names are unique and no value can be zero. Source: README of
benchmark-action/github-action-benchmark, "Tool-specific setup", and what its alerts compute.
"""

import json

from reports.export import trends
from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures
from reports.text import units


def export(choice: Choice) -> Exported:
    """The files of these trials. Raises ReportError where none is ok, or no metric fits."""
    found = measures(choice)
    kept, remarks = trends.divisible(found.series)
    about = f"run {choice.about['run_id']}, commit {choice.about['commit']}, {choice.about['machine']}"
    files = {name: _text([_entry(one, about) for one in series]) for name, series in trends.by_direction(kept).items()}
    return Exported(remarks=found.remarks + remarks, files=files)


def _entry(one: Series, about: str) -> dict:
    middle = one.middle
    entry = {"name": trends.full_name(one), "unit": one.told.unit, "value": middle.estimate,
             "extra": f"N {units.plural(one.n, 'block')}; {about}"}
    if middle.low is not None:
        entry["range"] = f"{middle.low!r} to {middle.high!r} (95 %)"
    return entry


def _text(entries: list[dict]) -> str:
    lines = ",\n".join(json.dumps(entry, allow_nan=False) for entry in entries)
    return f"[\n{lines}\n]\n"
