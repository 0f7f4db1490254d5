"""The lanes of interruptions, read back from the strokes and counted in the files."""

import json

import numpy as np
import pytest
from matplotlib.colors import to_hex

from reports.figures import causes, timeline
from reports.load import load_run
from reports.series import Files
from reports.tidy import topics

pytestmark = pytest.mark.filterwarnings("error")


def topic_of(directory, workload="message_window"):
    return next(topic for topic in topics(load_run(directory)) if topic.setting.workload == workload)


def raw_events(directory, trial, field="interruptions"):
    begin = next(p["start_ns"] for p in trial.raw["phases"] if p["phase"] == "steady")
    return [((e["start_ns"] - begin) / 1e9, e["length_ns"], e.get("cause"))
            for e in json.loads((directory / trial.raw[field]).read_text()) if e["phase"] == "steady"]


def strokes(ax, colour, row):
    """(x, height in lanes) of the strokes of one colour in one lane."""
    found = set()
    for line in ax.lines:
        x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
        if len(x) >= 3 and to_hex(line.get_color()) == colour.lower() and row <= y[0] <= row + 1:
            found |= {(round(a, 6), round(foot - top, 6)) for a, foot, top in zip(x[::3], y[::3], y[1::3])}
    return found


def test_strokes_are_the_interruptions_of_the_file(synthetic_run):
    topic = topic_of(synthetic_run)
    lanes = timeline.measure(topic, Files(synthetic_run))
    ax = timeline.draw(topic, lanes, ["here"]).axes[0]
    low, high = timeline.scale(lanes)
    checked = 0
    for row, lane in enumerate(lanes):
        wanted = raw_events(synthetic_run, lane.trial)
        assert lane.number == len(wanted) and lane.left_out == 0
        for cause in {cause for _, _, cause in wanted}:
            drawn = strokes(ax, causes.LOOKS[cause][0], row)
            expected = {(round(start, 6), round(timeline.FULL * np.log(length / low) / np.log(high / low), 6))
                        for start, length, of in wanted if of == cause}
            assert drawn == expected
            checked += len(drawn)
    assert checked > 20


def test_reported_pauses_are_as_long_as_they_were(synthetic_run):
    topic = topic_of(synthetic_run)
    lanes = timeline.measure(topic, Files(synthetic_run))
    lane = next(lane for lane in lanes if lane.group == "collection")
    wanted = [(start, length) for start, length, _ in raw_events(synthetic_run, lane.trial, "pauses")]
    assert np.allclose(lane.pauses * (1e-9, 1), wanted)
    ax = timeline.draw(topic, lanes, []).axes[0]
    drawn = [np.asarray(line.get_xdata()) for line in ax.lines if line.get_color() == timeline.PAUSES]
    assert sum(len(x) // 3 for x in drawn) == sum(len(lane.pauses) for lane in lanes) > 0
    assert any(np.allclose(x[1::3] - x[::3], lane.pauses[:, 1] * 1e-9) for x in drawn if len(x) == 3 * len(wanted))


def test_the_trial_is_the_median_one(synthetic_run):
    topic = topic_of(synthetic_run)
    for lane in timeline.measure(topic, Files(synthetic_run)):
        entry = next(entry for entry in topic.cells if entry.cell == lane.cell)
        totals = sorted(trial.metrics["interruption_total_ns"] for trial in entry.ok)
        assert lane.trial.metrics["interruption_total_ns"] == totals[(len(totals) - 1) // 2]
        assert lane.of_trials == len(totals)


def test_only_the_longest_are_drawn_and_the_others_counted():
    rng = np.random.default_rng(1)
    events = {cause: np.column_stack([np.arange(500.0), rng.permutation(500) * 2.0 + odd])
              for odd, cause in enumerate(("stw", "fault"))}
    kept, left = timeline.longest(events)
    assert left == 1000 - timeline.MOST == 1000 - sum(map(len, kept.values()))
    assert sorted(length for rows in kept.values() for length in rows[:, 1]) == list(range(1000 - timeline.MOST, 1000))
    assert all(np.all(np.diff(rows[:, 1]) < 0) for rows in kept.values())
    same, none = timeline.longest({"stw": events["stw"][:3]})
    assert none == 0 and len(same["stw"]) == 3


def test_marks_table_and_words_agree(synthetic_run):
    topic = topic_of(synthetic_run)
    lanes = timeline.measure(topic, Files(synthetic_run))
    rows = dict(timeline.table(topic, lanes).rows)
    marks = timeline.draw(topic, lanes, []).marks.values()
    for lane in lanes:
        assert rows[lane.cell.label][0] == lane.trial.trial_id
        assert f"{lane.cell.label} {lane.said}" in timeline.alt(topic, lanes)
        told = [mark.tip for mark in marks if mark.cell == lane.cell.label]
        assert len(told) == sum(bool(len(found)) for found in lane.events.values())
        assert all(lane.trial.trial_id in tip for tip in told)


def test_nothing_at_all_is_said_in_words(synthetic_run):
    topic = topic_of(synthetic_run, "null")
    lanes = timeline.measure(topic, Files(synthetic_run))
    text = timeline.draw(topic, lanes, []).axes[0].texts[0].get_text().replace("\n", " ")
    assert text == "No interruption over the threshold was seen in these trials."
    assert timeline.draw(topic, [], []).axes[0].texts[0].get_text().replace("\n", " ") == timeline.EMPTY
    assert timeline.basis([]) == "N: no trial." and "no ok trial" in timeline.caption(topic, [])
