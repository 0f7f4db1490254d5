"""The band of a latency curve: bootstrap over processes (Efron 1979, percentile interval).

Ops of one process share its heap layout and its luck, so whole trial histograms are drawn with
replacement, never single ops.
"""

import numpy as np

from reports.run.histogram import Histogram, bucket_high, ranks

MIN_PROCESSES = 5
"""Under five processes the resamples are too few and too alike for a band that means anything."""


def percentile_band(histograms: list[Histogram], one_in: np.ndarray, resamples: int = 200,
                    level: float = 0.95, seed: int = 20_240_601) -> tuple[np.ndarray, np.ndarray] | None:
    """Lower and upper ends in ns, each of the shape of `one_in`; None with too few processes.

    Cost: resamples x (processes x distinct buckets); no Python loop over resamples. Deterministic for a seed.
    """
    processes = len(histograms)
    if processes < MIN_PROCESSES or not len(one_in):
        return None
    index = np.unique(np.concatenate([h.index for h in histograms]))
    counts = np.zeros((processes, len(index)))
    for row, histogram in enumerate(histograms):
        counts[row, np.searchsorted(index, histogram.index)] = histogram.count
    drawn = np.random.default_rng(seed).multinomial(processes, np.full(processes, 1 / processes), resamples)
    # Floating point goes through BLAS and is exact here: counts stay far below 2**53.
    cumulative = np.cumsum((drawn @ counts).astype(np.int64), axis=1)
    totals = cumulative[:, -1:]
    # Rows are stacked on one ascending axis, so that a single search serves all resamples.
    offset = np.arange(resamples)[:, None] * (int(totals.max()) + 1)
    wanted = ranks(totals, np.asarray(one_in)[None, :]) + offset
    found = np.searchsorted((cumulative + offset).ravel(), wanted.ravel()).reshape(wanted.shape)
    bucket = found - np.arange(resamples)[:, None] * len(index)
    largest = np.where(drawn > 0, np.array([h.max for h in histograms])[None, :], 0).max(axis=1)
    values = np.minimum(bucket_high(index)[bucket], largest[:, None])
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0, method="nearest")
    return low, high
