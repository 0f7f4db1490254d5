"""Regressions of known size, planted on the head: what two sides show is what was planted, and nothing on the base."""

import collections
import json
import statistics

import pytest

from built_suite import BIN, bench_all, quiet_host, trials

SHIMS = BIN / "shims"
COUNTED = pytest.mark.skipif(not (BIN / "libovg_count.so").exists(), reason="no counter is built under a sanitizer")
ROUNDS = 100


def on_side(side, shim, **variables):
    """Options that preload a shim into one side and set its variables."""
    words = [f"--{side}-env", f"LD_PRELOAD={SHIMS / shim}.so"]
    for name, value in variables.items():
        words += [f"--{side}-env", f"{name}={value}"]
    return words


def measure(folder, *words, allocator="glibc", blocks=3):
    """alloc_churn under unique on both sides: median metrics by side, counts of a round by side, trials by side."""
    out = folder / "run"
    bench_all("run", "--no-lock", "--profile", "quick", "--blocks", blocks, "--rounds", ROUNDS, "--workload",
              "alloc_churn", "--variant", "unique", "--allocator", allocator, *words, "--out", out, *quiet_host(folder))
    records = collections.defaultdict(list)
    for record in trials(out):
        assert record["status"] == "ok", record["reason"]
        records[record["cell"]["side"]].append(record)
    metrics = {side: {name: statistics.median(record["metrics"][name]["value"] for record in found)
                      for name in found[0]["metrics"]} for side, found in records.items()}
    counts = {planned["cell"]["side"]: planned["counts_per_round"]
              for planned in json.loads((out / "manifest.json").read_text())["cells"]}
    return metrics, counts, {side: [(out, record) for record in found] for side, found in records.items()}


@COUNTED
@pytest.mark.parametrize("allocator", ["glibc", "jemalloc", "mimalloc", "tcmalloc"])
def test_ten_per_cent_more_allocations_are_counted_as_such(allocator, tmp_path):
    metrics, counts, _ = measure(tmp_path, *on_side("head", "more_malloc", OVG_MORE_EVERY=10), allocator=allocator,
                                 blocks=1)
    assert counts["head"]["objects"] == pytest.approx(1.1 * counts["base"]["objects"], abs=1)
    assert counts["head"]["frees"] == pytest.approx(1.1 * counts["base"]["frees"], abs=1)
    assert counts["head"]["bytes_requested"] == pytest.approx(1.1 * counts["base"]["bytes_requested"], rel=0.02)
    assert metrics["head"]["objects_allocated"] == ROUNDS * counts["head"]["objects"]


def assert_same_counts(counts):
    """What is served depends, by less than 0.1 %, on where blocks come to lie; all else is exact."""
    served = [of_side.pop("bytes_served") for of_side in (counts["base"], counts["head"])]
    assert served[1] == pytest.approx(served[0], rel=1e-3)
    assert counts["head"] == counts["base"]


@COUNTED
def test_a_shim_that_does_nothing_and_other_variables_change_no_count(tmp_path):
    _, counts, _ = measure(tmp_path, *on_side("head", "more_malloc", OVG_MORE_EVERY=0, LONG="x" * 100), blocks=1)
    assert_same_counts(counts)


@COUNTED
def test_memory_that_is_kept_stays_resident(tmp_path):
    more = on_side("head", "more_malloc", OVG_MORE_EVERY=10, OVG_MORE_KEPT=1)
    metrics, counts, _ = measure(tmp_path, *more, blocks=1)
    kept = 0.1 * counts["base"]["bytes_requested"] * ROUNDS
    assert counts["head"]["frees"] == counts["base"]["frees"]
    for metric in ("rss_steady_bytes", "rss_after_trim_bytes"):
        grown = metrics["head"][metric] - metrics["base"][metric]
        assert 0.9 * kept < grown < 1.3 * kept, "and what setup and warm-up kept"


@COUNTED
@pytest.mark.parametrize("every, ns", [(1, 500), (10, 1000)])
def test_slower_allocation_costs_what_was_planted(every, ns, tmp_path):
    metrics, counts, _ = measure(
        tmp_path, *on_side("base", "slow_malloc", OVG_SLOW_NS=ns, OVG_SLOW_EVERY=0),
        *on_side("head", "slow_malloc", OVG_SLOW_NS=ns, OVG_SLOW_EVERY=every))
    planted = ns / every * metrics["base"]["objects_allocated"] / metrics["base"]["ops"]
    slower = metrics["head"]["cpu_ns_per_op"] - metrics["base"]["cpu_ns_per_op"]
    assert 0.9 * planted < slower < 1.25 * planted, "each spin ends up to two readings of the clock late"
    assert_same_counts(counts)


def test_pauses_of_the_head_are_not_those_of_the_base(tmp_path):
    schedule = on_side("head", "scheduled_sleep", OVG_SLEEP_AT="every:2000000:20000000")
    _, _, records = measure(tmp_path, *schedule, blocks=1)

    def stops(side):
        (out, record), = records[side]
        return [gap for gap in json.loads((out / record["interruptions"]).read_text())
                if gap["phase"] == "steady" and gap["cause"] == "unknown" and gap["length_ns"] > 19_000_000]
    assert len(stops("head")) in (3, 4), "of 8 000 000 allocations; setup and warm-up shift them"
    assert stops("base") == []


def test_a_clocked_pause_recurs_whatever_the_rate_of_allocations(tmp_path):
    schedule = on_side("head", "scheduled_sleep", OVG_SLEEP_AT="clock:100000000:20000000")
    _, _, records = measure(tmp_path, *schedule, blocks=1)
    (out, record), = records["head"]
    gaps = [gap for gap in json.loads((out / record["interruptions"]).read_text())
            if gap["phase"] == "steady" and gap["cause"] == "unknown" and gap["length_ns"] > 19_000_000]
    starts = sorted(gap["start_ns"] for gap in gaps)
    steady_ns = record["metrics"]["steady_ns"]["value"]
    assert abs(len(gaps) - steady_ns / 120e6) <= 1.5
    assert all(after - before > 119e6 for before, after in zip(starts, starts[1:]))
