"""Runs in memory, made of a few cells with chosen values in each block, for tests of what is said of them."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reports.run.cells import Cell, Setting
from reports.run.load import Run, Trial
from reports.run.manifest import Planned
from reports.testing.records import manifest, steady, trial

BLOCKS = 12
STEADY_NS = 1_000_000_000


@dataclass(frozen=True)
class Values:
    """A cell: metric -> its values, one for each block or one for all. None leaves the metric out of a block.

    `events` are (start, length, cause) of steady interruptions, a list for each block or one for all; `steady_ns`
    lasts the phase, which starts at 0. `told` is what the plan says of the cell beside its heap.
    """

    variant: str = "unique"
    metrics: dict = field(default_factory=dict)
    workload: str = "w"
    config: str = ""
    allocator: str = "glibc"
    threads: int = 1
    live_mib: float | None = None
    load: float | None = None
    heap_factor: float | None = None
    live_bytes: int = 64 * 2**20
    notes: tuple[str, ...] = ()
    status: str = "ok"
    events: tuple = ()
    steady_ns: int = STEADY_NS
    blocks: int = BLOCKS
    told: dict = field(default_factory=dict)

    @property
    def cell(self) -> Cell:
        limit = None if self.heap_factor is None else int(self.heap_factor * 2**20)
        setting = Setting(self.workload, "quick", self.threads, self.live_mib, self.load)
        return Cell(setting, self.variant, self.config, self.allocator, limit)

    @property
    def group(self) -> str:
        return "collection" if self.variant == "boehm" else "ownership"


class Logs:
    """Stands in for the files of a run: interruptions are those that trials carry instead of a name."""

    warnings: list[str] = []

    def steady_spans(self, trial: Trial, _: str) -> np.ndarray:
        return np.array([event[:2] for event in json.loads(trial.interruptions)], dtype=float).reshape(-1, 2)

    def steady_by_cause(self, trial: Trial) -> dict[str, np.ndarray]:
        found = defaultdict(list)
        for _, length, cause in json.loads(trial.interruptions):
            found[cause].append(length)
        return {cause: np.array(lengths, dtype=float) for cause, lengths in found.items()}


def run_of(cells: list[Values], cards: dict | None = None) -> Run:
    """A run with a trial for each cell and block, in the order of the blocks."""
    planned = [Planned(cell.cell, cell.group, "ok", "", counts_per_round=None, rate_per_s=None,
                       **{"headline": not cell.config, "atomic_counts": cell.variant == "shared",
                          "heap_factor": cell.heap_factor, **cell.told}) for cell in cells]
    trials: list[Trial] = []
    for block in range(1, 1 + max((cell.blocks for cell in cells), default=0)):
        for cell, plan in zip(cells, planned):
            if block <= cell.blocks:
                trials.append(_trial(cell, plan.cell, block, len(trials) + 1))
    return Run(Path("."), manifest(cells=planned, workloads=cards or {}), trials, [])


def _trial(values: Values, cell: Cell, block: int, line: int) -> Trial:
    metrics = {name: _of_block(value, block) for name, value in values.metrics.items()} if values.status == "ok" else {}
    events = values.events[block - 1] if values.events and isinstance(values.events[0], list) else values.events
    return trial(trial_id=f"trial-{line}", block=block, cell=cell, group=values.group, status=values.status,
                 metrics={name: value for name, value in metrics.items() if value is not None},
                 notes=list(values.notes), live_bytes=values.live_bytes, phases=[steady(values.steady_ns)],
                 interruptions=json.dumps(events), line=line)


def _of_block(value, block: int):
    return value[block - 1] if isinstance(value, (list, np.ndarray)) else value
