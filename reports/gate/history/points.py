"""What of a run goes into the history: same-run differences to the ownership baseline, one number for each series.

The baseline of a cell is `unique` on glibc in the same setting and run, that of `unique` itself is `value`: a faster
or busier machine moves both, and cancels.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from reports.analysis.ratios import paired
from reports.gate.judge.metrics import METRICS, Metric
from reports.gate.judge.numbers import Rules
from reports.run.cells import Cell
from reports.run.errors import ReportError
from reports.run.load import Trial, load_run
from reports.run.machine import fingerprint, machine, software
from reports.run.topics import block_medians, last_attempts, topics
from reports.stats.signed_rank import location

SCHEMA = 1
DIGITS = 6
"""After the point, of a log ratio or of a share: a millionth is beyond what is measured."""


@dataclass(frozen=True)
class Point:
    """One run in the history. `values` maps `SETTING CELL METRIC` to a log ratio or a difference of shares."""

    fingerprint: str
    run_id: str
    created: str
    commit: str
    values: dict[str, float]
    software: dict = field(default_factory=dict)
    machine: dict = field(default_factory=dict)


def of_run(directory: Path) -> Point:
    """The point of a run directory. Raises ReportError for what cannot be read or holds nothing to keep."""
    run = load_run(directory)
    if run.manifest.is_of_two_sides:
        raise ReportError(f"{directory} has two sides; the history keeps runs of one build")
    values = {}
    for topic in topics(run):
        trials = {entry.cell: last_attempts(entry.trials) for entry in topic.cells}
        for cell in trials:
            values.update(_values(cell, trials))
    if not values:
        raise ReportError(f"{directory}: no cell has {Rules().least_blocks} blocks beside its baseline, unique on "
                          "glibc")
    manifest = run.manifest
    return Point(fingerprint(manifest.host), manifest.run_id, manifest.created, manifest.sides[0].git.commit, values,
                 software(manifest), machine(manifest.host))


def metric_of(series: str) -> Metric | None:
    """The metric that a series is of; None for one that this version does not know."""
    return METRICS.get(series.rsplit(" ", 1)[-1])


def baseline(cell: Cell) -> Cell:
    """What a cell is compared to."""
    return replace(cell.reference, variant="value") if cell == cell.reference else cell.reference


def _values(cell: Cell, trials: dict[Cell, list[Trial]]) -> dict[str, float]:
    found: dict[str, float] = {}
    reference = baseline(cell)
    if reference not in trials or cell == reference:
        return found
    for name, metric in METRICS.items():
        own, base = paired(*(block_medians(trials[of], metric.alone) for of in (cell, reference)))
        if len(own) < Rules().least_blocks or metric.is_ratio and (np.any(own <= 0) or np.any(base <= 0)):
            continue
        differences = np.log(own) - np.log(base) if metric.is_ratio else own - base
        found[f"{_name(cell)} {name}"] = round(location(differences).estimate, DIGITS)
    return found


def _name(cell: Cell) -> str:
    at = cell.setting
    words = [at.workload, at.scale, f"t{at.threads}"]
    words += [f"live{at.live_mib:g}"] if at.live_mib is not None else []
    words += [f"load{at.load:g}{at.arrivals}"] if at.load is not None else []
    words += [f"heap{cell.heap_limit_bytes}"] if cell.heap_limit_bytes else []
    return " ".join([*words, f"{cell.config_name}/{cell.allocator}"])
