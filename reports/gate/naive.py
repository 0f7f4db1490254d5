"""Two rules that are in use elsewhere, put through the same simulation for comparison."""

from __future__ import annotations

import numpy as np
from scipy import stats as distributions

HISTORY = 30
THRESHOLD = 1.10
LEVEL = 0.99


def above_previous(values: np.ndarray) -> np.ndarray:
    """Alert of "110 % of the previous run": (m, runs) of log values -> whether the last one alarms."""
    return values[:, -1] - values[:, -2] > np.log(THRESHOLD)


def above_t_bound(values: np.ndarray) -> np.ndarray:
    """Alert of a t bound: the last value is over what the 30 before it predict at 0.99, one-sided."""
    past = values[:, -1 - HISTORY:-1]
    bound = past.mean(axis=1) + distributions.t.ppf(LEVEL, HISTORY - 1) * past.std(axis=1, ddof=1)
    return values[:, -1] > bound
