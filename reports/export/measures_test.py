"""Series of ok trials only, under names that nothing else has; what is not there is said."""

import math
import re
from dataclasses import replace

import pytest

from reports.export import measures
from reports.export.quantities import QUANTITIES, YES_OR_NO
from reports.gate.judge.metrics import METRICS
from reports.run import names
from reports.run.cells import Cell, Setting
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.run.metrics import described
from reports.run.topics import block_medians, median_of_blocks
from reports.stats.intervals import median
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

CELL = Cell(Setting("request_server", "quick", 1, 16, 50.0), "boehm", "incremental", "glibc")


def of(run, metrics=(), **asked):
    return measures.measures(choice(run, metrics, **asked))


def test_values_are_those_of_the_trials_and_the_middle_is_the_tables(sample):
    found = of(sample)
    assert len({(one.name, one.metric) for one in found.series}) == len(found.series)
    for one in found.series:
        trials = sorted((t for t in sample.trials if t.cell == one.cell), key=lambda t: t.block)
        expected = {t.block: value for t in trials if (value := QUANTITIES[one.metric].alone(t)) is not None}
        assert {v.block: v.value for v in one.values} == expected == one.blocks and one.n == len(expected)
        assert [v.block for v in one.values] == sorted(expected)
        if one.metric != YES_OR_NO:
            assert one.middle == median(list(expected.values())) and one.middle.low is not None
        if one.metric in trials[0].metrics:
            assert one.middle.estimate == median_of_blocks(trials, one.metric)
            told = sample.metrics[one.metric]
            assert told == one.told
    assert found.remarks[0] == "48 ok trials of 8 cells: every trial"


def test_shares_are_of_the_time_at_work(sample):
    for one in of(sample, ["interruption_share"]).series:
        for trial in (t for t in sample.trials if t.cell == one.cell):
            total, steady = trial.metrics["interruption_total_ns"], trial.metrics["steady_ns"]
            assert one.blocks[trial.block] == pytest.approx(total / (steady - total))


def test_repeats_of_a_block_are_one_to_the_middle(tiny_copy):
    run = load_run(tiny_copy)
    trial = run.trials[0]
    run.trials.append(replace(trial, trial_id="again", repeat=2,
                              metrics={name: 3 * value for name, value in trial.metrics.items()}))
    one = next(s for s in of(run, ["cpu_ns_per_op"]).series if s.cell == trial.cell)
    block = [value for value in one.values if value.block == trial.block]
    assert [v.repeat for v in block] == [1, 2] and one.n == 6 and len(one.values) == 7
    trials = [t for t in run.trials if t.cell == trial.cell]
    assert one.blocks == block_medians(trials, QUANTITIES["cpu_ns_per_op"].of)
    assert one.blocks[trial.block] == 2 * trial.metrics["cpu_ns_per_op"]


def test_what_the_gate_looks_at_is_there_and_open_loops_have_no_throughput(sample):
    assert set(METRICS) < set(QUANTITIES)
    assert all(described(sample.metrics, name).better == metric.better for name, metric in METRICS.items())
    open_loop = {one.metric for one in of(sample).series if one.cell.setting.load is not None}
    assert "ops_per_s" not in open_loop and {"response_p99_ns", "saturated", "interruption_share"} <= open_loop
    assert "absent, of 8 cells: ops_per_s in 4, saturated in 4" in of(sample, ["ops_per_s", "saturated"]).remarks


def test_metrics_are_chosen_by_patterns(sample):
    assert {one.metric for one in of(sample, ["rss_*", "cpu_ns_per_op"]).series} == {
        "rss_peak_bytes", "rss_steady_bytes", "cpu_ns_per_op"}
    with pytest.raises(ReportError, match="no metric 'cpu'; there is cpu_ns_per_op, "):
        of(sample, ["rss_*", "cpu"])
    with pytest.raises(ReportError, match="no chosen trial has saturated"):
        of(sample, ["saturated"], workloads=["null"])


def test_only_ok_trials_count_and_the_others_are_said(synthetic_run):
    run = load_run(synthetic_run)
    del run.trials[-3:]
    remarks = of(run).remarks
    assert "left out, since not ok: 2 timeout, 4 not applicable" in remarks
    assert any(words.startswith("no ok trial: ") for words in remarks)
    assert "missing in results.jsonl: 3 planned trials" in remarks
    some = of(run, blocks=["1"]).remarks
    assert not any(words.startswith("missing") for words in some), "other blocks were not asked for"
    with pytest.raises(ReportError, match="none of the chosen trials is ok"):
        of(run, trials=[t.trial_id for t in run.trials if t.status == "timeout"])


def test_noisy_trials_are_left_out_and_counted(sample):
    run = replace(sample, trials=[replace(t, status="noisy") if t.block == 2 else t for t in sample.trials])
    again = replace(sample.trials[0], trial_id="again", block=2, attempt=2)
    run.trials.append(again)
    found = of(run, ["cpu_ns_per_op"])
    assert "left out, since not ok: 8 noisy; 1 of these were measured again" in found.remarks
    assert {one.n for one in found.series} == {5, 6}


def test_planned_cells_without_a_trial_are_named(sample):
    planned = replace(sample.manifest.cells[0], cell=replace(sample.trials[0].cell, variant="shared"),
                      status="unavailable", reason="no")
    manifest = replace(sample.manifest, cells=[*sample.manifest.cells, planned])
    found = "\n".join(of(replace(sample, manifest=manifest)).remarks)
    assert f"no ok trial: {names.of_cell(replace(sample.trials[0].cell, variant='shared'))}" in found
    assert "shared" not in "\n".join(of(replace(sample, manifest=manifest), blocks=["1"]).remarks)
    assert "shared" not in "\n".join(of(replace(sample, manifest=manifest), variants=["unique"]).remarks)


def test_a_saturated_trial_silences_the_lucky_ones(live_run):
    run = load_run(live_run)
    lucky = [t for t in run.trials if t.ok and t.saturated][0].cell
    found = of(run)
    metrics = {one.metric for one in found.series if one.cell == lucky}
    assert "saturated" in metrics and "cpu_ns_per_op" in metrics
    assert not {name for name in metrics if name.startswith(("response_", "deadline_"))}
    assert any(w.startswith("response_p99_ns: left out, since a trial is saturated") and names.of_cell(lucky) in w
               for w in found.remarks)


def test_of_yes_or_no_the_share_of_blocks_is_told(sample):
    run = replace(sample, trials=[replace(t, notes=["saturated"]) if t.block < 3 else t
                                  for t in sample.trials])
    for one in of(run, ["saturated"]).series:
        assert one.middle.estimate == pytest.approx(2 / 6) and one.middle.low is None and one.middle.n == 6


def test_values_that_are_no_numbers_are_named_and_left_out(sample):
    def broken(value):
        return [replace(t, metrics={**t.metrics, "bloat": value}) if t.block == 3 else t for t in sample.trials]
    for value in (math.inf, math.nan, 1e300, 1e-320):
        found = of(replace(sample, trials=broken(value)), ["bloat"])
        assert all(3 not in one.blocks and one.n == 5 for one in found.series)
        assert any(w.startswith(f"bloat: {value} left out: ") and "in block 3" in w for w in found.remarks)
    few = [replace(t, metrics={k: v for k, v in t.metrics.items() if k != "bloat"}) if t.block == 3 else t
           for t in sample.trials]
    assert any(w.startswith("bloat: absent in a part of the trials: ") for w in of(
        replace(sample, trials=few), ["bloat"]).remarks)


def test_notes_on_trials_are_said(sample):
    run = replace(sample, trials=[replace(t, notes=["log_overflowed"]) if t.block < 3 else t
                                  for t in sample.trials])
    assert of(run).remarks[-1] == ("noted on what was exported: gc_not_exercised (in 4 trials of 1 cell), "
                                   "log_overflowed (in 16 trials of 8 cells)")


def test_zeros_are_left_out_where_a_program_divides(sample):
    kept, remarks = measures.without_zeros(of(sample).series)
    assert kept and all(min(one.numbers) > 0 for one in kept)
    assert any(words.startswith("gc_pause_share: left out, since a value is zero or less: ") for words in remarks)


@pytest.mark.parametrize("changed, name", [
    ({}, "request_server/boehm:incremental/glibc/quick/threads:1/live:16/load:50"),
    ({"config": "", "heap_limit_bytes": 2**20},
     "request_server/boehm/glibc/quick/threads:1/live:16/load:50/heap:1048576"),
    ({"setting": Setting("a/b", "full", 4, None, None, "head")}, "a/b/boehm:incremental/glibc/full/threads:4/head"),
    ({"setting": Setting("null", "full", 1, None, 50, arrivals="fixed")},
     "null/boehm:incremental/glibc/full/threads:1/load:50/arrivals:fixed"),
    ({"setting": Setting("null", "full", 4, None, 12.5)}, "null/boehm:incremental/glibc/full/threads:4/load:12.5")])
def test_names_tell_what_a_cell_is(changed, name):
    assert names.of_cell(replace(CELL, **changed)) == name


def test_names_of_different_cells_differ():
    hostile = ["", "a b", "a_b", "a/b", "a\nb", "ä", "a" * 70, "a" * 71, "a" * 999, "..", "x/unique/glibc", "a:b", '"',
               "{}"]
    cells = [replace(CELL, **{field: text}) for field in ("variant", "config", "allocator") for text in hostile]
    cells += [replace(CELL, setting=replace(CELL.setting, workload=text)) for text in hostile]
    cells += [replace(CELL, setting=replace(CELL.setting, **{field: number}))
              for field in ("live_mib", "load") for number in (None, 1, 1.5, 1234567, 1234567.25, 1234568)]
    distinct = set(cells)
    found = {names.of_cell(cell) for cell in distinct}
    assert len(found) == len(distinct)
    assert all(re.fullmatch(r"[A-Za-z0-9_.:/-]+", name) and "/." not in name and len(name) < 200 for name in found)


def test_names_of_a_hostile_run_are_unique_and_plain(tmp_path):
    found = of(load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=1, ops=100))))
    cells = {one.cell: one.name for one in found.series}
    assert len(set(cells.values())) == len(cells)
    assert all(name.isascii() and re.fullmatch(r"[\w.:/-]+", name) for name in cells.values())
    assert all("\n" not in words and len(words) < 3000 for words in found.remarks)
