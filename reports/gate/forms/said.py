"""What the forms for people say of rows, in the same words."""

import math
from collections.abc import Iterable

import numpy as np

from reports.gate.judge.metrics import METRICS, Metric
from reports.gate.judge.result import Result, Row
from reports.text import units


def levels(row: Row) -> str:
    """`412 ns to 433 ns`, base and head."""
    if not row.look:
        return "-"
    return " to ".join(_level(row.metric, value) for value in (row.look.series.base, row.look.series.head))


def _level(metric: Metric, value: float) -> str:
    if not math.isfinite(value):
        return "-"
    if metric.name.endswith("_bytes"):
        return units.size(value)
    if metric.name == "ops_per_s":
        return units.rate(value)
    return units.duration(value) if metric.is_ratio else units.percent(value)


def changes(rows: Iterable[Row]) -> str:
    """`rss_peak_bytes +41.2 %, rss_steady_bytes +41.2 %`."""
    return ", ".join(f"{row.metric.name} {row.change}" for row in rows)


def blocks(row: Row) -> str:
    """`18 of 20 fresh blocks, most in block 7`: where the head was worse."""
    if not row.look:
        return row.note
    kind = "fresh" if row.fresh else "screened"
    return f"{row.look.worse_blocks} of {row.look.blocks} {kind} blocks, most in block {row.look.worst_block}"


def bare(metric: Metric, shift: float) -> str:
    """A shift's size without its sign; `-` where it is unknown."""
    return "-" if math.isnan(shift) else metric.text(shift).lstrip("+")


def detectable(result: Result) -> list[tuple[Metric, str, str, str, list[Row]]]:
    """Of each metric that any cell has enough blocks of: what could have been seen in them, and their rows.

    That is the minimum detectable effect of the median cell and of the worst one, beside the target.
    """
    table = []
    for metric in METRICS.values():
        rows = [row for row in result.rows if row.metric is metric and row.screen]
        if rows:
            effects = np.sort([row.detectable for row in rows])
            # The middle one of the effects themselves: half of infinity would be none.
            middle, worst, target = (bare(metric, float(effect)) for effect in
                                     (effects[(len(rows) - 1) // 2], effects[-1], metric.target))
            table.append((metric, middle, worst, target, rows))
    return table
