"""Regressions of known size, planted on the head: what two sides show is what was planted, and nothing on the base."""

import itertools
import json

import pytest
from built_suite import BIN, bench_all, measured, quiet_host
from planted_stops import DRIFT, as_options, gaps_of, inside, read_stops, sleeping

SHIMS = BIN / "shims"
COUNTED = pytest.mark.skipif(not (BIN / "libovg_count.so").exists(), reason="no counter is built under a sanitizer")
ROUNDS = 100


def on_side(side, shim, **variables):
    """Options that preload a shim into one side and set its variables."""
    words = [f"--{side}-env", f"LD_PRELOAD={SHIMS / shim}.so"]
    for name, value in variables.items():
        words += [f"--{side}-env", f"{name}={value}"]
    return words


def measure(folder, *words, allocator="glibc", rounds=ROUNDS):
    """One trial of alloc_churn under unique on each side: by side its metrics, the counts of a round, interruptions."""
    out = folder / "run"
    bench_all("run", "--no-lock", "--profile", "quick", "--blocks", 1, "--rounds", rounds, "--workload",
              "alloc_churn", "--variant", "unique", "--allocator", allocator, *words, "--out", out, *quiet_host(folder))
    records = {record["cell"]["side"]: record for record in measured(out)}
    metrics = {side: record["metrics"] for side, record in records.items()}
    counts = {planned["cell"]["side"]: planned["counts_per_round"]
              for planned in json.loads((out / "manifest.json").read_text())["cells"]}
    gaps = {side: json.loads((out / record["interruptions"]).read_text()) for side, record in records.items()}
    return metrics, counts, gaps


@COUNTED
@pytest.mark.parametrize("allocator", ["glibc", "jemalloc", "mimalloc", "tcmalloc"])
def test_ten_per_cent_more_allocations_are_counted_as_such(allocator, tmp_path):
    metrics, counts, _ = measure(tmp_path, *on_side("head", "more_malloc", OVG_MORE_EVERY=10), allocator=allocator)
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
    _, counts, _ = measure(tmp_path, *on_side("head", "more_malloc", OVG_MORE_EVERY=0, LONG="x" * 100))
    assert_same_counts(counts)


@COUNTED
def test_memory_that_is_kept_stays_resident(tmp_path):
    more = on_side("head", "more_malloc", OVG_MORE_EVERY=10, OVG_MORE_KEPT=1)
    metrics, counts, _ = measure(tmp_path, *more)
    kept = 0.1 * counts["base"]["bytes_requested"] * ROUNDS
    assert counts["head"]["frees"] == counts["base"]["frees"]
    for metric in ("rss_steady_bytes", "rss_after_trim_bytes"):
        grown = metrics["head"][metric] - metrics["base"][metric]
        assert 0.9 * kept < grown < 1.3 * kept, "and what setup and warm-up kept"


@COUNTED
def test_slower_allocation_costs_what_was_planted(tmp_path):
    """By the account of the library that spins. What it costs is a hundred times the price of a malloc, so that what a
    busy machine does to that price cannot be seen."""
    every, log = 10, tmp_path / "slowed"
    metrics, counts, _ = measure(
        tmp_path, *on_side("base", "slow_malloc", OVG_SLOW_NS=40_000, OVG_SLOW_EVERY=0),
        *on_side("head", "slow_malloc", OVG_SLOW_NS=40_000, OVG_SLOW_EVERY=every, OVG_SHIM_LOG=log), rounds=3)
    slowed, spent_ns = map(int, log.read_text().splitlines()[-1].split())
    planted = spent_ns / slowed / every * metrics["base"]["objects_allocated"] / metrics["base"]["ops"]
    slower = metrics["head"]["cpu_ns_per_op"] - metrics["base"]["cpu_ns_per_op"]
    assert slower == pytest.approx(planted, rel=0.2)
    assert_same_counts(counts)


def of_stops(folder, schedule):
    """The stops of the head, which alone has some, with the interruptions that hold them; and all of its own."""
    log = folder / "stops"
    _, _, gaps = measure(folder, *as_options(sleeping(schedule, log), "--head-env"))
    stops, found = inside(read_stops(log), gaps["head"])
    assert len(stops) >= 3
    with pytest.raises(AssertionError, match="no interruptions hold"):
        gaps_of(stops, gaps["base"])
    return [(stop, gap) for stop, gap in zip(stops, found) if gap["phase"] == "steady"], gaps["head"]


def test_pauses_of_the_head_are_not_those_of_the_base(tmp_path):
    stops, _ = of_stops(tmp_path, "every:2000000:20000000")
    assert len(stops) in (3, 4), "of 8 000 000 allocations; setup and warm-up shift them"


def test_a_clocked_pause_recurs_whatever_the_rate_of_allocations(tmp_path):
    """In the first malloc that comes 20 ms after the last pause. Mallocs come all the time, but in interruptions."""
    pairs, gaps = of_stops(tmp_path, "clock:20000000:20000000")
    assert len(pairs) >= 2
    for (one, gap), (other, next_gap) in itertools.pairwise(pairs):
        assert other.start - one.end >= 20_000_000
        between = [each["length_ns"] for each in gaps if gap["start_ns"] < each["start_ns"] < next_gap["start_ns"]]
        free_ns = next_gap["start_ns"] - gap["start_ns"] - gap["length_ns"] - sum(between)
        assert free_ns <= 20_000_000 * (1 + DRIFT) + 50_000
