"""Every metric and every kind of figure can be found by what it is about."""

from functools import partial

from reports.analysis.findings import Findings
from reports.analysis.ratios import METRICS
from reports.page import catalogue, chapters
from reports.run import metrics
from reports.run.load import load_run

OF_NONE = {"setup_ns", "steady_ns", "drop_ns", "trim_ns"}


def test_metrics_have_a_family(live_run):
    run = load_run(live_run)
    names = {name for trial in run.trials for name in trial.metrics} | set(METRICS) | {"interrupted_share"}
    assert {name for name in names if not metrics.described(run.metrics, name).family} == OF_NONE & names
    assert {metric.family for metric in run.metrics.values()} <= {"", *metrics.FAMILIES}, "all can be picked"
    assert metrics.described(run.metrics, "interrupted_share").family == "interruptions"


def test_figures_have_families_that_are_offered(live_run, heap_run, threads_run):
    for run in map(load_run, (live_run, heap_run, threads_run)):
        for job in catalogue.jobs(Findings.of(run)):
            found = chapters.of_figure(run.metrics, job.kind, job.name, job.closed_loop)
            assert found or job.kind == "claims", f"no choice of metrics would hide {job.name}"
            assert set(found) <= set(metrics.FAMILIES), job.name


def test_only_figures_of_an_open_loop_are_about_response_times(live_run):
    run = load_run(live_run)
    found = {job.name: "response" in chapters.of_figure(run.metrics, job.kind, job.name, job.closed_loop)
             for job in catalogue.jobs(Findings.of(run))
             if job.kind in ("latency", "heat", "live")}
    assert len(found) == 6 + 6 + 2
    assert all(about == ("load" in name) for name, about in found.items()), found


def test_figures_of_a_metric_are_of_its_family(live_run):
    of = partial(chapters.of_figure, load_run(live_run).metrics)
    assert of("ratios", "ratios-rss_peak_bytes") == ("memory",)
    assert of("ratios", "ratios-p99_ns") == ("service", "response")
    assert of("claims", "claims") == ()
    assert of("threads", "threads-x") == ("throughput", "cpu")
    assert "interruptions" in of("live", "live-x")
    assert of("latency", "latency-x", closed_loop=True) == ("service",)
    assert of("mmu", "mmu-x", closed_loop=True) == of("mmu", "mmu-x")
