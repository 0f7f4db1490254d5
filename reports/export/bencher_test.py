"""The file keeps Bencher's rules, and a metric is the median of the trials with its interval."""

import json
import statistics
from pathlib import Path

import pytest

from reports.export import bencher
from reports.export.quantities import QUANTITIES
from reports.run import names
from reports.run.load import load_run
from reports.testing.consumers import Refused
from reports.testing.consumers import bencher as accepted
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/bencher.json"


def text(run, metrics=(), **asked):
    return bencher.export(choice(run, metrics, **asked)).text


def test_metrics_are_medians_with_their_intervals(sample):
    found = accepted(text(sample))
    assert len(found) == 8
    for cell, measured in found.items():
        trials = [trial for trial in sample.trials if names.of_cell(trial.cell) == cell]
        for metric in ("cpu_ns_per_op", "rss_peak_bytes", "service_p99_ns"):
            values = [trial.metrics[metric] for trial in trials]
            assert measured[metric.replace("_", "-")] == {
                "value": statistics.median(values), "lower_value": min(values), "upper_value": max(values)}
    open_loop = next(measured for cell, measured in found.items() if cell.endswith("/load:50/arrivals:fixed"))
    assert "response-p99-ns" in open_loop and set(open_loop["saturated"]) == {"value"}


def test_few_blocks_have_no_interval(sample):
    assert all(set(metric) == {"value"} for measured in accepted(text(sample, blocks=["1"])).values()
               for metric in measured.values())


def test_measures_have_names_that_are_slugs():
    slugs = [bencher.slug(name) for name in QUANTITIES]
    assert len(set(slugs)) == len(slugs) and all(slug.replace("-", "").isalnum() and len(slug) <= 64 for slug in slugs)


def test_hostile_names_are_plain_ones(tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    assert all(name.isascii() and " " not in name and "<" not in name for name in accepted(text(run)))


def test_the_text_is_the_golden_one(sample):
    assert text(sample, ["rss_peak_bytes", "cpu_ns_per_op"], workloads=["null"]) == GOLDEN.read_text()


@pytest.mark.parametrize("damage, refused", [
    (lambda measured: measured["cpu-ns-per-op"].pop("value"), "required"),
    (lambda measured: measured["cpu-ns-per-op"].update(value=float("inf")), "Infinity"),
    (lambda measured: measured["cpu-ns-per-op"].update(lower_value=1e9), "outside its interval"),
    (lambda measured: measured["cpu-ns-per-op"].update(mean=1), "mean"),
    (lambda measured: measured.update({"m" * 65: {"value": 1}}), "the measure"),
    (lambda measured: measured.clear(), "enough properties|non-empty")])
def test_the_rules_refuse_what_bencher_would(damage, refused):
    found = json.loads(GOLDEN.read_text())
    damage(next(iter(found.values())))
    with pytest.raises(Refused, match=refused):
        accepted(json.dumps(found))
