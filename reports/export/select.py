"""Which trials are exported, and in which words that is said."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from reports.run.cells import Cell
from reports.run.errors import ReportError
from reports.run.load import Run, Trial
from reports.text import units

EVERY_BLOCK = "all"
NO_SIDE = "none"
"""How the side of a cell is called in a run that has only one."""


@dataclass(frozen=True)
class Selection:
    """What was asked for; an empty list asks for nothing in particular. All but `blocks` may be patterns with *."""

    trials: list[str]
    workloads: list[str]
    variants: list[str]
    allocators: list[str]
    sides: list[str]
    blocks: list[str]

    @property
    def whole(self) -> bool:
        """Whether cells are chosen as wholes, with every block that they have."""
        return not self.trials and (not self.blocks or EVERY_BLOCK in self.blocks)


def cells(run: Run, asked: Selection, trials: list[Trial]) -> list[Cell]:
    """The cells of these trials and, where cells are chosen as wholes, those that were asked for and have no trial."""
    planned = (planned.cell for planned in run.manifest.cells) if asked.whole else ()
    wanted = [cell for cell in planned if all(
        not patterns or any(fnmatchcase(name_of(cell), pattern) for pattern in patterns)
        for _, patterns, name_of in _of_cells(asked))]
    return list(dict.fromkeys([*(trial.cell for trial in trials), *wanted]))


def select(run: Run, asked: Selection, one_per_cell: bool) -> tuple[list[Trial], str]:
    """The trials in the order of the file, and the choice in words.

    A trial is chosen that matches one of each kind asked for. With `one_per_cell`, and neither trials nor blocks
    asked for, that is the first ok trial of each cell. Raises ReportError where something asked for is not there.
    """
    found, said = run.trials, []
    for kind, patterns, name_of in (
            ("trial", asked.trials, lambda trial: trial.trial_id),
            *((kind, patterns, _of_trial(name_of)) for kind, patterns, name_of in _of_cells(asked)),
            ("block", [] if EVERY_BLOCK in asked.blocks else asked.blocks, lambda trial: str(trial.block))):
        found = _matching(found, kind, patterns, name_of)
        said += [f"{kind} {' or '.join(patterns)}"] if patterns else []
    if one_per_cell and not asked.trials and not asked.blocks:
        found = _first_ok(found)
        said.append("the first ok trial of each cell")
    return found, ", ".join(said) or "every trial"


def _of_trial(of_cell: Callable[[Cell], str]) -> Callable[[Trial], str]:
    return lambda trial: of_cell(trial.cell)


def _of_cells(asked: Selection) -> tuple[tuple[str, list[str], Callable[[Cell], str]], ...]:
    """What is asked for of a cell: (kind, patterns, how the cell is called in this respect)."""
    return (("workload", asked.workloads, lambda cell: cell.setting.workload),
            ("variant", asked.variants, lambda cell: cell.config_name),
            ("allocator", asked.allocators, lambda cell: cell.allocator),
            ("side", asked.sides, lambda cell: cell.side or NO_SIDE))


def _matching(trials: list[Trial], kind: str, patterns: list[str], name_of: Callable[[Trial], str]) -> list[Trial]:
    if not patterns:
        return trials
    names = {name_of(trial): None for trial in trials}
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            shown = ", ".join(list(names)[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
            raise ReportError(f"no {kind} {pattern!r} among {units.plural(len(trials), 'trial')}"
                              + (f"; there is {shown}" if names else ""))
    return [trial for trial in trials if any(fnmatchcase(name_of(trial), pattern) for pattern in patterns)]


def _first_ok(trials: list[Trial]) -> list[Trial]:
    first: dict = {}
    for trial in trials:
        if trial.ok:
            known = first.setdefault(trial.cell, trial)
            if (trial.block, trial.repeat) < (known.block, known.repeat):
                first[trial.cell] = trial
    kept = {trial.trial_id for trial in first.values()}
    return [trial for trial in trials if trial.trial_id in kept]
