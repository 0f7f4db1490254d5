"""The numbers in the figures, read back from what was drawn and computed another way from the files."""

import json
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.analysis import ratios as ratio_numbers
from reports.figures import latency_curve, pauses, rss
from reports.figures.drawing import labels, style, time_axis
from reports.run.files import Files
from reports.run.histogram import bucket_high
from reports.run.load import load_run
from reports.run.topics import topics

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def run(synthetic_run):
    return load_run(synthetic_run)


@pytest.fixture(scope="module")
def topic(run):
    return next(topic for topic in topics(run) if topic.setting.workload == "employee_bonus")


@pytest.fixture(scope="module")
def files(synthetic_run):
    return Files(synthetic_run)


def records(run_directory, topic, label, field):
    """The raw files of the ok trials of a cell."""
    entry = next(entry for entry in topic.cells if entry.cell.label == label)
    return [(trial, json.loads((run_directory / getattr(trial, field)).read_text())) for trial in entry.ok]


def test_latency_curve_is_that_of_all_ops_sorted(synthetic_run, topic, files):
    curves = latency_curve.measure(topic, files)
    assert len(curves) == 8
    curve = next(curve for curve in curves if curve.cell.label == "boehm · glibc")
    ops = np.sort(np.concatenate([
        np.repeat(bucket_high(np.array(pairs)[:, 0]), np.array(pairs)[:, 1])
        for _, record in records(synthetic_run, topic, "boehm · glibc", "histograms")
        for pairs in [record["service"]["counts"]]]))
    assert curve.ops == len(ops) == 40_000
    for one_in, value in zip(curve.one_in, curve.values):
        beyond = math.floor(len(ops) / one_in)
        assert beyond >= 10
        assert value == min(ops[max(len(ops) - beyond - 1, 0)], curve.merged.max)
    assert curve.one_in[-1] == pytest.approx(len(ops) / 10, rel=1e-6)


def test_latency_chart_draws_the_curve_and_a_single_point_for_the_maximum(topic, files):
    curves = latency_curve.measure(topic, files)
    fig = latency_curve.draw(topic, curves, ["here"])
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["glibc", "jemalloc (grey: unique on glibc)"]
    drawn = [line.get_xydata() for line in fig.axes[0].lines]
    for curve in curves[::2][:3]:
        assert any(np.array_equal(points, np.column_stack([curve.one_in, curve.values])) for points in drawn)
        assert any(np.array_equal(points, [[curve.ops, curve.merged.max]]) for points in drawn)
    assert "= 128 employees" in fig.axes[0].get_ylabel()
    assert "gc not exercised" in "".join(text.get_text() for text in fig.axes[0].texts)


def test_percentile_labels_are_all_there_and_slanted_where_many(topic, files):
    curves = latency_curve.measure(topic, files)
    ax = latency_curve.draw(topic, curves, []).axes[0]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["50 %", "90 %", "99 %", "99.9 %", "99.99 %"]
    assert {text.get_rotation() for text in ax.get_xticklabels()} == {0}
    longer = [replace(curve, merged=replace(curve.merged, count=curve.merged.count * 1000))
              for curve in curves]
    ax = latency_curve.draw(topic, longer, []).axes[0]
    assert [text.get_text() for text in ax.get_xticklabels()][-1] == "99.99999 %"
    assert {text.get_rotation() for text in ax.get_xticklabels()} == {30}


@pytest.mark.parametrize("module, words", [
    (latency_curve, ("10 trials per cell in 10 blocks", "40.0 k ops", "95 % bootstrap interval")),
    (pauses, ("10 trials per cell in 10 blocks", "s of steady time", "No interval")),
    (rss, ("1 trial per cell", "median peak of 10 in 10 blocks", "no interval"))])
def test_basis_says_n_and_interval(topic, files, module, words):
    text = module.told(topic, module.measure(topic, files)).basis
    assert all(word in text for word in words), text
    empty = {kind: [] for kind in pauses.KINDS} if module is pauses else []
    assert module.told(topic, empty).basis == "N: no trial."


def test_a_footer_is_wrapped_below_the_chart_and_inside_the_figure():
    fig, foot = style.figure(2, "title", ["WORD " * 120, "word " * 60, "the end"])
    texts = [text for text in fig.texts if text.get_text() != "title"]
    boxes = [text.get_window_extent() for text in texts]
    assert len(texts) >= 6 and texts[0].get_text() == "the end"
    assert all(box.x1 < fig.bbox.x1 and 0 <= box.y0 and box.y1 <= foot * fig.dpi for box in boxes)
    assert all(lower.y1 <= upper.y0 for lower, upper in zip(boxes, boxes[1:]))


def test_band_lies_about_the_curve(topic, files):
    for curve in latency_curve.measure(topic, files):
        low, high = curve.band
        assert np.all(low <= high)
        # The band is of percentiles of resamples, so that it may miss the curve only at its very ends.
        assert np.mean((low <= curve.values) & (curve.values <= high)) > 0.97


@pytest.mark.parametrize("kind", pauses.KINDS)
def test_rate_of_longer_events_is_a_count_over_time(synthetic_run, topic, files, kind):
    events = pauses.measure(topic, files)
    fig = pauses.draw(topic, events, ["here"])
    label = "boehm:incremental · glibc"
    trials = records(synthetic_run, topic, label, kind)
    lengths = [event["length_ns"] for _, found in trials for event in found if event["phase"] == "steady"]
    seconds = sum(phase.length_ns for trial, _ in trials for phase in trial.phases
                  if phase.phase == "steady") / 1e9
    entry = next(entry for entry in events[kind] if entry.cell.label == label)
    assert len(entry.lengths) == len(lengths) > pauses.MAX_POINTS
    line = next(line for line in fig.axes[pauses.KINDS.index(kind)].lines
                if line.get_xdata()[0] == max(lengths) and len(line.get_xdata()) > 2)
    x, y = line.get_xdata(), line.get_ydata()
    assert line.get_drawstyle() == "steps-post" and np.all(np.diff(x) <= 0)
    tail = sorted(lengths)[-90:]
    for position in (tail[0], tail[10] * 1.0001, tail[-3] * 0.9999, (tail[-1] + tail[-2]) / 2):
        longer = sum(length > position for length in lengths)
        assert y[np.flatnonzero(x > position)[-1]] == pytest.approx(longer / seconds)
    assert y[-1] == pytest.approx(len(lengths) / seconds)


def test_empty_panels_say_so(run, files):
    null = next(topic for topic in topics(run) if topic.setting.workload == "null")
    fig = pauses.draw(null, pauses.measure(null, files), ["here"])
    texts = [" ".join(text.get_text() for text in ax.texts).replace("\n", " ") for ax in fig.axes]
    assert "No memory manager reported a pause" in texts[0] and "No interruption" in texts[1]
    assert "no pauses" in pauses.told(null, pauses.measure(null, files)).alt


def test_thinned_ranks_keep_the_longest_and_the_last():
    assert pauses.thinned(7).tolist() == list(range(7))
    kept = pauses.thinned(100_000)
    assert kept[:100].tolist() == list(range(100)) and kept[-1] == 99_999
    assert len(kept) <= pauses.MAX_POINTS and np.all(np.diff(kept) > 0)


def test_rss_shows_the_trial_with_the_median_peak(synthetic_run, topic, files):
    tracks = rss.measure(topic, files)
    fig = rss.draw(topic, tracks, ["here"])
    assert len({ax.get_ylim() for ax in fig.axes if ax.get_visible()}) == 1
    for track in tracks:
        found = records(synthetic_run, topic, track.cell.label, "rss_series")
        peaks = [trial.metrics["rss_peak_bytes"] for trial, _ in found]
        assert track.trial.metrics["rss_peak_bytes"] == statistics.median_low(peaks)
        rows = next(record["rows"] for trial, record in found if trial.trial_id == track.trial.trial_id)
        end = max(phase.start_ns + phase.length_ns for phase in track.trial.phases)
        wanted = np.array([[time / 1e9, size / 2**20] for time, size in rows if time <= end])
        lines = [line.get_xydata() for ax in fig.axes for line in ax.lines]
        assert any(points.shape == wanted.shape and np.allclose(points, wanted) for points in lines)


def test_rss_marks_what_the_child_read_at_the_end_of_its_phases(topic, files):
    tracks = rss.measure(topic, files)
    fig = rss.draw(topic, tracks, [])
    marks = [tuple(line.get_xydata()[0]) for ax in fig.axes for line in ax.lines
             if line.get_markerfacecolor() == "white" and len(line.get_xydata()) == 1]
    assert len(marks) == 3 * len(tracks)
    for track in tracks:
        for phase in track.trial.phases[2:]:
            name = {"steady": "steady", "drop": "after_drop", "trim": "after_trim"}[phase.phase]
            assert ((phase.start_ns + phase.length_ns) * 1e-9,
                    track.trial.metrics[f"rss_{name}_bytes"] / 2**20) in marks
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend[-3:] == ["read at phase end: steady", "drop", "trim"]


def test_rss_leaves_out_samples_of_the_exiting_process(run_copy):
    found = next(topic for topic in topics(load_run(run_copy)) if topic.setting.workload == "null")
    trial = rss.representative(found.cells[0])
    path = run_copy / trial.rss_series
    record = json.loads(path.read_text())
    before = len(record["rows"])
    record["rows"].append([record["rows"][-1][0] + 10**7, 4096])
    path.write_text(json.dumps(record))
    track = rss.measure(found, Files(run_copy))[0]
    assert len(track.time_s) == before and track.rss_mib.min() > 1


@pytest.mark.parametrize("last, wanted", [
    (0.7, [0, 0.2, 0.4, 0.6]), (99, [0, 20, 40, 60, 80]), (100, [0, 25, 50, 75, 100]),
    (165, [0, 50, 100, 150]), (1, [0, 0.25, 0.5, 0.75, 1]), (24, [0, 5, 10, 15, 20]),
    (3000, [0, 1000, 2000, 3000])])
def test_time_ticks_are_few_and_round(last, wanted):
    assert time_axis.ticks(last) == pytest.approx(wanted)


def test_thinned_series_keeps_its_extremes():
    values = np.random.default_rng(1).normal(size=10_000)
    kept = rss.thinned(values)
    assert len(kept) <= rss.MAX_POINTS + 2 and np.all(np.diff(kept) > 0)
    assert {values.argmin(), values.argmax(), 0, 9999} <= set(kept.tolist())


def test_ratio_needs_a_reference_positive_values_and_six_blocks(run, topic):
    entry = next(entry for entry in topic.cells if entry.cell.label == "shared · glibc")
    assert ratio_numbers.ratio(entry, None, "cpu_ns_per_op").note == "no ok unique on glibc"
    assert ratio_numbers.ratio(entry, topic.reference, "gc_pause_max_ns").note == "a value is zero"
    few = type(entry)(entry.cell, entry.group, [trial for trial in entry.trials if trial.block <= 5])
    found = ratio_numbers.ratio(few, topic.reference, "cpu_ns_per_op")
    assert (found.interval.n, found.interval.low, found.note) == (5, None, "N too small for an interval")


def test_spread_labels_keep_order_and_distance():
    placed = labels.spread([0.5, 0.51, 0.52, 0.0, 0.99], [0.1] * 5, 0, 1)
    assert sorted(range(5), key=lambda i: placed[i]) == [3, 0, 1, 2, 4]
    assert np.all(np.diff(sorted(placed)) >= 0.1 - 1e-12)
    assert min(placed) >= 0.05 - 1e-12 and max(placed) <= 0.95 + 1e-12
    assert placed[1] == pytest.approx(0.51)
    crowded = labels.spread([0.2] * 20, [0.1] * 20, 0, 1)
    assert np.allclose(np.diff(sorted(crowded)), 0.05)
