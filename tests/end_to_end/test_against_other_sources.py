"""The suite's numbers beside the same facts from others: libgc's log, GNU time, a library that sleeps."""

import json
import math
import re
import signal
import subprocess

import pytest
from built_suite import bench_all, measured, quiet_host, run_child
from planted_stops import as_options, gaps_of, read_stops, sleeping, tightest


def test_pauses_are_those_that_libgc_prints(tmp_path):
    """Each 'World-stopped marking took 6 ms 310684 ns', which libgc measures around what it reports as a pause."""
    result, printed = run_child("boehm", "tree_build", tmp_path, scale="default", rounds=4, env={"GC_PRINT_STATS": "1"})
    marks = [int(ms) * 1_000_000 + int(ns)
             for ms, ns in re.findall(r"World-stopped marking took (\d+) ms (\d+) ns", printed)]
    pauses = [pause["length_ns"] for pause in result["pauses"]]
    marks = marks[-len(pauses):]  # libgc's own first one comes before any trial
    assert result["pauses_lost"] == 0 and len(pauses) == len(marks) >= 10
    assert max(pauses) == result["pause_max_ns"]
    # A busy machine may stop the process between its two readings of the time, though hardly in every pause.
    assert min(abs(pause - mark) / mark for pause, mark in zip(pauses, marks)) < 0.10


@pytest.mark.parametrize("variant", ["unique", "boehm"])
def test_peak_rss_is_what_gnu_time_prints(variant, tmp_path):
    report = tmp_path / "time"
    result, _ = run_child(variant, "tree_build", tmp_path, scale="default",
                          wrapper=("/usr/bin/time", "--verbose", "--output", str(report)))
    kib = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", report.read_text())[1])
    assert result["memory"]["peak_bytes"] == pytest.approx(kib * 1024, rel=0.02)


@pytest.mark.parametrize("form", ["", "spin:"])
def test_a_schedule_stops_at_its_calls_and_for_its_times(form, tmp_path):
    schedule = {20_000: 20_000_000, 40_000: 30_000_000, 50_000: 60_000_000}
    log = tmp_path / "stops"
    words = ",".join(f"{call}:{ns}" for call, ns in schedule.items())
    result, _ = run_child("unique", "employee_bonus/fifo", tmp_path, scale="quick", rounds=1,
                          env=sleeping(form + words, log))
    stops = read_stops(log)
    assert len(stops) == len(schedule)
    assert all(stop.length >= ns for stop, ns in zip(stops, schedule.values()))
    gaps_of(stops, result["interruptions"], 2 * (result["epoch_monotonic_ns"],))
    # Sleeping leaves the processor to others, spinning does not.
    assert all((stop.cpu >= ns) == (form == "spin:") for stop, ns in zip(stops, schedule.values()))
    assert sum(phase["cpu_ns"] for phase in result["phases"]) >= sum(stop.cpu for stop in stops)


@pytest.mark.parametrize("schedule", ["", "5", "5:", "0:1", "9:1,8:1", "every:5", "every:5:1,6:1", "spin:", "1:1x"])
def test_a_schedule_that_cannot_be_read_stops_the_process(schedule, tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("unique", "null", tmp_path, env=sleeping(schedule))
    assert failure.value.returncode == -signal.SIGABRT
    assert "OVG_SLEEP_AT" in failure.value.stdout


def test_slept_mallocs_are_recovered_as_interruptions(tmp_path):
    """Every 100 000th malloc sleeps 5 ms. Each sleep is one interruption, at its time."""
    log = tmp_path / "stops"
    result, _ = run_child("unique", "employee_bonus/fifo", tmp_path, scale="quick", rounds=8,
                          env=sleeping("every:100000:5000000", log))
    stops = read_stops(log)
    assert len(stops) >= 15
    gaps = gaps_of(stops, result["interruptions"], 2 * (result["epoch_monotonic_ns"],))
    assert tightest(stops, gaps) < 0.04


def test_slept_mallocs_lift_the_right_percentile(tmp_path):
    """An op of fifo makes 50 mallocs, so one op in 2000 sleeps: beyond p99.9, and within p99.99, unless the machine
    adds long ops of its own. Then those count as well: each long op is in the log and in the histogram."""
    out, log = tmp_path / "run", tmp_path / "stops"
    bench_all("run", "--no-lock", "--no-primitives", "--profile", "quick", "--blocks", 1, "--rounds", 60,
              "--workload", "employee_bonus/fifo", "--variant", "unique", "--allocator", "glibc",
              *as_options(sleeping("every:100000:5000000", log)), "--out", out, *quiet_host(tmp_path))
    record, = measured(out)
    gaps = json.loads((out / record["interruptions"]).read_text())
    long_ones = [gap for gap in gaps if gap["phase"] == "steady" and gap["length_ns"] >= 5_000_000]
    of_stops = gaps_of(read_stops(log), gaps)
    assert sum(gap["phase"] == "steady" for gap in of_stops) >= 119, "of 12 million mallocs"
    ops = int(record["metrics"]["ops"])
    for metric, rank in (("service_p999_ns", math.ceil(ops * 999 / 1000)),
                         ("service_p9999_ns", math.ceil(ops * 9999 / 10_000))):
        assert (record["metrics"][metric] >= 5_000_000) == (rank > ops - len(long_ones)), metric


def test_the_harness_adds_at_most_4_mib(tmp_path):
    result, _ = run_child("value", "null", tmp_path, scale="default", rounds=20)
    memory = result["memory"]
    assert 0 < memory["baseline_bytes"] - memory["at_start_bytes"] <= 4 << 20
    assert memory["peak_bytes"] - memory["at_start_bytes"] <= 4 << 20


def test_memory_is_sampled_no_more_often_than_was_asked_for(tmp_path):
    """Each time costs the child nothing but what two processors do to each other: it is read from outside."""
    for every_ms in (1, 0):
        out = tmp_path / f"run-{every_ms}"
        bench_all("run", "--no-lock", "--no-primitives", "--profile", "quick", "--blocks", 1, "--rounds", 60,
                  "--workload", "tree_build", "--variant", "unique", "--allocator", "glibc",
                  "--rss-every", every_ms, "--out", out, *quiet_host(tmp_path))
        (record,) = measured(out)
        samples = len(json.loads((out / record["rss_series"]).read_text())["rows"])
        assert samples == 0 if every_ms == 0 else 0 < samples <= record["env"]["lifetime_ns"] / (1e6 * every_ms)
