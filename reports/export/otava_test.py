"""The files keep Otava's rules: every level can be divided by, each metric has its direction, later rows fit."""

import os
import re
import shutil
import statistics
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reports.export import otava
from reports.run import names
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.testing.consumers import Refused, otava_csv
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden"
DOCUMENT = Path(__file__).parents[2] / "docs/export.md"
NULL = "null/unique/glibc/quick/threads:1"


def tables(run, metrics=(), **asked):
    return otava.export(choice(run, metrics, **asked)).files


def medians(sample, cell, metric):
    return statistics.median(t.metrics[metric] for t in sample.trials if names.of_cell(t.cell) == cell)


def test_a_row_is_the_run_and_each_metric_has_its_direction(sample):
    found = otava_csv(tables(sample))
    assert len(found) == 8
    for cell, metrics in found.items():
        for metric, (direction, values) in metrics.items():
            assert direction == (1 if metric == "ops_per_s" else -1) and values == [medians(sample, cell, metric)]
    assert "ops_per_s" in found[NULL] and "response_p99_ns" not in found[NULL]


def test_rows_of_another_run_fit_below(sample):
    more = replace(sample, trials=[trial for trial in sample.trials if trial.block != 2],
                   manifest=replace(sample.manifest, created="2026-11-26T00:00:00Z", run_id="another"))
    files = tables(sample)
    for name, text in tables(more).items():
        if name.endswith(".csv"):
            head, row = text.splitlines()
            assert files[name].splitlines()[0] == head and row.startswith("2026-11-26T00:00:00+00:00,another,")
            files[name] += row + "\n"
    assert all(len(values) == 2 for metrics in otava_csv(files).values() for _, values in metrics.values())


def test_a_metric_that_a_later_run_lacks_is_refused_and_shifts_nothing(sample):
    less = [replace(trial, metrics={name: value for name, value in trial.metrics.items() if name != "service_p50_ns"})
            for trial in sample.trials]
    files, later = tables(sample), tables(replace(sample, trials=less))
    name = next(name for name in files if "null-unique" in name)
    assert later[name].splitlines()[0] == files[name].splitlines()[0]
    with pytest.raises(Refused, match="'' is no number"):
        otava_csv({**files, name: files[name] + later[name].splitlines()[1] + "\n"})


def test_nights_gather_as_the_document_says(sample, tmp_path):
    """The commands of docs/export.md, with a stub for otava, on a folder whose first night lacks a cell."""
    lines = re.search(r"^(scripts/export \S+ --format otava-csv .*?)^```$", DOCUMENT.read_text(), re.M | re.S)[1]
    export, commands = lines.split("\n", 1)
    assert "--out tonight" in export
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/otava").write_text('#!/bin/sh\ntest -n "$OTAVA_CONFIG" && cat "$OTAVA_CONFIG" >/dev/null\n')
    (tmp_path / "bin/otava").chmod(0o755)
    whole = replace(sample.manifest, created="2026-11-26T00:00:00Z", run_id="second")
    nights = [(sample, {"variants": ["boehm", "unique"], "workloads": ["null", "request_server"]}),
              (replace(sample, manifest=whole), {})]
    for run, asked in nights:
        shutil.rmtree(tmp_path / "tonight", ignore_errors=True)
        (tmp_path / "tonight").mkdir()
        for name, text in tables(run, **asked).items():
            (tmp_path / "tonight" / name).write_text(text)
        subprocess.run(["bash", "-euc", commands], cwd=tmp_path, check=True,
                       env={**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    found = otava_csv({path.name: path.read_text() for path in (tmp_path / "history").iterdir()})
    lengths = {len(values) for metrics in found.values() for _, values in metrics.values()}
    assert len(found) == 8 and lengths == {1, 2}


def test_a_run_without_a_time_is_named(sample):
    with pytest.raises(ReportError, match="created at 'soon'"):
        tables(replace(sample, manifest=replace(sample.manifest, created="soon")))


def test_hostile_texts_stay_texts(tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    run = replace(run, manifest=replace(run.manifest, created="2026-11-26T00:00:00Z"))
    assert otava_csv(tables(run))


def test_the_texts_are_the_golden_ones(sample):
    asked = {"metrics": ["rss_peak_bytes", "cpu_ns_per_op"], "workloads": ["null"], "variants": ["unique"]}
    files = tables(sample, **asked)
    assert "".join(f"== {name}\n{text}" for name, text in files.items()) == (GOLDEN / "otava_csv.txt").read_text()


@pytest.mark.parametrize("old, new, refused", [
    ("cpu_ns_per_op,", "", "another length|columns"), ("+00:00", "", "without a zone"),
    ("metrics:\n", "metrics:\n      gone: {direction: -1}\n", "columns")])
def test_the_rules_refuse_tables_that_do_not_fit(sample, old, new, refused):
    files = {name: text.replace(old, new, 1) for name, text in tables(sample, workloads=["null"]).items()}
    with pytest.raises(Refused, match=refused):
        otava_csv(files)
