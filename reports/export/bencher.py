"""Bencher Metric Format (BMF): benchmarks are cells, measures are metrics.

A value is the median over blocks, with the ends of its 95 % interval where N allows one. Which direction of a measure
is worse is set in Bencher's thresholds, not in the file. Source: Bencher documentation, "Bencher Metric Format".
"""

import json

from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures


def export(choice: Choice) -> Exported:
    """The file of these trials. Raises ReportError where none is ok."""
    found = measures(choice)
    benchmarks = {name: {slug(metric): _metric(one) for metric, one in series.items()}
                  for name, series in found.by_cell.items()}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(measured, allow_nan=False)}"
                       for name, measured in benchmarks.items())
    return Exported(f"{{\n{lines}\n}}\n", found.remarks)


def slug(metric: str) -> str:
    """As Bencher would make it of the name: `cpu-ns-per-op`, so that a measure set up beforehand is found."""
    return metric.replace("_", "-")


def _metric(one: Series) -> dict:
    middle = one.middle
    ends = {} if middle.low is None else {"lower_value": middle.low, "upper_value": middle.high}
    return {"value": middle.estimate, **ends}
