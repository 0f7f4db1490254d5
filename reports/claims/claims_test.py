"""Every claim flips when its data does, and reads nothing but that data."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from reports import claims
from reports.claims import (atomic_counts, cascades, cpu_overhead, deadline_misses, memory_for_parity,
                            not_freeing_wins, tail_grows, worst_interruption)
from reports.claims.export import as_json
from reports.claims.model import BESIDE, CONTROL, DECIDES, FAILS, HOLDS, MIXED, NOT_MEASURED, UNDECIDED
from reports.testing.synthetic_cells import BLOCKS, STEADY_NS, Logs, Values, run_of
from reports.tidy import topics

RNG = np.random.default_rng(7)
ONE = 1 + 0.001 * RNG.standard_normal(BLOCKS)
WILD = np.exp(RNG.permutation(np.linspace(-1.5, 1.5, BLOCKS)))
MIB = 2**20


def judged(claim, cells, cards=None):
    return claims.test_one(claim, topics(run_of(cells, cards)), Logs())


def pair(metric, value, base=100.0, **more):
    """unique and a collector with these values of a metric."""
    return [Values("unique", {metric: base * ONE}, **more), Values("boehm", {metric: value}, **more)]


def stops(lengths, cause="stw", every=STEADY_NS // 4):
    """One event of each length, evenly spaced."""
    return tuple((1000 + i * every, length, cause) for i, length in enumerate(lengths))


def growing(unique, boehm, **more):
    """p99 at 1 and 256 MiB of both, in open loop."""
    return [Values(variant, {"response_p99_ns": value}, live_mib=live, load=50, **more)
            for variant, ends in (("unique", unique), ("boehm", boehm)) for live, value in zip((1, 256), ends)]


def memory(cpu, rss, **more):
    """unique, and the collector with these ratios to it."""
    return [Values("unique", {"cpu_ns_per_op": 100 * ONE, "rss_peak_bytes": 110 * MIB, "rss_baseline_bytes": 10 * MIB}),
            Values("boehm", {"cpu_ns_per_op": 100 * cpu, "rss_peak_bytes": 10 * MIB + 100 * MIB * rss,
                             "rss_baseline_bytes": 10 * MIB}, **more)]


def dropping(unique, shared=None):
    """Owners whose drops take so long, in a list for each block."""
    return [Values(variant, {"interruption_max_ns": 1.0}, events=events)
            for variant, events in (("unique", unique), ("shared", shared)) if events is not None]


COUNTS = {"w": {"allocates": False}}
FLIPS = [
    (cpu_overhead, pair("cpu_ns_per_op", 130 * ONE), pair("cpu_ns_per_op", 100 * ONE),
     pair("cpu_ns_per_op", 130 * WILD), [Values("boehm", {"cpu_ns_per_op": 100})], None),
    (not_freeing_wins, pair("ops_per_s", 130 * ONE), pair("ops_per_s", 70 * ONE), pair("ops_per_s", 130 * WILD),
     pair("ops_per_s", 130 * ONE, load=50), None),
    (deadline_misses, pair("deadline_miss_1ms", 0.2 * ONE, 0.1, load=50),
     pair("deadline_miss_1ms", 0.1 * ONE, 0.1, load=50), pair("deadline_miss_1ms", 0.02 * WILD, 0.01, load=50),
     pair("deadline_miss_1ms", 0.2 * ONE, 0.1), None),
    (worst_interruption, [Values("unique", events=stops([2e6])), Values("boehm", events=stops([9e6]))],
     [Values("unique", events=stops([9e6])), Values("boehm", events=stops([2e6]))],
     [Values("unique", events=stops([2e6])),
      Values("boehm", events=tuple([list(stops([2e6 * x])) for x in WILD]))],
     [Values("unique", events=stops([2e6]), status="noisy"), Values("boehm", events=stops([9e6]))], None),
    (tail_grows, growing((100 * ONE, 101 * ONE), (100 * ONE, 9000 * ONE)),
     growing((100 * ONE, 101 * ONE), (100 * ONE, 101 * ONE)), growing((100 * ONE, 101 * ONE), (100 * ONE, 200 * WILD)),
     growing((100 * ONE, 101 * ONE), (100 * ONE, 9000 * ONE))[1:], None),
    (memory_for_parity, memory(1.3 * ONE, 1.5 * ONE), memory(0.9 * ONE, 0.8 * ONE), memory(0.9 * ONE, 1.5 * ONE),
     memory(1.3 * ONE, 1.5 * ONE, live_bytes=MIB), None),
    (cascades, dropping(stops([50e6], "cascade")), dropping(stops([50e3], "cascade")),
     dropping(tuple([list(stops([1e6 * x], "cascade")) for x in WILD])), dropping(stops([50e6], "fault")), None),
    (atomic_counts, [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": 12 * ONE})],
     [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": ONE[::-1]})],
     [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": 1.1 * WILD})],
     [Values("shared", {"cpu_ns_per_op": ONE})], COUNTS)]


IDS = [flip[0].CARD.id for flip in FLIPS]


@pytest.mark.parametrize("claim, holding, failing, open_, missing, cards", FLIPS, ids=IDS)
def test_a_claim_flips_with_its_data(claim, holding, failing, open_, missing, cards):
    assert [judged(claim, cells, cards).verdict for cells in (holding, failing, open_, missing)] == [
        HOLDS, FAILS, UNDECIDED, NOT_MEASURED]
    assert judged(claim, []).verdict == NOT_MEASURED and judged(claim, []).because
    assert judged(claim, missing, cards).because
    # The same evidence from a block too few.
    few = judged(claim, [replace(cell, blocks=5) for cell in holding], cards)
    assert few.verdict == UNDECIDED and "5 of the 6 blocks" in few.rows[0].note


@pytest.mark.parametrize("claim, holding, failing, open_, missing, cards", FLIPS, ids=IDS)
def test_a_claim_is_mixed_over_workloads_and_undecided_where_the_control_holds(
        claim, holding, failing, open_, missing, cards):
    cards = {**(cards or {}), "v": (cards or {}).get("w", {})}
    both = holding + [replace(cell, workload="v") for cell in failing]
    found = judged(claim, both, cards)
    assert found.verdict == MIXED
    assert len(found.of(HOLDS)) == len(found.of(FAILS)) == 1
    assert "holds in 1, fails in 1 of 2" == found.because
    assert found.places(HOLDS).split(" (")[0] == "w" and found.places(FAILS).split(" (")[0] == "v"
    assert found.places(UNDECIDED) == ""
    if claim not in (cascades, tail_grows, memory_for_parity):
        biased = judged(claim, holding + [replace(cell, workload="null") for cell in holding], cards)
        assert biased.verdict == UNDECIDED and "the run is biased" in biased.because
        assert {(row.setting.workload, row.role) for row in biased.rows} == {("w", DECIDES), ("null", CONTROL)}


@pytest.mark.parametrize("claim, holding, failing, open_, missing, cards", FLIPS, ids=IDS)
def test_the_order_of_trials_and_blocks_is_no_evidence(claim, holding, failing, open_, missing, cards):
    run = run_of(holding + [replace(cell, workload="v") for cell in open_], cards)
    found = claims.test_one(claim, topics(run), Logs())
    moved = dict(zip(range(1, BLOCKS + 1), random.Random(1).sample(range(1, BLOCKS + 1), BLOCKS)))
    run.trials = [replace(trial, block=moved[trial.block]) for trial in run.trials]
    random.Random(2).shuffle(run.trials)
    again = claims.test_one(claim, topics(run), Logs())

    def told(claim):
        return [(row.place, row.verdict, [(part.text, part.verdict) for part in row.parts]) for row in claim.rows]
    assert told(found) == told(again) and found.verdict == again.verdict


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


def test_configurations_and_fixed_heaps_stand_beside():
    cells = pair("cpu_ns_per_op", 50 * ONE) + [Values("boehm", {"cpu_ns_per_op": 900 * ONE}, config="incremental"),
                                               Values("boehm", {"cpu_ns_per_op": 900 * ONE}, heap_factor=1.1)]
    found = judged(cpu_overhead, cells)
    assert found.verdict == FAILS
    assert [(row.subject, row.role, row.verdict) for row in found.rows] == [
        ("boehm · glibc against unique · glibc", DECIDES, FAILS),
        ("boehm:incremental · glibc against unique · glibc", BESIDE, HOLDS)]


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
    assert judged(cpu_overhead, pair("cpu_ns_per_op", 200 * ONE), COUNTS).verdict == NOT_MEASURED


def test_equal_times_for_the_worst_interruption():
    """Four stretches of the owner's length, with 3, 0, 9 and 3 ms in them: their geometric mean, with the floor."""
    long = stops([3e6, 5e3, 9e6, 3e6], every=STEADY_NS)
    cells = [Values("unique", events=stops([2e6])), Values("boehm", events=long, steady_ns=4 * STEADY_NS)]
    estimate = judged(worst_interruption, cells).rows[0].parts[0].interval.estimate
    assert estimate == pytest.approx((3e6 * 1e5 * 9e6 * 3e6) ** 0.25 / 2e6)
    # What the log cannot show counts as its threshold, and so do two trials that were never interrupted.
    assert judged(worst_interruption, [Values("unique"), Values("boehm")]).rows[0].parts[0].interval.estimate == 1


def test_more_time_does_not_make_a_worse_interruption():
    """A/A: the machine stops both alike, with a heavy tail, and the collector is watched four times as long."""
    rng, runs, wrong, naive = np.random.default_rng(5), 60, 0, 0

    def disturbed(seconds):
        times = np.sort(rng.uniform(0, seconds * STEADY_NS, rng.poisson(20 * seconds)))
        return [(start, 2e5 * rng.pareto(1.2), "preempted") for start in times]
    for _ in range(runs):
        cells = [Values(variant, events=tuple([disturbed(seconds) or [(0, 0, "")] for _ in range(BLOCKS)]),
                        steady_ns=seconds * STEADY_NS) for variant, seconds in (("unique", 1), ("boehm", 4))]
        wrong += judged(worst_interruption, cells).verdict == HOLDS
        logs = [math.log(max(e[1] for e in b) / max(e[1] for e in a))
                for a, b in zip(cells[0].events, cells[1].events)]
        naive += np.mean(np.array(logs) > 0) > 0.7
    assert wrong <= 0.05 * runs + 4 * math.sqrt(runs * 0.05 * 0.95) and naive > runs / 2


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


def test_growth_of_ownership_too_is_no_growth_of_collection():
    both = judged(tail_grows, growing((100 * ONE, 9000 * ONE), (100 * ONE, 9000 * ONE)))
    assert both.verdict == FAILS and [part.verdict for part in both.rows[0].parts] == [HOLDS, FAILS]
    boundary = both.rows[0].parts[0].boundary
    assert boundary == pytest.approx(256 ** 0.1) and both.rows[0].parts[0].interval.estimate == pytest.approx(90, 0.01)


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


def test_trials_that_are_not_ok_are_left_out_and_said():
    run = run_of(pair("cpu_ns_per_op", 130 * ONE))
    run.trials = [replace(trial, status="noisy") if trial.block in (2, 3) and trial.group == "collection" else trial
                  for trial in run.trials]
    [row] = claims.test_one(cpu_overhead, topics(run), Logs()).rows
    assert row.left_out == "2 noisy of boehm · glibc" and row.parts[0].interval.n == BLOCKS - 2
    assert {trial.block for side in row.sides for trial in side.trials} == set(range(1, BLOCKS + 1)) - {2, 3}


def test_a_log_that_overflowed_flatters_nobody():
    cells = FLIPS[3][1]
    short = [replace(cells[0], notes=("log_overflowed",)), cells[1]]
    assert judged(worst_interruption, short).verdict == UNDECIDED
    assert judged(worst_interruption, [cells[0], replace(cells[1], notes=("log_overflowed",))]).verdict == HOLDS
    dropped = [replace(cell, notes=("log_overflowed",)) for cell in dropping(stops([50e3], "cascade"))]
    assert judged(cascades, dropped).verdict == UNDECIDED


def test_the_json_names_the_lines_and_has_finite_numbers_only():
    saturated = [replace(cell, notes=("saturated",), metrics={}) if cell.live_mib == 256 and cell.variant == "boehm"
                 else cell for cell in growing((100, 101), (100, 101))]
    run = run_of(saturated + pair("cpu_ns_per_op", 130 * ONE, workload="v"))
    found = {claim["id"]: claim for claim in as_json(claims.test_all(run, topics(run), Logs()))["claims"]}
    assert found["tail_grows"]["rows"][0]["parts"][0]["estimate"] is None
    [row] = [row for row in found["cpu_overhead"]["rows"] if row["workload"] == "v"]
    assert row["verdict"] == HOLDS and row["parts"][0]["estimate"] == pytest.approx(1.3, rel=0.01)
    for side, variant in zip(row["sides"], ("boehm", "unique")):
        assert [run.trials[trial["line"] - 1].trial_id for trial in side["trials"]] == [
            trial["trial_id"] for trial in side["trials"]]
        assert side["cell"].startswith(variant) and len(side["trials"]) == BLOCKS


def test_places_say_no_more_than_tells_them_apart():
    cells = [cell for live, value in ((1, 100 * ONE), (16, 130 * ONE), (64, 140 * ONE))
             for cell in pair("cpu_ns_per_op", value, live_mib=live, load=50)]
    found = judged(cpu_overhead, cells + pair("cpu_ns_per_op", 130 * ONE, workload="v", load=50))
    assert found.places(HOLDS) == "v, w (16 MiB live; 64 MiB live)" and found.places(FAILS) == "w (1 MiB live)"
    assert [found.name(row) for row in found.rows][:2] == ["v, load 50 %", "w, 1 MiB live, load 50 %"]
    threads = [cell for number in (1, 2, 4) for cell in pair("cpu_ns_per_op", 130 * ONE, threads=number)]
    assert judged(cpu_overhead, threads).places(HOLDS) == "w, w (2 threads; 4 threads)"
    two = judged(cascades, dropping(stops([50e6], "cascade"), stops([50e3], "cascade")))
    assert two.places(HOLDS) == "w (unique · glibc)" and two.places(FAILS) == "w (shared · glibc)"
