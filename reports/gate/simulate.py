"""Whole runs of the gate on a fake machine: how often equal builds alarm, and how often a worse one is caught.

The steps are those of `rules` and `mde`, called on all metrics of many runs at once; only the numbers that they
get are invented (`noise`). Tier 0 needs no simulation of noise, and is put through `exact` as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.gate import mde, naive, noise
from reports.gate.metrics import Metric
from reports.gate.noise import Noise
from reports.gate.rules import Rules, confirmed, flagged, weigh

CHUNK = 100
"""Runs at a time, so that memory stays small."""


@dataclass(frozen=True)
class Tally:
    """What became of `runs` runs of the gate. `caught` and `gated` are of the planted metric, 0 without one."""

    runs: int
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
    return Tally(runs, *(int(sum(column)) for column in zip(*parts)))


def _chunk(rng, machine: Noise, metric: Metric, runs: int, metrics: int, trials: int, worse_by: float,
           rules: Rules) -> tuple[int, int, int, int]:
    planted = np.zeros((runs, metrics), dtype=bool)
    planted[:, 0] = worse_by > 0
    planted = planted.ravel()
    screen = weigh(_worsening(rng, machine, metric, planted, rules.screen_blocks, trials, worse_by))
    suspects = flagged(screen, metric.floor, rules)
    fresh = weigh(_worsening(rng, machine, metric, planted[suspects], rules.confirm_blocks, trials, worse_by))
    run_of = np.repeat(np.arange(runs), metrics)
    of_suspects = run_of[suspects]
    alarms = caught = gated = 0
    for number in range(runs):
        mine = of_suspects == number
        family = int(mine.sum())
        detectable = _detectable(screen.spread[suspects][mine], metric, family, rules)
        convicted = _only(confirmed, fresh, mine, metric, rules) & (detectable <= metric.target)
        guilty = planted[suspects][mine]
        alarms += bool(np.any(convicted & ~guilty))
        caught += bool(np.any(convicted & guilty))
        if worse_by:
            own = _detectable(screen.spread[number * metrics], metric, family, rules)
            gated += bool(own <= metric.target)
    return alarms, caught, gated, int(suspects.sum())


def _worsening(rng, machine: Noise, metric: Metric, planted: np.ndarray, blocks: int, trials: int,
               worse_by: float) -> np.ndarray:
    if metric.is_ratio:
        base, head = noise.sides(rng, machine, len(planted), blocks, trials)
    else:
        base, head = noise.stops(rng, len(planted), blocks, trials)
    return head - base + worse_by * planted[:, np.newaxis]


def _detectable(spread, metric: Metric, family: int, rules: Rules):
    return mde.detectable(spread, metric.floor, rules.screen_blocks, rules.confirm_blocks, family, rules)


def _only(decide, evidence, rows, metric: Metric, rules: Rules) -> np.ndarray:
    part = type(evidence)(evidence.blocks, *(getattr(evidence, name)[rows] for name in
                                             ("shift", "low", "high", "p", "spread")))
    return decide(part, metric.floor, rules)


def naive_alarms(machine: Noise, runs: int, metrics: int, seed: int) -> dict[str, int]:
    """Rule -> runs of equal builds in which at least one of the metrics alarms."""
    rng = np.random.default_rng(seed)
    alarms = {"110 % of the previous run": 0, "30-point t bound at 0.99": 0}
    for _ in range(runs):
        values = noise.single_runs(rng, machine, metrics, naive.HISTORY + 1)
        for name, rule in zip(alarms, (naive.above_previous, naive.above_t_bound)):
            alarms[name] += bool(np.any(rule(values)))
    return alarms
