"""The self-test on this machine: equal builds, and planted regressions, through the whole gate."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reports.gate.judge import pairs
from reports.gate.judge.differences import series
from reports.gate.judge.metrics import METRICS
from reports.gate.judge.numbers import Rules
from reports.gate.judge.result import Result
from reports.gate.measure.runner import Job, Runner
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.selftest.ledger import Entry
from reports.gate.selftest.plants import SPIN_NS, Plant, slow
from reports.run.errors import ReportError

CALIBRATION_BLOCKS = (3, 10)


def slow_every(runner_of: Callable[[Plant], Runner], shims: Path, folder: Path, by: float, seed: int) -> int:
    """Of how many mallocs one has to spin, so that the cell that suffers most takes `by` (0.05: 5 %) more CPU time.

    Measured twice, with every malloc and with the answer, since a rare spin costs more than its share of many.
    Raises ReportError where spinning in every malloc costs less than that.
    """
    every = 1
    for step, blocks in enumerate(CALIBRATION_BLOCKS):
        runner_of(slow(shims, every)).measure(Job(folder / str(step + 1), blocks, 1, seed + step))
        effect = _most_slowed(pairs.load(folder / str(step + 1)))
        if step == 0 and effect < by:
            raise ReportError(f"{SPIN_NS} ns more in every malloc cost only {100 * effect:.2g} %: "
                              "choose cells that allocate more with --workload and --variant")
        every = max(1, round(every * effect / by))
    return every


def _most_slowed(run: pairs.PairedRun) -> float:
    found = [series(pair, METRICS["cpu_ns_per_op"]) for pair in run.pairs]
    effects = [math.expm1(float(np.median(one.worsening))) for one in found if one and len(one.worsening)]
    if not effects:
        raise ReportError(f"{run.directory}: no cell could be measured on both sides")
    return max(effects)


def test(runner_of: Callable[[Plant], Runner], plant: Plant, out: Path, rules: Rules, trials: int,
         seed: int) -> tuple[Entry, Result]:
    """One run of the gate with the plant in place. Raises ReportError."""
    result = paired(runner_of(plant), out, rules, trials, seed, even_if_equal=True)
    screen = pairs.load(out / "screen")
    caught, false = _alarms(result, plant)
    # An exact fact needs no quiet machine: it can always be seen.
    gated = (not METRICS.keys() & set(plant.caught_by)
             or any(row.is_gated for row in result.rows if row.metric.name in plant.caught_by))
    effects = _effects(result, plant.effect_of)
    return Entry(str(screen.manifest.host.get("cpu")), "this machine",
                 plant.name if plant.is_planted else "", 1, int(false), int(caught),
                 int(plant.is_planted and (gated or caught)), int(result.exit_code == 2), seed,
                 "; ".join(pair.label for pair in screen.pairs), plant.effect_of if effects else "",
                 min(effects, default=None), max(effects, default=None)), result


def _alarms(result: Result, plant: Plant) -> tuple[bool, bool]:
    """(caught, false alarm)."""
    found = {row.metric.name for row in result.of_state("worse")}
    found |= {fact.what for fact in result.exact if fact.is_worse}
    return bool(found & set(plant.caught_by)), bool(found - set(plant.caught_by + plant.explains))


def _effects(result: Result, name: str) -> list[float]:
    """The change in each cell: on the metric's own scale, or of a fact in shares of the base."""
    return ([row.metric.sign * row.look.shift for row in result.rows if row.metric.name == name and row.look]
            + [fact.head / fact.base - 1 for fact in result.exact if fact.what == name and fact.base])
