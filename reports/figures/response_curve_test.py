"""Service beside response: the numbers by another way, and no latency of a trial that could not keep up."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from reports.analysis import ratios
from reports.figures import response_curve
from reports.run.files import Files
from reports.run.histogram import bucket_high
from reports.run.load import load_run
from reports.run.topics import topics
from reports.text.table import ABSENT

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def found(live_run):
    return {(topic.setting.live_mib, topic.setting.load): topic for topic in topics(load_run(live_run))}


@pytest.fixture(scope="module")
def files(live_run):
    return Files(live_run)


def entry_of(topic, label):
    return next(entry for entry in topic.cells if entry.cell.label == label)


def all_ops(run_directory, entry, kind):
    """Every op of the cell, read from the files and sorted."""
    ops = []
    for trial in entry.ok:
        pairs = np.array(json.loads((run_directory / trial.histograms).read_text())[kind]["counts"])
        ops.append(np.repeat(bucket_high(pairs[:, 0]), pairs[:, 1]))
    return np.sort(np.concatenate(ops))


def noted(entry, saturated):
    """The cell with `saturated` of its trials saturated."""
    trials = [replace(trial, notes=["saturated"] if number < saturated else [])
              for number, trial in enumerate(entry.trials)]
    return replace(entry, trials=trials)


@pytest.mark.parametrize("kind", response_curve.KINDS)
def test_both_curves_are_those_of_all_ops_sorted(live_run, found, files, kind):
    topic = found[64, 50]
    curves = response_curve.measure(topic, files).curves[kind]
    assert len(curves) == 8
    curve = next(curve for curve in curves if curve.cell.label == "boehm · glibc")
    ops = all_ops(live_run, entry_of(topic, "boehm · glibc"), kind)
    assert curve.ops == len(ops) == 24_000
    for one_in, value in zip(curve.one_in, curve.values):
        assert value == min(ops[max(len(ops) - math.floor(len(ops) / one_in) - 1, 0)], curve.merged.max)


def test_the_panels_share_their_axes_and_draw_each_curve_where_it_belongs(found, files):
    topic = found[64, 50]
    measured = response_curve.measure(topic, files)
    fig = response_curve.draw(topic, measured, ["here"])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "service time, glibc", "response time, glibc",
        "service time, jemalloc (grey: unique on glibc)", "response time, jemalloc (grey: unique on glibc)"]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes}) == 1
    lowest, highest = fig.axes[0].get_ylim()
    assert lowest < min(curve.merged.min for curve in measured.all)
    assert max(curve.merged.max for curve in measured.all) < highest
    for ax, kind in zip(fig.axes, response_curve.KINDS):
        drawn = [line.get_xydata() for line in ax.lines]
        for curve in measured.curves[kind]:
            here = any(np.array_equal(points, np.column_stack([curve.one_in, curve.values])) for points in drawn)
            assert here == (curve.cell.allocator == "glibc")
    assert f"load 50 % = {topic.rate}" in fig.texts[0].get_text() and topic.rate == "41.7 k ops/s"
    assert topic.rate in response_curve.told(topic, measured).caption


def test_a_saturated_cell_has_no_response_curve_and_says_what_it_achieved(found, files):
    topic = found[1, 120]
    measured = response_curve.measure(topic, files)
    label = "boehm:incremental · glibc"
    assert list(measured.saturated) == [label]
    assert measured.of("service", label) and measured.of("response", label) is None
    words = measured.saturated[label]
    achieved = np.median([trial.metrics["achieved_rate_per_s"] for trial in entry_of(topic, label).ok])
    assert words.startswith(f"saturated in 6 of 6 trials: achieved {achieved / 1000:.1f} k ops/s of 100 k ops/s")
    assert words in response_curve.told(topic, measured).caption and words in response_curve.told(topic, measured).alt
    fig = response_curve.draw(topic, measured, [])
    assert "saturated in 6 of 6 trials\nachieved" in "".join(text.get_text() for text in fig.axes[1].texts)


@pytest.mark.parametrize("saturated, drawn", [(0, 6), (2, 4), (3, None), (6, None)])
def test_saturated_trials_are_in_no_response_curve(found, files, saturated, drawn):
    topic = found[64, 50]
    label = "unique · glibc"
    changed = replace(topic, cells=[noted(entry, saturated) if entry.cell.label == label else entry
                                    for entry in topic.cells])
    measured = response_curve.measure(changed, files)
    curve = measured.of("response", label)
    assert (curve.trials if curve else None) == drawn
    assert measured.of("service", label).trials == 6 and (label in measured.saturated) == (saturated > 0)


def test_the_table_has_both_kinds_and_names_the_saturated(found, files):
    topic = found[1, 120]
    table = response_curve.table(topic, response_curve.measure(topic, files))
    rows = dict(table.rows)
    assert len(rows) == 16 and "due at 100 k ops/s" in table.title
    assert rows["boehm:incremental · glibc, response"][:-1] == [ABSENT] * 8
    assert "6 of 6 trials" in rows["boehm:incremental · glibc, response"][-1]
    assert rows["unique · glibc, response"][0] == "6" and ABSENT not in rows["unique · glibc, response"][:5]


def test_response_ratios_are_refused_where_a_side_was_saturated(found):
    topic = found[64, 50]
    assert "ops_per_s" not in ratios.metrics_of(topic) and "response_p99_ns" in ratios.metrics_of(topic)
    assert ratios.metrics_of(found[64, None])[1] == "ops_per_s"
    entry, reference = entry_of(topic, "boehm · glibc"), topic.reference
    assert ratios.ratio(entry, reference, "response_p99_ns").interval.n == 6
    assert ratios.ratio(noted(entry, 1), reference, "response_p99_ns").note == "saturated in 1 of 6 trials"
    assert ratios.ratio(entry, noted(reference, 2), "response_p99_ns").note == "unique saturated in 2 of 6 trials"
    assert ratios.ratio(noted(entry, 1), reference, "cpu_ns_per_op").interval.n == 6


def test_nothing_measured_is_said(found, files):
    topic = found[64, 50]
    empty = replace(topic, cells=[replace(entry, trials=[]) for entry in topic.cells])
    measured = response_curve.measure(empty, files)
    fig = response_curve.draw(empty, measured, [])
    assert "No ok trial" in fig.axes[0].texts[0].get_text()
    words = response_curve.told(empty, measured)
    assert words.basis == "N: no trial." and "no ok trial" in words.alt
