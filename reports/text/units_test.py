"""Numbers as people read them."""

import pytest

from reports.stats.intervals import Interval
from reports.text import units


@pytest.mark.parametrize("ns, text", [
    (0, "0"), (0.5, "0.500 ns"), (1, "1.00 ns"), (999, "999 ns"), (999.9, "1.00 µs"), (1000, "1.00 µs"),
    (12_345, "12.3 µs"), (2.5e6, "2.50 ms"), (61e9, "61.0 s"), (1_234e9, "1234 s"), (-2500, "-2.50 µs")])
def test_duration(ns, text):
    assert units.duration(ns) == text


@pytest.mark.parametrize("number, text", [(0, "0"), (1.5, "1.5"), (2.5, "2.5"), (2.4999, "2"),
                                          (9999, "9999"), (12_345, "12.3 k"), (1.5e6, "1.50 M")])
def test_count(number, text):
    assert units.count(number) == text


@pytest.mark.parametrize("size_bytes, text", [
    (0, "0"), (32.5, "32.5 B"), (1023.9, "1.00 KiB"), (40_000, "39.1 KiB"), (2**24, "16.0 MiB")])
def test_size(size_bytes, text):
    assert units.size(size_bytes) == text


@pytest.mark.parametrize("share, text", [(0, "0 %"), (0.0012, "0.120 %"), (0.5, "50.0 %"), (1, "100 %")])
def test_percent(share, text):
    assert units.percent(share) == text


@pytest.mark.parametrize("number, noun, text", [
    (1, "thread", "1 thread"), (0, "thread", "0 threads"), (3, "entry", "3 entries"), (2, "key", "2 keys"),
    (2, "batch", "2 batches"), (20_000, "op", "20.0 k ops")])
def test_plural(number, noun, text):
    assert units.plural(number, noun) == text


def test_span():
    assert units.span([3, 3]) == "3" and units.span([4, 3, 5]) == "3 to 5"
    assert units.span([1.0001, 1.0002], units.significant) == "1.00"


@pytest.mark.parametrize("per_s, text", [(0.5, "0.500 ops/s"), (830, "830 ops/s"), (12_345, "12.3 k ops/s")])
def test_rate(per_s, text):
    assert units.rate(per_s) == text


def test_an_interval_that_there_is_none_of_is_said():
    assert units.interval(Interval(1.2345, 1.1, 2, 20, 0.95)) == "1.23 [1.10, 2.00]"
    assert units.interval(Interval(38.12, 30, 45, 20, 0.95), "-fold") == "38.1-fold [30.0, 45.0]"
    assert units.interval(Interval(1.2345, None, None, 3, None)) == "1.23 (no interval, N 3)"
