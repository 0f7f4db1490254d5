"""Tables for Apache Otava, which looks for change points in series of runs: one row is one run.

A value is the median over blocks. Otava divides by the level before a change, so that no metric stands here that can
be zero. There is a file for each cell, whose columns depend on nothing but --metric, so that rows of later runs can be
appended, and the configuration with the direction of each column. Source: Otava documentation, "Importing results from
CSV" and "Getting Started", and what otava/importer.py raises.
"""

import json
from datetime import datetime, timezone

from reports.export import trends
from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures
from reports.run.errors import ReportError
from reports.run.metrics import described
from reports.run.names import anchor
from reports.text.table import as_csv

CONFIG = "otava.yaml"
ATTRIBUTES = ("run_id", "commit")
DIRECTIONS = {"less": -1, "more": 1}


def export(choice: Choice) -> Exported:
    """A table of one row for each cell, and the configuration. Raises ReportError where no metric fits, or no time."""
    found = measures(choice)
    kept, remarks = trends.divisible(found.series)
    columns = [name for name in choice.metrics if not trends.can_be_zero(name, described(choice.run.metrics, name))]
    cells: dict[str, list[Series]] = {}
    for one in kept:
        cells.setdefault(anchor(one.cell), []).append(one)
    files = {f"{name}.csv": _table(choice, columns, series) for name, series in cells.items()}
    config = ["tests:", *(line for name, series in cells.items() for line in _test(name, series))]
    return Exported(remarks=found.remarks + remarks, files={CONFIG: "\n".join(config) + "\n", **files})


def _when(choice: Choice) -> datetime:
    created = choice.run.manifest.created
    try:
        when = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        raise ReportError(f"the manifest says that the run was created at {created!r}, which is no time; Otava needs "
                          "one") from None
    return when if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _table(choice: Choice, columns: list[str], series: list[Series]) -> str:
    values = {one.metric: one.middle.estimate for one in series}
    # What a run lacks stays empty: Otava refuses that by name, where a shorter row would shift the others.
    row = [_when(choice).isoformat(), *(choice.about[name] for name in ATTRIBUTES),
           *(repr(values[name]) if name in values else "" for name in columns)]
    return as_csv([["time", *ATTRIBUTES, *columns], row])


def _test(name: str, series: list[Series]) -> list[str]:
    """The configuration of a cell, as YAML; JSON's way to write texts is YAML's, too."""
    lines = [f"  {json.dumps(series[0].name)}:", "    type: csv", f"    file: {name}.csv", "    time_column: time",
             f"    attributes: [{', '.join(ATTRIBUTES)}]", "    metrics:"]
    for one in series:
        lines += [f"      {one.metric}:", f"        direction: {DIRECTIONS[one.told.better]}"]
    return lines
