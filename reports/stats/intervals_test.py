"""Intervals of medians and of differences of two runs: brute force, invariances, and simulations of coverage."""

import math
import statistics

import numpy as np
import pytest
from scipy import stats as scipy_stats

from reports.stats.intervals import Interval, difference, median
from reports.stats.signed_rank import location


def test_a_difference_of_logs_stands_for_a_ratio():
    found = Interval(math.log(1.5), math.log(0.5), math.log(4), 12, 0.95).exp()
    assert (found.estimate, found.low, found.high) == pytest.approx((1.5, 0.5, 4))
    assert (found.n, found.achieved) == (12, 0.95)
    assert Interval(0.0, None, None, 3, None).exp() == Interval(1.0, None, None, 3, None)


@pytest.mark.parametrize("n", [6, 7, 10, 15, 20, 30])
def test_interval_of_a_median_is_the_inverted_sign_test(n):
    values = np.random.default_rng(n).lognormal(0, 1, n)
    found, ordered = median(values), np.sort(values)
    assert found.estimate == pytest.approx(statistics.median(values)) and found.n == n

    def p_value(centre):
        return scipy_stats.binomtest(int(np.sum(values > centre)), n).pvalue

    step = 1e-9
    assert p_value(found.low + step) > 0.05 >= p_value(found.low - step)
    assert p_value(found.high - step) > 0.05 >= p_value(found.high + step)
    inside = np.searchsorted(ordered, [found.low, found.high])
    assert found.achieved == pytest.approx(scipy_stats.binom.cdf(inside[1], n, 0.5)
                                           - scipy_stats.binom.cdf(inside[0], n, 0.5))


def test_median_covers_whatever_the_distribution():
    samples = np.random.default_rng(3).exponential(1, (3000, 10)) ** 3
    found = [median(sample) for sample in samples]
    hits = np.mean([interval.low <= np.log(2) ** 3 <= interval.high for interval in found])
    assert hits == pytest.approx(found[0].achieved, abs=4 * np.sqrt(0.02 * 0.98 / 3000))


def test_infinite_values_count_as_large():
    inf = float("inf")
    found = median([1, 2, 3, 4, inf, inf])
    assert (found.estimate, found.low, found.high) == (3.5, 1, inf)
    assert median([1, 2, 3, inf, inf, inf]).estimate == inf
    assert median([inf] * 6).low == inf and median([5, inf, 1]).low is None
    with pytest.raises(ValueError):
        median([1, float("nan")])


@pytest.mark.parametrize("spread", [1, 3, 10])
@pytest.mark.parametrize("sizes", [(8, 8), (12, 8), (8, 30), (30, 8)])
@pytest.mark.parametrize("draw", ["standard_normal", "heavy"])
def test_difference_of_two_runs_covers_what_it_promises(sizes, spread, draw):
    rng = np.random.default_rng([*sizes, spread])
    sample = rng.standard_normal if draw == "standard_normal" else lambda n: rng.standard_t(3, n)
    hits, repeats = 0, 400
    for _ in range(repeats):
        found = difference(location(5 + spread * sample(sizes[1])), location(2 + sample(sizes[0])))
        hits += found.low <= 3 <= found.high
    # Three standard errors of 400 repeats under 0.95. The rank-sum interval falls to 0.76 at (30, 8) and spread 10.
    assert hits / repeats >= 0.915


def test_difference_is_narrower_than_the_ends_put_together_and_turns_round():
    rng = np.random.default_rng(7)
    one, other = location(rng.normal(0, 1, 9)), location(rng.normal(1, 2, 12))
    there, back = difference(other, one), difference(one, other)
    assert (there.estimate, there.low, there.high) == pytest.approx((-back.estimate, -back.high, -back.low))
    assert other.low - one.high < there.low < there.estimate < there.high < other.high - one.low
    assert there.n == 9 and there.achieved == min(one.achieved, other.achieved)
    alone = difference(other, Interval(0, 0, 0, 9, 1.0))
    assert (alone.low, alone.high) == pytest.approx((other.low, other.high))


def test_difference_without_an_interval_on_both_sides_has_none():
    found = difference(location(range(10)), location([1, 2, 3]))
    assert (found.low, found.high, found.n) == (None, None, 3) and found.estimate == pytest.approx(2.5)
