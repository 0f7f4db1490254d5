"""What is worked out of a run once, and then only read: its topics, its sweeps, and ratios of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reports.analysis.ratios import Ratio, metrics_of, ratio
from reports.run.load import Run
from reports.run.sweeps import Sweep, along
from reports.run.topics import CellTrials, Topic, topics


@dataclass(frozen=True)
class Findings:
    """A run in order. What is worked out of it is when somebody first reads it, since a single figure reads little."""

    run: Run
    topics: list[Topic]
    _known: dict[tuple, Ratio] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, run: Run) -> Findings:
        return cls(run, topics(run))

    @cached_property
    def live(self) -> list[Sweep]:
        """Sweeps over live sizes."""
        return along(self.topics, "live_mib")

    @cached_property
    def threads(self) -> list[Sweep]:
        """Sweeps over numbers of threads."""
        return along(self.topics, "threads")

    def ratio(self, entry: CellTrials, than: CellTrials | None, metric: str) -> Ratio:
        """Of two cells of one topic."""
        key = (entry.cell, than and than.cell, metric)
        if key not in self._known:
            self._known[key] = ratio(entry, than, metric)
        return self._known[key]

    def ratios(self, topic: Topic, *metrics: str) -> list[Ratio]:
        """Those of a topic to its reference, cell by cell and without the reference itself; of all metrics or these."""
        return [self.ratio(entry, topic.reference, metric) for entry in topic.cells
                if entry.cell != entry.cell.reference for metric in metrics or metrics_of(topic)]
