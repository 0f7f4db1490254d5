"""Exact bounds of shares, and what normal values predict of the next one."""

import numpy as np
from scipy.stats import beta, binom, t


def share(count: int, n: int) -> tuple[float, float]:
    """The exact 95 % interval of a share (Clopper and Pearson 1934)."""
    return (float(beta.ppf(0.025, count, n - count + 1)) if count else 0.0,
            float(beta.ppf(0.975, count + 1, n - count)) if count < n else 1.0)


def chance_of(count: int, n: int, share: float) -> float:
    """P(at least so many of n), were each one with this chance."""
    return float(binom.sf(count - 1, n, share))


def upper_t(rows: np.ndarray, level: float) -> np.ndarray:
    """For each row of (m, n) of normal values: its mean and so many of its SD as t has at this level, one-sided."""
    return rows.mean(axis=1) + t.ppf(level, rows.shape[1] - 1) * rows.std(axis=1, ddof=1)
