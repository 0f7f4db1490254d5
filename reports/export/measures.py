"""The numbers of a run as other programs keep them: a series of values for each cell and metric.

What they keep are levels of single cells. The pairing of cells by block, on which ratios of the report and the gate
rest, is lost where a series is boiled down to one number; the block therefore stands beside each value.
"""

import statistics
from collections import Counter
from dataclasses import dataclass

from reports.export.format import Choice
from reports.export.quantities import QUANTITIES, YES_OR_NO
from reports.run import names
from reports.run.cells import Cell
from reports.run.errors import ReportError
from reports.run.load import MOST, STATUSES
from reports.run.manifest import Metric
from reports.run.metrics import Reading, described
from reports.run.status import cell_statuses
from reports.run.topics import CellTrials, last_attempts, topics
from reports.stats.intervals import Interval, median
from reports.text import units

MOST_NAMED = 6
"""Cells that a remark names; it counts the others."""
ENDS_WHEN_SATURATED = ("response_", "deadline_miss_")
"""How metrics begin that a saturated trial does not have."""


@dataclass(frozen=True)
class Value:
    """One ok trial's value; `repeat` counts the trials of a block from 1."""

    block: int
    repeat: int
    value: float


@dataclass(frozen=True)
class Series:
    """One metric of one cell: finite values, at least one, by block and repeat.

    `name` is the cell's (names.of_cell); with the metric's it is unique in the run. `told` is what the metric is.
    """

    cell: Cell
    name: str
    metric: str
    told: Metric
    values: tuple[Value, ...]

    @property
    def numbers(self) -> list[float]:
        """The values alone."""
        return [found.value for found in self.values]

    @property
    def blocks(self) -> dict[int, float]:
        """Block -> median of its trials; their number is N."""
        found: dict[int, list[float]] = {}
        for value in self.values:
            found.setdefault(value.block, []).append(value.value)
        return {block: float(statistics.median(numbers)) for block, numbers in found.items()}

    @property
    def n(self) -> int:
        """How many blocks have it: repeats in a block are not independent of each other."""
        return len(self.blocks)

    @property
    def middle(self) -> Interval:
        """Median over blocks of the blocks' medians, with the 95 % interval of the sign test where N allows it.

        Of what is yes or no the share of blocks with yes, without an interval.
        """
        numbers = list(self.blocks.values())
        if self.metric == YES_OR_NO:
            return Interval(statistics.fmean(numbers), None, None, self.n, None)
        return median(numbers)


@dataclass(frozen=True)
class Measures:
    """Series by cell in the order of the report, then by metric. `remarks` say what was left out and why."""

    series: list[Series]
    remarks: list[str]

    @property
    def by_cell(self) -> dict[str, dict[str, Series]]:
        """Name of a cell -> metric -> series."""
        found: dict[str, dict[str, Series]] = {}
        for one in self.series:
            found.setdefault(one.name, {})[one.metric] = one
        return found


def measures(choice: Choice, always: tuple[Reading, ...] = ()) -> Measures:
    """The series of the chosen cells, of ok trials only: of `always`, then of the other chosen metrics.

    Raises ReportError where nothing is left.
    """
    quantities = [*always, *(QUANTITIES[name] for name in choice.metrics if QUANTITIES[name] not in always)]
    kept, cells = {trial.trial_id for trial in choice.trials}, set(choice.cells)
    entries = [CellTrials(entry.cell, entry.group, [trial for trial in entry.trials if trial.trial_id in kept])
               for topic in topics(choice.run) for entry in topic.cells if entry.cell in cells]
    measured = [entry for entry in entries if entry.ok]
    if not measured:
        raise ReportError("none of the chosen trials is ok, so there is nothing to export; choose others")
    said = _Said()
    found = (_series(entry, quantity, described(choice.run.metrics, quantity.name), said)
             for entry in measured for quantity in quantities)
    series = [one for one in found if one]
    if not series:
        raise ReportError(f"no chosen trial has {' or '.join(choice.metrics)}; choose another metric")
    chosen_ones = f"{units.plural(sum(len(entry.ok) for entry in measured), 'ok trial')} of " \
                  f"{units.plural(len(measured), 'cell')}: {choice.said}"
    return Measures(series, [chosen_ones, *_not_ok(choice, entries), *_absent(quantities, series, len(measured)),
                             *said.remarks(), *_noted(measured)])


def without_zeros(series: list[Series]) -> tuple[list[Series], list[str]]:
    """Those whose values are all above zero, for programs that divide by them, and remarks about the others."""
    said = _Said()
    for one in series:
        if min(one.numbers) <= 0:
            said.of(one.metric, "left out, since a value is zero or less", one.name)
    return [one for one in series if min(one.numbers) > 0], said.remarks()


class _Said:
    """What is to be said of a metric in some cells, a line for each metric and reason."""

    def __init__(self) -> None:
        self._where: dict[tuple[str, str], list[str]] = {}

    def of(self, metric: str, what: str, cell: str) -> None:
        self._where.setdefault((metric, what), []).append(cell)

    def remarks(self) -> list[str]:
        return [f"{metric}: {what}: {listed(cells)}" for (metric, what), cells in self._where.items()]


def _series(entry: CellTrials, quantity: Reading, metric: Metric, said: _Said) -> Series | None:
    name = names.of_cell(entry.cell)
    if entry.saturated and quantity.name.startswith(ENDS_WHEN_SATURATED):
        # The trials that kept up are the lucky ones; their values alone would flatter.
        said.of(quantity.name, "left out, since a trial is saturated", name)
        return None
    read = [(trial, quantity.alone(trial)) for trial in sorted(entry.ok, key=lambda trial: (trial.block, trial.repeat))]
    values = tuple(Value(trial.block, trial.repeat, float(value)) for trial, value in read
                   if value is not None and _is_usable(value))
    for trial, value in read:
        if value is not None and not _is_usable(value):
            said.of(quantity.name, f"{value} left out", f"{name} in block {trial.block}")
    if 0 < sum(value is not None for _, value in read) < len(read):
        said.of(quantity.name, "absent in a part of the trials", name)
    return Series(entry.cell, name, quantity.name, metric, values) if values else None


def _is_usable(value: float) -> bool:
    # No number of ours is as large or as small; squares and other units of such end in infinity or zero.
    return value == 0 or 1 / MOST < abs(value) < MOST


def _not_ok(choice: Choice, entries: list[CellTrials]) -> list[str]:
    """Trials that are not ok, cells that have no other, and trials that were planned only."""
    failed = [trial for entry in entries for trial in entry.trials if not trial.ok]
    last = sum(not trial.ok for entry in entries for trial in last_attempts(entry.trials))
    counts = Counter(trial.status for trial in failed)
    parts = [f"{counts[status]} {status.replace('_', ' ')}" for status in STATUSES if counts[status]]
    again = f"; {len(failed) - last} of these were measured again" if len(failed) > last else ""
    missing = sum(status.missing for status in cell_statuses(choice.run, entries)) if choice.whole else 0
    none = [names.of_cell(entry.cell) for entry in entries if not entry.ok]
    return ([f"left out, since not ok: {', '.join(parts)}{again}"] if parts else []) + (
        [f"missing in results.jsonl: {units.plural(missing, 'planned trial')}"] if missing else []) + (
        [f"no ok trial: {listed(none)}"] if none else [])


def _absent(quantities: list[Reading], series: list[Series], cells: int) -> list[str]:
    having = Counter(one.metric for one in series)
    parts = [f"{one.name} in {cells - having[one.name]}" for one in quantities if having[one.name] < cells]
    return [f"absent, of {units.plural(cells, 'cell')}: {', '.join(parts)}"] if parts else []


def _noted(entries: list[CellTrials]) -> list[str]:
    trials: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    for entry in entries:
        trials += entry.note_counts
        cells.update(entry.note_counts.keys())
    parts = [f"{word} (in {units.plural(trials[word], 'trial')} of {units.plural(cells[word], 'cell')})"
             for word in sorted(cells)]
    return [f"noted on what was exported: {', '.join(parts)}"] if parts else []


def listed(found: list[str]) -> str:
    """Cells in a remark: the first MOST_NAMED by name, and how many more."""
    more = len(found) - MOST_NAMED
    return ", ".join(found[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
