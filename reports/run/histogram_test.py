"""Histograms against sorted lists."""

import math

import numpy as np
import pytest

from reports.run import histogram
from reports.testing import synthetic_run


def oracle_bucket(value: int) -> tuple[int, int, int]:
    """(index, low, high) by search: the layout of docs/protocol.md read literally."""
    index = 0
    while True:
        if index < 2048:
            low = high = index
        else:
            shift, sub = index // 1024 - 1, index % 1024 + 1024
            low, high = sub << shift, ((sub + 1) << shift) - 1
        if low <= value <= high:
            return index, low, high
        index += 1


@pytest.mark.parametrize("value", [0, 1, 2047, 2048, 2049, 2050, 4095, 4096, 4099, 8192, 1_000_003])
def test_bucket_of_a_value(value):
    index, _, high = oracle_bucket(value)
    assert histogram.bucket_high(np.array([index]))[0] == high
    assert synthetic_run.bucket_index(np.array([value]))[0] == index


@pytest.mark.parametrize("one_in, p", [(2, 0.5), (10, 0.9), (100, 0.99), (1000, 0.999)])
@pytest.mark.parametrize("size", [20, 1000, 9999, 10_000, 12_345])
def test_percentile_equals_that_of_the_sorted_values(one_in, p, size):
    values = np.random.default_rng(size).lognormal(8, 2, size).astype(np.int64)
    found = histogram.percentile(histogram.decode(synthetic_run.histogram(values)), one_in)
    rank = max(1, math.ceil(round(p * size, 6)))
    if size - rank < 10:
        assert found is None
    else:
        exact = sorted(values.tolist())[rank - 1]
        assert found == min(oracle_bucket(exact)[2], values.max())
        assert found >= exact and found - exact <= exact / 1024


def test_the_last_bucket_ends_where_64_bits_still_hold_it():
    assert histogram.bucket_high(np.array([histogram.MAX_INDEX]))[0] == 2**62 - 1


def test_percentile_does_not_pass_the_maximum():
    decoded = histogram.decode(synthetic_run.histogram(np.full(100, 5001)))
    assert histogram.percentile(decoded, 2) == 5001


def test_merging_is_the_histogram_of_all_values():
    rng = np.random.default_rng(3)
    parts = [rng.lognormal(mean, 1, 500).astype(np.int64) for mean in (5, 7, 9)]
    merged = histogram.merge([histogram.decode(synthetic_run.histogram(part)) for part in parts])
    whole = histogram.decode(synthetic_run.histogram(np.concatenate(parts)))
    assert merged.index.tolist() == whole.index.tolist() and merged.count.tolist() == whole.count.tolist()
    assert (merged.min, merged.max, merged.total) == (whole.min, whole.max, 1500)


def test_merging_nothing_is_refused():
    with pytest.raises(ValueError, match="no samples"):
        histogram.merge([])


@pytest.mark.parametrize("damage, message", [
    ({"sub_bucket_count": 1024}, "sub_bucket_count"), ({"total": 7}, "add up"),
    ({"counts": [[5, 1], [4, 2]]}, "ascending"), ({"counts": [[5, 0], [6, 3]]}, "positive"),
    ({"counts": [[-1, 3]]}, "positive"), ({"counts": "x"}, ""), ({"min": 7}, "in no order"), ({"min": -1}, "negative"),
    ({"max": 2**62}, "too large"), ({"counts": [[4, 1], [histogram.MAX_INDEX + 1, 2]]}, "too large")])
def test_a_histogram_that_contradicts_itself_is_refused(damage, message):
    record = {"sub_bucket_count": 2048, "min": 4, "max": 6, "total": 3, "counts": [[4, 1], [6, 2]]}
    histogram.decode(record)
    with pytest.raises(ValueError, match=message):
        histogram.decode({**record, **damage})
