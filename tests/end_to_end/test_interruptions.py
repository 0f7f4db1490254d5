"""Known stops must come back from the interruption log, with their cause, and lift response times as they should."""

import itertools
import json

import pytest

from built_suite import BIN, bench_all, quiet_host, run_child, trials

SCHEDULE = {100_000: 2_000_000, 160_000: 5_000_000, 220_000: 20_000_000, 280_000: 80_000_000}


def run_with_stops(folder, form="", *words):
    """One trial of alloc_churn under unique whose mallocs stop by SCHEDULE: its record, its files, the stops."""
    log = folder / "stops"
    schedule = form + ",".join(f"{call}:{ns}" for call, ns in SCHEDULE.items())
    out = folder / "run"
    bench_all("run", "--no-lock", "--no-primitives", "--profile", "default", "--blocks", 1, "--trials", 1,
              "--rounds", 4, "--workload", "alloc_churn", "--variant", "unique", "--allocator", "glibc",
              "--env", f"LD_PRELOAD={BIN / 'shims/scheduled_sleep.so'}", "--env", f"OVG_SLEEP_AT={schedule}",
              "--env", f"OVG_SHIM_LOG={log}", "--out", out, *words, *quiet_host(folder))
    (record,) = trials(out)
    assert record["status"] == "ok", record["reason"]
    # Pilots with fewer rounds come before the trial, and each reaches a part of the schedule.
    stops = [tuple(map(int, line.split())) for line in log.read_text().splitlines()][-len(SCHEDULE):]
    return record, lambda name: json.loads((out / record[name]).read_text()), stops


def test_a_known_schedule_is_recovered_from_the_log(tmp_path):
    record, read, stops = run_with_stops(tmp_path)
    # What the machine does in between is long too, but it is preemption or a page fault, and says so.
    found = [gap for gap in read("interruptions")
             if gap["phase"] == "steady" and gap["cause"] == "unknown" and gap["length_ns"] > 1_500_000]
    assert len(found) == len(stops)
    for gap, (_, length), planned in zip(found, stops, SCHEDULE.values()):
        assert gap["length_ns"] == pytest.approx(length, rel=0.02, abs=100_000)
        assert gap["length_ns"] >= planned
    starts = [start for start, _ in stops]
    assert [gap["start_ns"] - found[0]["start_ns"] for gap in found] == [
        pytest.approx(start - starts[0], abs=100_000) for start in starts]


def test_work_that_nobody_asked_for_is_unknown_too(tmp_path):
    _, read, stops = run_with_stops(tmp_path, "spin:")
    long = [gap for gap in read("interruptions") if gap["phase"] == "steady" and gap["length_ns"] > 15_000_000]
    assert [gap["cause"] for gap in long] == ["unknown"] * 2


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
            assert record["metrics"][name]["value"] == pytest.approx(utilisation(stops, begin, end, window), abs=1e-9)
    assert record["metrics"]["mmu_10ms"]["value"] == 0, "20 and 80 ms stops leave nothing of 10 ms"
    curve = read("mmu")
    for window, mmu, bmu, *_ in curve["rows"][::7]:
        assert mmu == pytest.approx(utilisation(stops, begin, end, window), abs=1e-9)
        assert bmu <= mmu + 1e-12
    bounded = [row[2] for row in curve["rows"]]
    assert all(low <= high + 1e-12 for low, high in itertools.pairwise(bounded)), "BMU never falls"


def test_stops_lift_response_times_as_a_queue_does(tmp_path):
    """The ops that respond later than x are those of the queue that a stop of length S leaves behind:
    (S + service - x) / (period - service) for each stop, with constant arrivals and service."""
    rate = 100_000
    record, read, stops = run_with_stops(tmp_path, "", "--load", "100", "--capacity", str(rate))
    period = 1e9 / rate
    service = record["metrics"]["service_p50_ns"]["value"]
    late = 10_000_000
    predicted = sum((length + service - late) / (period - service) for _, length in stops if length > late)
    histograms = read("histograms")
    seen = {name: sum(count for index, count in histograms[name]["counts"] if highest(index) > late)
            for name in ("service", "response")}
    assert seen["service"] == 2, "one op for each of the two longer stops"
    assert seen["response"] == pytest.approx(predicted, rel=0.1)
    assert record["metrics"]["response_max_ns"]["value"] == pytest.approx(max(length for _, length in stops), rel=0.03)


def highest(index):
    if index < 2048:
        return index
    shift = index // 1024 - 1
    return ((index % 1024 + 1024 + 1) << shift) - 1


@pytest.mark.parametrize("variant, workload, phase, cause", [
    ("unique", "cascade_drop", "steady", "cascade"),
    ("shared", "tree_build", "drop", "cascade"),
    ("boehm", "tree_build", "steady", "stw"),
    ("boehm", "tree_build", "trim", "trim"),
])
def test_the_longest_interruption_has_its_cause(variant, workload, phase, cause, tmp_path):
    result, _ = run_child(variant, workload, tmp_path, scale="default", rounds=2)
    own = [gap for gap in result["interruptions"] if gap["phase"] == phase and gap["cause"] != "preempted"]
    assert max(own, key=lambda gap: gap["length_ns"])["cause"] == cause


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
