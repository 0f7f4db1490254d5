"""Time against space: what a collector's fixed heap costs in CPU time and takes in memory."""

from dataclasses import dataclass

from reports.analysis.findings import Findings
from reports.analysis.ratios import Ratio
from reports.run.cells import Cell
from reports.run.load import Trial
from reports.run.names import runner_label
from reports.run.topics import CellTrials, Topic, block_medians
from reports.stats import intervals
from reports.stats.intervals import Interval

METRIC = "cpu_ns_per_op"


@dataclass(frozen=True)
class Spot:
    """One cell: peak RSS above the baseline in bytes, and its CPU time as a ratio to `unique` on glibc.

    `smallest_bytes` is the smallest heap in which it ran, None where it has no fixed heap.
    """

    entry: CellTrials
    rss: Interval
    cpu: Ratio
    smallest_bytes: int | None

    @property
    def cell(self) -> Cell:
        return self.entry.cell


def spots(findings: Findings, topic: Topic) -> list[Spot]:
    """Every cell of the topic with an ok trial that read both its peak and its baseline."""
    smallest = {heap.cell: heap.bytes for heap in findings.run.manifest.smallest_heaps}
    found = []
    for entry in topic.cells:
        values = list(block_medians(entry.trials, above_baseline).values())
        if values:
            found.append(Spot(entry, intervals.median(values), findings.ratio(entry, topic.reference, METRIC),
                              smallest.get(runner_label(entry.cell)) if entry.cell.heap else None))
    return found


def above_baseline(trial: Trial) -> float | None:
    """Peak RSS less what the process had before setup, in bytes; None where either was not read."""
    peak, baseline = (trial.metrics.get(name) for name in ("rss_peak_bytes", "rss_baseline_bytes"))
    return None if peak is None or baseline is None else peak - baseline


def curves(found: list[Spot]) -> dict[str, list[Spot]]:
    """Label without the heap -> the spots of that collector from its smallest heap to its largest."""
    result: dict[str, list[Spot]] = {}
    for spot in found:
        if spot.cell.heap_limit_bytes is not None:
            result.setdefault(spot.cell.without_heap, []).append(spot)
    return {label: sorted(its, key=lambda spot: spot.cell.heap_limit_bytes or 0) for label, its in result.items()}
