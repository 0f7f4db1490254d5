"""Topics that differ in one parameter only, and the cells that can be followed through them."""

from collections import defaultdict
from dataclasses import dataclass, replace

from reports.run import names
from reports.run.cells import Cell, cell_key
from reports.run.manifest import Metric
from reports.run.topics import CellTrials, Topic

AXES = {"live_mib": None, "threads": 1}
"""Parameter of a setting that can be swept -> the value that stands for none of its values."""


@dataclass(frozen=True)
class Line:
    """One cell through the steps of a sweep: step -> its trials there. `cell` is that of the first step."""

    cell: Cell
    group: str
    entries: dict[float, CellTrials]

    @property
    def measured(self) -> list[float]:
        """Steps with an ok trial, ascending."""
        return [step for step in sorted(self.entries) if self.entries[step].ok]


@dataclass(frozen=True)
class Sweep:
    """At least two topics that differ in `axis` only, from its least value to its greatest."""

    axis: str
    topics: list[Topic]

    @property
    def steps(self) -> list[float]:
        return [getattr(topic.setting, self.axis) for topic in self.topics]

    @property
    def workload(self) -> str:
        return self.topics[0].setting.workload

    @property
    def metrics(self) -> dict[str, Metric]:
        return self.topics[0].metrics

    @property
    def open_loop(self) -> bool:
        return self.topics[0].setting.load is not None

    @property
    def title(self) -> str:
        """The workload with the parameters that stay as they are, and the rate in open loop."""
        words = {name: text for name, text in self.topics[0].setting.told().items() if name != self.axis}
        rates = list(dict.fromkeys(topic.rate for topic in self.topics if topic.rate))
        return f"{self.workload} ({', '.join(words.values())}{' = ' + ' or '.join(rates) if rates else ''})"

    @property
    def slug(self) -> str:
        """What the topics have in common, for files and links."""
        return names.of_setting(self.topics[0].setting, without=self.axis)

    @property
    def lines(self) -> list[Line]:
        """Every cell of any step, in the order in which cells are shown."""
        entries: dict[str, dict[float, CellTrials]] = defaultdict(dict)
        for step, topic in zip(self.steps, self.topics):
            for entry in topic.cells:
                entries[entry.cell.label][step] = entry
        found = [next(iter(by_step.values())) for by_step in entries.values()]
        lines = [Line(entry.cell, entry.group, entries[entry.cell.label]) for entry in found]
        return sorted(lines, key=lambda line: cell_key(line.cell, line.group))


def along(topics: list[Topic], axis: str) -> list[Sweep]:
    """The sweeps of these topics, in their order; topics without a value on the axis are in none."""
    grouped: dict = defaultdict(list)
    for topic in topics:
        if getattr(topic.setting, axis) is not None:
            grouped[replace(topic.setting, **{axis: AXES[axis]})].append(topic)
    return [Sweep(axis, sorted(found, key=lambda topic: getattr(topic.setting, axis)))
            for found in grouped.values() if len(found) > 1]
