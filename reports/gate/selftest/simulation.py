"""Whole runs of the gate on a fake machine: how often equal builds alarm, and how often a worse one is caught.

The steps are those of `rules` and `mde`, called on all metrics of many runs at once; only the numbers that they
get are invented (`noise`). Tier 0 needs no simulation of noise, and is put through `exact` as it stands.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reports.gate.judge import exact, mde
from reports.gate.judge.metrics import METRICS, Metric
from reports.gate.judge.numbers import Rules
from reports.gate.judge.pairs import Pair
from reports.gate.judge.rules import confirmed, flagged, may_convict, weigh
from reports.gate.selftest import fake_noise
from reports.gate.selftest.fake_noise import Noise
from reports.gate.selftest.ledger import Entry
from reports.run.cells import Cell, Setting
from reports.run.manifest import Planned
from reports.stats.bounds import upper_t

HISTORY = 30
THRESHOLD = 1.10
LEVEL = 0.99
SLOWDOWNS = (0.03, 0.05, 0.10)
STEADY_MS, PAUSE_MS = 500, 20
TIME, PAUSE = METRICS["cpu_ns_per_op"], METRICS["interruption_share"]
CHUNK = 100
"""Runs at a time, so that memory stays small."""


class Tally(NamedTuple):
    """What became of some runs of the gate. `caught` and `gated` are of the planted metric, 0 without one."""

    alarms: int
    """Runs in which a metric that was not made worse was confirmed worse, and gated."""
    caught: int
    gated: int
    """Runs in which the planted metric's detectable effect was at or below its target."""
    remeasured: int
    """Metrics that went into the confirmation, all runs together."""


def run(machine: Noise, metric: Metric, runs: int, metrics: int, trials: int, seed: int, worse_by: float = 0.0,
        rules: Rules = Rules()) -> Tally:
    """Simulates runs of the gate over `metrics` metrics of one kind, the first worse by so much on the head.

    `worse_by` is in the unit of differences: a log ratio, or a share for metrics that are differences.
    """
    rng = np.random.default_rng(seed)
    parts = [_chunk(rng, machine, metric, min(CHUNK, runs - start), metrics, trials, worse_by, rules)
             for start in range(0, runs, CHUNK)]
    return Tally(*map(sum, zip(*parts)))


def _chunk(rng: np.random.Generator, machine: Noise, metric: Metric, runs: int, metrics: int, trials: int,
           worse_by: float, rules: Rules) -> Tally:
    planted = np.zeros((runs, metrics), dtype=bool)
    planted[:, 0] = worse_by > 0
    planted = planted.ravel()
    screen = weigh(_worsening(rng, machine, metric, planted, rules.screen_blocks, trials, worse_by))
    suspects = flagged(screen.p, screen.estimate, metric.floor, rules)
    fresh = weigh(_worsening(rng, machine, metric, planted[suspects], rules.confirm_blocks, trials, worse_by))
    run_of = np.repeat(np.arange(runs), metrics)
    of_suspects = run_of[suspects]
    alarms = caught = gated = 0
    for number in range(runs):
        mine = of_suspects == number
        family = int(mine.sum())
        detectable = _detectable(screen.spread[suspects][mine], metric, family, rules)
        convicted = (confirmed(fresh.p[mine], fresh.estimate[mine], metric.floor, rules)
                     & may_convict(detectable, metric.target))
        guilty = planted[suspects][mine]
        alarms += bool(np.any(convicted & ~guilty))
        caught += bool(np.any(convicted & guilty))
        if worse_by:
            own = _detectable(screen.spread[number * metrics], metric, family, rules)
            gated += bool(may_convict(own, metric.target))
    return Tally(alarms, caught, gated, int(suspects.sum()))


def _worsening(rng: np.random.Generator, machine: Noise, metric: Metric, planted: np.ndarray, blocks: int,
               trials: int, worse_by: float) -> np.ndarray:
    if metric.is_ratio:
        base, head = fake_noise.sides(rng, machine, len(planted), blocks, trials)
    else:
        base, head = fake_noise.stops(rng, len(planted), blocks, trials)
    return head - base + worse_by * planted[:, np.newaxis]


def _detectable(spread: ArrayLike, metric: Metric, family: int, rules: Rules) -> np.ndarray:
    return mde.detectable(spread, metric.floor, rules.screen_blocks, rules.confirm_blocks, family, rules)


def naive_alarms(machine: Noise, runs: int, metrics: int, seed: int) -> dict[str, int]:
    """Rule -> runs of equal builds in which at least one of the metrics alarms."""
    rng = np.random.default_rng(seed)
    alarms = {"110 % of the previous run": 0, "30-point t bound at 0.99": 0}
    for _ in range(runs):
        values = fake_noise.single_runs(rng, machine, metrics, HISTORY + 1)
        for name, rule in zip(alarms, (above_previous, above_t_bound)):
            alarms[name] += bool(np.any(rule(values)))
    return alarms


def entries(runs: int, metrics: int, trials: int, seed: int, rules: Rules = Rules(),
            say: Callable[[str], None] = lambda _: None) -> Iterator[Entry]:
    """Every simulation in turn; the same numbers for the same arguments."""
    def simulated(test: str, machine: Noise, metric: Metric, worse_by: float, planted: str) -> Entry:
        say(f"{test}{': ' + planted if planted else ''}")
        tally = run(machine, metric, runs, metrics, trials, seed, worse_by, rules)
        return Entry("simulated", test, planted, runs, *tally[:3], seed=seed)

    for name, machine in fake_noise.MACHINES.items():
        yield simulated(f"time, {name}", machine, TIME, 0, "")
        for slower in SLOWDOWNS if machine is fake_noise.QUIET else SLOWDOWNS[1:2]:
            yield simulated(f"time, {name}", machine, TIME, math.log1p(slower), f"+{100 * slower:.0f} % in one metric")
    yield simulated("interruptions", fake_noise.QUIET, PAUSE, 0, "")
    yield simulated("interruptions", fake_noise.QUIET, PAUSE, PAUSE_MS / STEADY_MS, f"+{PAUSE_MS} ms in {STEADY_MS} ms")
    yield counted(runs, seed, "", 1.0)
    yield counted(runs, seed, "+10 % allocations", 1.1)
    for name, machine in (("normal", fake_noise.QUIET), ("all of these", fake_noise.MACHINES["all of these"])):
        for rule, alarms in naive_alarms(machine, runs, metrics, seed).items():
            yield Entry("simulated", f"instead: {rule}, {name}", "", runs, alarms, seed=seed)


def counted(runs: int, seed: int, planted: str, factor: float) -> Entry:
    """Tier 0: exact counts of as many invented cells, put through the comparison itself."""
    caught = alarms = 0
    for number in range(runs):
        objects = 1000 + (seed + number) % 977
        before, after = ({"objects": count, "frees": count, "bytes_requested": 64 * count, "bytes_served": 80 * count}
                         for count in (objects, round(objects * factor)))
        worse = any(fact.is_worse for fact in exact.compare(_pair(before, after), Rules()))
        caught += worse and bool(planted)
        alarms += worse and not planted
    return Entry("simulated", "exact counts", planted, runs, alarms, caught, runs if planted else 0, seed=seed)


def _pair(before: dict, after: dict) -> Pair:
    cell = Cell(Setting("tree_build", "quick", 1, None, None), "unique", "", "glibc")
    planned = {side: Planned(cell, "ownership", "ok", "", True, False, None, None, counts)
               for side, counts in (("base", before), ("head", after))}
    return Pair(cell, "ownership", planned=planned)


def above_previous(values: np.ndarray) -> np.ndarray:
    """Alert of "110 % of the previous run": (m, runs) of log values -> whether the last one alarms."""
    return values[:, -1] - values[:, -2] > np.log(THRESHOLD)


def above_t_bound(values: np.ndarray) -> np.ndarray:
    """Alert of a t bound: the last value is over what the 30 before it predict at 0.99, one-sided."""
    return values[:, -1] > upper_t(values[:, -1 - HISTORY:-1], LEVEL)
