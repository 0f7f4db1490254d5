"""How much a cell's latency grows with the live set: block by block, from the smallest to the largest."""

from dataclasses import dataclass

from reports.analysis.ratios import paired_ratio
from reports.run.sweeps import Line
from reports.run.topics import block_values
from reports.stats.intervals import Interval
from reports.text import units


@dataclass(frozen=True)
class Growth:
    """A metric at `last` over the same cell's at `first`. `interval` is of the factor; None says why in `note`."""

    first: float
    last: float
    interval: Interval | None
    note: str

    @property
    def factor(self) -> str:
        """`38.1-fold [30.2, 45.0]`, or why there is no number."""
        return self.note if self.interval is None else units.interval(self.interval, "-fold")


def growth(line: Line, metric: str) -> Growth | None:
    """The growth of a metric over the steps with ok trials; None with fewer than two of these."""
    steps = line.measured
    if len(steps) < 2:
        return None
    first, last = line.entries[steps[0]], line.entries[steps[-1]]
    if metric.startswith("response"):
        # The trials that kept up are the lucky ones: a factor of those alone would be too small.
        for step, entry in ((steps[0], first), (steps[-1], last)):
            if entry.saturated:
                return Growth(steps[0], steps[-1], None, f"saturated in {len(entry.saturated)} of "
                              f"{units.plural(len(entry.ok), 'trial')} at {step:g} MiB")
    interval, note = paired_ratio(block_values(last.trials, metric), block_values(first.trials, metric))
    return Growth(steps[0], steps[-1], interval, note)
