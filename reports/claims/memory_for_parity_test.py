"""Heaps of a sweep bracket the memory at which a collector is as fast."""

from dataclasses import replace

import pytest

from reports.claims import memory_for_parity
from reports.claims.model import FAILS, HOLDS, UNDECIDED
from reports.testing.claim_cells import ONE, judged, memory
from reports.text.units import MIB


def test_heaps_bracket_parity():
    def heap(factor, cpu, rss, **more):
        return replace(memory(cpu * ONE, rss * ONE)[1], heap_factor=factor, live_bytes=MIB, **more)
    unique = memory(ONE, ONE)[0]
    found = judged(memory_for_parity, [unique, heap(3, 0.9, 2), heap(1.1, 2, 0.8), heap(1.5, 1.4, 1.2)])
    [row] = found.rows
    assert [part.verdict for part in row.parts] == [FAILS, HOLDS, HOLDS, HOLDS, HOLDS, FAILS]
    assert found.verdict == HOLDS and row.detail == "heaps of 1.1× to 3× the smallest"
    assert found.error == pytest.approx(0.05 / 6)
    assert found.sentences == ("w, boehm: as fast as unique from 3× the smallest heap, by the estimate, "
                               "with 2.00 times its memory",)
    assert [side.cell.heap_factor for side in row.sides] == [1.1, 1.5, 3, None]
    assert judged(memory_for_parity, [unique, heap(1.1, 2, 0.8), heap(1.5, 1.0, 0.9)]).verdict == FAILS
    between = judged(memory_for_parity, [unique, heap(1.1, 2, 0.8), heap(1.5, 0.9, 1.5)])
    assert between.verdict == UNDECIDED
    idle = [unique, heap(1.1, 2, 0.8), heap(1.5, 1.0, 0.9, notes=("gc_not_exercised",))]
    assert judged(memory_for_parity, idle).verdict == UNDECIDED
    never = judged(memory_for_parity, [unique, heap(1.1, 2, 0.8), heap(3, 1.5, 2)])
    assert never.sentences == ("w, boehm: no heap of 1.1× to 3× the smallest is as fast as unique",)
    # A sweep tells more than the headline's heap, which is then left out.
    with_headline = judged(memory_for_parity, [unique, heap(1.5, 1.0, 0.9), memory(1.3 * ONE, 1.5 * ONE)[1]])
    assert with_headline.verdict == FAILS and len(with_headline.rows) == 1
