"""Exact p-values, estimates and intervals: published tables, every sign pattern, scipy, and invariances."""

import itertools

import numpy as np
import pytest
from scipy import stats as distributions

from reports.stats import signed_rank

# One-sided critical values of the smaller rank sum: the largest T with P(T' <= T) at most the level, as in the
# table of McCornack (1965), Extended tables of the Wilcoxon matched pair signed rank statistic.
CRITICAL = {0.05: {5: 0, 6: 2, 7: 3, 8: 5, 9: 8, 10: 10, 11: 13, 12: 17, 13: 21, 14: 25, 15: 30, 16: 35, 17: 41,
                   18: 47, 19: 53, 20: 60, 25: 100, 30: 151},
            0.01: {7: 0, 8: 1, 9: 3, 10: 5, 11: 7, 12: 9, 13: 12, 14: 15, 15: 19, 16: 23, 17: 27, 18: 32, 19: 37,
                   20: 43, 25: 76, 30: 120}}


@pytest.mark.parametrize("level", CRITICAL)
def test_critical_values_are_the_published_ones(level):
    for n, critical in CRITICAL[level].items():
        tail = signed_rank.upper_tail(n)  # by symmetry also that of the smaller sum
        most = n * (n + 1) // 2
        assert tail[most - critical] <= level < tail[most - critical - 1], n


def every_pattern(row):
    """The p-value from its definition: all signs of what is not zero."""
    weights = distributions.rankdata(np.abs(row))[row != 0]
    seen = weights[row[row != 0] > 0].sum()
    patterns = [np.dot(signs, weights) for signs in itertools.product((0, 1), repeat=len(weights))]
    return np.mean(np.array(patterns) >= seen - 1e-9)


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_p_is_that_of_all_sign_patterns(n):
    rng = np.random.default_rng(n)
    # Whole numbers tie and are often zero.
    rows = np.vstack([rng.standard_normal((30, n)), rng.integers(-3, 4, (30, n))])
    np.testing.assert_allclose(signed_rank.p_positive(rows), [every_pattern(row) for row in rows], rtol=1e-12)


def test_p_is_scipys_where_nothing_ties():
    rows = np.random.default_rng(7).standard_normal((50, 20)) + 0.2
    expected = [distributions.wilcoxon(row, alternative="greater", mode="exact").pvalue for row in rows]
    np.testing.assert_allclose(signed_rank.p_positive(rows), expected, rtol=1e-12)


def test_zeros_weigh_nothing_and_prove_nothing():
    assert signed_rank.p_positive(np.zeros(10)) == [1.0]
    # Four positive ones cannot reach 5 %, however many zeros stand beside them.
    assert signed_rank.p_positive(np.array([1, 2, 3, 4] + [0] * 6)) == [1 / 16]


def test_values_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="finite"):
        signed_rank.p_positive(np.array([0.1, np.nan]))


@pytest.mark.parametrize("n", [3, 6, 7, 10, 20, 30])
def test_many_rows_are_located_as_each_alone(n):
    rows = np.random.default_rng(n).standard_t(3, (20, n))
    found = signed_rank.locate(rows)
    for i, row in enumerate(rows):
        alone = signed_rank.location(row)
        assert found.estimate[i] == pytest.approx(alone.estimate)
        if alone.low is None:
            assert np.isnan(found.low[i]) and np.isnan(found.spread[i])
        else:
            expected = (alone.low, alone.high, alone.achieved)
            assert (found.low[i], found.high[i], found.achieved) == pytest.approx(expected)


def test_swapping_the_sides_mirrors_the_estimate_and_the_p():
    rows = np.random.default_rng(3).standard_normal((40, 10))
    ahead, behind = signed_rank.locate(rows), signed_rank.locate(-rows)
    np.testing.assert_allclose(ahead.estimate, -behind.estimate)
    np.testing.assert_allclose(ahead.low, -behind.high)
    # P(T >= t) + P(T <= t) counts t itself twice.
    at = signed_rank.upper_tail(10)
    step = at - np.append(at[1:], 0)
    statistic = [int(distributions.rankdata(abs(row))[row > 0].sum()) for row in rows]
    np.testing.assert_allclose(signed_rank.p_positive(rows) + signed_rank.p_positive(-rows), 1 + step[statistic])


def test_the_order_of_blocks_and_the_unit_do_not_matter():
    rows = np.random.default_rng(4).standard_normal((10, 12))
    shuffled = rows[:, np.random.default_rng(5).permutation(12)]
    np.testing.assert_array_equal(signed_rank.p_positive(shuffled), signed_rank.p_positive(rows))
    np.testing.assert_array_equal(signed_rank.p_positive(1e9 * rows), signed_rank.p_positive(rows))
    np.testing.assert_allclose(signed_rank.locate(1e9 * shuffled).estimate, 1e9 * signed_rank.locate(rows).estimate)


@pytest.mark.parametrize("noise", ["normal", "heavy", "spikes"])
@pytest.mark.parametrize("n", [6, 10, 20])
def test_intervals_cover_as_often_as_they_say(n, noise):
    rng = np.random.default_rng(n)
    rows = rng.standard_normal((20_000, n)) if noise != "heavy" else rng.standard_t(2, (20_000, n))
    if noise == "spikes":
        rows += 10 * (rng.random(rows.shape) < 0.1) * rng.choice([-1, 1], rows.shape)
    found = signed_rank.locate(rows)
    covered = np.mean((found.low <= 0) & (0 <= found.high))
    assert covered == pytest.approx(found.achieved, abs=0.005)
    assert found.achieved >= 0.95


@pytest.mark.parametrize("n", [6, 10, 20])
def test_the_spread_is_the_sd_and_bears_a_spike(n):
    rows = 0.03 * np.random.default_rng(n).standard_normal((4000, n))
    assert np.median(signed_rank.locate(rows).spread) == pytest.approx(0.03, rel=0.08)
    if n == 20:
        rows[:, 0] = 5
        assert np.median(signed_rank.locate(rows).spread) < 0.05 < np.median(rows.std(axis=1))
