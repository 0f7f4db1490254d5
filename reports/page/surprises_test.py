"""The lines that tell of predictions: every outcome counted once, and the largest contradictions first."""

import math
from dataclasses import replace

import pytest

from reports.analysis import predictions
from reports.analysis.findings import Findings
from reports.page import surprises
from reports.run.manifest import Metric
from reports.testing.synthetic_cells import Values, run_of

METRICS = {name: Metric("ns", "less", "time", "", words)
           for name, words in (("cpu_ns_per_op", "CPU time per op"), ("service_p99_ns", "service time, p99"))}


def predicted(variant, than, expect="less", by=1, metric="cpu_ns_per_op"):
    return {"metric": metric, "variant": variant, "than": than, "expect": expect, "by": by}


def said(levels, stated, workloads=("w",), **more):
    """The lines on runs of these levels (variant -> ns per op and p99) and predictions, alike in all workloads."""
    cells = [Values(variant, {"cpu_ns_per_op": level, "service_p99_ns": level}, workload=workload, **more)
             for workload in workloads for variant, level in levels.items()]
    run = run_of(cells, {workload: {"predictions": stated} for workload in workloads})
    findings = Findings.of(replace(run, manifest=replace(run.manifest, metrics=METRICS)))
    judged = predictions.judge(findings)
    assert judged.refused == []
    return surprises.lines(findings, judged)


def test_every_outcome_is_counted():
    wild = [math.exp((-1) ** block) for block in range(12)]
    lines = said({"unique": 1.0, "value": 0.5, "shared": wild, "boehm": 3.0}, [
        predicted("value", "unique"), predicted("value", "boehm"), predicted("boehm", "unique"),
        predicted("shared", "unique"), predicted("cow", "unique")])
    assert lines == ["predictions: 2 confirmed, 1 contradicted, 1 undecided, 1 not measured",
                     "  1. w: boehm / unique CPU time per op 3.00 [3.00, 3.00]; the card expected under 1.00"]


def test_the_largest_contradictions_come_first_and_one_of_a_workload_and_pair():
    stated = [predicted("value", "unique", by=2), predicted("unique", "value", "more", by=50),
              predicted("value", "unique", by=30, metric="service_p99_ns"),
              predicted("boehm", "unique", "alike", 1.02), predicted("shared", "unique", "more", 10),
              predicted("boehm", "value", by=1.5)]
    lines = said({"unique": 1.0, "value": 1.0, "shared": 1.1, "boehm": 2.0}, stated, workloads=("a", "b"))
    assert lines[0] == "predictions: 0 confirmed, 12 contradicted, 0 undecided, 0 not measured"
    # 50 and 30 times are missed by the same pair; 10 times come next.
    assert [line.split(" CPU")[0] for line in lines[1:]] == [
        "  1. a: unique / value", "  2. b: unique / value", "  3. a: shared / unique"]


def test_settings_are_told_apart_and_lines_are_wrapped():
    lines = said({"unique": 1.0, "value": 1.0}, [predicted("value", "unique", "more", 7, "service_p99_ns")],
                 workloads=("a_workload_with_a_very_long_name/in_a_form",), live_mib=16, load=50, threads=2)
    assert max(map(len, lines)) <= 100 and len(lines) == 3 and lines[2].startswith("     ")
    assert " ".join(" ".join(lines[1:]).split()) == (
        "1. a_workload_with_a_very_long_name/in_a_form, 2 threads, 16 MiB live, load 50 %: value / unique "
        "service time, p99 1.00 [1.00, 1.00]; the card expected over 7.00")


def test_nothing_is_said_where_nothing_is_predicted():
    assert said({"unique": 1.0, "value": 1.0}, []) == []


@pytest.mark.parametrize("side, told", [("base", True), ("head", False)])
def test_of_two_sides_the_base_is_told(side, told):
    run = run_of([Values(variant, {"cpu_ns_per_op": 1.0}) for variant in ("unique", "value")],
                 {"w": {"predictions": [predicted("value", "unique", "more", 2)]}})
    findings = Findings.of(replace(run, manifest=replace(run.manifest, metrics=METRICS)))
    topics = [replace(topic, setting=replace(topic.setting, side=side)) for topic in findings.topics]
    findings = Findings(findings.run, topics)
    assert bool(surprises.lines(findings, predictions.judge(findings))) == told
