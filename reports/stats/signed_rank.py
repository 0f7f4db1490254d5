"""Exact signed-rank tests and Hodges-Lehmann estimates of paired differences, for one row of them and for many at once.

Sources: Hodges and Lehmann (1963), Estimates of location based on rank tests; Hollander, Wolfe and Chicken (2014),
Nonparametric Statistical Methods, chapter 3; for zeros Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed
rank procedures. scipy has the tests but not the intervals.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats as distributions

from reports.stats.intervals import Interval, order_statistic


@dataclass(frozen=True)
class Located:
    """The centres of rows of `n` differences and their exact intervals: arrays with one element for each row.

    `low` and `high` are NaN, and `achieved` is None, where there are too few differences for the confidence.
    """

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: int
    achieved: float | None

    @property
    def spread(self) -> np.ndarray:
        """The SD of the differences as their intervals show it: that of normal ones whose t interval is as wide.

        A few wild blocks widen this no more than they disturb the test. NaN without an interval.
        """
        if self.achieved is None:
            return np.full(len(self.estimate), np.nan)
        t = distributions.t.ppf((1 + self.achieved) / 2, self.n - 1)
        return (self.high - self.low) / 2 * np.sqrt(self.n) / t


@cache
def signed_rank_counts(n: int) -> tuple[int, ...]:
    """How many of the 2**n sign patterns give each value 0 .. n (n + 1) / 2 of the signed-rank statistic."""
    counts = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for value in range(len(counts) - 1, rank - 1, -1):
            counts[value] += counts[value - rank]
    return tuple(counts)


@cache
def upper_tail(n: int) -> np.ndarray:
    """P(T >= t) for t = 0 .. n (n + 1) / 2, T the signed-rank sum of n untied differences with fair signs."""
    counts = np.array(signed_rank_counts(n), dtype=float)
    return np.cumsum(counts[::-1])[::-1] / 2.0**n


def smallest_p(n: int) -> float:
    """What `p_positive` can at best come to with n differences."""
    return 2.0**-n


def p_positive(differences: np.ndarray) -> np.ndarray:
    """For each row of (m, n): P(a signed-rank sum as large or larger), were each sign as likely + as -.

    Small where the differences lie above zero. Ties share their mean rank; zeros are ranked, then left out
    (Pratt); the distribution is the exact one given these ranks. A row of zeros has p = 1.
    Raises ValueError for values that are not finite.
    """
    rows = np.atleast_2d(np.asarray(differences, dtype=float))
    if not np.all(np.isfinite(rows)):
        raise ValueError("differences must be finite")
    n = rows.shape[1]
    magnitudes = np.abs(rows)
    order = np.argsort(magnitudes, axis=1)
    ordered = np.take_along_axis(magnitudes, order, axis=1)
    tied = (ordered[:, 0] == 0) | np.any(ordered[:, 1:] == ordered[:, :-1], axis=1)
    positive = np.take_along_axis(rows, order, axis=1) > 0
    p = upper_tail(n)[positive @ np.arange(1, n + 1)]
    for row in np.flatnonzero(tied):
        p[row] = _p_of_tied(rows[row])
    return p


def _p_of_tied(row: np.ndarray) -> float:
    # Twice the rank is whole, also for the mean rank of two that tie.
    ranks = np.rint(2 * distributions.rankdata(np.abs(row))).astype(int)[row != 0]
    statistic = ranks[row[row != 0] > 0].sum()
    counts = np.zeros(ranks.sum() + 1)
    counts[0] = 1
    for rank in ranks:
        shifted = counts[:len(counts) - rank].copy()
        counts[rank:] += shifted
    return float(counts[statistic:].sum() / 2.0**len(ranks))


def walsh_averages(rows: np.ndarray) -> np.ndarray:
    """The n (n + 1) / 2 Walsh averages of each row of (m, n), in no order."""
    first, second = np.triu_indices(rows.shape[1])
    return (rows[:, first] + rows[:, second]) / 2


def locate(differences: np.ndarray, confidence: float = 0.95) -> Located:
    """Estimates the centres of the rows of (m, n), n at least 1, whose differences are symmetric about them."""
    rows = np.atleast_2d(np.asarray(differences, dtype=float))
    walsh, n = walsh_averages(rows), rows.shape[1]
    size = walsh.shape[1]
    # The k-th smallest and the k-th largest of the Walsh averages are the ends; without a k there are none.
    k, achieved = order_statistic(signed_rank_counts(n), n, confidence) or (0, None)
    middle = [(size - 1) // 2, size // 2]
    walsh.partition(sorted({*middle, max(k - 1, 0), size - max(k, 1)}), axis=1)
    nothing = np.full(len(rows), np.nan)
    low, high = (walsh[:, k - 1], walsh[:, size - k]) if k else (nothing, nothing)
    return Located(walsh[:, middle].mean(axis=1), low, high, n, achieved)


def location(differences: ArrayLike, confidence: float = 0.95) -> Interval:
    """The same for one row of differences, one per block.

    Raises ValueError for no differences or for values that are not finite.
    """
    row = np.asarray(differences, dtype=float)
    if not row.size or not np.all(np.isfinite(row)):
        raise ValueError("differences must be finite and at least one")
    found = locate(row, confidence)
    low, high = (None, None) if found.achieved is None else (float(found.low[0]), float(found.high[0]))
    return Interval(float(found.estimate[0]), low, high, found.n, found.achieved)
