"""Known stops must come back from the interruption log, with their cause, and lift response times as they should."""

import itertools
import json

import pytest
from built_suite import bench_all, measured, quiet_host, run_child
from planted_stops import as_options, gaps_of, read_stops, sleeping, tightest

SCHEDULE = {100_000: 2_000_000, 160_000: 5_000_000, 220_000: 20_000_000, 280_000: 80_000_000}
"""Of a trial of alloc_churn at `default`: steady begins before the first of these calls."""


def stopping(schedule, log, form=""):
    return sleeping(form + ",".join(f"{call}:{ns}" for call, ns in schedule.items()), log)


def child_with_stops(folder, form=""):
    """Stops and gaps of a trial without a runner: it would call preempted what its own watcher was late for as well."""
    log = folder / "stops"
    result, _ = run_child("unique", "alloc_churn", folder, scale="default", rounds=4,
                          env=stopping(SCHEDULE, log, form))
    stops = read_stops(log)
    assert len(stops) == len(SCHEDULE)
    return stops, gaps_of(stops, result["interruptions"], 2 * (result["epoch_monotonic_ns"],))


def run_with_stops(folder, schedule=SCHEDULE, words=("--profile", "default", "--rounds", 4)):
    """One trial of alloc_churn under unique whose mallocs stop by the schedule: its record, its files, the stops."""
    log = folder / "stops"
    out = folder / "run"
    bench_all("run", "--no-lock", "--no-primitives", "--blocks", 1, "--trials", 1, "--workload", "alloc_churn",
              "--variant", "unique", "--allocator", "glibc", *as_options(stopping(schedule, log)), "--out", out, *words,
              *quiet_host(folder))
    (record,) = measured(out)
    stops = read_stops(log)
    assert len(stops) == len(schedule)
    return record, lambda name: json.loads((out / record[name]).read_text()), stops


def test_a_known_schedule_is_recovered_from_the_log(tmp_path):
    stops, gaps = child_with_stops(tmp_path)
    assert {gap["phase"] for gap in gaps} == {"steady"}
    assert tightest(stops, gaps) < 0.02
    # Who sleeps is off the processor by its own will, unless it is made to wait again before the op ends.
    causes = [gap["cause"] for gap in gaps]
    assert "unknown" in causes and set(causes) <= {"unknown", "preempted"}


def test_work_that_nobody_asked_for_is_unknown_too(tmp_path):
    for stop, gap in zip(*child_with_stops(tmp_path, "spin:")):
        on_processor = stop.cpu / gap["length_ns"]
        # Most of the time it worked; or was it kept from it for most of the time, by other programs?
        assert gap["cause"] == "unknown" or on_processor < 0.6 and gap["cause"] == "preempted"


def utilisation(stops, begin, end, window):
    """The lowest share of any window, by trying every window whose edge is an edge of a stop."""
    edges = {begin, end - window}
    for start, length in stops:
        edges |= {start, start + length, start - window, start + length - window}
    worst = 1.0
    for left in edges:
        if begin <= left <= end - window:
            lost = sum(max(0, min(start + length, left + window) - max(start, left)) for start, length in stops)
            worst = min(worst, 1 - lost / window)
    return worst


def test_mmu_is_that_of_the_logged_interruptions(tmp_path):
    record, read, _ = run_with_stops(tmp_path)
    (steady,) = [phase for phase in record["phases"] if phase["phase"] == "steady"]
    begin, end = steady["start_ns"], steady["start_ns"] + steady["length_ns"]
    stops = [(gap["start_ns"], gap["length_ns"]) for gap in read("interruptions")]
    for name, window in (("mmu_1ms", 10**6), ("mmu_10ms", 10**7), ("mmu_100ms", 10**8)):
        if window < end - begin:
            assert record["metrics"][name] == pytest.approx(utilisation(stops, begin, end, window), abs=1e-9)
    assert record["metrics"]["mmu_10ms"] == 0, "20 and 80 ms stops leave nothing of 10 ms"
    curve = read("mmu")
    for window, mmu, bmu, *_ in curve["rows"][::7]:
        assert mmu == pytest.approx(utilisation(stops, begin, end, window), abs=1e-9)
        assert bmu <= mmu + 1e-12
    bounded = [row[2] for row in curve["rows"]]
    assert all(low <= high + 1e-12 for low, high in itertools.pairwise(bounded)), "BMU never falls"


def highest(index):
    if index < 2048:
        return index
    shift = index // 1024 - 1
    return ((index % 1024 + 1024 + 1) << shift) - 1


def late_ops(gaps, begin, ops, period, service, late):
    """How many ops respond later than `late`, where they are due one a period, take `service` and get nowhere in the
    gaps. And the longest response."""
    now, count, longest, ahead = begin, 0, 0, list(gaps)
    for op in range(int(ops)):
        due = begin + op * period
        now, left = max(now, due), service
        while ahead and ahead[0][0] < now + left:
            start, length = ahead.pop(0)
            left -= max(0, start - now)
            now = max(now, start + length)
        now += left
        count += now - due > late
        longest = max(longest, now - due)
    return count, longest


def test_stops_lift_response_times_as_a_queue_does(tmp_path):
    """Given where the process got nowhere, by its own log, a queue with constant arrivals leaves little choice: what is
    not logged took at most the threshold, so that the truth lies between ops that take nothing and ops that take that.
    """
    rate, late = 4_000, 10_000_000
    schedule = {100_000: 5_000_000, 120_000: 20_000_000, 150_000: 80_000_000}
    record, read, stops = run_with_stops(tmp_path, schedule, (
        "--profile", "quick", "--rounds", 1, "--load", "100", "--arrivals", "fixed", "--capacity", str(rate)))
    (steady,) = [phase for phase in record["phases"] if phase["phase"] == "steady"]
    gaps = [(gap["start_ns"], gap["length_ns"]) for gap in read("interruptions") if gap["phase"] == "steady"]
    assert record["interruptions_lost"] == 0
    histograms = read("histograms")
    seen = {name: sum(count for index, count in histograms[name]["counts"] if highest(index) > late)
            for name in ("service", "response")}
    assert 2 <= seen["service"] <= sum(length >= late for _, length in gaps), "each long op is in the log"
    ops, longest = (record["metrics"][name] for name in ("ops", "response_max_ns"))

    def queue(service, bar):
        return late_ops(gaps, steady["start_ns"], ops, 1e9 / rate, service, bar)
    (fewest, _), (most, slowest) = queue(0, 1.002 * late), queue(2 * record["interruption_threshold_ns"], 0.998 * late)
    # A tenth, and below a period, for what went by between the start of the phase and that of its arrivals: a busy
    # machine may have taken the processor there.
    assert 250 < 0.9 * fewest <= seen["response"] <= 1.1 * most
    assert max(stop.length for stop in stops) <= longest <= 1.002 * slowest + 1e9 / rate


@pytest.mark.parametrize("variant, workload, phase, cause", [
    ("unique", "cascade_drop", "steady", "cascade"),
    ("shared", "tree_build", "drop", "cascade"),
    ("boehm", "tree_build", "steady", "stw"),
    ("boehm", "tree_build", "trim", "trim"),
])
def test_the_longest_interruption_has_its_cause(variant, workload, phase, cause, tmp_path):
    result, _ = run_child(variant, workload, tmp_path, scale="default", rounds=2)
    gaps = [gap for gap in result["interruptions"] if gap["phase"] == phase]
    # What a busy machine takes the processor from for half of the time is preempted, whatever it did meanwhile.
    own = [gap for gap in gaps if gap["cause"] != "preempted"]
    (reading,) = [reading for reading in result["phases"] if reading["phase"] == phase]
    assert len(own) == len(gaps) or reading["involuntary_switches"] > 0
    assert cause in {gap["cause"] for gap in own} or len(own) < len(gaps)


def test_slices_are_the_incremental_collectors_work_outside_its_stops(tmp_path):
    result, _ = run_child("boehm", "tree_build", tmp_path, scale="default", rounds=2, config="incremental")
    causes = {gap["cause"] for gap in result["interruptions"] if gap["phase"] == "steady"}
    assert {"stw", "slice"} <= causes
    nothing, _ = run_child("boehm", "null", tmp_path, scale="default", rounds=200, config="incremental")
    assert not {"stw", "slice"} & {gap["cause"] for gap in nothing["interruptions"] if gap["phase"] == "steady"}


def test_every_pause_lies_in_an_interruption(tmp_path):
    result, _ = run_child("boehm", "tree_build", tmp_path, scale="default", rounds=2)
    pauses = [pause for pause in result["pauses"] if pause["length_ns"] > result["interruption_threshold_ns"] + 2000]
    assert pauses
    for pause in pauses:
        assert any(gap["start_ns"] <= pause["start_ns"] + 2000 and
                   pause["start_ns"] + pause["length_ns"] <= gap["start_ns"] + gap["length_ns"] + 2000
                   for gap in result["interruptions"])
