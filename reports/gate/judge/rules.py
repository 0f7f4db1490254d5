"""When a difference is flagged and when it is confirmed: the two steps of tier 1, on arrays.

The judge decides by these functions and by nothing else, and `selftest` certifies them.

A first look at a few blocks picks suspects; only fresh blocks, which the suspects were not chosen by, convict.
Source of the step-down: Holm (1979), A simple sequentially rejective multiple test procedure.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reports.gate.judge.numbers import Rules
from reports.stats.signed_rank import Located, locate, p_positive


@dataclass(frozen=True)
class Evidence(Located):
    """What the blocks say of each row, with p of `worse`. Differences are oriented: above zero is worse."""

    p: np.ndarray


def weigh(worsening: np.ndarray) -> Evidence:
    """The evidence in rows of (m, blocks), where more is worse. Raises ValueError for what is not finite."""
    rows = np.atleast_2d(np.asarray(worsening, dtype=float))
    return Evidence(**vars(locate(rows)), p=p_positive(rows))


def flagged(p: ArrayLike, shift: ArrayLike, floor: ArrayLike, rules: Rules) -> np.ndarray:
    """Which rows the screen picks out: p below its level and a shift above the floor."""
    return (np.asarray(p) < rules.screen_p) & (np.asarray(shift) > floor)


def confirmed(p: ArrayLike, shift: ArrayLike, floor: ArrayLike, rules: Rules) -> np.ndarray:
    """Which of all rows that were flagged are worse on their fresh blocks: Holm's step-down, and the floor."""
    return (holm(p) <= rules.confirm_p) & (np.asarray(shift) > floor)


def may_convict(detectable: ArrayLike, target: ArrayLike) -> np.ndarray:
    """Whether what can be detected is small enough for a metric to be gated; equal but for rounding is enough."""
    return np.asarray(detectable) <= np.asarray(target) * (1 + 1e-9)


def holm(ps: ArrayLike) -> np.ndarray:
    """Adjusted p-values: to reject those at most alpha keeps the chance of any false rejection under alpha."""
    p = np.asarray(ps, dtype=float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted
