"""Both ratios of the plane as it is drawn, against plain loops over the lines of the file."""

import io
import math
from dataclasses import replace

import pytest

from reports.analysis.findings import Findings
from reports.figures import time_memory
from reports.figures.drawing import style
from reports.figures.forest_test import naive_ratio
from reports.run.load import load_run
from reports.testing import boxes
from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def planes(synthetic_run):
    return time_memory.measure(Findings.of(load_run(synthetic_run)))


def marks_at(ax):
    """(x, y) of every single mark of a panel."""
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() not in (None, "None")]


def test_each_mark_stands_at_the_two_ratios_that_a_plain_loop_finds(synthetic_run, planes):
    fig = time_memory.draw(planes, ["here"])
    checked = 0
    for ax, plane in zip(fig.axes, planes):
        assert ax.get_title(loc="left") == plane.topic.setting.workload
        wanted = [(1.0, 1.0)] if plane.topic.reference else []
        for spot, *_ in plane.drawn:
            wanted.append(tuple(
                naive_ratio(synthetic_run, plane.topic.setting.workload, spot.cell.name, spot.cell.allocator, metric)[0]
                for metric in ("rss_peak_bytes", "cpu_ns_per_op")))
            checked += 1
        assert marks_at(ax) == [pytest.approx(place) for place in wanted]
    assert checked == 7 * 2


def test_crosses_are_the_intervals_and_lie_on_their_marks(planes):
    ax = time_memory.draw(planes, []).axes[0]
    arms = [arm.tolist() for arm in ax.collections[0].get_segments()]
    spot = next(spot for spot, *_ in planes[0].drawn if spot.cell.label == "boehm · glibc")
    x, y = (found.estimate for found in spot.known)
    assert [[spot.memory.interval.low, y], [spot.memory.interval.high, y]] in arms
    assert [[x, spot.time.interval.low], [x, spot.time.interval.high]] in arms
    assert len(arms) == 2 * len(planes[0].drawn)


def test_axes_are_common_symmetric_about_1_and_hold_every_interval(planes):
    axes = [ax for ax in time_memory.draw(planes, []).axes if ax.get_visible()]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in axes}) == 1
    for low, high in (axes[0].get_xlim(), axes[0].get_ylim()):
        assert low * high == pytest.approx(1)
    for plane in planes:
        for spot, *_ in plane.drawn:
            for found, (low, high) in ((spot.memory, axes[0].get_xlim()), (spot.time, axes[0].get_ylim())):
                assert low < found.interval.low <= found.interval.high < high


def test_no_mark_reaches_into_the_words_of_the_corners(planes):
    fig = time_memory.draw(planes, [])
    fig.draw_without_rendering()
    for ax in [ax for ax in fig.axes if ax.get_visible()]:
        words = [text.get_window_extent() for text in ax.texts if text.get_text() in time_memory.WORDS.values()]
        assert len(words) == 4
        low, high = max(box.y1 for box in words if box.y0 < ax.bbox.y0 + 20), min(
            box.y0 for box in words if box.y0 > ax.bbox.y0 + 20)
        most = time_memory.limits(planes)[1]
        for edge in (1 / most, most):
            assert low <= ax.transData.transform((1, edge))[1] <= high


def test_the_corners_say_what_being_there_means(planes):
    fig = time_memory.draw(planes, [])
    fig.draw_without_rendering()
    ax = fig.axes[0]
    for text in [text for text in ax.texts if text.get_text() in time_memory.WORDS.values()]:
        x, y = ax.transData.inverted().transform(text.get_window_extent().get_points().mean(axis=0))
        assert text.get_text() == f"{'more' if x > 1 else 'less'} memory,\n{'more' if y > 1 else 'less'} time"


def test_one_setting_of_each_workload_and_never_null(tmp_path):
    plan = Plan(workloads=("null", "request_server"), blocks=2, ops=300, failing=False,
                points=(Point(live_mib=1), Point(live_mib=16), Point(live_mib=64), Point(live_mib=16, load=50)))
    planes = time_memory.measure(Findings.of(load_run(write(tmp_path, plan))))
    assert [(plane.topic.setting.workload, plane.topic.setting.live_mib, plane.topic.setting.load)
            for plane in planes] == [("request_server", 16, None)]
    fig = time_memory.draw(planes, [])
    assert fig.axes[0].get_title(loc="left") == "request_server, 16 MiB live"
    assert "no interval" in time_memory.table(planes).rows[0][1][0]
    assert len(fig.axes[0].collections[0].get_segments()) == 0


def test_nothing_written_touches_and_the_same_data_gives_the_same_bytes(planes):
    def drawn():
        file, fig = io.BytesIO(), time_memory.draw(planes, [time_memory.told(planes).basis])
        style.save(fig, file, "svg")
        return file.getvalue()
    assert boxes.faults(time_memory.draw(planes, [time_memory.told(planes).basis])) == []
    assert drawn() == drawn()


def test_marks_carry_cell_and_both_ratios(planes):
    marks = time_memory.draw(planes, []).marks.values()
    assert len(marks) == sum(len(plane.drawn) + (plane.topic.reference is not None) for plane in planes)
    spot = next(spot for spot, *_ in planes[0].drawn if spot.cell.label == "boehm · glibc")
    tip = next(mark.tip for mark in marks if mark.cell == "boehm · glibc")
    assert f"{spot.time.interval.estimate:.2f} [" in tip and f"{spot.memory.interval.estimate:.2f} [" in tip
    assert "10 blocks" in tip and "gc_not_exercised" in tip and "\n" not in tip


def test_what_is_not_drawn_is_said(planes):
    assert "baseline" in time_memory.told(planes).caption
    assert "value · glibc in persistent_map (no ok unique on glibc)" in time_memory.told(planes).caption
    panel = next(ax for ax in time_memory.draw(planes, []).axes if ax.get_title(loc="left") == "persistent_map")
    assert "No ok trial of unique on glibc." in [text.get_text().replace("\n", " ") for text in panel.texts]
    assert not marks_at(panel)


def test_without_any_ratio_it_says_so(planes):
    gone = [replace(plane, spots=[replace(spot, time=replace(spot.time, interval=None, note="no ok trial"))
                                  for spot in plane.spots]) for plane in planes]
    said = time_memory.draw(gone, []).axes[0].texts[0].get_text().replace("\n", " ")
    words = time_memory.told(gone)
    assert said == time_memory.NONE == words.caption and words.basis == "N: no pair of trials."
    assert time_memory.NONE in time_memory.draw([], []).axes[0].texts[0].get_text().replace("\n", " ")


@pytest.mark.parametrize("most", [1.1, 1.5, 2.5, 9, 90, 5000])
def test_ticks_are_few_symmetric_and_inside(most):
    found = time_memory.ticks(most)
    assert 1.0 in found and len(found) in (3, 5)
    assert all(1 / most < tick < most for tick in found)
    assert [math.log(tick) for tick in found] == pytest.approx([-math.log(tick) for tick in reversed(found)])


def test_at_equal_memory_stands_the_cell_of_the_collector_that_is_nearest_to_unique(synthetic_run, planes):
    for plane in planes:
        nearest = min(((abs(math.log(memory.estimate)), spot.cell.label) for spot, memory, _ in plane.drawn
                       if spot.cell.variant == "boehm"), default=(0, None))[1]
        for spot in plane.spots:
            found = time_memory.at_equal_memory(plane, spot)
            assert (found and found.cell.label) == (nearest if spot.cell.variant == "boehm" else None)
    table = time_memory.table(planes)
    name, columns = next((name, columns) for name, columns in table.rows if name.endswith("boehm · glibc"))
    assert columns[2].split("\n")[1].startswith("boehm"), name
