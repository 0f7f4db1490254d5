"""Every metric and every kind of figure can be found by what it is about."""

import json

from reports.analysis.findings import Findings
from reports.analysis.ratios import METRICS
from reports.page import catalogue, chapters
from reports.run import metrics
from reports.run.load import load_run

OF_NONE = {"setup_ns", "steady_ns", "drop_ns", "trim_ns"}


def test_metrics_have_a_family(live_run):
    lines = [json.loads(line) for line in (live_run / "results.jsonl").read_text().splitlines()]
    names = {name for line in lines for name in line["metrics"]} | set(METRICS) | {"interrupted_share"}
    assert {name for name in names if not metrics.of_metric(name)} == OF_NONE & names
    assert metrics.of_metric("gc_mmu_1ms") == "collections" and metrics.of_metric("ops") == "throughput"


def test_figures_have_families_that_are_offered(live_run, heap_run, threads_run):
    for run in map(load_run, (live_run, heap_run, threads_run)):
        for job in catalogue.jobs(Findings.of(run)):
            found = chapters.of_figure(job.kind, job.name, job.closed_loop)
            assert found or job.kind == "claims", f"no choice of metrics would hide {job.name}"
            assert set(found) <= set(metrics.FAMILIES), job.name


def test_only_figures_of_an_open_loop_are_about_response_times(live_run):
    found = {job.name: "response" in chapters.of_figure(job.kind, job.name, job.closed_loop)
             for job in catalogue.jobs(Findings.of(load_run(live_run)))
             if job.kind in ("latency", "heat", "live")}
    assert len(found) == 6 + 6 + 2
    assert all(about == ("load" in name) for name, about in found.items()), found


def test_figures_of_a_metric_are_of_its_family():
    assert chapters.of_figure("ratios", "ratios-rss_peak_bytes") == ("memory",)
    assert chapters.of_figure("ratios", "ratios-p99_ns") == ("service", "response")
    assert chapters.of_figure("claims", "claims") == ()
    assert chapters.of_figure("threads", "threads-x") == ("throughput", "cpu")
    assert "interruptions" in chapters.of_figure("live", "live-x")
    assert chapters.of_figure("latency", "latency-x", closed_loop=True) == ("service",)
    assert chapters.of_figure("mmu", "mmu-x", closed_loop=True) == chapters.of_figure("mmu", "mmu-x")
