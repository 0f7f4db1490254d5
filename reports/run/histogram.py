"""Log-linear histograms as children write them (docs/protocol.md): decode, merge, percentile.

A percentile is named here by `one_in` = 1 / (1 - p): one op in `one_in` takes longer. So p99.9 is 1000,
exactly, where 1 - 0.999 would not be.
"""

from dataclasses import dataclass

import numpy as np

SUB_BUCKET_COUNT = 2048
MAX_INDEX = 53 * SUB_BUCKET_COUNT // 2 - 1
"""The bucket that ends with 2**62 - 1 ns, 146 years: beyond, 64 bits do not hold the arithmetic."""
MIN_BEYOND = 10
"""A percentile is printed only when at least this many samples lie beyond it (docs/protocol.md)."""


@dataclass(frozen=True)
class Histogram:
    """Counts by bucket index. `index` and `count` are int64 of one length, `index` strictly ascending."""

    index: np.ndarray
    count: np.ndarray
    min: int
    max: int

    @property
    def total(self) -> int:
        return int(self.count.sum())


def decode(record: dict) -> Histogram:
    """The Histogram of a HISTOGRAM object, values in ns. Raises ValueError where it contradicts itself."""
    if not isinstance(record, dict):
        raise ValueError("histogram is not an object")
    if record.get("sub_bucket_count") != SUB_BUCKET_COUNT:
        raise ValueError(f"sub_bucket_count is {record.get('sub_bucket_count')}, expected {SUB_BUCKET_COUNT}")
    try:
        pairs = np.array(record["counts"], dtype=np.int64).reshape(-1, 2)
        result = Histogram(pairs[:, 0], pairs[:, 1], int(record["min"]), int(record["max"]))
        total = record["total"]
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"histogram lacks or garbles {error}") from None
    if np.any(np.diff(result.index) <= 0) or np.any(result.index < 0) or np.any(result.count <= 0):
        raise ValueError("histogram counts are not positive in ascending order of their index")
    if not 0 <= result.min <= result.max < 2**62 or np.any(result.index > MAX_INDEX):
        raise ValueError("histogram has values that are negative, in no order, or too large")
    if result.total != total:
        raise ValueError(f"histogram total is {total}, but its counts add up to {result.total}")
    return result


def bucket_high(index: np.ndarray) -> np.ndarray:
    """The highest value, in ns, that falls into each bucket."""
    index = np.asarray(index, dtype=np.int64)
    half = SUB_BUCKET_COUNT // 2
    shift = np.maximum(index // half - 1, 0)
    sub = np.where(index < SUB_BUCKET_COUNT, index, index % half + half)
    return ((sub + 1) << shift) - 1


def merge(histograms: list[Histogram]) -> Histogram:
    """One histogram with the samples of all. Raises ValueError without any sample."""
    filled = [histogram for histogram in histograms if histogram.total]
    if not filled:
        raise ValueError("no samples to merge")
    index, inverse = np.unique(np.concatenate([h.index for h in filled]), return_inverse=True)
    count = np.zeros(len(index), dtype=np.int64)
    np.add.at(count, inverse, np.concatenate([h.count for h in filled]))
    return Histogram(index, count, min(h.min for h in filled), max(h.max for h in filled))


def ranks(total: int | np.ndarray, one_in: np.ndarray) -> np.ndarray:
    """The 1-based rank of each percentile among `total` sorted samples: ceil(p n), at least 1."""
    return np.maximum(total - np.floor_divide(total, one_in), 1).astype(np.int64)


def values_at(histogram: Histogram, one_in: np.ndarray) -> np.ndarray:
    """Percentiles in ns without the rule on samples beyond; shape as `one_in` (at least 1 each)."""
    bucket = np.searchsorted(np.cumsum(histogram.count), ranks(histogram.total, np.asarray(one_in)))
    return np.minimum(bucket_high(histogram.index[bucket]), histogram.max)


def percentile(histogram: Histogram, one_in: int) -> int | None:
    """The percentile in ns, or None where fewer than MIN_BEYOND samples lie beyond it."""
    if histogram.total // one_in < MIN_BEYOND:
        return None
    return int(values_at(histogram, np.array([one_in]))[0])
