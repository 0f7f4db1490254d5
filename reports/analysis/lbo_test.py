"""The lower bound of the overhead against a plain loop over the lines of the file, and its traps."""

import json
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from reports.analysis import lbo
from reports.figures import lbo as figure
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.topics import topics
from reports.text.table import ABSENT

pytestmark = pytest.mark.filterwarnings("error")
NO_VALUE = ("boehm · glibc", "boehm:incremental · glibc", "shared · glibc", "shared · jemalloc")


def topic_of(directory, workload):
    return next(topic for topic in topics(load_run(directory)) if topic.setting.workload == workload)


def rewrite(run, change):
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    for line in lines:
        if line["status"] == "ok":
            change(line)
    (run / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def naive(run, workload, metric):
    """label -> block -> (total, distilled), one trial per block."""
    result = {}
    for line in map(json.loads, (run / "results.jsonl").read_text().splitlines()):
        cell, got = line["cell"], line["metrics"]
        if cell["workload"] != workload or line["status"] != "ok":
            continue
        label = cell["variant"] + ":" * bool(cell["config"]) + cell["config"] + " · " + cell["allocator"]
        total = 1e9 / got["ops_per_s"] if metric == "wall" else got["cpu_ns_per_op"]
        distilled = total
        if line["group"] == "collection":
            paused = sum(pause["length_ns"] for pause in json.loads((run / line["pauses"]).read_text())
                         if pause["phase"] == "steady")
            steady = next(phase for phase in line["phases"] if phase["phase"] == "steady")
            if metric == "cpu":  # one thread: what it used beyond the time outside pauses
                paused = max(0, steady["cpu_ns"] - max(0, steady["length_ns"] - paused))
            distilled = max(0.0, total - paused / got["ops"])
        result.setdefault(label, {})[line["block"]] = (total, distilled)
    return result


def hodges_lehmann(logs):
    return math.exp(statistics.median((a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]))


@pytest.mark.parametrize("workload", ["employee_bonus", "persistent_map"])
@pytest.mark.parametrize("metric", lbo.METRICS)
def test_bounds_are_those_of_a_plain_loop(run_copy, workload, metric):
    rewrite(run_copy, lambda line: [phase.update(cpu_ns=int(phase["length_ns"] * (0.9 + line["block"] / 80)))
                                    for phase in line["phases"]])
    bound = lbo.measure(topic_of(run_copy, workload), Files(run_copy))[lbo.METRICS.index(metric)]
    found = naive(run_copy, workload, metric)
    floors = {label: statistics.median(distilled for _, distilled in blocks.values())
              for label, blocks in found.items()}
    floor = min(floors, key=floors.get)
    assert bound.floor.label == floor
    assert (workload == "persistent_map") == (set(found) == set(NO_VALUE))
    checked = 0
    for cost in bound.costs:
        if cost.cell.label not in found:
            assert cost.lbo is None and lbo.text(cost) == "no ok trial"
            continue
        mine, base = found[cost.cell.label], found[floor]
        logs = [math.log(mine[block][0] / base[block][1]) for block in sorted(mine)]
        assert cost.lbo.estimate == pytest.approx(hodges_lehmann(logs)) and cost.lbo.n == 10
        assert min(map(math.exp, logs)) <= cost.lbo.low <= cost.lbo.estimate <= cost.lbo.high
        assert cost.total_ns == pytest.approx(statistics.median(total for total, _ in mine.values()))
        assert cost.distilled_ns == pytest.approx(floors[cost.cell.label])
        assert (cost.distilled_ns < cost.total_ns) == (cost.group == "collection")
        checked += 1
    assert checked == len(found)


def test_a_collector_that_is_the_floor_still_costs_its_pauses(run_copy):
    """persistent_map, pauses made to be nine tenths of the wall time, on a quiet machine: wall and CPU agree."""
    topic = topic_of(run_copy, "persistent_map")
    for entry in topic.cells:
        for trial in entry.ok if entry.cell.label == "boehm · glibc" else []:
            steady = trial.steady
            (run_copy / trial.pauses).write_text(json.dumps([
                {"start_ns": steady.start_ns, "length_ns": steady.length_ns * 9 // 10, "phase": "steady"},
                {"start_ns": 0, "length_ns": 10**12, "phase": "setup"}]))
    for bound in lbo.measure(topic, Files(run_copy)):
        boehm = next(cost for cost in bound.costs if cost.cell.label == "boehm · glibc")
        assert bound.floor == boehm.cell
        assert (boehm.lbo.low, boehm.lbo.estimate, boehm.lbo.high) == pytest.approx((10, 10, 10), rel=1e-5)


def test_a_pause_that_waited_for_a_cpu_is_no_cpu_time(run_copy):
    """Pauses of 60 % of the time in a trial that had a CPU for half of it: all of that may be the mutator's."""
    topic = topic_of(run_copy, "employee_bonus")
    trial = next(entry for entry in topic.cells if entry.cell.label == "boehm · glibc").ok[0]
    steady = trial.steady
    (run_copy / trial.pauses).write_text(json.dumps([
        {"start_ns": steady.start_ns, "length_ns": steady.length_ns * 6 // 10, "phase": "steady"}]))
    cpu = steady.length_ns / trial.metrics["ops"]
    for used, taken_off in ((1.0, 0.6), (0.5, 0.1), (0.4, 0.0), (0.2, 0.0)):
        trial.phases[trial.phases.index(trial.steady)] = replace(steady, cpu_ns=int(used * steady.length_ns))
        trial.metrics["cpu_ns_per_op"] = used * cpu
        found = lbo.distilled_ns(trial, "cpu", "collection", Files(run_copy))
        assert found == pytest.approx((used - taken_off) * cpu, rel=1e-3, abs=1e-3), used
        assert lbo.distilled_ns(trial, "wall", "collection", Files(run_copy)) == pytest.approx(0.4 * cpu, rel=1e-3)


def test_in_open_loop_there_is_no_wall_time(run_copy):
    rewrite(run_copy, lambda line: line["cell"].update(load=50))
    topic = next(topic for topic in topics(load_run(run_copy))
                 if (topic.setting.workload, topic.setting.load) == ("employee_bonus", 50))
    wall, cpu = lbo.measure(topic, Files(run_copy))
    assert wall.floor is None and {cost.note for cost in wall.costs} == {"not measured"}
    assert cpu.floor.name == "value" and all(cost.lbo for cost in cpu.costs)
    ax = figure.draw(topic, [wall, cpu], []).axes[0]
    assert "In open loop" in ax.texts[0].get_text()
    columns = dict(figure.table(topic, [wall, cpu]).rows)["unique · glibc"]
    assert columns[:2] == [ABSENT, ABSENT] and "×" not in columns[5] and columns[5][0].isdigit()


def test_a_cell_with_few_blocks_is_no_floor_but_has_a_bound(run_copy):
    def spoil(line):
        if line["cell"]["variant"] == "value" and line["block"] > 4:
            line.update(status="crashed", reason="signal 6", metrics={}, phases=[])
    rewrite(run_copy, spoil)
    topic = topic_of(run_copy, "employee_bonus")
    bounds = lbo.measure(topic, Files(run_copy))
    assert all(bound.floor.label == "unique · jemalloc" for bound in bounds)
    value = next(cost for cost in bounds[0].costs if cost.cell.label == "value · glibc")
    assert value.lbo.n == 4 and value.lbo.low is None and "no interval, N 4" in lbo.text(value)
    assert value.lbo.estimate < 1


def test_unreadable_pauses_leave_the_total_and_take_no_part_as_a_floor(run_copy):
    topic = topic_of(run_copy, "persistent_map")
    for entry in topic.cells:
        for trial in entry.ok if entry.group == "collection" else []:
            (run_copy / trial.pauses).write_text("{")
    files = Files(run_copy)
    bounds = lbo.measure(topic, files)
    assert bounds[0].floor.name == "shared" and len(set(files.warnings)) == 20
    boehm = next(cost for cost in bounds[0].costs if cost.cell.name == "boehm")
    assert boehm.distilled_ns is None and boehm.lbo.estimate > 1


def test_figure_is_sorted_and_shows_each_bound(synthetic_run):
    topic = topic_of(synthetic_run, "employee_bonus")
    bounds = figure.measure(topic, Files(synthetic_run))
    fig = figure.draw(topic, bounds, ["here"])
    for ax, bound in zip(fig.axes, bounds):
        estimates = [cost.lbo.estimate for cost in figure.ranked(bound)]
        assert estimates == sorted(estimates) and len(estimates) == 8
        marks = [line.get_xdata()[line.get_markevery()[0]] for line in ax.lines if line.get_markevery()]
        assert marks == pytest.approx(estimates)
        assert ax.get_yticklabels()[0].get_text() == bound.floor.label
        assert [text.get_text() for text in ax.texts][0] == "1.00 [1.00, 1.00] †"
        assert sum("†" in text.get_text() for text in ax.texts) == 1
        low, high = ax.get_xlim()
        assert low < 1 and all(low < cost.lbo.low and cost.lbo.high < high for cost in bound.costs)
    # The texts of a panel end before the labels of the next one begin.
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    renderer = canvas.get_renderer()
    ends = [text.get_window_extent(renderer).x1 for text in fig.axes[0].texts]
    begins = [label.get_window_extent(renderer).x0 for label in fig.axes[1].get_yticklabels()]
    assert max(ends) < min(begins)


def test_words_say_that_it_is_a_bound_and_of_whom(synthetic_run):
    topic = topic_of(synthetic_run, "employee_bonus")
    bounds = lbo.measure(topic, Files(synthetic_run))
    text = figure.told(topic, bounds).caption
    for words in ("at least this", "never collects would be no better floor",
                  f"({bounds[0].floor.label} in wall and CPU time)"):
        assert words in text, words
    assert "N: 10 trials per cell, paired by 10 blocks" in figure.told(topic, bounds).basis
    assert "boehm · glibc 4" in figure.told(topic, bounds).alt
    words = figure.told(topic, [])
    assert words.basis == "N: no pair of trials." and "no cell has a cost" in words.caption


@pytest.mark.parametrize("most, wanted", [
    (1.05, [1]), (1.3, [1, 1.1, 1.2]), (4, [1, 1.5, 2, 3]), (60, [1, 3, 5, 10, 20, 50])])
def test_ticks_are_few_and_begin_at_1(most, wanted):
    found = figure.ticks(most)
    assert found[0] == 1 and found[-1] == wanted[-1] and set(found) <= set(wanted) | {1.2, 1.5, 2, 20}
    assert len(found) <= figure.MAX_TICKS and np.all(np.diff(found) > 0)
