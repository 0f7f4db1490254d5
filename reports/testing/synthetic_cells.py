"""Runs in memory, made of a few cells with chosen values in each block, for tests of what is said of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reports.run.cells import Cell
from reports.run.load import Run, Trial

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
    def fields(self) -> dict:
        limit = None if self.heap_factor is None else int(self.heap_factor * 2**20)
        return {"workload": self.workload, "variant": self.variant, "config": self.config,
                "allocator": self.allocator, "scale": "quick", "threads": self.threads, "live_mib": self.live_mib,
                "load": self.load, "heap_limit_bytes": limit}

    @property
    def group(self) -> str:
        return "collection" if self.variant == "boehm" else "ownership"


class Logs:
    """Stands in for the files of a run: interruptions are those that the trials carry in memory."""

    warnings: list[str] = []

    def steady_spans(self, trial: Trial, _: str) -> np.ndarray:
        return np.array([event[:2] for event in trial.raw["events"]], dtype=float).reshape(-1, 2)

    def steady_by_cause(self, trial: Trial) -> dict[str, np.ndarray]:
        found = defaultdict(list)
        for _, length, cause in trial.raw["events"]:
            found[cause].append(length)
        return {cause: np.array(lengths, dtype=float) for cause, lengths in found.items()}


def run_of(cells: list[Values], cards: dict | None = None) -> Run:
    """A run with a trial for each cell and block, in the order of the blocks."""
    planned = [{"cell": cell.fields, "group": cell.group, "heap_factor": cell.heap_factor,
                "headline": not cell.config, "atomic_counts": cell.variant == "shared", **cell.told}
               for cell in cells]
    trials = []
    for block in range(1, 1 + max((cell.blocks for cell in cells), default=0)):
        for cell, plan in zip(cells, planned):
            if block <= cell.blocks:
                trials.append(_trial(cell, plan, block, len(trials) + 1))
    return Run(Path("."), {"cells": planned, "workloads": cards or {}}, trials, [])


def _trial(cell: Values, planned: dict, block: int, line: int) -> Trial:
    metrics = {name: _of_block(value, block) for name, value in cell.metrics.items()}
    events = cell.events[block - 1] if cell.events and isinstance(cell.events[0], list) else cell.events
    raw = {"notes": list(cell.notes), "events": events, "live_bytes": cell.live_bytes,
           "interruption_threshold_ns": 20_000,
           "phases": [{"phase": "steady", "start_ns": 0, "length_ns": cell.steady_ns}]}
    return Trial(f"trial-{line}", block, 1, Cell.of_plan(planned), cell.group, cell.status, "",
                 {name: value for name, value in metrics.items() if value is not None} if cell.status == "ok" else {},
                 raw, line)


def _of_block(value, block: int):
    return value[block - 1] if isinstance(value, (list, np.ndarray)) else value
