"""Utilisation as drawn, against all windows of a fine grid over the interruptions themselves."""

import json

import numpy as np
import pytest

from reports.figures import mmu
from reports.run.files import MMU_COLUMNS, Files
from reports.run.load import load_run
from reports.run.topics import topics
from reports.testing.stops import worst_share, worst_share_from

pytestmark = pytest.mark.filterwarnings("error")
LABEL = "boehm:incremental · glibc"


def topic_of(directory, workload):
    return next(topic for topic in topics(load_run(directory)) if topic.setting.workload == workload)


@pytest.fixture(scope="module")
def topic(synthetic_run):
    return topic_of(synthetic_run, "employee_bonus")


@pytest.fixture(scope="module")
def curves(topic, synthetic_run):
    return mmu.measure(topic, Files(synthetic_run))


def stopped_on_grid(events, begin, end, step):
    """The grid and how much was stopped before each of its points, by adding up what lies in each cell."""
    grid = np.arange(begin, end + step, step, dtype=float)
    stopped = np.zeros(len(grid))
    for event in events:
        start = max(event["start_ns"], begin)
        stop = min(event["start_ns"] + event["length_ns"], end)
        stopped = np.maximum(stopped, 0) + np.clip(grid - start, 0, max(0, stop - start))
    return grid, stopped


def naive_curve(run, trial, kind, windows, step=500):
    """MMU by sliding each window along a grid."""
    steady = trial.steady
    begin, end = steady.start_ns, steady.start_ns + steady.length_ns
    events = [event for event in json.loads((run / getattr(trial, kind)).read_text()) if event["phase"] == "steady"]
    grid, stopped = stopped_on_grid(events, begin, end, step)
    result = []
    for window in windows:
        starts = grid[grid + window <= end]
        within = np.interp(starts + window, grid, stopped) - np.interp(starts, grid, stopped)
        result.append(1 - within.max() / window)
    return np.array(result)


def drawn_in(ax, windows):
    return [line.get_ydata() for line in ax.lines if np.array_equal(line.get_xdata(), windows)]


def test_lines_are_medians_of_what_sliding_windows_find(synthetic_run, topic, curves):
    curve = next(curve for curve in curves if curve.cell.label == LABEL)
    fig = mmu.draw(topic, curves, ["here"])
    ax = next(ax for ax in fig.axes if ax.get_title(loc="left") == "boehm:incremental")
    trials = next(entry for entry in topic.cells if entry.cell.label == LABEL).ok
    assert len(trials) == 10 and len(curve.windows_ns) > 15
    found = np.array([naive_curve(synthetic_run, trial, "interruptions", curve.windows_ns) for trial in trials])
    # A grid may miss the worst window by a step at either end.
    slack = 2 * 500 / curve.windows_ns + 1e-9
    shown = drawn_in(ax, curve.windows_ns)
    assert sum(np.all(abs(line - np.median(found, axis=0)) <= slack) for line in shown) >= 1
    assert np.all(abs(curve.median["mmu"] - np.median(found, axis=0)) <= slack)
    assert np.all(abs(curve.low - np.quantile(found, 0.25, axis=0)) <= slack)
    assert np.all(abs(curve.high - np.quantile(found, 0.75, axis=0)) <= slack)
    assert any(np.array_equal(line, curve.median[name]) for line in shown for name in ("bmu",))


def test_reported_pauses_are_drawn_beside_collectors_alone(topic, curves):
    fig = mmu.draw(topic, curves, [])
    for ax in fig.axes[:5]:
        reported = [line for line in ax.lines if line.get_color() == mmu.REPORTED]
        assert len(reported) == (1 if ax.get_title(loc="left").startswith("boehm") else 0), ax.get_title(loc="left")
    curve = next(curve for curve in curves if curve.cell.name == "boehm")
    line = next(line for line in fig.axes[3].lines if line.get_color() == mmu.REPORTED)
    assert np.array_equal(line.get_ydata(), curve.median["gc_mmu"])
    assert not np.array_equal(curve.median["gc_mmu"], curve.median["mmu"])


def test_the_reference_is_repeated_in_grey(topic, curves):
    fig = mmu.draw(topic, curves, [])
    reference = next(curve for curve in curves if curve.cell.label == "unique · glibc")
    for ax in fig.axes[:5]:
        grey = [line for line in ax.lines if line.get_color() == mmu.GREY]
        assert len(grey) == (ax.get_title(loc="left") != "unique")
        assert all(np.array_equal(line.get_ydata(), reference.median["mmu"]) for line in grey)


def test_brute_force_agrees_with_a_grid_and_by_hand():
    # 10 of 100 stopped at 20, 10 at 40: a window of 30 holds both, one of 20 only one and never more than half.
    stops = [{"start_ns": 20, "length_ns": 10}, {"start_ns": 40, "length_ns": 10}]
    assert [worst_share(stops, 0, 100, window) for window in (5, 20, 30, 100)] == pytest.approx(
        [0, 0.5, 1 / 3, 0.8])
    assert worst_share_from(stops, 0, 100, 20) == pytest.approx(1 / 3)
    assert worst_share_from(stops, 0, 100, 40) == worst_share(stops, 0, 100, 40)
    overlapping = [{"start_ns": 20, "length_ns": 10}, {"start_ns": 25, "length_ns": 10}]
    assert worst_share(overlapping, 0, 100, 30) == pytest.approx(0.5)
    rng = np.random.default_rng(5)
    for _ in range(20):
        stops = [{"start_ns": int(start), "length_ns": int(rng.integers(1, 400))}
                 for start in np.sort(rng.choice(20, 8, replace=False)) * 500]
        grid = np.arange(10_001)
        stopped = np.zeros(10_001)
        for stop in stops:
            stopped[stop["start_ns"] + 1:stop["start_ns"] + stop["length_ns"] + 1] = 1
        before = np.cumsum(stopped)[grid]
        shares = {window: 1 - (before[window:] - before[:-window]).max() / window
                  for window in range(200, 10_001, 50)}
        for window in (200, 1000, 4500):
            assert worst_share(stops, 0, 10_000, window) == pytest.approx(shares[window])
            least = min(share for longer, share in shares.items() if longer >= window)
            assert least - 0.03 <= worst_share_from(stops, 0, 10_000, window) <= least + 1e-9


def test_windows_end_with_the_shortest_trial(run_copy):
    topic = topic_of(run_copy, "employee_bonus")
    trial = next(entry for entry in topic.cells if entry.cell.label == LABEL).ok[3]
    path = run_copy / trial.mmu
    record = json.loads(path.read_text())
    record["rows"] = record["rows"][:4]
    path.write_text(json.dumps(record))
    curve = next(curve for curve in mmu.measure(topic, Files(run_copy)) if curve.cell.label == LABEL)
    assert len(curve.windows_ns) == 4 and all(len(of) == 4 for of in curve.median.values())
    assert curve.at(1e5, "mmu") is not None and curve.at(1e6, "mmu") is None


def test_without_records_a_sentence_stands_there(run_copy):
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    for line in lines:
        line["mmu"] = None
    (run_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    topic, files = topic_of(run_copy, "null"), Files(run_copy)
    found = mmu.measure(topic, files)
    assert found == [] and files.warnings == []
    shown = " ".join(text.get_text() for text in mmu.draw(topic, found, []).axes[0].texts).replace("\n", " ")
    assert shown == mmu.EMPTY
    assert "as where the steady phase is shorter" in mmu.told(topic, found).caption
    assert "no ok trial has a record" in mmu.told(topic, found).alt and mmu.told(topic, found).basis == "N: no trial."


@pytest.mark.parametrize("record, message", [
    ({"columns": ["window_ns", "bmu", "mmu", "gc_mmu", "gc_bmu"], "rows": []}, "unexpected columns"),
    ({"columns": MMU_COLUMNS, "rows": [[1e5, 0.5, 0.5, 1.2, 1]]}, "not within 0 and 1"),
    ({"columns": MMU_COLUMNS, "rows": [[2e5, 1, 1, 1, 1], [1e5, 1, 1, 1, 1]]}, "do not ascend"),
    ({"columns": MMU_COLUMNS, "rows": [[1e5, 1, 1]]}, "reshape")])
def test_a_damaged_record_is_left_out_and_named(run_copy, record, message):
    topic, files = topic_of(run_copy, "message_window"), Files(run_copy)
    (run_copy / topic.cells[0].ok[0].mmu).write_text(json.dumps(record))
    curves = mmu.measure(topic, files)
    assert curves[0].trials == 9 and curves[1].trials == 10
    assert len(files.warnings) == 1 and message in files.warnings[0]


def test_few_trials_have_no_band_and_lost_events_are_told(run_copy):
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    for line in lines:
        line["interruptions_lost"] = 7 if line["block"] == 1 else 0
    kept = [line for line in lines if line["block"] < mmu.MIN_TRIALS]
    (run_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in kept))
    topic = topic_of(run_copy, "employee_bonus")
    curves = mmu.measure(topic, Files(run_copy))
    assert all(curve.low is None and curve.trials == 3 for curve in curves)
    assert "No band: fewer than 4 trials." in mmu.told(topic, curves).basis
    assert "56 interruptions or pauses did not fit" in mmu.told(topic, curves).caption
    assert not any(ax.collections for ax in mmu.draw(topic, curves, []).axes)


def test_words_say_n_and_what_a_pause_log_does_not_tell(topic, curves):
    for words in ("thread that is worst off", "what a pause log does not tell"):
        assert words in mmu.told(topic, curves).caption
    for words in ("N: 10 trials per cell in 10 blocks", "no interval"):
        assert words in mmu.told(topic, curves).basis
    assert "boehm · glibc" in mmu.told(topic, curves).alt and "of 1 ms" in mmu.told(topic, curves).alt
