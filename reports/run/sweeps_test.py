"""Sweeps, growth and time against space, by plain loops over the lines of results.jsonl."""

import json
import math
import statistics
from dataclasses import replace

import pytest

from reports.analysis import space
from reports.analysis.findings import Findings
from reports.analysis.growth import growth
from reports.figures import live_scaling
from reports.figures import space as space_figure
from reports.run import names
from reports.run.load import load_run
from reports.run.sweeps import along
from reports.run.topics import topics


def lines_of(directory):
    return [json.loads(line) for line in (directory / "results.jsonl").read_text().splitlines()]


def label_of(cell):
    return cell["variant"] + ":" * bool(cell["config"]) + cell["config"] + " · " + cell["allocator"]


def values(directory, metric, label, **parameters):
    """Block -> the metric of the only trial of that cell, straight from the file."""
    return {line["block"]: line["metrics"][metric] for line in lines_of(directory)
            if label_of(line["cell"]) == label and parameters.items() <= line["cell"].items()}


def naive_ratio(above, below):
    """exp of the median of all means of two log ratios, each with itself too."""
    logs = [math.log(above[block] / below[block]) for block in above]
    return math.exp(statistics.median((a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]))


@pytest.fixture(scope="module")
def live(live_run):
    return along(topics(load_run(live_run)), "live_mib")


@pytest.fixture(scope="module")
def open_loop(live):
    return next(sweep for sweep in live if sweep.open_loop)


def line_of(sweep, label):
    return next(line for line in sweep.lines if line.cell.label == label)


def test_topics_that_differ_in_one_parameter_are_a_sweep(live, live_run, threads_run):
    assert [(sweep.steps, sweep.open_loop) for sweep in live] == [([1, 64], False), ([1, 16, 64], True)]
    assert live[1].title == "request_server (quick, 1 thread, load 50 % = 41.7 k ops/s)"
    assert len(live[1].lines) == 8 and line_of(live[1], "boehm · glibc").measured == [1, 16, 64]
    [threads] = along(topics(load_run(threads_run)), "threads")
    assert threads.steps == [1, 2, 4] and threads.title == "null (quick, closed loop)"
    assert along(topics(load_run(threads_run)), "live_mib") == []
    assert along(topics(load_run(live_run)), "threads") == []


def test_a_line_keeps_its_cells_apart_and_skips_what_failed(open_loop):
    line = line_of(open_loop, "shared · jemalloc")
    assert {(entry.cell.label, entry.cell.setting.live_mib) for entry in line.entries.values()} == {
        ("shared · jemalloc", 1), ("shared · jemalloc", 16), ("shared · jemalloc", 64)}
    line.entries[64] = replace(line.entries[64], trials=[])
    assert line.measured == [1, 16]


@pytest.mark.parametrize("metric", ["response_p99_ns", "service_p99_ns"])
@pytest.mark.parametrize("label", ["boehm · glibc", "unique · jemalloc"])
def test_growth_is_the_paired_ratio_of_the_largest_to_the_smallest(live_run, open_loop, metric, label):
    found = growth(line_of(open_loop, label), metric)
    wanted = naive_ratio(values(live_run, metric, label, live_mib=64, load=50),
                         values(live_run, metric, label, live_mib=1, load=50))
    assert (found.first, found.last, found.interval.n) == (1, 64, 6)
    assert found.interval.estimate == pytest.approx(wanted)
    assert found.factor.startswith(f"{wanted:.3g}-fold [")


def test_the_invented_pauses_grow_and_service_times_hide_it(open_loop):
    line = line_of(open_loop, "boehm · glibc")
    assert growth(line, "response_p99_ns").interval.low > 100
    service = growth(line, "service_p99_ns").interval
    assert service.low < 1 < service.high
    unique = growth(line_of(open_loop, "unique · glibc"), "response_p99_ns").interval
    assert unique.low < 1 < unique.high


def test_there_is_no_growth_where_a_cell_did_not_keep_up(open_loop):
    line = line_of(open_loop, "boehm · glibc")
    last = line.entries[64]
    worn = replace(last.trials[0], notes=["saturated"])
    entries = {**line.entries, 64: replace(last, trials=[worn, *last.trials[1:]])}
    found = growth(replace(line, entries=entries), "response_p99_ns")
    assert found.interval is None and found.factor == "saturated in 1 of 6 trials at 64 MiB"
    assert growth(replace(line, entries=entries), "service_p99_ns").interval.n == 6
    assert growth(replace(line, entries={1: line.entries[1]}), "service_p99_ns") is None


def test_spots_are_medians_above_the_baseline_and_paired_ratios(heap_run):
    findings = Findings.of(load_run(heap_run))
    spots = {spot.cell.label: spot for spot in space.spots(findings, findings.topics[0])}
    assert len(spots) == 6 + 2 * 3
    base = values(heap_run, "cpu_ns_per_op", "unique · glibc")
    limits = sorted({line["cell"]["heap_limit_bytes"] for line in lines_of(heap_run)
                     if line["cell"]["heap_limit_bytes"]})
    for label, heap, name in (("boehm · glibc", limits[2], "boehm @ 3× · glibc"),
                              ("boehm:incremental · glibc", limits[0], "boehm:incremental @ 1.1× · glibc"),
                              ("value · jemalloc", None, "value · jemalloc")):
        peak, start, cpu = (values(heap_run, metric, label, heap_limit_bytes=heap)
                            for metric in ("rss_peak_bytes", "rss_baseline_bytes", "cpu_ns_per_op"))
        assert spots[name].rss.estimate == statistics.median(peak[block] - start[block] for block in peak)
        assert spots[name].cpu.interval.estimate == pytest.approx(naive_ratio(cpu, base))
    curves = space.curves(list(spots.values()))
    assert {label: [spot.cell.heap_factor for spot in its] for label, its in curves.items()} == {
        "boehm · glibc": [1.1, 1.5, 3], "boehm:incremental · glibc": [1.1, 1.5, 3]}


def test_the_space_table_has_each_heap_with_its_smallest(heap_run):
    findings = Findings.of(load_run(heap_run))
    [topic] = findings.topics
    assert {heap.cell for heap in findings.run.manifest.smallest_heaps} == {
        "tree_build boehm/glibc", "tree_build boehm:incremental/glibc"}
    rows = dict(space_figure.table(topic, space.spots(findings, topic)).rows)
    assert rows["boehm @ 1.5× · glibc"][:3] == ["72.0 MiB", "1.5 ×", "108 MiB"]
    assert rows["unique · glibc"][:3] == [live_scaling.ABSENT] * 3 and rows["unique · glibc"][4] == "1"


def test_labels_are_those_of_the_runner(live_run, threads_run):
    [first, *_] = topics(load_run(live_run))
    assert names.runner_label(first.cells[0].cell) == "request_server value/glibc, 1 MiB live"
    last = topics(load_run(live_run))[-1]
    assert names.runner_label(last.cells[-1].cell) == (
        "request_server boehm:incremental/glibc, 64 MiB live, load 50 %")
    assert names.runner_label(topics(load_run(threads_run))[1].cells[0].cell) == "null value/glibc, 2 threads"
