"""Who is compared with whom, and whose numbers may not decide."""

from dataclasses import replace

import pytest

from reports import claims
from reports.analysis.findings import Findings
from reports.claims import (atomic_counts, cascades, cpu_overhead, deadline_misses, memory_for_parity, not_freeing_wins,
                            tail_grows, worst_interruption)
from reports.claims.model import BESIDE, DECIDES, FAILS, HOLDS, NOT_MEASURED, UNDECIDED
from reports.testing.claim_cells import NO_ALLOCATION, ONE, WILD, dropping, growing, judged, memory, pair, stops
from reports.testing.synthetic_cells import BLOCKS, Logs, Values, run_of


def test_collectors_that_hardly_collected_do_not_win():
    for claim, cells in ((cpu_overhead, pair("cpu_ns_per_op", 50 * ONE)),
                         (not_freeing_wins, pair("ops_per_s", 200 * ONE)),
                         (worst_interruption, [Values("unique", events=stops([9e6])), Values("boehm")]),
                         (deadline_misses, pair("deadline_miss_1ms", 0.0, 0.5, load=50)),
                         (memory_for_parity, memory(0.5 * ONE, 0.5 * ONE)),
                         (tail_grows, growing((100, 101), (100, 100)))):
        idle = [replace(cell, notes=("gc_not_exercised",)) if cell.group == "collection" else cell for cell in cells]
        assert judged(claim, cells).verdict != UNDECIDED
        found = judged(claim, idle)
        assert found.verdict == UNDECIDED and "hardly collected" in found.rows[0].note


@pytest.mark.parametrize("cpu", [50, 150])
def test_collectors_with_too_few_collections_neither_win_nor_lose(cpu):
    few = [replace(cell, notes=("gc_not_exercised", "too_few_collections")) if cell.group == "collection" else cell
           for cell in pair("cpu_ns_per_op", cpu * ONE)]
    found = judged(cpu_overhead, few)
    assert found.verdict == UNDECIDED and "fewer than 5 times" in found.rows[0].note


def test_configurations_and_fixed_heaps_stand_beside():
    cells = pair("cpu_ns_per_op", 50 * ONE) + [Values("boehm", {"cpu_ns_per_op": 900 * ONE}, config="incremental"),
                                               Values("boehm", {"cpu_ns_per_op": 900 * ONE}, heap_factor=1.1)]
    found = judged(cpu_overhead, cells)
    assert found.verdict == FAILS and found.because == "fails in 1 of 1" and found.of(HOLDS) == []
    assert [(row.subject, row.role, row.verdict) for row in found.rows] == [
        ("boehm · glibc against unique · glibc", DECIDES, FAILS),
        ("boehm:incremental · glibc against unique · glibc", BESIDE, HOLDS)]


@pytest.mark.parametrize("claim, cells", [
    (cpu_overhead, pair("cpu_ns_per_op", 130 * ONE)), (not_freeing_wins, pair("ops_per_s", 200 * ONE)),
    (worst_interruption, [Values("unique", events=stops([2e6])), Values("boehm", events=stops([9e6]))]),
    (deadline_misses, pair("deadline_miss_1ms", 0.5, 0.0, load=50)),
    (memory_for_parity, memory(1.3 * ONE, 1.5 * ONE)),
    (tail_grows, growing((100 * ONE, 101 * ONE), (100 * ONE, 9000 * ONE)))])
def test_the_headline_is_what_the_run_says(claim, cells):
    def with_profile(told):
        return [replace(cell, config="tuned", told=told) if cell.group == "collection" else cell for cell in cells]
    assert judged(claim, cells).verdict == HOLDS
    tuned = judged(claim, with_profile({"headline": True}))
    assert tuned.verdict == HOLDS and tuned.of(HOLDS)[0].subject.startswith("boehm:tuned · glibc against")
    found = judged(claim, with_profile({"headline": False}))
    assert found.verdict == NOT_MEASURED and {row.role for row in found.rows} == {BESIDE}
    assert HOLDS in [row.verdict for row in found.rows], "it is judged all the same"
    plain = judged(claim, [replace(cell, told={"headline": cell.group == "ownership"}) for cell in cells])
    assert plain.verdict == NOT_MEASURED, "over tuned mallocs the plain collector is none"


def test_other_mallocs_under_owners_stand_beside():
    slow, quick = stops([50e6], "cascade"), stops([50e3], "cascade")
    cells = dropping(quick) + [Values("unique", {}, allocator="jemalloc", events=slow),
                               Values("unique", {}, config="tuned", events=slow),
                               Values("unique", {}, config="deferred", events=slow), Values("boehm", {}, events=slow)]
    found = judged(cascades, cells)
    assert found.verdict == FAILS
    assert {row.subject: (row.role, row.verdict) for row in found.rows} == {
        "unique · glibc": (DECIDES, FAILS), "unique · jemalloc": (BESIDE, HOLDS),
        "unique:tuned · glibc": (BESIDE, HOLDS)}, "a remedy is a claim of its own"


def test_the_best_ownership_stands_beside_and_is_the_best():
    cells = pair("cpu_ns_per_op", 90 * ONE) + [
        Values("value", {"cpu_ns_per_op": 40 * ONE}), Values("unique", {"cpu_ns_per_op": 30 * ONE}, allocator="m"),
        Values("unique", {"cpu_ns_per_op": 20 * ONE}, config="deferred")]
    found = judged(cpu_overhead, cells)
    assert found.verdict == FAILS and found.against_best == "holds in 1 of 1"
    assert found.rows[1].subject == "boehm · glibc against unique · m"
    assert found.rows[1].parts[0].interval.estimate == pytest.approx(3, rel=0.01)


def test_shared_handles_decide_only_where_nothing_is_allocated():
    cells = [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": 12 * ONE})]
    found = judged(atomic_counts, cells)
    assert found.verdict == NOT_MEASURED and found.rows[0].role == BESIDE and found.rows[0].verdict == HOLDS
    assert judged(cpu_overhead, pair("cpu_ns_per_op", 200 * ONE), NO_ALLOCATION).verdict == NOT_MEASURED


def test_what_counts_atomically_is_what_the_cards_say():
    counts = {"cpu_ns_per_op": 12 * ONE}
    cells = [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", counts, told={"atomic_counts": False}),
             Values("intrusive", counts, told={"atomic_counts": False}),
             Values("intrusive", counts, config="atomic", told={"atomic_counts": True, "headline": True}),
             Values("cow", counts, told={"atomic_counts": True})]
    found = judged(atomic_counts, cells, NO_ALLOCATION)
    assert {row.subject.partition(" · ")[0]: row.role for row in found.rows} == {
        "intrusive": BESIDE, "intrusive:atomic": DECIDES, "cow": DECIDES}


def test_trials_that_are_not_ok_are_left_out_and_said():
    run = run_of(pair("cpu_ns_per_op", 130 * ONE))
    run.trials = [replace(trial, status="noisy") if trial.block in (2, 3) and trial.group == "collection" else trial
                  for trial in run.trials]
    [row] = claims.judge_one(cpu_overhead, Findings.of(run), Logs()).rows
    assert row.left_out == "2 noisy of boehm · glibc" and row.parts[0].interval.n == BLOCKS - 2
    assert {trial.block for side in row.sides for trial in side.trials} == set(range(1, BLOCKS + 1)) - {2, 3}


def test_a_log_that_overflowed_flatters_nobody():
    cells = [Values("unique", events=stops([2e6])), Values("boehm", events=stops([9e6]))]
    short = [replace(cells[0], notes=("log_overflowed",)), cells[1]]
    assert judged(worst_interruption, short).verdict == UNDECIDED
    assert judged(worst_interruption, [cells[0], replace(cells[1], notes=("log_overflowed",))]).verdict == HOLDS
    dropped = [replace(cell, notes=("log_overflowed",)) for cell in dropping(stops([50e3], "cascade"))]
    assert judged(cascades, dropped).verdict == UNDECIDED


def test_a_zero_has_no_ratio():
    found = judged(cpu_overhead, pair("cpu_ns_per_op", [0.0] + [100.0] * (BLOCKS - 1)))
    assert found.verdict == NOT_MEASURED and found.because == "cpu_ns_per_op is zero in a trial"


def test_the_best_setting_of_a_collector_is_said_beside_and_does_not_decide():
    def cells(incremental):
        return pair("cpu_ns_per_op", 150 * ONE) + [
            Values("boehm", {"cpu_ns_per_op": incremental}, config="incremental"),
            Values("boehm", {"cpu_ns_per_op": 900 * ONE}, config="generational")]
    found = judged(cpu_overhead, cells(90 * ONE))
    assert found.verdict == HOLDS and found.with_best_setting == "fails in 1 of 1; by boehm:incremental in 1"
    assert judged(cpu_overhead, cells(WILD * 100)).with_best_setting == "undecided in 1 of 1; by boehm:incremental in 1"
    assert judged(cpu_overhead, cells(800 * ONE)).with_best_setting == "holds in 1 of 1"
    assert judged(cpu_overhead, pair("cpu_ns_per_op", 150 * ONE)).with_best_setting == "", "nothing to pick from"
    assert judged(not_freeing_wins, pair("ops_per_s", 50 * ONE) + [
        Values("boehm", {"ops_per_s": 200 * ONE}, config="incremental")]).with_best_setting == "", "not against them"
