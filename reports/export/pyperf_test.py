"""The file keeps pyperf's rules (reports/testing/pyperf_rules.py), and its values are those of the trials."""

import json
import statistics
from dataclasses import replace
from pathlib import Path

import pytest

from reports.export import pyperf
from reports.export.quantities import QUANTITIES
from reports.run import names
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.run.metrics import described
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.pyperf_rules import Refused, load
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/pyperf.json"
NULL = "null/unique/glibc/quick/threads:1"


def exported(run, metrics=(), **asked):
    return pyperf.export(choice(run, metrics, **asked))


def of_cell(run, name):
    return sorted((t for t in run.trials if names.of_cell(t.cell) == name), key=lambda trial: trial.block)


def test_values_are_seconds_and_bytes_of_each_block(sample):
    found = load(exported(sample).text)
    assert len({name.rsplit("/", 1)[0] for name in found}) == 8
    for name, runs in found.items():
        cell, metric = name.rsplit("/", 1)
        trials = of_cell(sample, cell)
        unit, factor = {"ns": ("second", 1e9), "bytes": ("byte", 1), "collections": ("integer", 1)}[
            sample.metrics[metric].unit]
        assert len(runs) == 6 and all(run["warmups"] is None and len(run["values"]) == 1 for run in runs)
        for trial, run in zip(trials, runs):
            assert run["metadata"]["unit"] == unit and run["metadata"]["block"] == trial.block
            assert run["values"][0] * factor == pytest.approx(trial.metrics[metric], rel=1e-12)
    assert len(found[f"{NULL}/cpu_ns_per_op"]) == 6 and f"{NULL}/ops_per_s" not in found


def test_loops_make_the_time_that_was_measured_and_durations_are_of_processes(sample):
    found = load(exported(sample).text)
    for trial, run in zip(of_cell(sample, NULL), found[f"{NULL}/cpu_ns_per_op"]):
        steady = trial.steady
        assert run["values"][0] * run["metadata"]["loops"] == pytest.approx(steady.cpu_ns / 1e9)
        assert run["metadata"]["duration"] == trial.env.lifetime_ns / 1e9
    assert not any("loops" in run["metadata"] for name, runs in found.items() for run in runs
                   if not name.endswith("/cpu_ns_per_op"))
    bare = [replace(t, env=replace(t.env, lifetime_ns=0), metrics={k: v for k, v in t.metrics.items() if k != "ops"})
            for t in sample.trials]
    for run in load(exported(replace(sample, trials=bare)).text)[f"{NULL}/cpu_ns_per_op"]:
        assert not {"loops", "duration"} & set(run["metadata"])


def test_pyperf_takes_less_for_better_and_so_it_is(sample):
    found = [described(sample.metrics, name) for name in QUANTITIES]
    assert {one.better for one in found if one.unit in pyperf.UNITS} == {"less"}


def test_what_pyperf_cannot_hold_is_left_out_and_said(sample):
    found = exported(sample)
    assert any(words.startswith("left out, since pyperf has no such unit: ops_per_s, ")
               for words in found.remarks)
    assert any(words.startswith("gc_pause_max_ns: left out, since a value is zero or less: ")
               for words in found.remarks)
    assert not [name for name in load(found.text) if name.endswith(("_share", "/saturated", "/bloat", "/ops_per_s"))]
    with pytest.raises(ReportError, match="no chosen metric is a time or a number of bytes"):
        exported(sample, ["ops_per_s", "*_share"])


def test_trials_of_a_block_are_one_run(sample):
    first = of_cell(sample, NULL)[0]
    more = [replace(first, trial_id=f"again{n}", repeat=n, metrics={**first.metrics, "rss_peak_bytes": n})
            for n in (2, 3)]
    run = load(exported(replace(sample, trials=[*sample.trials, *more])).text)[f"{NULL}/rss_peak_bytes"][0]
    assert run["values"] == [statistics.median([first.metrics["rss_peak_bytes"], 2, 3])]
    assert run["metadata"]["duration"] == pytest.approx(3 * first.env.lifetime_ns / 1e9)


def test_hostile_and_missing_texts_are_metadata_all_the_same(sample, tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    found = load(exported(run).text)
    assert found and all(name.isascii() and " " not in name for name in found)
    manifest = replace(sample.manifest, run_id=" \n", host={"cpu": "two\nlines"})
    runs = load(exported(replace(sample, manifest=manifest)).text)[f"{NULL}/cpu_ns_per_op"]
    assert runs[0]["metadata"]["run_id"] == "n/a" and runs[0]["metadata"]["machine"] == "two lines"


def test_the_text_is_the_golden_one(sample):
    found = exported(sample, ["rss_peak_bytes", "cpu_ns_per_op"], workloads=["null"], blocks=["1", "2"])
    assert found.text == GOLDEN.read_text()


@pytest.mark.parametrize("damage, refused", [
    (lambda suite: suite.update(version="1.1"), "version"),
    (lambda suite: suite.update(benchmarks=[]), "no benchmarks"),
    (lambda suite: suite["benchmarks"].append(suite["benchmarks"][0]), "two benchmarks are called"),
    (lambda suite: suite["benchmarks"][0]["metadata"].pop("name"), "without a name"),
    (lambda suite: suite["benchmarks"][0].update(runs=[]), "without runs"),
    (lambda suite: suite["benchmarks"][0]["metadata"].update(unit="ns"), "'unit'"),
    (lambda suite: suite["metadata"].update(machine="two\nlines"), "'machine'"),
    (lambda suite: suite["metadata"].update(machine=""), "'machine'"),
    (lambda suite: suite["metadata"].update(machine=None), "'machine'"),
    (lambda suite: suite["benchmarks"][0]["runs"][0].update(values=[0]), "value 0"),
    (lambda suite: suite["benchmarks"][0]["runs"][0].update(values=[True]), "value True"),
    (lambda suite: suite["benchmarks"][0]["runs"][0].update(values=[]), "without values"),
    (lambda suite: suite["benchmarks"][0]["runs"][0].update(values=[float("nan")]), "NaN"),
    (lambda suite: suite["benchmarks"][0]["runs"][0]["metadata"].update(loops=0), "'loops'"),
    (lambda suite: suite["benchmarks"][0]["runs"][0]["metadata"].update(loops=1.5), "'loops'"),
    (lambda suite: suite["benchmarks"][0]["runs"][0]["metadata"].update(unit="byte"), "unit differs")])
def test_the_rules_refuse_what_pyperf_would(damage, refused):
    suite = json.loads(GOLDEN.read_text())
    damage(suite)
    with pytest.raises(Refused, match=refused):
        load(json.dumps(suite))
