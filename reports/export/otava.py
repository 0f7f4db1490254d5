"""Files for Apache Otava, which looks for change points in series of runs: one row or entry is one run.

A value is the median over blocks. Otava divides by the level before a change, so that no metric stands here that can
be zero. CSV has a file for each cell, whose columns depend on nothing but --metric, so that rows of later runs can be
appended, and the configuration with the direction of each column. JSON has no directions, so there is a file for each;
Otava takes more for better in both. Source: Otava documentation, "Importing results from CSV", "JSON Data Source" and
"Getting Started", and what otava/importer.py raises.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from reports.export import trends
from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures
from reports.export.quantities import QUANTITIES
from reports.run.errors import ReportError
from reports.run.names import anchor

CONFIG = "otava.yaml"
ATTRIBUTES = ("run_id", "commit")
DIRECTIONS = {"less": -1, "more": 1}


def export_csv(choice: Choice) -> Exported:
    """A table of one row for each cell, and the configuration. Raises ReportError where no metric fits, or no time."""
    kept, remarks = _kept(choice)
    columns = [name for name in choice.metrics if not trends.can_be_zero(QUANTITIES[name])]
    cells: dict[str, list[Series]] = {}
    for one in kept:
        cells.setdefault(anchor(one.cell), []).append(one)
    files = {f"{name}.csv": _table(choice, columns, series) for name, series in cells.items()}
    return Exported(remarks=remarks, files={CONFIG: _config(_csv_test(name, series) for name, series in cells.items()),
                                            **files})


def export_json(choice: Choice) -> Exported:
    """An array of one run for each direction, and the configuration. Raises ReportError as export_csv does."""
    kept, remarks = _kept(choice)
    files = {name: _entry(choice, series) for name, series in trends.by_direction(kept).items()}
    return Exported(remarks=remarks, files={CONFIG: _config(_json_test(name) for name in files), **files})


def _kept(choice: Choice) -> tuple[list[Series], list[str]]:
    found = measures(choice)
    kept, remarks = trends.divisible(found.series)
    return kept, found.remarks + remarks


def _when(choice: Choice) -> datetime:
    created = str(choice.run.manifest.get("created"))
    try:
        when = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        raise ReportError(f"the manifest says that the run was created at {created!r}, which is no time; Otava needs "
                          "one") from None
    return when if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _table(choice: Choice, columns: list[str], series: list[Series]) -> str:
    values = {one.metric: one.middle.estimate for one in series}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time", *ATTRIBUTES, *columns])
    # What a run lacks stays empty: Otava refuses that by name, where a shorter row would shift the others.
    writer.writerow([_when(choice).isoformat(), *(choice.about[name] for name in ATTRIBUTES),
                     *(repr(values[name]) if name in values else "" for name in columns)])
    return text.getvalue()


def _config(tests: Iterable[list[str]]) -> str:
    return "\n".join(["tests:", *(line for test in tests for line in test)]) + "\n"


def _csv_test(name: str, series: list[Series]) -> list[str]:
    """The configuration of a cell, as YAML; JSON's way to write texts is YAML's, too."""
    lines = [f"  {json.dumps(series[0].name)}:", "    type: csv", f"    file: {name}.csv", "    time_column: time",
             f"    attributes: [{', '.join(ATTRIBUTES)}]", "    metrics:"]
    for one in series:
        lines += [f"      {one.metric}:", f"        direction: {DIRECTIONS[one.quantity.better]}"]
    return lines


def _json_test(name: str) -> list[str]:
    return [f"  {Path(name).stem}:", "    type: json", f"    file: {name}"]


def _entry(choice: Choice, series: list[Series]) -> str:
    run = {"timestamp": int(_when(choice).timestamp()),
           "metrics": [{"name": trends.full_name(one), "value": one.middle.estimate} for one in series],
           "attributes": {name: choice.about[name] for name in ATTRIBUTES}}
    return json.dumps([run], indent=1, allow_nan=False) + "\n"
