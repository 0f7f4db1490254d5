"""A run of two sides, as the gate reads it: for each cell the trials of the base and those of the head."""

from dataclasses import dataclass, field
from pathlib import Path

from reports.run.cells import SIDES, Cell, cell_key, setting_key
from reports.run.errors import ReportError
from reports.run.load import Run, Trial, load_run
from reports.run.manifest import Manifest, Planned, Side
from reports.run.topics import last_attempts


@dataclass
class Pair:
    """One cell on both sides. `planned` is side -> the entry of the manifest's `cells`."""

    cell: Cell
    group: str
    is_open_loop: bool = False
    """Whether its workload can be measured at loads at all."""
    planned: dict[str, Planned] = field(default_factory=dict)
    trials: dict[str, list[Trial]] = field(default_factory=lambda: {side: [] for side in SIDES})

    @property
    def label(self) -> str:
        """For people, and unique in the run."""
        at = self.cell.setting
        return ", ".join([f"{at.workload} {self.cell.name}/{self.cell.allocator}", *at.words])

    @property
    def key(self) -> tuple:
        """Sort key: the order of reports."""
        return setting_key(self.cell.setting) + cell_key(self.cell, self.group)

    def last(self, side: str) -> list[Trial]:
        """The trials that count, with their last attempts only."""
        return last_attempts(self.trials[side])


@dataclass
class PairedRun:
    """A run with its cells in order; `manifest` has two sides."""

    directory: Path
    manifest: Manifest
    pairs: list[Pair]
    warnings: list[str]

    def side(self, name: str) -> Side:
        return self.manifest.side(name)


def load(directory: Path) -> PairedRun:
    """Loads a run directory. Raises ReportError for what cannot be read, or is a run of one side."""
    run = load_run(directory)
    if not run.manifest.is_of_two_sides:
        raise ReportError(f"{directory} has one side only: run bench_all with --head, --base-env or --head-env")
    return PairedRun(directory, run.manifest, _pairs(run), list(run.warnings))


def _pairs(run: Run) -> list[Pair]:
    found: dict[Cell, Pair] = {}
    for planned in run.manifest.cells:
        pair = _pair_of(found, planned.cell, planned.group)
        pair.planned[planned.cell.side] = planned
    for trial in run.trials:
        _pair_of(found, trial.cell, trial.group).trials[trial.cell.side].append(trial)
    for pair in found.values():
        pair.is_open_loop = bool(run.manifest.workloads.get(pair.cell.setting.workload, {}).get("open_loop"))
    return sorted(found.values(), key=lambda pair: pair.key)


def _pair_of(found: dict[Cell, Pair], cell: Cell, group: str) -> Pair:
    if cell.side not in SIDES:
        raise ReportError(f"a cell of {cell.setting.workload} is on side {cell.side!r}, expected base or head")
    return found.setdefault(cell.without_side, Pair(cell.without_side, group))
