"""What a reader is told who points at something drawn: of the right cell, exact, and nowhere missing."""

import io
import json
import math
import re
import statistics
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import same_color

from reports.analysis.findings import Findings
from reports.figures import causes, latency_curve, live_scaling, mmu, pauses, response_curve
from reports.figures.drawing import style
from reports.page import catalogue
from reports.run.files import Files
from reports.run.histogram import bucket_high
from reports.run.load import load_run
from reports.run.sweeps import along
from reports.run.topics import topics
from reports.text import units

pytestmark = pytest.mark.filterwarnings("error")
LABEL = "boehm · glibc"


@pytest.fixture(scope="module")
def topic(synthetic_run):
    return next(topic for topic in topics(load_run(synthetic_run)) if topic.setting.workload == "employee_bonus")


@pytest.fixture(scope="module")
def files(synthetic_run):
    return Files(synthetic_run)


def tips(fig, label=LABEL):
    return [mark.tip for mark in fig.marks.values() if mark.cell == label]


def contents(run_directory, topic, field, label=LABEL):
    """The raw files of the ok trials of a cell."""
    entry = next(entry for entry in topic.cells if entry.cell.label == label)
    return [(trial, json.loads((run_directory / getattr(trial, field)).read_text())) for trial in entry.ok]


def merged(run_directory, topic, kind, label=LABEL):
    """All ops of a cell in ascending order, as far as the buckets of their histograms tell them apart."""
    return np.sort(np.concatenate([
        np.repeat(bucket_high(np.array(pairs)[:, 0]), np.array(pairs)[:, 1])
        for _, record in contents(run_directory, topic, "histograms", label) for pairs in [record[kind]["counts"]]]))


def percentile_tips(kind, ops, longest, trials):
    """The tips of a curve, from all its ops."""
    told = {"p50": 2, "p90": 10, "p99": 100, "p99.9": 1000, "p99.99": 10_000}
    values = {name: int(min(ops[len(ops) - len(ops) // one_in - 1], longest)) for name, one_in in told.items()
              if len(ops) // one_in >= 10}
    return [f"{LABEL}: {kind} {name} {units.duration(value)}, {trials} trials, {units.count(len(ops))} ops"
            for name, value in {**values, "max": longest}.items()]


def test_percentiles_of_a_closed_loop(synthetic_run, topic, files):
    fig = latency_curve.draw(topic, latency_curve.measure(topic, files), [])
    longest = max(record["service"]["max"] for _, record in contents(synthetic_run, topic, "histograms"))
    wanted = percentile_tips("service", merged(synthetic_run, topic, "service"), longest, 10)
    assert len(wanted) == 5 and "p99.9 " in wanted[3] and set(wanted) <= set(tips(fig))
    assert not any("p99.99 " in tip for tip in tips(fig)), "too few ops lie beyond"


def test_percentiles_of_an_open_loop_are_told_for_both_kinds(live_run):
    topic = next(topic for topic in topics(load_run(live_run)) if topic.setting.load == 50)
    fig = response_curve.draw(topic, response_curve.measure(topic, Files(live_run)), [])
    for kind in ("service", "response"):
        longest = max(record[kind]["max"] for _, record in contents(live_run, topic, "histograms"))
        assert set(percentile_tips(kind, merged(live_run, topic, kind), longest, 6)) <= set(tips(fig))


def test_spots_to_point_at_are_unseen_and_lie_on_their_curve(topic, files):
    curves = latency_curve.measure(topic, files)
    fig = latency_curve.draw(topic, curves, [])
    curve = next(curve for curve in curves if curve.cell.label == LABEL)
    spots = {fig.marks[line.get_gid()].tip: line.get_xydata()[0] for ax in fig.axes for line in ax.lines
             if line.get_gid() in fig.marks and line.get_alpha() == 0 and fig.marks[line.get_gid()].cell == LABEL}
    assert len(spots) == 4
    for x, y in spots.values():
        assert y == pytest.approx(np.interp(x, curve.one_in, curve.values), rel=0.1)
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes]
    fig.draw_without_rendering()
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes]


def test_the_longest_and_the_rate_of_pauses(synthetic_run, topic, files):
    fig = pauses.draw(topic, pauses.measure(topic, files), [])
    read = contents(synthetic_run, topic, "pauses")
    seconds = sum(phase.length_ns for trial, _ in read for phase in trial.phases
                  if phase.phase == "steady") / 1e9
    lengths = [event["length_ns"] for _, events in read for event in events if event["phase"] == "steady"]
    wanted = (f"{LABEL}: {len(lengths)} pauses, max {units.duration(max(lengths))}, "
              f"{units.significant(len(lengths) / seconds)} per s, 10 trials, "
              f"{units.significant(seconds)} s of steady time")
    assert tips(fig).count(wanted) == 2


def test_a_bar_tells_its_cause(synthetic_run, topic, files):
    fig = causes.draw(topic, causes.measure(topic, files), [])
    read = contents(synthetic_run, topic, "interruptions")
    seconds = sum(phase.length_ns for trial, _ in read for phase in trial.phases
                  if phase.phase == "steady") / 1e9
    lengths = [event["length_ns"] for _, events in read for event in events
               if event["phase"] == "steady" and event["cause"] == "stw"]
    assert (f"{LABEL}: stw {units.duration(sum(lengths) / seconds)} per s in {len(lengths)} interruptions, longest "
            f"{units.duration(max(lengths))}, 10 trials, {units.significant(seconds)} s of steady time") in tips(fig)


def test_each_bar_of_a_stack_tells_its_own_cause(topic, files):
    measured = [replace(entry, lengths={"stw": np.array([3e6]), "fault": np.array([1e6, 5e5]), "new": np.array([4e5])})
                for entry in causes.measure(topic, files)]
    fig = causes.draw(topic, measured, [])
    for bar in fig.axes[0].patches:
        mark = fig.marks[bar.get_gid()]
        entry = next(entry for entry in measured if entry.cell.label == mark.cell)
        cause = mark.tip.partition(": ")[2].partition(" ")[0]
        unit = {"ms": 1e3, "µs": 1e6}[fig.axes[0].get_xlabel()[:2]]
        assert bar.get_width() == pytest.approx(entry.lengths[cause].sum() * 1e-9 / entry.steady_s * unit)
    assert len(fig.axes[0].patches) == len(fig.marks) == 3 * len(measured)


def test_utilisation_is_told_at_1_10_and_100_ms(synthetic_run, topic, files):
    fig = mmu.draw(topic, mmu.measure(topic, files), [])
    told = []
    for window, name in ((1e6, "1 ms"), (1e7, "10 ms"), (1e8, "100 ms")):
        shares = [row[1] for _, record in contents(synthetic_run, topic, "mmu") for row in record["rows"]
                  if row[0] == window]
        if len(shares) == 10:
            told.append(f"{LABEL}: got at worst {units.percent(statistics.median(shares))} of {name}, "
                        "median of 10 trials")
    assert len(told) >= 2 and set(told) <= set(tips(fig))


def test_points_of_a_sweep_tell_their_step_and_interval(live_run):
    sweep = along(topics(load_run(live_run)), "live_mib")[1]
    scaling = live_scaling.measure(sweep)
    track = next(t for t in scaling.tracks["response_p99_ns"] if t.line.cell.label == LABEL)
    found = tips(live_scaling.draw(scaling, []))
    for step, point in track.points.items():
        wanted = (f"{LABEL}: response time, p99 at {step:g} MiB live {units.duration(point.estimate)} "
                  f"[{units.duration(point.low)}, {units.duration(point.high)}], 6 blocks")
        assert math.isfinite(point.high) and found.count(wanted) == 2, "the spot and its bar"


@pytest.mark.parametrize("directory", ["synthetic_run", "live_run", "heap_run", "threads_run"])
def test_everything_in_the_colour_of_a_cell_is_marked_and_says_so_in_one_line(request, directory):
    directory = request.getfixturevalue(directory)
    findings, files = Findings.of(load_run(directory)), Files(directory)
    found = findings.topics
    looks = style.looks_of([entry for topic in found for entry in topic.cells])
    colours = {colour for colour, _ in looks.values()}
    labels = {entry.cell.label for topic in found for entry in topic.cells}
    checked = 0
    for job in catalogue.jobs(findings):
        fig = job.draw(files).fig
        for mark in fig.marks.values():
            assert mark.cell in labels and mark.tip.startswith(mark.cell.partition(" @ ")[0].partition(" · ")[0]), mark
            assert "\n" not in mark.tip and re.search(r"\d|none", mark.tip), mark
            assert not re.search(r"\b(nan|inf|None)\b", mark.tip), mark
        for ax in fig.axes:
            for line in ax.lines:
                if any(same_color(line.get_markeredgecolor(), colour) or same_color(line.get_color(), colour)
                       for colour in colours):
                    # Lines that only tie readings of memory together say nothing of their own.
                    ties = job.kind == "rss" and (line.get_linewidth() == 0.7 or line.get_markersize() == 2.6)
                    assert line.get_gid() in fig.marks or ties, (job.name, line.get_xydata()[:3])
                    checked += 1
    assert checked > 100


def test_marks_are_in_the_svg_by_their_id(topic, files):
    for fig in (latency_curve.draw(topic, latency_curve.measure(topic, files), []),
                causes.draw(topic, causes.measure(topic, files), [])):
        file = io.BytesIO()
        style.save(fig, file, "svg")
        ids = [node.get("id") for node in ElementTree.fromstring(file.getvalue()).iter() if node.get("id")]
        assert all(ids.count(name) == 1 for name in fig.marks) and fig.marks
