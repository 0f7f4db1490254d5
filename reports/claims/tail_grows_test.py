"""Growth of both sides, and what saturates."""

from dataclasses import replace

import pytest

from reports.claims import deadline_misses, tail_grows
from reports.claims.model import FAILS, HOLDS, NOT_MEASURED
from reports.testing.claim_cells import ONE, growing, judged
from reports.testing.synthetic_cells import Values


def test_saturation_counts_against_the_side_that_saturates():
    saturated = ("saturated",)

    def with_last(variant, cells):
        return [replace(cell, notes=saturated, metrics={}) if (cell.variant, cell.live_mib) == (variant, 256)
                else cell for cell in cells]
    flat = growing((100, 101), (100, 101))
    assert judged(tail_grows, flat).verdict == FAILS
    assert judged(tail_grows, with_last("boehm", flat)).verdict == HOLDS
    assert judged(tail_grows, with_last("unique", growing((100, 101), (100, 9000)))).verdict == FAILS
    late = [Values("unique", {"deadline_miss_1ms": 0.1}, load=50), Values("boehm", load=50, notes=saturated)]
    found = judged(deadline_misses, late)
    assert found.rows[0].parts[0].interval.estimate == pytest.approx(0.9) and found.rows[0].verdict == HOLDS


def test_no_growth_is_told_from_a_smallest_size_that_was_saturated():
    cells = [replace(cell, notes=("saturated",), metrics={}) if (cell.variant, cell.live_mib) == ("boehm", 1) else cell
             for cell in growing((100, 101), (100, 9000))]
    found = judged(tail_grows, cells)
    assert found.verdict == NOT_MEASURED and "no block has response_p99_ns of boehm" in found.because


def test_growth_of_ownership_too_is_no_growth_of_collection():
    both = judged(tail_grows, growing((100 * ONE, 9000 * ONE), (100 * ONE, 9000 * ONE)))
    assert both.verdict == FAILS and [part.verdict for part in both.rows[0].parts] == [HOLDS, FAILS]
    boundary = both.rows[0].parts[0].boundary
    assert boundary == pytest.approx(256 ** 0.1) and both.rows[0].parts[0].interval.estimate == pytest.approx(90, 0.01)
