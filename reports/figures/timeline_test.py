"""The lanes of the timeline as they are drawn, against plain loops over the files of the trials."""

import io
import json
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.figures import timeline
from reports.figures.drawing import style, svg
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.topics import topics
from reports.testing import boxes

pytestmark = pytest.mark.filterwarnings("error")
LABEL = "boehm:incremental · glibc"


@pytest.fixture(scope="module")
def topic(synthetic_run):
    return next(topic for topic in topics(load_run(synthetic_run)) if topic.setting.workload == "message_window")


@pytest.fixture(scope="module")
def lanes(synthetic_run, topic):
    return timeline.measure(topic, Files(synthetic_run))


def lane_of(lanes, label=LABEL):
    return next(lane for lane in lanes if lane.cell.label == label)


def events(run_directory, trial, field):
    """(start in ns since steady began, length, cause) of a trial's steady events, from its file."""
    begin = trial.steady.start_ns
    return [(event["start_ns"] - begin, event["length_ns"], event.get("cause"))
            for event in json.loads((run_directory / getattr(trial, field)).read_text()) if event["phase"] == "steady"]


def lines_of(fig, label):
    """What the tip of each line of a cell begins with -> its points without the gaps, as strokes."""
    found = {}
    for line in fig.axes[0].lines:
        mark = fig.marks.get(line.get_gid())
        if mark and mark.cell == label:
            points = line.get_xydata()
            strokes = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))
            kept = [stroke[~np.isnan(stroke[:, 0])] for stroke in strokes]
            found[mark.tip.partition(": ")[2].partition(",")[0]] = [stroke for stroke in kept if len(stroke)]
    return found


def crowded(lane, number):
    """The lane with so many interruptions of several causes, most of them short, over half of the time in all."""
    rng = np.random.default_rng(4)
    lengths = rng.lognormal(0, 1.5, number)
    lengths *= 0.6 * lane.steady_ns / lengths.sum()
    spans = np.column_stack([np.sort(rng.uniform(0, lane.steady_ns, number)), lengths])
    return replace(lane, spans={"stw": spans[::3], "fault": spans[1::3], "unknown": spans[2::3]})


def test_the_trial_with_the_median_interrupted_time_stands_for_its_cell(synthetic_run, topic, lanes):
    assert [lane.cell for lane in lanes] == [entry.cell for entry in topic.cells]
    for lane, entry in zip(lanes, topic.cells):
        totals = {trial.trial_id: sum(length for _, length, _ in events(synthetic_run, trial, "interruptions"))
                  for trial in entry.ok}
        assert totals[lane.trial.trial_id] == statistics.median_low(totals.values())
        assert (lane.of_trials, lane.of_blocks) == (len(totals), entry.blocks)
    rows = dict(timeline.table(topic, lanes).rows)
    assert rows[LABEL][0] == lane_of(lanes).trial.trial_id


def test_ticks_stand_where_interruptions_began_and_are_as_high_as_they_are_long(synthetic_run, topic, lanes):
    fig, lane = timeline.draw(topic, lanes, ["here"]), lane_of(lanes)
    row = lanes.index(lane)
    wanted = events(synthetic_run, lane.trial, "interruptions")
    strokes = lines_of(fig, LABEL)["slice"]
    assert len(strokes) == len(wanted) > 50 and {cause for _, _, cause in wanted} == {"slice"}
    every = [length for other in lanes for _, length, _ in events(synthetic_run, other.trial, "interruptions")]
    low, high = min(every), max(every)
    for stroke, (start, length, _) in zip(strokes, sorted(wanted)):
        assert stroke[0] == pytest.approx((start / 1e9, row + timeline.FLOOR))
        share = 0.06 + 0.94 * math.log10(length / low) / math.log10(high / low)
        assert stroke[1][1] == pytest.approx(row + timeline.FLOOR - share * (timeline.FLOOR - timeline.TOP))
        if len(stroke) == 4:
            assert stroke[2][0] == pytest.approx((start + length) / 1e9)


def test_lanes_do_not_reach_into_one_another(topic, lanes):
    fig = timeline.draw(topic, lanes, [])
    for row, lane in enumerate(lanes):
        for strokes in lines_of(fig, lane.cell.label).values():
            heights = np.concatenate(strokes)[:, 1]
            assert row < heights.min() <= heights.max() < row + 1


def test_reported_pauses_lie_below_their_lane(synthetic_run, topic, lanes):
    fig, lane = timeline.draw(topic, lanes, []), lane_of(lanes, "boehm · glibc")
    wanted = sorted(events(synthetic_run, lane.trial, "pauses"))
    [strokes] = [strokes for name, strokes in lines_of(fig, "boehm · glibc").items() if "reported pause" in name]
    least = timeline.VISIBLE * fig.axes[0].get_xlim()[1]
    assert len(strokes) == len(wanted) == 24
    for stroke, (start, length, _) in zip(strokes, wanted):
        assert stroke[:, 0] == pytest.approx([start / 1e9, start / 1e9 + max(length / 1e9, least)])
        assert set(stroke[:, 1]) == {lanes.index(lane) + timeline.PAUSES}
    assert all(other.pauses is None for other in lanes if other.trial.group == "ownership")


def test_only_the_longest_are_drawn_and_what_is_left_out_is_said(topic, lanes):
    busy = [crowded(lane, 5000) for lane in lanes]
    most = timeline.most_per_lane(busy)
    assert most * len(busy) <= timeline.MAX_IN_ALL and timeline.most_per_lane(busy[:1]) == timeline.MAX_PER_LANE
    fig = timeline.draw(topic, busy, [timeline.told(topic, busy).basis])
    for lane in busy:
        drawn = [length for spans in timeline.kept(lane, most).values() for length in spans[:, 1]]
        every = sorted((length for spans in lane.spans.values() for length in spans[:, 1]), reverse=True)
        assert sorted(drawn, reverse=True) == every[:most]
        assert sum(map(len, lines_of(fig, lane.cell.label).values())) - (
            len(lane.pauses) if lane.pauses is not None else 0) == most
    said = f"Of {len(busy)} lanes only the {most} longest are drawn, without {(5000 - most) * len(busy) / 1000:.1f} k"
    assert said in timeline.told(topic, busy).basis
    assert f"only the {most} longest drawn" in "".join(text.get_text() for text in fig.axes[0].texts)
    assert "longest are drawn" not in timeline.told(topic, lanes).basis


def test_a_crowded_picture_stays_small(topic, lanes):
    file, fig = io.BytesIO(), timeline.draw(topic, [crowded(lane, 5000) for lane in lanes], ["here"])
    style.save(fig, file, "svg")
    assert len(svg.inline(file.getvalue().decode(), "timeline", fig.marks).text) < 60_000


def test_one_mark_for_each_cell_and_cause_with_exact_numbers(topic, lanes):
    busy = [crowded(lane, 900) for lane in lanes]
    marks = list(timeline.draw(topic, busy, []).marks.values())
    assert len(marks) == 3 * len(busy) + sum(lane.pauses is not None for lane in busy)
    tip = next(mark.tip for mark in marks if mark.cell == LABEL and ": stw" in mark.tip)
    longest = lane_of(busy).spans["stw"][:, 1].max()
    assert "300 interruptions" in tip and f"longest {longest / 1e3:.3g} µs" in tip
    assert f"1 of {lane_of(busy).of_trials} trials" in tip and "\n" not in tip


def test_nothing_written_touches_and_the_same_data_gives_the_same_bytes(topic, lanes):
    def drawn():
        file = io.BytesIO()
        style.save(timeline.draw(topic, busy, [timeline.told(topic, busy).basis]), file, "svg")
        return file.getvalue()
    busy = [crowded(lane, 5000) for lane in lanes]
    for some in (lanes, busy, busy[:1], busy * 2):
        assert boxes.faults(timeline.draw(topic, some, [timeline.told(topic, some).basis])) == []
    assert drawn() == drawn()


def test_quiet_lanes_and_missing_records_say_so(topic, lanes):
    quiet = [replace(lane, spans={}, pauses=None) for lane in lanes]
    assert [text.get_text() for text in timeline.draw(topic, quiet, []).axes[0].texts].count("none") == len(lanes)
    assert "none" in timeline.told(topic, quiet).alt and timeline.table(topic, quiet).rows[0][1][5] == "–"
    assert timeline.draw(topic, [], []).axes[0].texts[0].get_text().replace("\n", " ") == timeline.NONE
    assert timeline.told(topic, []).basis == "N: no trial." and "no ok trial" in timeline.told(topic, []).caption


def test_an_unreadable_record_is_left_out_and_named(run_copy):
    topic = next(topic for topic in topics(load_run(run_copy)) if topic.setting.workload == "null")
    trial = timeline.representative(topic.cells[0])
    (run_copy / trial.interruptions).write_text('[{"phase": "steady", "length_ns": 5}]')
    files = Files(run_copy)
    assert len(timeline.measure(topic, files)) == len(topic.cells) - 1
    assert "start_ns" in files.warnings[0]


def test_a_log_that_overflowed_is_said(topic, lanes):
    assert "7 more did not fit" in timeline.told(topic, [replace(lanes[0], lost=7), *lanes[1:]]).caption
    assert "did not fit" not in timeline.told(topic, lanes).caption
