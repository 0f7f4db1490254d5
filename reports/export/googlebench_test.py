"""Google Benchmark's own compare.py takes the file, and says of it what can be worked out without it.

Rules after what its JSON reporter writes: fields of repetitions and of aggregates, finite numbers, one run for each
name and repetition. Golden text: any change of the file must be meant.
"""

import json
import math
import statistics
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from reports.export import googlebench
from reports.run.load import load_run
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/googlebench.json"
COMPARE = Path("/usr/share/benchmark/compare.py")  # of Debian's libbenchmark-tools
NULL = "null/unique/glibc/quick/threads:1"


def exported(run, metrics=(), **asked):
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")
    return json.loads(googlebench.export(choice(run, metrics, **asked)).text, parse_constant=refuse)


def repetitions(found, name):
    return [line for line in found["benchmarks"] if line["name"] == name]


def trials_of(run, workload, variant):
    found = [t for t in run.trials if (t.cell.setting.workload, t.cell.variant) == (workload, variant)]
    return sorted(found, key=lambda trial: trial.block)


def changed(run, factor):
    """The run with every time times a factor, which is given the number of the block."""
    def of(trial):
        by = factor(trial.block)
        return replace(trial, metrics={**trial.metrics, "cpu_ns_per_op": trial.metrics["cpu_ns_per_op"] * by * by,
                                       "ops_per_s": trial.metrics["ops_per_s"] / by})
    return replace(run, trials=[of(trial) for trial in run.trials])


# ---- What stands in the file -------------------------------------------------------------------------------


def test_times_are_per_op_and_of_the_trials(sample):
    for trial, line in zip(trials_of(sample, "null", "unique"), repetitions(exported(sample), NULL), strict=True):
        steady = trial.steady
        assert line["iterations"] == trial.metrics["ops"] and line["time_unit"] == "ns"
        assert line["real_time"] == pytest.approx(steady.length_ns / trial.metrics["ops"], rel=1e-9)
        assert line["cpu_time"] == trial.metrics["cpu_ns_per_op"] and line["block"] == trial.block
        assert line["rss_peak_bytes"] == trial.metrics["rss_peak_bytes"] and "cpu_ns_per_op" not in line


def test_repetitions_and_aggregates_are_as_google_benchmark_writes_them(sample):
    found = exported(sample)["benchmarks"]
    names = [line["name"] for line in found if line["run_type"] == "aggregate"]
    assert len(set(names)) == len(names) == 8 * 4
    for line in found:
        assert line["time_unit"] == "ns" and line["threads"] == 1 and line["repetitions"] == 6
        assert all(isinstance(line[key], int) for key in ("family_index", "per_family_instance_index", "iterations"))
        assert all(math.isfinite(value) for value in line.values() if isinstance(value, float))
        if line["run_type"] == "aggregate":
            assert line["name"] == f"{line['run_name']}_{line['aggregate_name']}" and line["iterations"] == 6
            of = [repetition["real_time"] for repetition in repetitions({"benchmarks": found}, line["run_name"])]
            expected = {"mean": statistics.mean(of), "median": statistics.median(of), "stddev": statistics.stdev(of),
                        "cv": statistics.stdev(of) / statistics.mean(of)}[line["aggregate_name"]]
            assert line["real_time"] == pytest.approx(expected)
            assert line["aggregate_unit"] == ("percentage" if line["aggregate_name"] == "cv" else "time")
        else:
            assert line["name"] == line["run_name"] and line["real_time"] > 0 and line["cpu_time"] > 0
    of_null = repetitions({"benchmarks": found}, NULL)
    assert [line["repetition_index"] for line in of_null] == list(range(6))
    zero = {line["aggregate_name"]: line for line in found if line["run_name"] == NULL and "aggregate_name" in line}
    assert zero["mean"]["gc_pause_share"] == 0 and "gc_pause_share" not in zero["cv"], "0/0 is no number"


def test_an_open_loop_says_that_its_time_is_given(sample):
    for line in exported(sample)["benchmarks"]:
        assert ("label" in line) == line["run_name"].startswith("request_server")
        assert "open loop" in line.get("label", "open loop")


def test_a_block_is_one_repetition_however_many_trials_it_has(sample):
    trial = trials_of(sample, "null", "unique")[0]
    again = [replace(trial, trial_id=f"again{n}", repeat=n, metrics={**trial.metrics, "cpu_ns_per_op": n, "ops": 1})
             for n in (2, 3)]
    found = repetitions(exported(replace(sample, trials=[*sample.trials, *again])), NULL)
    assert len(found) == 6 and found[0]["cpu_time"] == statistics.median([trial.metrics["cpu_ns_per_op"], 2, 3])
    assert found[0]["iterations"] == trial.metrics["ops"] + 2


def test_metrics_choose_counters_and_times_stay(sample):
    line = repetitions(exported(sample, ["bloat"], workloads=["request_server"]),
                       "request_server/boehm/glibc/quick/threads:1/live:1/load:50/arrivals:fixed")[0]
    assert {"real_time", "cpu_time", "bloat"} <= set(line) and "rss_peak_bytes" not in line


@pytest.mark.parametrize("damage", [{"ops_per_s": 0.0}, {"cpu_ns_per_op": 0.0}, {"ops": 0.0}, {"ops_per_s": 5e-324}])
def test_a_cell_without_times_is_left_out_by_name(sample, damage):
    trial = trials_of(sample, "null", "unique")[2]
    run = replace(sample, trials=[replace(t, metrics={**t.metrics, **damage}) if t == trial else t
                                  for t in sample.trials])
    found = googlebench.export(choice(run))
    assert not repetitions(json.loads(found.text), NULL)
    assert any(words == f"left out for want of times above zero: {NULL}" for words in found.remarks)


def test_hostile_texts_stay_texts(tmp_path):
    found = exported(load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100))))
    assert "<img" in found["context"]["machine"]
    assert len({line["name"] for line in found["benchmarks"] if line["run_type"] == "aggregate"}) == sum(
        line["run_type"] == "aggregate" for line in found["benchmarks"]) > 0
    assert all(line["name"].isascii() and " " not in line["name"] for line in found["benchmarks"])


def test_the_text_is_the_golden_one(sample):
    found = googlebench.export(choice(sample, ["rss_peak_bytes", "gc_pause_share"], workloads=["null"],
                                      variants=["unique"], blocks=["1", "2"]))
    assert found.text == GOLDEN.read_text()


# ---- What compare.py makes of it ---------------------------------------------------------------------------


def compared(tmp_path, *words):
    """What compare.py says of files, as it writes it itself: name -> entry."""
    if not COMPARE.exists():
        pytest.fail(f"{COMPARE} is missing: run scripts/setup --tests", pytrace=False)
    out = tmp_path / "compared.json"
    done = subprocess.run([sys.executable, COMPARE, "--no-color", "-d", out, *words], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return {entry["name"]: entry for entry in json.loads(out.read_text())}


def write(path, run, **asked):
    path.write_text(googlebench.export(choice(run, **asked)).text)
    return path


def rank_sum_p(one, other):
    """The exact two-sided p of the rank-sum test without ties, by going through all ways to deal the ranks."""
    order = sorted([*one, *other])
    assert len(set(order)) == len(order), "there are ties"
    centre = len(one) * (len(order) + 1) / 2
    seen = abs(sum(order.index(value) + 1 for value in one) - centre)
    ways = [abs(sum(ranks) - centre) for ranks in combinations(range(1, len(order) + 1), len(one))]
    return sum(way >= seen for way in ways) / len(ways)


def test_compare_py_compares_two_runs(sample, tmp_path):
    other = changed(sample, lambda block: 1.02 if block % 2 else 0.97)
    found = compared(tmp_path, "benchmarks", write(tmp_path / "a.json", sample), write(tmp_path / "b.json", other))
    assert len(found) == 8 * 5 + 1, "each cell with its four aggregates, and the mean over all"
    before, after = trials_of(sample, "null", "boehm"), trials_of(other, "null", "boehm")
    name = "null/boehm/glibc/quick/threads:1"
    assert len(found[name]["measurements"]) == 6
    for measured, block in zip(found[name]["measurements"], range(1, 7)):
        by = 1.02 if block % 2 else 0.97
        assert measured["time"] == pytest.approx(by - 1) and measured["cpu"] == pytest.approx(by * by - 1)
    assert found[name]["utest"]["nr_of_repetitions"] == 6
    for metric, p in (("cpu_ns_per_op", "cpu_pvalue"), ("ops_per_s", "time_pvalue")):
        assert found[name]["utest"][p] == pytest.approx(rank_sum_p([t.metrics[metric] for t in before],
                                                                   [t.metrics[metric] for t in after]))
    medians = [statistics.median(t.metrics["cpu_ns_per_op"] for t in trials) for trials in (before, after)]
    assert found[f"{name}_median"]["measurements"][0]["cpu"] == pytest.approx(medians[1] / medians[0] - 1)


def test_compare_py_finds_no_change_in_equal_runs_and_takes_fewer_blocks(sample, tmp_path):
    whole, part = write(tmp_path / "a.json", sample), write(tmp_path / "b.json", sample, blocks=["1", "2", "3"])
    for entry in compared(tmp_path, "benchmarks", whole, whole).values():
        assert all(measured["time"] == measured["cpu"] == 0 for measured in entry["measurements"])
    found = compared(tmp_path, "benchmarks", whole, part)[NULL]
    assert found["utest"]["nr_of_repetitions_other"] == 3 and len(found["measurements"]) == 3
    single = write(tmp_path / "c.json", sample, blocks=["1"])
    assert compared(tmp_path, "benchmarks", single, single)[NULL]["utest"] == {}


def test_compare_py_filters_hold_variants_and_sides_against_each_other(sample, tmp_path):
    found = compared(tmp_path, "filters", write(tmp_path / "a.json", sample), "/unique/", "/boehm/")
    own, other = (trials_of(sample, "null", variant) for variant in ("unique", "boehm"))
    entry = found["null[/unique/ vs. /boehm/]glibc/quick/threads:1"]
    for measured, before, after in zip(entry["measurements"], own, other, strict=True):
        assert measured["cpu"] == pytest.approx(after.metrics["cpu_ns_per_op"] / before.metrics["cpu_ns_per_op"] - 1)
        assert measured["time"] == pytest.approx(before.metrics["ops_per_s"] / after.metrics["ops_per_s"] - 1)
    sides = []
    for side, by in (("base", 1.0), ("head", 1.25)):
        sides += [replace(t, trial_id=f"{t.trial_id}-{side}", cell=replace(t.cell, setting=replace(
            t.cell.setting, side=side))) for t in changed(sample, lambda block: by).trials]
    both = write(tmp_path / "b.json", replace(sample, trials=sides, manifest=replace(sample.manifest, cells=[])))
    entry = compared(tmp_path, "filters", both, "/base", "/head")[f"{NULL}[/base vs. /head]"]
    assert [measured["time"] for measured in entry["measurements"]] == pytest.approx([0.25] * 6)
