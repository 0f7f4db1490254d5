"""Every claim flips when its data does, and reads nothing but that data."""

import random
from dataclasses import replace

import pytest

from reports import claims
from reports.analysis.findings import Findings
from reports.claims import (atomic_counts, cascades, cascades_put_off, cpu_overhead, deadline_misses, memory_for_parity,
                            not_freeing_wins, tail_grows, worst_interruption)
from reports.claims.model import CONTROL, DECIDES, FAILS, HOLDS, MIXED, NOT_MEASURED, UNDECIDED
from reports.testing.claim_cells import (NO_ALLOCATION, ONE, WILD, dropping, growing, judged, memory, pair, put_off,
                                         stops)
from reports.testing.synthetic_cells import BLOCKS, Logs, Values, run_of
from reports.text.units import MIB

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
    (cascades_put_off, put_off(stops([50e6], "unknown")), put_off(stops([50e3], "fault") + stops([50e6], "preempted")),
     put_off(tuple([list(stops([1e6 * x], "unknown")) for x in WILD])), dropping(stops([50e6], "cascade")), None),
    (atomic_counts, [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": 12 * ONE})],
     [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": ONE[::-1]})],
     [Values("unique", {"cpu_ns_per_op": ONE}), Values("shared", {"cpu_ns_per_op": 1.1 * WILD})],
     [Values("shared", {"cpu_ns_per_op": ONE})], NO_ALLOCATION)]
"""(claim, cells of which it holds, fails, is undecided, and cannot be told, cards)"""
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
    if claim not in (cascades, cascades_put_off, tail_grows, memory_for_parity):
        biased = judged(claim, holding + [replace(cell, workload="null") for cell in holding], cards)
        assert biased.verdict == UNDECIDED and "the run is biased" in biased.because
        assert {(row.setting.workload, row.role) for row in biased.rows} == {("w", DECIDES), ("null", CONTROL)}


@pytest.mark.parametrize("claim, holding, failing, open_, missing, cards", FLIPS, ids=IDS)
def test_the_order_of_trials_and_blocks_is_no_evidence(claim, holding, failing, open_, missing, cards):
    run = run_of(holding + [replace(cell, workload="v") for cell in open_], cards)
    found = claims.judge_one(claim, Findings.of(run), Logs())
    moved = dict(zip(range(1, BLOCKS + 1), random.Random(1).sample(range(1, BLOCKS + 1), BLOCKS)))
    run.trials = [replace(trial, block=moved[trial.block]) for trial in run.trials]
    random.Random(2).shuffle(run.trials)
    again = claims.judge_one(claim, Findings.of(run), Logs())

    def told(claim):
        return [(row.place, row.verdict, [(part.text, part.verdict) for part in row.parts]) for row in claim.rows]
    assert told(found) == told(again) and found.verdict == again.verdict
