"""More time to be interrupted in is made no difference of."""

import math

import numpy as np
import pytest

from reports.claims import worst_interruption
from reports.claims.model import HOLDS
from reports.testing.claim_cells import judged, stops
from reports.testing.synthetic_cells import BLOCKS, STEADY_NS, Values


def test_equal_times_for_the_worst_interruption():
    """Four stretches of the owner's length, with 3, 0, 9 and 3 ms in them: their geometric mean, with the floor."""
    long = stops([3e6, 5e3, 9e6, 3e6], every=STEADY_NS)
    cells = [Values("unique", events=stops([2e6])), Values("boehm", events=long, steady_ns=4 * STEADY_NS)]
    estimate = judged(worst_interruption, cells).rows[0].parts[0].interval.estimate
    assert estimate == pytest.approx((3e6 * 1e5 * 9e6 * 3e6) ** 0.25 / 2e6)
    # What the log cannot show counts as its threshold, and so do two trials that were never interrupted.
    assert judged(worst_interruption, [Values("unique"), Values("boehm")]).rows[0].parts[0].interval.estimate == 1


def test_more_time_does_not_make_a_worse_interruption():
    """A/A: the machine stops both alike, with a heavy tail, and the collector is watched four times as long."""
    rng, runs, wrong, naive = np.random.default_rng(5), 60, 0, 0

    def disturbed(seconds):
        times = np.sort(rng.uniform(0, seconds * STEADY_NS, rng.poisson(20 * seconds)))
        return [(start, 2e5 * rng.pareto(1.2), "preempted") for start in times]
    for _ in range(runs):
        cells = [Values(variant, events=tuple([disturbed(seconds) or [(0, 0, "")] for _ in range(BLOCKS)]),
                        steady_ns=seconds * STEADY_NS) for variant, seconds in (("unique", 1), ("boehm", 4))]
        wrong += judged(worst_interruption, cells).verdict == HOLDS
        logs = [math.log(max(e[1] for e in b) / max(e[1] for e in a))
                for a, b in zip(cells[0].events, cells[1].events)]
        naive += np.mean(np.array(logs) > 0) > 0.7
    assert wrong <= 0.05 * runs + 4 * math.sqrt(runs * 0.05 * 0.95) and naive > runs / 2
