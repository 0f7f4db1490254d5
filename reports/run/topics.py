"""Trials put in order: by setting, by cell, by block."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.run.cells import Cell, Setting, cell_key, setting_key
from reports.run.load import Run, Trial
from reports.run.manifest import Metric
from reports.run.names import unique
from reports.text import units
from reports.text.table import ABSENT

FEW = "too_few_collections"
"""Noted on trials of a collector that saw fewer than 5 collections in steady."""


@dataclass
class CellTrials:
    """All trials of a cell in the order of the file, whatever their status."""

    cell: Cell
    group: str
    trials: list[Trial] = field(default_factory=list)

    @property
    def ok(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.ok]

    @property
    def blocks(self) -> int:
        """Blocks with at least one ok trial."""
        return len({trial.block for trial in self.ok})

    @property
    def saturated(self) -> list[Trial]:
        """The ok trials that did not reach their rate."""
        return [trial for trial in self.ok if trial.saturated]

    @property
    def note_counts(self) -> Counter:
        """Word noted on an ok trial -> how many trials carry it."""
        return Counter(word for trial in self.ok for word in trial.notes)

    def mostly(self, word: str) -> bool:
        """Whether at least half of the ok trials carry this note: then so does the median one."""
        return 2 * self.note_counts[word] >= len(self.ok) > 0

    @property
    def decides(self) -> bool:
        """Whether what it measured may decide anything: not a collector that had too few collections."""
        return not self.mostly(FEW)

    @property
    def notes(self) -> list[str]:
        """Words noted on any ok trial, each with how many trials carry it when not all do."""
        return [word if n == len(self.ok) else f"{word} ({n} of {len(self.ok)} trials)"
                for word, n in sorted(self.note_counts.items())]


@dataclass
class Topic:
    """One setting with its cells: the unit of a chart. `card` is the workload's, {} where unknown.

    `slug` names the setting in files and links; no other setting of the run has it. `metrics` is the manifest's table.
    """

    setting: Setting
    card: dict
    cells: list[CellTrials]
    slug: str
    metrics: dict[str, Metric]

    @property
    def title(self) -> str:
        return f"{self.setting.workload} ({self.setting.parameters})"

    @property
    def rate(self) -> str:
        """How many ops per second were due, the same for all cells; empty in a closed loop."""
        found = {trial.rate_per_s for cell in self.cells for trial in cell.ok if trial.rate_per_s}
        return units.span(found, units.rate) if found else ""

    @property
    def op(self) -> str:
        """What an op is: `an op`, or with its declared batch `an op (= 128 employees)`."""
        return self._op(remarks=True)

    @property
    def short_op(self) -> str:
        """The same without remarks, for an axis."""
        return self._op(remarks=False)

    def _op(self, remarks: bool) -> str:
        """Of declared batches; `node (of a tree)` is a noun with a remark."""
        declared = {(trial.items_per_op, trial.item) for cell in self.cells for trial in cell.ok}
        parts = [(n, *item.partition(" (")) for n, item in sorted(declared) if n > 1]
        texts = [units.plural(n, noun) + (f"; {remark.rstrip(')')}" if remark and remarks else "")
                 for n, noun, _, remark in parts]
        return f"an op (= {' or '.join(texts)})" if texts else "an op"

    @property
    def reference(self) -> CellTrials | None:
        """The cell that ratios are relative to, where it has an ok trial."""
        return next((c for c in self.cells if c.cell == c.cell.reference and c.ok), None)


def topics(run: Run) -> list[Topic]:
    """Every setting of the run, in order, with planned cells even where they have no trial."""
    cells: dict[Cell, CellTrials] = {}
    for planned in run.manifest.cells:
        cells.setdefault(planned.cell, CellTrials(planned.cell, planned.group))
    for trial in run.trials:
        cells.setdefault(trial.cell, CellTrials(trial.cell, trial.group)).trials.append(trial)
    by_setting: dict[Setting, list[CellTrials]] = defaultdict(list)
    for entry in cells.values():
        by_setting[entry.cell.setting].append(entry)
    result, slugs = [], unique(sorted(by_setting, key=setting_key))
    for setting, slug in slugs.items():
        ordered = sorted(by_setting[setting], key=lambda entry: cell_key(entry.cell, entry.group))
        result.append(Topic(setting, run.manifest.workloads.get(setting.workload, {}), ordered, slug, run.metrics))
    return result


def distinct(topics: list[Topic]) -> list[CellTrials]:
    """An entry for every label of these topics, in the order in which cells are shown."""
    found = {entry.cell.label: entry for topic in topics for entry in topic.cells}
    return sorted(found.values(), key=lambda entry: cell_key(entry.cell, entry.group))


def last_attempts(trials: list[Trial]) -> list[Trial]:
    """One trial for each block and repeat: a noisy one is measured again, and what came last counts."""
    found: dict[tuple[int, int], Trial] = {}
    for trial in trials:
        earlier = found.get((trial.block, trial.repeat))
        if earlier is None or trial.attempt > earlier.attempt:
            found[trial.block, trial.repeat] = trial
    return list(found.values())


def block_values(trials: list[Trial], metric: str) -> dict[int, float]:
    """Block -> median over its ok trials, leaving out trials and blocks that lack the metric."""
    return block_medians(trials, lambda trial: trial.metrics.get(metric))


def block_medians(trials: list[Trial], value_of: Callable[[Trial], float | None]) -> dict[int, float]:
    """The same for what is computed of a trial; None leaves the trial out."""
    values = defaultdict(list)
    for trial in trials:
        if trial.ok and (value := value_of(trial)) is not None:
            values[trial.block].append(value)
    return {block: float(statistics.median(found)) for block, found in sorted(values.items())}


def median_of_blocks(trials: list[Trial], metric: str) -> float | None:
    """Median over blocks of the blocks' values; None where no trial has the metric."""
    values = list(block_values(trials, metric).values())
    return statistics.median(values) if values else None


def middle_trial(trials: list[Trial], metric: str) -> Trial | None:
    """The trial with the median of a metric, the lower one of two in the middle; None where none has it."""
    able = sorted((trial for trial in trials if metric in trial.metrics),
                  key=lambda trial: (trial.metrics[metric], trial.trial_id))
    return able[(len(able) - 1) // 2] if able else None


def steady_ns(trials: list[Trial]) -> int:
    """Length of the steady phases of these trials, added up, in ns."""
    return sum(trial.steady.length_ns for trial in trials if trial.steady)


def median(entry: CellTrials, metric: str, form: Callable[[float], str]) -> str:
    """The median over blocks as `form` writes it, or ABSENT."""
    value = median_of_blocks(entry.trials, metric)
    return ABSENT if value is None else form(value)
