"""The rule: how often it is wrong, and that what it says follows from intervals that a brute force finds too."""

import itertools
import math

import numpy as np
import pytest

from reports.claims.model import (BESIDE, CONTROL, COUNTER, DECIDES, FAILS, HOLDS, LENGTH, MIXED, NOT_MEASURED, RATIO,
                                  UNDECIDED, Card, Evidence, Sample, every)
from reports.claims.rule import ERROR, judge, overall, some_pair
from reports.run.cells import Setting

CARD = Card("id", "title", "sentence", COUNTER, "metric", "rule")


def row(*samples, role=DECIDES, **more):
    return Evidence(Setting("w", "quick", 1, None, None), "a against b", role, samples=list(samples), **more)


def ratio(values, boundary=1.02, above=True):
    return Sample("x", RATIO, list(values), boundary, math.exp, above=above)


def noisy(rng, n=12):
    """Log ratios about 0 as machines make them: mostly small, and now and then a spike to either side."""
    return rng.normal(0, 0.03, n) + rng.choice([0, 1, -1], n, p=[0.9, 0.05, 0.05]) * rng.exponential(1, n)


@pytest.mark.parametrize("rows, blocks", [(1, 6), (3, 8), (13, 12)])
@pytest.mark.parametrize("truth, wrong", [(math.log(1.02), HOLDS), (math.log(1.02) + 1e-9, FAILS)])
def test_at_most_one_claim_in_twenty_has_any_wrong_verdict_even_on_the_boundary(rows, blocks, truth, wrong):
    rng, runs = np.random.default_rng(rows * 100 + blocks), 600
    mistaken = 0
    for _ in range(runs):
        # Rows of one run share its blocks, and so what disturbed them.
        common = noisy(rng, blocks)
        found = judge(CARD, [row(ratio(truth + common * rng.integers(0, 2) + noisy(rng, blocks)))
                             for _ in range(rows)])
        mistaken += any(each.verdict == wrong for each in found.rows)
    assert mistaken / runs <= ERROR + 4 * math.sqrt(ERROR * (1 - ERROR) / runs)
    # A rule that never says anything would pass as well.
    assert mistaken / runs > 0.003


@pytest.mark.parametrize("rows", [1, 13])
def test_what_is_so_is_seen(rows):
    rng = np.random.default_rng(rows)
    for shift, wanted in ((0.2, HOLDS), (-0.2, FAILS)):
        seen = [judge(CARD, [row(ratio(shift + rng.normal(0, 0.03, 12))) for _ in range(rows)]).verdict
                for _ in range(100)]
        assert seen.count(wanted) >= 98


def brute_force_interval(values, error):
    """From all sign patterns: the most extreme Walsh averages that a one-sided test at `error` leaves."""
    n = len(values)
    walsh = sorted((values[i] + values[j]) / 2 for i in range(n) for j in range(i, n))
    sums = sorted(sum(rank for rank, taken in zip(range(1, n + 1), signs) if taken)
                  for signs in itertools.product((0, 1), repeat=n))
    k = 0
    while sum(total <= k for total in sums) / 2**n <= error:
        k += 1
    return (walsh[k - 1], walsh[-k]) if k else None


@pytest.mark.parametrize("rows", [1, 2, 5, 13])
def test_intervals_are_those_of_one_sided_tests_that_share_the_error(rows):
    rng = np.random.default_rng(rows)
    values = [noisy(rng, 9) for _ in range(rows)]
    found = judge(CARD, [row(ratio(each)) for each in values])
    for each, got in zip(values, found.rows):
        low, high = brute_force_interval(each, 0.05 / rows)
        interval = got.parts[0].interval
        assert (interval.low, interval.high) == pytest.approx((math.exp(low), math.exp(high)))
        walsh = [(a + b) / 2 for i, a in enumerate(each) for b in each[i:]]
        assert interval.estimate == pytest.approx(math.exp(np.median(walsh))) and interval.n == 9


def test_every_interval_of_a_deciding_row_counts_and_no_other():
    values = np.linspace(0.1, 0.2, 12)
    many = judge(CARD, [row(ratio(values), ratio(values)), row(ratio(values)), row(ratio(values), role=BESIDE),
                        row(ratio(values), role=CONTROL), row(ratio(values[:5])), row(note="none")])
    assert many.error == pytest.approx(0.05 / 3)


def test_levels_are_held_against_the_boundary_by_the_sign_test():
    def level(values):
        return judge(CARD, [row(Sample("x", LENGTH, values, 1e6, levels=True))]).rows[0]
    assert level([2e6] * 10 + [0, 0]).verdict == HOLDS           # two of twelve below: 79 / 4096 at most
    assert level([2e6] * 9 + [0, 0, 0]).verdict == UNDECIDED     # three: 299 / 4096 is over 5 %
    assert level([0] * 10 + [2e6, math.inf]).verdict == FAILS
    assert level([1e6] * 12).verdict == FAILS                    # no more than the boundary is not above it


@pytest.mark.parametrize("rows, blocks, verdict, note", [
    (1, 6, HOLDS, ""), (1, 5, UNDECIDED, "5 of the 6 blocks that a verdict needs"),
    (3, 6, HOLDS, ""), (4, 6, UNDECIDED, "6 blocks are too few for 4 intervals at once; 7 would do"),
    (4, 7, HOLDS, "")])
def test_too_few_blocks_are_no_verdict(rows, blocks, verdict, note):
    found = judge(CARD, [row(ratio(np.linspace(0.5, 0.6, blocks))) for _ in range(rows)])
    assert {(each.verdict, each.note) for each in found.rows} == {(verdict, note)}
    assert (found.rows[0].parts[0].interval.low is None) == (verdict == UNDECIDED)


def test_overall_verdicts():
    assert overall([]) == overall([NOT_MEASURED]) == NOT_MEASURED
    assert overall([UNDECIDED, NOT_MEASURED]) == UNDECIDED
    assert overall([HOLDS, UNDECIDED]) == HOLDS and overall([FAILS, FAILS, NOT_MEASURED]) == FAILS
    assert overall([FAILS, FAILS, UNDECIDED]) == UNDECIDED
    assert overall([HOLDS, FAILS, FAILS]) == MIXED


UP, DOWN, WIDE = np.linspace(0.5, 0.6, 12), np.linspace(-0.6, -0.5, 12), np.linspace(-0.5, 0.6, 12)


@pytest.mark.parametrize("first, second, of_every, of_pair", [
    (UP, UP, HOLDS, HOLDS), (UP, DOWN, FAILS, UNDECIDED), (DOWN, DOWN, FAILS, FAILS),
    (UP, WIDE, UNDECIDED, UNDECIDED), (DOWN, WIDE, FAILS, UNDECIDED)])
def test_rows_of_two_quantities(first, second, of_every, of_pair):
    for combined, wanted in ((every, of_every), (some_pair, of_pair)):
        assert judge(CARD, [row(ratio(first), ratio(second), combined=combined)]).verdict == wanted
    flipped = judge(CARD, [row(ratio(first), ratio(-second, 1 / 1.02, above=False))])
    assert flipped.verdict == of_every


def test_of_several_pairs_one_decides_unless_another_contradicts_it():
    holding, failing, open_ = [HOLDS] * 2, [FAILS] * 2, [HOLDS, FAILS]
    assert some_pair(open_ + holding + open_) == HOLDS and some_pair(open_ + failing) == FAILS
    assert some_pair(holding + failing) == some_pair(open_ + open_) == UNDECIDED
    # Pairs do not overlap.
    assert some_pair([UNDECIDED, HOLDS, HOLDS, UNDECIDED]) == UNDECIDED


def test_a_row_does_not_win_by_what_flatters_it_and_a_control_has_no_side():
    barred = {FAILS: "it hardly collected"}
    found = judge(CARD, [row(ratio(DOWN), barred=barred), row(ratio(UP), barred=barred),
                         row(ratio(DOWN), barred=barred, role=CONTROL)])
    assert [each.verdict for each in found.rows] == [UNDECIDED, HOLDS, FAILS]
    assert found.rows[0].note == "it hardly collected, so that it cannot be said to fail"


def test_where_the_control_holds_nothing_is_believed():
    rows = [row(ratio(UP)), row(ratio(DOWN)), row(ratio(UP), role=CONTROL)]
    found = judge(CARD, rows)
    assert found.verdict == UNDECIDED and "the run is biased" in found.because
    assert judge(CARD, rows[:2] + [row(ratio(DOWN), role=CONTROL)]).verdict == MIXED
    assert judge(CARD, rows[1:]).verdict == FAILS


def test_infinite_values_are_larger_than_all_others():
    some = judge(CARD, [row(ratio([*np.linspace(0.5, 0.6, 10), math.inf, math.inf]))]).rows[0]
    assert some.verdict == HOLDS and some.parts[0].interval.high == math.inf
    assert some.parts[0].interval.estimate < 2
    all_of_them = judge(CARD, [row(Sample("x", RATIO, [math.inf] * 12, 1.02))]).rows[0]
    assert all_of_them.parts[0].interval.low == math.inf and all_of_them.parts[0].text == "∞ [∞, ∞], N 12"
