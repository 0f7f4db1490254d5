"""Each cell against `unique` on glibc: ratios of positive metrics, differences of those that may be zero."""

from dataclasses import dataclass

import numpy as np

from reports.run.cells import CELL_FIELDS, Cell
from reports.run.manifest import Metric
from reports.run.topics import CellTrials, Topic, block_values
from reports.stats.intervals import Interval
from reports.stats.signed_rank import location
from reports.text import table, units

METRICS = ("cpu_ns_per_op", "ops_per_s", "service_p50_ns", "service_p99_ns", "service_p999_ns", "response_p50_ns",
           "response_p99_ns", "response_p999_ns", "rss_peak_bytes")
"""Metrics shown as ratios. None of them can be zero in an ok trial."""


@dataclass(frozen=True)
class Ratio:
    """A cell over the reference in one metric. `interval` is of the ratio itself; None says why in `note`."""

    cell: Cell
    metric: str
    interval: Interval | None
    note: str


def paired(values: dict[int, float], reference: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """The values of the blocks that both have, in the order of the blocks."""
    blocks = sorted(values.keys() & reference.keys())
    return np.array([values[b] for b in blocks]), np.array([reference[b] for b in blocks])


def metrics_of(topic: Topic) -> list[str]:
    """Those that say something: no response times in a closed loop, and in open loop no given rate."""
    if topic.setting.load is None:
        return [name for name in METRICS if not name.startswith("response")]
    return [name for name in METRICS if name != "ops_per_s"]


def ratio(entry: CellTrials, reference: CellTrials | None, metric: str) -> Ratio:
    """Hodges-Lehmann ratio from the log differences of the blocks in which both cells have the metric."""
    if reference is None:
        return Ratio(entry.cell, metric, None, "no ok unique on glibc")
    if not entry.ok:
        return Ratio(entry.cell, metric, None, "no ok trial")
    if metric.startswith("response"):
        # The trials that kept up are the lucky ones; a ratio of those alone would flatter.
        for side, name in ((entry, ""), (reference, f"{reference.cell.name} ")):
            if side.saturated:
                return Ratio(entry.cell, metric, None,
                             f"{name}saturated in {len(side.saturated)} of {len(side.ok)} trials")
    return Ratio(entry.cell, metric, *paired_ratio(block_values(entry.trials, metric),
                                                   block_values(reference.trials, metric)))


def paired_ratio(values: dict[int, float], reference: dict[int, float]) -> tuple[Interval | None, str]:
    """Hodges-Lehmann ratio of the values by block; beside it why there is no ratio or no interval."""
    above, below = paired(values, reference)
    if not len(above):
        return None, "no block has both"
    if np.any(above <= 0) or np.any(below <= 0):
        return None, "a value is zero"
    logs = location(np.log(above) - np.log(below))
    return logs.exp(), "N too small for an interval" if logs.low is None else ""


def text(row: Ratio) -> str:
    """`1.23 [1.20, 1.27]`, or why there is no number."""
    return row.note if row.interval is None else units.interval(row.interval)


def interruption_share(entry: CellTrials) -> dict[int, float]:
    """Block -> interrupted share of the steady phase: comparable where the numbers of rounds differ."""
    total, steady = (block_values(entry.trials, name) for name in ("interruption_total_ns", "steady_ns"))
    return {block: total[block] / steady[block] for block in total if steady.get(block)}


def share_difference(entry: CellTrials, reference: CellTrials | None) -> Interval | None:
    """Difference of interruption shares to the reference; never a ratio, since both may be zero."""
    if reference is None or entry.cell == reference.cell:
        return None
    values, base = paired(interruption_share(entry), interruption_share(reference))
    return location(values - base) if len(values) else None


def as_csv(rows: list[Ratio], known: dict[str, Metric]) -> str:
    """One line per ratio with full digits; empty fields where there is no number."""
    lines: list[list] = [[*CELL_FIELDS, "metric", "better", "ratio", "low", "high", "blocks", "confidence", "note"]]
    for row in rows:
        got = row.interval
        numbers = [got.estimate, got.low, got.high, got.n, got.achieved] if got else [None] * 5
        lines.append([*(row.cell.fields[name] for name in CELL_FIELDS), row.metric, known[row.metric].better, *numbers,
                      row.note])
    return table.as_csv(lines)
