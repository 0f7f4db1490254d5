"""The full table: the medians of every cell, computed another way, and every trial behind them."""

import csv
import json
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.page import full_table
from reports.run import files
from reports.run import metrics
from reports.run.load import load_run
from reports.run.names import anchor
from reports.run.status import cell_statuses
from reports.run.topics import topics
from reports.text.table import ABSENT


def rows_of(run_directory):
    run = load_run(run_directory)
    found = topics(run)
    return run, full_table.rows(found, {topic.slug: cell_statuses(run, topic.cells) for topic in found})


@pytest.fixture(scope="module")
def table(synthetic_run):
    return rows_of(synthetic_run)


def test_every_cell_has_a_row_and_every_trial_is_in_one(table):
    run, rows = table
    assert sorted(trial.trial_id for row in rows for trial in row.trials) == sorted(t.trial_id for t in run.trials)
    assert len({row.anchor for row in rows}) == len(rows) == len(run.manifest.cells)
    assert all(row.anchor == anchor(row.cell) for row in rows)
    assert all(len(row.values) == len(full_table.columns(run.metrics)) for row in rows)


def test_values_are_medians_over_blocks(table, synthetic_run):
    lines = [json.loads(line) for line in (synthetic_run / "results.jsonl").read_text().splitlines()]
    _, rows = table
    for row in rows:
        for metric, number in zip(metrics.COLUMNS, row.numbers):
            blocks = {}
            for line in lines:
                if line["status"] == "ok" and line["cell"] == _fields(row.cell):
                    known = dict(line["metrics"])
                    if metric == "interrupted_share":
                        known[metric] = known["interruption_total_ns"] / known["steady_ns"]
                    if metric in known:
                        blocks.setdefault(line["block"], []).append(known[metric])
            wanted = np.median([np.median(values) for values in blocks.values()]) if blocks else None
            assert number == (None if wanted is None else pytest.approx(float(wanted))), (row.cell.label, metric)


def _fields(cell):
    at = cell.setting
    return {"workload": at.workload, "scale": at.scale, "threads": at.threads, "live_mib": at.live_mib,
            "load": at.load, "arrivals": None if at.load is None else at.arrivals or "poisson",
            "variant": cell.variant, "config": cell.config, "allocator": cell.allocator,
            "heap_limit_bytes": cell.heap_limit_bytes, "side": cell.side or None}


def test_a_cell_that_failed_has_a_row_without_numbers(table):
    _, rows = table
    failed = [row for row in rows if row.status.text == "not applicable"]
    assert failed and all(set(row.values) == {ABSENT} and row.trials for row in failed)


def test_saturated_trials_count_as_infinitely_slow(live_run):
    _, rows = rows_of(live_run)
    at = metrics.COLUMNS.index("response_p99_ns")
    saturated = [row for row in rows if any(trial.saturated for trial in row.trials)]
    assert saturated
    for row in saturated:
        share = statistics.mean(trial.saturated for trial in row.trials if trial.ok)
        assert (row.values[at] == full_table.SATURATED) == (share >= 0.5)
        assert row.values[at - 3] != full_table.SATURATED, "service times are known all the same"


def test_files_of_trials_are_found_again_from_their_pattern(table):
    _, rows = table
    for row in rows:
        for trial in row.trials:
            absent = set(row.without(trial).split())
            names = {pattern.replace("*", trial.trial_id) for place, pattern in enumerate(row.files)
                     if str(place) not in absent}
            fields = ("histograms", "rss_series", "latency_series", "interruptions", "pauses", "mmu", "log")
            assert names == {getattr(trial, field) for field in fields if getattr(trial, field)}
    assert any(row.without(trial) for row in rows for trial in row.trials), "else nothing was tested"


@pytest.mark.parametrize("name", ["../hist/{}.json", "hist/../../{}.json", "javascript:{}", "hist/a b{}.json"])
def test_names_that_lead_elsewhere_are_not_linked_to(table, name):
    trial = next(trial for trial in table[0].trials if trial.ok)
    found = files.files([trial])
    assert len(found) == 6
    assert files.files([replace(trial, log=name.format(trial.trial_id))]) == found


def test_csv_has_all_metrics_with_all_digits(table):
    _, rows = table
    lines = list(csv.DictReader(full_table.as_csv(rows).splitlines()))
    metrics = {name for row in rows for trial in row.trials for name in trial.metrics}
    assert len(lines) == len(rows) and metrics < set(lines[0])
    for row, line in zip(rows, lines):
        assert line["anchor"] == row.anchor and int(line["ok_trials"]) == len(row.status.entry.ok)
        for name in metrics | {"interrupted_share"}:
            number = full_table.middle(row.status.entry, name)
            assert line[name] == ("" if number is None else str(number))
