"""Values of the gate's metrics for people."""

from __future__ import annotations

import math
from collections.abc import Iterable

from reports.gate.judge.exact import Exact
from reports.gate.judge.metrics import Metric
from reports.gate.judge.result import Row
from reports.text import units


def level(metric: Metric, value: float) -> str:
    """A value in the metric's own unit, such as `412 ns`."""
    if not math.isfinite(value):
        return "-"
    if metric.name.endswith("_bytes"):
        return units.size(value)
    if metric.name == "ops_per_s":
        return units.rate(value)
    return units.duration(value) if metric.is_ratio else units.percent(value)


def levels(row: Row) -> str:
    """`412 ns to 433 ns`, base and head."""
    if not row.look:
        return "-"
    found = row.look.series
    return f"{level(row.metric, found.base)} to {level(row.metric, found.head)}"


def changes(rows: Iterable[Row]) -> str:
    """`rss_peak_bytes +41.2 %, rss_steady_bytes +41.2 %`."""
    return ", ".join(f"{row.metric.name} {row.change}" for row in rows)


def blocks(row: Row) -> str:
    """`18 of 20 fresh blocks, most in block 7`: where the head was worse."""
    if not row.look:
        return row.note
    kind = "fresh" if row.fresh else "screened"
    return f"{row.look.worse_blocks} of {row.look.blocks} {kind} blocks, most in block {row.look.worst_block}"


def detectable(row: Row) -> str:
    """The minimum detectable effect against its target: `3.1 % (target 5.0 %)`."""
    return f"{bare(row.metric, row.detectable)} (target {bare(row.metric, row.metric.target)})"


def bare(metric: Metric, shift: float) -> str:
    """A shift's size without its sign; `-` where it is unknown."""
    return "-" if math.isnan(shift) else metric.text(shift).lstrip("+")


def fact(exact: Exact) -> str:
    """An exact fact in one line."""
    return f"{exact.pair.label}: {exact.text}" + (f" ({exact.change})" if exact.base else "")
