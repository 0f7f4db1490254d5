"""Exact signed-rank tests and Hodges-Lehmann estimates of many rows of differences at once.

`reports.stats` does the same for one row and for intervals only; what is here is tested against it, against scipy
and against all sign patterns. Sources: Hollander, Wolfe and Chicken (2014), Nonparametric Statistical Methods,
chapter 3; for zeros Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed rank procedures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import stats as distributions

from reports.stats.signed_rank import signed_rank_counts


@dataclass(frozen=True)
class Located:
    """The centres of rows of differences and their exact intervals: arrays with one element for each row.

    `low` and `high` are NaN, and `achieved` is, where there are too few differences for the confidence.
    """

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    achieved: float


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


def walsh_rows(rows: np.ndarray) -> np.ndarray:
    """The n (n + 1) / 2 Walsh averages of each row of (m, n), in no order."""
    first, second = np.triu_indices(rows.shape[1])
    return (rows[:, first] + rows[:, second]) / 2


def locate(differences: np.ndarray, confidence: float = 0.95) -> Located:
    """Hodges-Lehmann estimates and exact signed-rank intervals of the rows of (m, n), n at least 1."""
    rows = np.atleast_2d(np.asarray(differences, dtype=float))
    n = rows.shape[1]
    walsh = walsh_rows(rows)
    size = walsh.shape[1]
    # How many of the smallest Walsh averages may be cut off, and as many of the largest.
    cut = int(np.sum(upper_tail(n) <= (1 - confidence) / 2))
    middle = sorted({(size - 1) // 2, size // 2})
    walsh.partition(sorted({*middle, max(cut - 1, 0), size - max(cut, 1)}), axis=1)
    estimate = walsh[:, middle].mean(axis=1)
    if not cut:
        nothing = np.full(len(rows), np.nan)
        return Located(estimate, nothing, nothing, float("nan"))
    return Located(estimate, walsh[:, cut - 1], walsh[:, size - cut], 1 - 2 * float(upper_tail(n)[-cut]))


def spread(located: Located, n: int) -> np.ndarray:
    """The SD of the differences as their intervals show it: that of normal ones whose t interval is as wide.

    A few wild blocks widen this no more than they disturb the test. NaN without an interval.
    """
    if not np.isfinite(located.achieved):
        return np.full(len(located.estimate), np.nan)
    t = distributions.t.ppf((1 + located.achieved) / 2, n - 1)
    return (located.high - located.low) / 2 * np.sqrt(n) / t
