"""Hodges-Lehmann and signed-rank interval against enumeration, scipy and simulation."""

import itertools
import statistics

import numpy as np
import pytest
from scipy import stats as scipy_stats

from reports.stats.signed_rank import location, signed_rank_counts, walsh_averages


def test_walsh_averages_are_all_pairs_with_themselves():
    values = [4.0, -1.0, 2.5]
    pairs = [(values[i] + values[j]) / 2 for i in range(3) for j in range(i, 3)]
    assert sorted(walsh_averages(np.array([values]))[0]) == sorted(pairs)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
def test_estimate_is_the_median_of_pairwise_means(n):
    values = np.random.default_rng(n).standard_cauchy(n).tolist()
    pairs = [(a + b) / 2 for a, b in itertools.combinations_with_replacement(values, 2)]
    assert location(values).estimate == pytest.approx(statistics.median(pairs))


@pytest.mark.parametrize("n", range(1, 11))
def test_null_distribution_equals_enumeration_of_signs(n):
    counts = [0] * (n * (n + 1) // 2 + 1)
    for signs in itertools.product((0, 1), repeat=n):
        counts[sum(rank for rank, sign in enumerate(signs, start=1) if sign)] += 1
    assert signed_rank_counts(n) == tuple(counts)


@pytest.mark.parametrize("n", [1, 4, 5])
def test_too_few_blocks_give_no_interval(n):
    found = location(range(n))
    assert (found.low, found.high, found.achieved, found.n) == (None, None, None, n)


@pytest.mark.parametrize("n", [6, 8, 10, 20])
def test_interval_is_the_inverted_signed_rank_test(n):
    values = np.random.default_rng(n).normal(0.3, 1, n)
    found = location(values)

    def p_value(centre):
        return scipy_stats.wilcoxon(values - centre, mode="exact").pvalue

    step = 1e-9
    assert p_value(found.low + step) > 0.05 and p_value(found.high - step) > 0.05
    assert p_value(found.low - step) <= 0.05 and p_value(found.high + step) <= 0.05


def test_smallest_sample_spans_all_differences_at_its_exact_confidence():
    found = location([3, 1, 2, 6, 5, 4])
    assert (found.low, found.high, found.achieved) == (1, 6, 1 - 2 / 64)


def test_table_value_of_hollander_and_wolfe():
    # n = 10: P(T+ >= 47) = 0.024, so the interval runs from the 9th to the 47th of 55 Walsh averages.
    values = np.random.default_rng(0).normal(size=10)
    found, walsh = location(values), np.sort(walsh_averages(np.array([values]))[0])
    assert (found.low, found.high) == (walsh[8], walsh[46])
    assert found.achieved == pytest.approx(0.951, abs=5e-4)


@pytest.mark.parametrize("n, draw", [(6, "normal"), (10, "normal"), (10, "laplace"), (20, "standard_t")])
def test_coverage_is_at_least_nominal(n, draw):
    rng = np.random.default_rng(11)
    samples = getattr(rng, draw)(*([3] if draw == "standard_t" else []), size=(1500, n))
    found = [location(sample) for sample in samples]
    hits = np.mean([interval.low <= 0 <= interval.high for interval in found])
    # Four standard errors about the exact confidence, which holds for every symmetric distribution.
    assert hits == pytest.approx(found[0].achieved, abs=4 * np.sqrt(0.05 * 0.95 / 1500))
    assert found[0].achieved >= 0.95


@pytest.mark.parametrize("values", [[], [1.0, float("nan")], [float("inf")]])
def test_values_that_are_no_numbers_are_refused(values):
    with pytest.raises(ValueError, match="finite"):
        location(values)
