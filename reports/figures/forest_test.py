"""Ratios and their means as the forest shows them, against plain loops over the lines of the file."""

import io
import json
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.analysis import geomean, ratios
from reports.analysis.findings import Findings
from reports.figures import forest
from reports.figures.drawing import style
from reports.run.cells import Cell, Setting
from reports.run.load import load_run
from reports.run.manifest import Metric
from reports.run.topics import CellTrials, Topic, topics
from reports.testing import boxes
from reports.testing.records import trial
from reports.testing.synthetic_run import METRICS as TOLD

pytestmark = pytest.mark.filterwarnings("error")
METRICS = {name: Metric(**told) for name, told in TOLD.items()}


@pytest.fixture(scope="module")
def found(synthetic_run):
    return topics(load_run(synthetic_run))


def naive_ratio(run_directory, workload, name, allocator, metric):
    """Ratio over blocks from the lines of the file: exp of the median of pairwise means of log ratios."""
    values: dict = {}
    for line in map(json.loads, (run_directory / "results.jsonl").read_text().splitlines()):
        cell = line["cell"]
        who = (cell["variant"] + ":" * bool(cell["config"]) + cell["config"], cell["allocator"])
        if cell["workload"] == workload and line["status"] == "ok":
            values.setdefault(who, {})[line["block"]] = line["metrics"][metric]
    mine, base = values[name, allocator], values["unique", "glibc"]
    logs = [math.log(mine[block] / base[block]) for block in mine if block in base]
    means = [(a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]]
    return math.exp(statistics.median(means)), len(logs)


def points(ax):
    """Where marks are: on one point of a line, whose ends are those of its interval."""
    return {(float(line.get_xdata()[line.get_markevery()[0]]), float(line.get_ydata()[0])) for line in ax.lines
            if line.get_markevery()}


@pytest.mark.parametrize("metric", ["cpu_ns_per_op", "rss_peak_bytes"])
def test_it_shows_the_ratios_that_a_plain_loop_finds(synthetic_run, found, metric):
    measured = forest.measure(Findings(None, found), metric)
    fig = forest.draw(measured, ["here"])
    assert {ax.get_xscale() for ax in fig.axes if ax.get_visible()} == {"log"}
    low, high = fig.axes[0].get_xlim()
    assert low * high == pytest.approx(1)
    checked = 0
    for ax, name in zip(fig.axes, measured.panels):
        for position, topic in enumerate(found, start=1):
            for label, row in measured.rows[topic.slug].items():
                if row.cell.name != name or row.interval is None:
                    continue
                wanted, blocks = naive_ratio(synthetic_run, topic.setting.workload, name, row.cell.allocator, metric)
                assert row.interval.n == blocks
                assert any(x == pytest.approx(wanted) and abs(y - position) < 0.5 for x, y in points(ax))
                checked += 1
    assert checked == 21


def test_p99_is_what_callers_wait_where_ops_are_due(live_run, synthetic_run):
    measured = forest.measure(Findings.of(load_run(live_run)), "p99_ns")
    assert {(topic.setting.load is None, row.metric) for topic in measured.topics
            for row in measured.rows[topic.slug].values()} == {(True, "service_p99_ns"), (False, "response_p99_ns")}
    assert [topic.setting.load for topic in measured.entered] == [50]


def test_the_mean_is_that_of_logs_over_workloads_in_each_block(synthetic_run, found):
    label = "shared · jemalloc"
    entered = geomean.representatives(found, "cpu_ns_per_op")
    got = geomean.overall(Findings(None, found), entered, label, "cpu_ns_per_op")
    assert got.workloads == ["employee_bonus", "message_window"] and "null" not in got.workloads
    logs = []
    lines = [json.loads(line) for line in (synthetic_run / "results.jsonl").read_text().splitlines()]
    values = {(line["cell"]["workload"], line["cell"]["variant"], line["cell"]["allocator"], line["block"]):
              line["metrics"]["cpu_ns_per_op"] for line in lines
              if line["status"] == "ok" and not line["cell"]["config"]}
    for block in range(1, 11):
        try:
            logs.append(statistics.mean(
                math.log(values[w, "shared", "jemalloc", block] / values[w, "unique", "glibc", block])
                for w in got.workloads))
        except KeyError:
            continue
    assert got.interval.n == len(logs) >= 6
    means = [(a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]]
    assert got.interval.estimate == pytest.approx(math.exp(statistics.median(means)))
    assert got.interval.low <= got.interval.estimate <= got.interval.high


def at(workload, **changes):
    return Topic(replace(Setting(workload, "quick", 1, None, None), **changes), {}, [], workload, METRICS)


def test_one_setting_of_each_workload_enters():
    able = [at("null"), at("a"), at("a", load=50), at("b", threads=2), at("b", threads=4),
            *(at("c", live_mib=size, load=load) for size in (1, 16, 64, 256) for load in (None, 10, 50))]
    assert [(t.setting.workload, t.setting.threads, t.setting.live_mib, t.setting.load)
            for t in geomean.representatives(able, "cpu_ns_per_op")] == [
                ("a", 1, None, None), ("b", 2, None, None), ("c", 1, 16, None)]
    assert [t.setting.load for t in geomean.representatives(able, "p99_ns")] == [50, None, 10]


def test_demonstrations_do_not_enter():
    shown = replace(at("b"), card={"demonstration": True})
    entered = geomean.representatives([at("a"), shown], "cpu_ns_per_op")
    assert [t.setting.workload for t in entered] == ["a"]


def test_each_side_of_a_run_of_two_has_its_own_settings_in_the_mean():
    sides = [at("a", side=side, live_mib=size) for side in ("base", "head") for size in (1, 16, 64)]
    entered = geomean.representatives(sides, "cpu_ns_per_op")
    assert [(t.setting.side, t.setting.live_mib) for t in entered] == [("base", 16), ("head", 16)]
    assert [forest.row_name(t.setting) for t in entered] == ["a, 16 MiB live, base", "a, 16 MiB live, head"]


def test_forms_of_a_workload_share_one_vote(found):
    names = iter(["x/one", "x/two", "y"])
    three = [replace(topic, setting=replace(topic.setting, workload=next(names))) for topic in found if topic.reference]
    label = "value · glibc"
    single = [math.log(next(row.interval.estimate for row in Findings(None, three).ratios(topic, "cpu_ns_per_op")
                            if row.cell.label == label)) for topic in three]
    got = geomean.overall(Findings(None, three), three, label, "cpu_ns_per_op").interval.estimate
    assert math.log(got) == pytest.approx((single[0] / 2 + single[1] / 2 + single[2]) / 2, abs=0.01)


def invented(rng, true, blocks, missing):
    """Topics with the ratios `true` to unique, a block's luck that all workloads share, and spikes of either sign."""
    luck, found = rng.normal(0, 0.03, blocks), []
    for number, (workload, ratio) in enumerate(true.items()):
        def entry(variant, log, lost=()):
            cell = Cell(Setting(workload, "quick", 1, None, None), variant, "", "glibc")
            logs = log + rng.normal(0, 0.04, blocks) + (rng.random(blocks) < 0.05) * rng.normal(0, 0.5, blocks)
            return CellTrials(cell, "ownership", [
                trial(trial_id=f"{workload}-{variant}-{block}", block=block, cell=cell,
                      metrics={"cpu_ns_per_op": math.exp(value)})
                for block, value in enumerate(logs) if block not in lost])
        cells = [entry("unique", 0.0), entry("shared", math.log(ratio) + luck, [number] if missing else ())]
        found.append(Topic(cells[0].cell.setting, {}, cells, workload, METRICS))
    return found


@pytest.mark.parametrize("missing", [False, True])
def test_the_interval_covers_the_true_mean_as_often_as_it_says(missing):
    rng, true = np.random.default_rng(3), {"a": 1.1, "b": 0.6, "c/one": 3.0, "c/two": 1.5}
    wanted = math.exp((math.log(1.1) + math.log(0.6) + (math.log(3.0) + math.log(1.5)) / 2) / 3)
    runs = [invented(rng, true, 12, missing) for _ in range(500)]
    got = [geomean.overall(Findings(None, its), its, "shared · glibc", "cpu_ns_per_op").interval for its in runs]
    assert {interval.n for interval in got} == {8 if missing else 12}
    hits = sum(interval.low <= wanted <= interval.high for interval in got)
    # Of 500 at 95 %, 465 to 490 lie within two and a half standard errors; the exact confidence is a little more.
    assert 462 < hits < 496


def test_fewer_than_two_workloads_have_no_mean(found):
    got = geomean.overall(Findings(None, found), found[:1], "value · glibc", "cpu_ns_per_op")
    assert got.interval is None and forest.said(got) == "fewer than two workloads"


def test_the_table_has_all_that_is_drawn_and_says_what_entered(found):
    measured = forest.measure(Findings(None, found), "cpu_ns_per_op")
    table = forest.table(measured)
    assert [head for head, _ in table.rows] == ["geomean"] + [
        topic.setting.workload + " †" * (topic.setting.workload != "null") for topic in found]
    assert len(measured.cells) == len(table.columns)
    marks = forest.draw(measured, []).marks
    assert {mark.cell for mark in marks.values()} == set(table.columns)
    assert any(", geomean " in mark.tip and "of 2 workloads" in mark.tip for mark in marks.values())


@pytest.mark.parametrize("most", [1.03, 1.3, 2, 7, 40, 3000])
def test_ratio_ticks_are_few_symmetric_and_inside(most):
    found = forest.ticks(most)
    assert 1.0 in found and len(found) in (3, 5)
    assert all(1 / most <= tick <= most for tick in found)
    assert np.allclose(np.log(found), -np.log(found[::-1]))


@pytest.mark.parametrize("directory", ["synthetic_run", "heap_run", "live_run"])
@pytest.mark.parametrize("metric", forest.REMARKS)
def test_nothing_written_touches_or_leaves_the_figure(request, directory, metric):
    run = Findings.of(load_run(request.getfixturevalue(directory)))
    assert boxes.faults(forest.draw(forest.measure(run, metric), ["here"])) == []


def test_numbers_stand_beside_their_marks_and_say_what_is_missing(found):
    measured = forest.measure(Findings(None, found), "cpu_ns_per_op")
    fig = forest.draw(measured, [])
    by_panel = {name: [text.get_text() for text in ax.texts] for name, ax in zip(measured.panels, fig.axes)}
    row = measured.rows["employee_bonus"]["boehm · glibc"]
    assert f"{ratios.text(row)} *" in by_panel["boehm"], "the note is starred"
    assert f"jemalloc {ratios.text(measured.rows['employee_bonus']['shared · jemalloc'])}" in by_panel["shared"]
    assert "no ok unique on glibc" in by_panel["unique"] and "geomean over 2 workloads" in by_panel["unique"]
    assert "gc_not_exercised" in forest.told(measured).basis


def test_only_ratios_of_memory_say_that_the_baseline_is_in_them(found):
    for metric, told in (("rss_peak_bytes", True), ("cpu_ns_per_op", False)):
        assert (forest.WHOLE_PROCESS in forest.told(forest.measure(Findings(None, found), metric)).caption) == told


def test_the_same_data_gives_the_same_bytes(found):
    def drawn():
        file = io.BytesIO()
        style.save(forest.draw(forest.measure(Findings(None, found), "rss_peak_bytes"), ["here"]), file, "svg")
        return file.getvalue()
    assert drawn() == drawn()


def test_a_collector_with_too_few_collections_is_drawn_hollow(synthetic_run):
    found = Findings.of(load_run(synthetic_run))
    entries = [entry for topic in found.topics if topic.reference for entry in topic.cells
               if entry.cell.name == "boehm" and entry.ok]

    def hollow():
        measured = forest.measure(found, "cpu_ns_per_op")
        panel = forest.draw(measured, []).axes[measured.panels.index("boehm")]
        return sum(line.get_marker() not in ("None", "", None) and line.get_fillstyle() == "none"
                   for line in panel.get_lines())
    assert hollow() == 0
    for entry in entries:
        entry.trials = [replace(trial, notes=["too_few_collections"]) for trial in entry.trials]
    assert hollow() == len(entries) > 0
