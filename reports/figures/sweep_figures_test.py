"""The numbers in the figures of sweeps, read back from what was drawn and computed another way."""

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.analysis.findings import Findings
from reports.analysis.space import spots
from reports.figures import forest, latency_curve, live_scaling, pauses, space, threads
from reports.figures.drawing import steps, style
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.sweeps import along
from reports.run.sweeps_test import naive_ratio, values
from reports.run.topics import topics
from reports.stats.intervals import Interval
from reports.testing.lengths import lasting
from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

pytestmark = pytest.mark.filterwarnings("error")
LABEL = "boehm · glibc"


@pytest.fixture(scope="module")
def sweeps(live_run):
    return along(topics(load_run(live_run)), "live_mib")


@pytest.fixture(scope="module")
def scaling(sweeps):
    return live_scaling.measure(sweeps[1])


def marks(ax, colour):
    """Steps and values of the line in this colour, without its small shift aside."""
    line = next(line for line in ax.lines if len(line.get_xdata()) > 1 and line.get_color() == colour
                and line.get_marker() not in (None, "None") and line.get_linestyle() == "-")
    return [min((1, 2, 4, 16, 64), key=lambda step: abs(math.log(step / x))) for x in line.get_xdata()], list(
        line.get_ydata())


def test_points_are_medians_of_blocks_with_their_order_statistics(live_run, scaling):
    fig = live_scaling.draw(scaling, ["here"])
    for ax, metric in zip(fig.axes, ("response_p99_ns", "service_p99_ns", "interruption_max_ns",
                                     "gc_pause_max_ns")):
        wanted = [sorted(values(live_run, metric, LABEL, live_mib=size, load=50).values()) for size in (1, 16, 64)]
        assert marks(ax, "#D55E00") == ([1, 16, 64], pytest.approx([statistics.median(v) for v in wanted]))
        bars = [line.get_ydata() for line in ax.lines if line.get_color() == "#D55E00" and line.get_alpha()]
        # The sign test's interval of six values runs from the least to the greatest.
        assert [list(bar) for bar in bars] == [pytest.approx([v[0], v[-1]]) for v in wanted]


def test_all_panels_have_one_scale_and_growth_stands_in_the_legend(scaling):
    fig = live_scaling.draw(scaling, [])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "response time, p99", "service time, p99", "longest interruption", "longest reported pause"]
    assert len({ax.get_ylim() for ax in fig.axes}) == len({ax.get_xlim() for ax in fig.axes}) == 1
    legend = {text.get_text().split("\n")[0]: text.get_text() for text in fig.legends[0].get_texts()}
    assert len(legend) == 8 and "response time, p99: " in legend[LABEL] and "-fold [" in legend[LABEL]
    assert fig.legends[0].get_title().get_text().startswith("growth from 1 to 64 MiB live")
    said = next(text for text in live_scaling.sentences(scaling) if text.startswith(LABEL))
    assert said.startswith(f"{LABEL}, from 1 to 64 MiB live: response time, p99 ") and "; service time, p99 " in said
    assert said in live_scaling.told(scaling).alt


def test_ownership_reports_no_pauses_and_stands_on_the_edge_without_interruptions(scaling):
    fig = live_scaling.draw(scaling, [])
    assert {track.line.group for track in scaling.tracks["gc_pause_max_ns"]} == {"collection"}
    on_edge = [line for line in fig.axes[2].lines if line.get_marker() == "v" and not line.get_clip_on()]
    assert len(on_edge) == 6 * 3 and {line.get_ydata()[0] for line in on_edge} == {fig.axes[2].get_ylim()[0]}
    assert "lower edge: none seen" in live_scaling.told(scaling).basis


def test_steady_phases_of_unequal_lengths_are_told(scaling):
    for lengths, told in (((500_000_000, 1_900_000_000), True), ((500_000_000,), False)):
        topics = [lasting(topic, *lengths) for topic in scaling.sweep.topics]
        found = replace(scaling, sweep=replace(scaling.sweep, topics=topics))
        assert ("Steady phases last" in live_scaling.told(found).caption) == told


def test_a_saturated_cell_is_an_open_mark_on_the_upper_edge_and_never_a_latency(sweeps):
    sweep = sweeps[1]
    entry = next(entry for entry in sweep.topics[2].cells if entry.cell.label == LABEL)
    for number, expected in ((2, True), (3, False), (6, False)):
        trials = [replace(trial, notes=["saturated"] * (position < number),
                          metrics={name: value for name, value in trial.metrics.items()
                                   if position >= number or not name.startswith("response")})
                  for position, trial in enumerate(entry.trials)]
        topic = replace(sweep.topics[2], cells=[replace(entry, trials=trials) if found is entry else found
                                                for found in sweep.topics[2].cells])
        found = live_scaling.measure(replace(sweep, topics=[*sweep.topics[:2], topic]))
        track = next(t for t in found.tracks["response_p99_ns"] if t.line.cell.label == LABEL)
        assert math.isfinite(track.points[64].estimate) == expected and math.isinf(track.points[64].high)
        fig = live_scaling.draw(found, [])
        top = [line for line in fig.axes[0].lines if line.get_marker() == "^"]
        assert len(top) == (0 if expected else 1)
        assert ("upper edge: saturated" in live_scaling.told(found).basis) != expected
        rows = dict(live_scaling.table(found).rows)
        assert f"{number} of 6 trials" in rows[f"{LABEL}, 64 MiB"][0]
        assert any(f"saturated in {number} of 6 trials at 64 MiB" in text for text in live_scaling.sentences(found))


def test_closed_loop_shows_service_only(sweeps):
    found = live_scaling.measure(sweeps[0])
    assert found.rows == [["service_p99_ns", "interruption_max_ns", "gc_pause_max_ns"]]
    assert all("response" not in text for text in live_scaling.sentences(found))
    assert "esponse" not in live_scaling.told(found).caption


def test_a_second_row_for_percentiles_that_are_supported(tmp_path):
    plan = Plan(workloads=("request_server",), blocks=1, ops=10_000, failing=False,
                points=(Point(live_mib=1, load=50), Point(live_mib=16, load=50)))
    [sweep] = along(topics(load_run(write(tmp_path, plan))), "live_mib")
    found = live_scaling.measure(sweep)
    assert [row[1] for row in found.rows] == ["service_p99_ns", "service_p999_ns"]
    assert len(live_scaling.draw(found, []).axes) == 6
    assert "(no interval, N 1)" in live_scaling.sentences(found)[0]


def test_nothing_measured_is_said(sweeps):
    gone = [replace(topic, cells=[replace(entry, trials=[]) for entry in topic.cells])
            for topic in sweeps[1].topics]
    found = live_scaling.measure(replace(sweeps[1], topics=gone))
    assert "No ok trial." in [ax.texts[0].get_text() for ax in live_scaling.draw(found, []).axes]
    assert live_scaling.told(found).basis == "N: no trial." and live_scaling.sentences(found) == []


def test_lines_are_set_apart_by_less_than_a_third_of_a_step():
    shifts = [steps.apart([1, 16, 64], rank, 12) for rank in range(12)]
    assert shifts == sorted(shifts) and len(set(shifts)) == 12 and shifts[0] * shifts[-1] == pytest.approx(1)
    assert shifts[-1] < 2 ** (1 / 3)


def test_speedup_is_a_paired_ratio_and_cpu_a_median(threads_run):
    [sweep] = along(topics(load_run(threads_run)), "threads")
    found = threads.measure(sweep)
    fig = threads.draw(found, ["here"])
    one = values(threads_run, "ops_per_s", LABEL, threads=1)
    wanted = [naive_ratio(values(threads_run, "ops_per_s", LABEL, threads=n), one) for n in (1, 2, 4)]
    assert marks(fig.axes[0], "#D55E00") == ([1, 2, 4], pytest.approx(wanted)) and wanted[2] > 3
    cpu = [statistics.median(values(threads_run, "cpu_ns_per_op", LABEL, threads=n).values()) for n in (1, 2, 4)]
    assert marks(fig.axes[1], "#D55E00") == ([1, 2, 4], pytest.approx(cpu))
    ideal = next(line for line in fig.axes[0].lines if list(line.get_ydata()) == list(line.get_xdata()))
    assert list(ideal.get_xdata()) == [1, 2, 4]
    assert f"{LABEL}: at 4 threads: {wanted[2]:.3g} × [" in " ".join(threads.sentences(found))
    rows = dict(threads.table(found).rows)
    assert len(rows) == 8 * 3 and rows[f"{LABEL}, 4 threads"][1].startswith(f"{wanted[2]:.3g} ×\n[")


def test_a_cell_without_the_fewest_threads_has_no_speedup(threads_run):
    [sweep] = along(topics(load_run(threads_run)), "threads")
    first = replace(sweep.topics[0], cells=[replace(entry, trials=[] if entry.cell.label == LABEL else entry.trials)
                                            for entry in sweep.topics[0].cells])
    found = threads.measure(replace(sweep, topics=[first, *sweep.topics[1:]]))
    assert LABEL not in {track.line.cell.label for track in found.speedup}
    assert LABEL in {track.line.cell.label for track in found.cpu}


def test_space_draws_a_line_per_collector_and_points_for_ownership(heap_run):
    findings = Findings.of(load_run(heap_run))
    [topic] = findings.topics
    found = space.drawable(spots(findings, topic))
    fig = space.draw(topic, found, ["here"])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [LABEL, "boehm:incremental · glibc"]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes}) == 1
    by_label = {spot.cell.label: spot for spot in found}
    x, y = (np.array(axis) for axis in zip(*(
        (spot.rss.estimate / 2**20, spot.cpu.interval.estimate)
        for spot in (by_label[f"boehm @ {factor}× · glibc"] for factor in ("1.1", "1.5", "3")))))
    for ax, colour in zip(fig.axes, ("#D55E00", space.GREY)):
        line = next(line for line in ax.lines if len(line.get_xdata()) == 3 and np.allclose(line.get_xdata(), x))
        assert np.allclose(line.get_ydata(), y) and line.get_color() == colour
    assert ", ".join(text.get_text() for text in fig.axes[0].texts) == "1.1×, 1.5×, 3×"
    fills = {(line.get_marker(), line.get_fillstyle()) for line in fig.axes[0].lines
             if line.get_markersize() == 7 and line.get_marker() not in (None, "None")}
    assert fills == {(marker, fill) for marker in "osv" for fill in ("full", "none")}
    reference = by_label["unique · glibc"]
    assert any(np.allclose(line.get_xydata(), [[reference.rss.estimate / 2**20, 1]]) for line in fig.axes[0].lines)
    assert len(fig.legends[0].get_texts()) == 6


def test_heaps_that_lie_on_one_another_share_a_label(heap_run):
    findings = Findings.of(load_run(heap_run))
    [topic] = findings.topics
    found = space.drawable(spots(findings, topic))
    its = [spot for spot in found if spot.cell.config_name == "boehm"]
    same = [its[0], replace(its[1], rss=its[0].rss, cpu=its[0].cpu), its[2]]
    others = [spot for spot in found if spot not in its]
    fig = space.draw(topic, others + [replace(same[2], rss=Interval(9e9, None, None, 6, None)), *same[:2]], [])
    assert [text.get_text() for text in fig.axes[list_index(fig, LABEL)].texts] == ["1.1×, 1.5×", "3×"]


def list_index(fig, title):
    return [ax.get_title(loc="left") for ax in fig.axes].index(title)


def test_each_collector_has_its_heaps_in_panels_of_their_own(heap_run):
    [topic] = topics(load_run(heap_run))
    files = Files(heap_run)
    fig = latency_curve.draw(topic, latency_curve.measure(topic, files), [])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "glibc", "jemalloc (grey: unique on glibc)", f"{LABEL} (grey: unique on glibc)",
        "boehm:incremental · glibc (grey: unique on glibc)"]
    names = [sorted(text.get_text().split("\n")[0] for text in ax.texts) for ax in fig.axes]
    assert names == [["shared", "unique", "value"]] * 2 + [["heap 1.1×", "heap 1.5×", "heap 3×"]] * 2
    fig = pauses.draw(topic, pauses.measure(topic, files), [])
    labels = [[text.get_text().split("\n")[0] for text in legend.get_texts()] for legend in fig.legends]
    assert [len(found) for found in labels] == [6, 3, 3] and len(fig.axes) == 2 * 3
    assert labels[1] == [f"boehm @ {factor}× · glibc" for factor in ("1.1", "1.5", "3")]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes}) == 1


def test_long_names_of_the_forest_are_inside_the_figure(heap_run):
    fig = forest.draw(forest.measure(Findings.of(load_run(heap_run)), "cpu_ns_per_op"), [])
    assert "boehm:incremental @ 1.1×" in {ax.get_title(loc="left") for ax in fig.axes}
    names = [text for ax in fig.axes for text in ax.get_yticklabels()]
    assert all(0 <= text.get_window_extent().x0 for text in names)


def test_space_without_a_reference_says_so(heap_run):
    findings = Findings.of(load_run(heap_run))
    topic = replace(findings.topics[0], cells=[entry for entry in findings.topics[0].cells
                                               if entry.cell.variant != "unique"])
    assert space.drawable(spots(findings, topic)) == []
    said = space.draw(topic, [], []).axes[0].texts[0].get_text()
    assert said.replace("\n", " ") == space.NONE
    assert space.NONE[1:] in space.told(topic, []).caption


def test_allocators_differ_in_how_marks_are_filled():
    fills = [style.fill_style(name) for name in ("glibc", "jemalloc", "mimalloc", "tcmalloc", "new")]
    assert len(set(fills)) == 5
