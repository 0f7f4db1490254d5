"""Two runs side by side: which settings and cells both have, and which of these answer the same question.

Times of two runs are never pooled nor divided by each other. What is compared is the ratio of a cell to `unique` on
glibc *of its own run*, which a faster machine leaves alone; the change is the ratio of two such ratios.
"""

import math
from dataclasses import dataclass

from reports.analysis.findings import Findings
from reports.analysis.ratios import Ratio, metrics_of
from reports.run.errors import ReportError
from reports.run.load import Run
from reports.run.manifest import Metric
from reports.run.topics import CellTrials, Topic
from reports.stats.intervals import Interval, difference

REFERENCE_NOTE = "the reference"


@dataclass(frozen=True)
class Row:
    """A cell in one metric. `ratios` are to its own run's reference, in A and B; `change` is B's over A's.

    `change` is None, with a `note`, where one of the two ratios is missing.
    """

    entries: tuple[CellTrials, CellTrials]
    metric: str
    ratios: tuple[Ratio, Ratio]
    change: Interval | None
    note: str

    @property
    def label(self) -> str:
        return self.entries[0].cell.label

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval of the change leaves out 1."""
        return bool(self.change and self.change.ends and not self.change.ends[0] <= 1 <= self.change.ends[1])


@dataclass(frozen=True)
class Pair:
    """A setting that both runs have, with its cells that both have. `refused` says why they are not comparable."""

    findings: tuple[Findings, Findings]
    topics: tuple[Topic, Topic]
    cells: list[tuple[CellTrials, CellTrials]]
    refused: str

    @property
    def title(self) -> str:
        return self.topics[0].title

    @property
    def metrics(self) -> dict[str, Metric]:
        return self.topics[0].metrics

    def rows(self, metrics: list[str] | None = None) -> list[Row]:
        """Cell by cell the metrics of the setting, or those of `metrics` that it has; the reference is there, too."""
        able = metrics_of(self.topics[0])
        return [self._row(entries, metric) for entries in self.cells
                for metric in (able if metrics is None else [name for name in metrics if name in able])]

    def _row(self, entries: tuple[CellTrials, CellTrials], metric: str) -> Row:
        if entries[0].cell == entries[0].cell.reference:
            a, b = (Ratio(entry.cell, metric, None, REFERENCE_NOTE) for entry in entries)
        else:
            a, b = (found.ratio(entry, topic.reference, metric)
                    for found, entry, topic in zip(self.findings, entries, self.topics))
        if a.interval and b.interval:
            between = change(a.interval, b.interval)
            return Row(entries, metric, (a, b), between, "" if between.ends else "N too small for an interval")
        note = a.note if a.note == b.note else "; ".join(
            f"in {name}: {side.note}" for name, side in zip("AB", (a, b)) if side.interval is None)
        return Row(entries, metric, (a, b), None, note)


@dataclass(frozen=True)
class Compared:
    """All that both runs have, and the titles of cells that only A, and only B has."""

    pairs: list[Pair]
    only: tuple[list[str], list[str]]


def compare(a: Run, b: Run) -> Compared:
    """Pairs the settings and cells of two runs. Raises ReportError where nothing can be compared."""
    _check_questions(a, b)
    findings = Findings.of(a), Findings.of(b)
    others = {topic.setting: topic for topic in findings[1].topics}
    pairs = [_pair(findings, topic, others[topic.setting]) for topic in findings[0].topics if topic.setting in others]
    cells = [{entry.cell: f"{topic.title}: {entry.cell.label}" for topic in found.topics for entry in topic.cells}
             for found in findings]
    only_a, only_b = ([title for cell, title in here.items() if cell not in there]
                      for here, there in (cells, cells[::-1]))
    if not any(pair.cells for pair in pairs):
        scales = [" and ".join(sorted({topic.setting.scale for topic in found.topics})) or "none"
                  for found in findings]
        raise ReportError(f"{a.directory} and {b.directory} have no cell in common (scales: {scales[0]}; "
                          f"{scales[1]}); give two runs of one plan")
    return Compared(pairs, (only_a, only_b))


def change(earlier: Interval, later: Interval) -> Interval:
    """The later ratio over the earlier one, both of independent runs."""
    return difference(later.mapped(math.log), earlier.mapped(math.log)).exp()


def _check_questions(a: Run, b: Run) -> None:
    if a.manifest.run_id == b.manifest.run_id:
        raise ReportError(f"{a.directory} and {b.directory} are the same run, {a.manifest.run_id}; give two "
                          "that were measured apart")
    seeds = [run.manifest.script_seed for run in (a, b)]
    if seeds[0] != seeds[1]:
        raise ReportError(f"the op scripts differ: script_seed is {seeds[0]} in {a.directory} and {seeds[1]} in "
                          f"{b.directory}; measure one of them again with --script-seed")


def _pair(findings: tuple[Findings, Findings], a: Topic, b: Topic) -> Pair:
    others = {entry.cell: entry for entry in b.cells}
    cells = [(entry, others[entry.cell]) for entry in a.cells if entry.cell in others]
    return Pair(findings, (a, b), cells, _difference_of_questions(a, b))


def _difference_of_questions(a: Topic, b: Topic) -> str:
    """Why ops of the two did not do the same; empty where nothing says so."""
    for field, words in (("digest", "they observed different things"),
                         ("items_per_op", "their ops are of another size")):
        sides = [sorted({str(getattr(trial, field)) for entry in topic.cells for trial in entry.ok})
                 for topic in (a, b)]
        if sides[0] and sides[1] and sides[0] != sides[1]:
            return f"{words}: {field} is {' or '.join(sides[0])} in A, {' or '.join(sides[1])} in B"
    return ""
