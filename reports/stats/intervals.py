"""An estimate with its interval: of a median, and of the difference of two runs.

Source: Hollander, Wolfe and Chicken (2014), Nonparametric Statistical Methods, section 3.6; Zou and Donner (2008),
Construction of confidence limits about effect measures.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval, in the unit of the differences.

    `low` and `high` are None where `n` is too small for the wanted confidence; `achieved` is the exact
    confidence of the interval, at least the wanted one.
    """

    estimate: float
    low: float | None
    high: float | None
    n: int
    achieved: float | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """`low` and `high`, or None where there is neither."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    def mapped(self, function: Callable[[float], float]) -> "Interval":
        """The interval of what an increasing function makes of the quantity."""
        low, high = (None if end is None else function(end) for end in (self.low, self.high))
        return Interval(function(self.estimate), low, high, self.n, self.achieved)

    def exp(self) -> "Interval":
        """Of differences of logs: the interval of the ratio that they stand for."""
        return self.mapped(math.exp)


def order_statistic(counts: Sequence[int], n: int, confidence: float) -> tuple[int, float] | None:
    """(k, exact confidence): the interval runs from the k-th smallest to the k-th largest of what is ordered.

    `counts` are how many of the 2**n sign patterns give each value of the test statistic.
    """
    tail, k = 0, 0
    for count in counts:
        if (tail + count) / 2**n > (1 - confidence) / 2:
            break
        tail, k = tail + count, k + 1
    return (k, 1 - 2 * tail / 2**n) if k else None


def median(values: Sequence[float] | np.ndarray, confidence: float = 0.95) -> Interval:
    """The median of values, one per block, and the interval between two of them that the sign test gives.

    Holds for any distribution, and values may be infinite: what took too long to be measured is then still
    counted as long. Raises ValueError for no values or for NaN.
    """
    ordered, n = np.sort(np.asarray(values, dtype=float)), len(values)
    if not n or np.any(np.isnan(ordered)):
        raise ValueError("values must be numbers and at least one")
    # The mean of the two in the middle, written so that it is no number minus infinity.
    estimate = float(ordered[(n - 1) // 2] / 2 + ordered[n // 2] / 2)
    order = order_statistic([math.comb(n, i) for i in range(n + 1)], n, confidence)
    if order is None:
        return Interval(estimate, None, None, n, None)
    k, achieved = order
    return Interval(estimate, float(ordered[k - 1]), float(ordered[-k]), n, achieved)


def difference(later: Interval, earlier: Interval) -> Interval:
    """By how much the location of one sample exceeds that of another one, independent of it.

    Zou and Donner's way: each limit is as far from the difference as the two limits that it hangs on are from their
    estimates, added like lengths at a right angle. It needs nothing but the two intervals and so bears samples of
    unequal spread and size, for which an interval from the rank-sum test covers too little. `n` is the smaller
    number, `achieved` the lower confidence of the two, which the result has about or more.
    """
    estimate, n = later.estimate - earlier.estimate, min(later.n, earlier.n)
    if later.ends is None or earlier.ends is None or later.achieved is None or earlier.achieved is None:
        return Interval(estimate, None, None, n, None)
    (lowest, highest), (floor, ceiling) = later.ends, earlier.ends
    low = math.hypot(later.estimate - lowest, ceiling - earlier.estimate)
    high = math.hypot(highest - later.estimate, earlier.estimate - floor)
    return Interval(estimate, estimate - low, estimate + high, n, min(later.achieved, earlier.achieved))
