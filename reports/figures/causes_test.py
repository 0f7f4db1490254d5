"""Interrupted time by cause, read back from the bars and added up from the files."""

import json
from collections import defaultdict

import pytest
from matplotlib.colors import to_rgba

from reports.figures import causes
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.topics import topics
from reports.text import units

pytestmark = pytest.mark.filterwarnings("error")


def topic_of(directory, workload):
    return next(topic for topic in topics(load_run(directory)) if topic.setting.workload == workload)


def retell(run, cell_name, change):
    """Rewrites the interruptions of the first trial of a cell of message_window; returns the new events."""
    topic = topic_of(run, "message_window")
    trial = next(entry for entry in topic.cells if entry.cell.label == cell_name).ok[0]
    path = run / trial.interruptions
    events = change(json.loads(path.read_text()))
    path.write_text(json.dumps(events))
    return events


def naive(run, topic, label):
    """cause -> [length, ...] and s of steady time, straight from the files."""
    lengths, seconds = defaultdict(list), 0.0
    for trial in next(entry for entry in topic.cells if entry.cell.label == label).ok:
        seconds += sum(p.length_ns for p in trial.phases if p.phase == "steady") / 1e9
        for event in json.loads((run / trial.interruptions).read_text()):
            if event["phase"] == "steady":
                lengths[event["cause"]].append(event["length_ns"])
    return lengths, seconds


def add_events(events):
    """Two causes more, one of them of a later version, one in another phase, and one over two threads."""
    begin = events[0]["start_ns"]
    new = [{"start_ns": begin, "length_ns": 3_000_000, "phase": "steady", "cause": "pacing", "thread": 1},
           {"start_ns": begin, "length_ns": 5_000_000, "phase": "steady", "cause": "fault", "thread": 0},
           {"start_ns": begin, "length_ns": 2_000_000, "phase": "steady", "cause": "fault", "thread": 1},
           {"start_ns": 0, "length_ns": 9_000_000_000, "phase": "drop", "cause": "cascade", "thread": 0}]
    return events + new


def test_bars_are_the_sums_of_the_files(run_copy):
    retell(run_copy, "boehm · glibc", add_events)
    topic = topic_of(run_copy, "message_window")
    measured = causes.measure(topic, Files(run_copy))
    ax = causes.draw(topic, measured, ["here"]).axes[0]
    row = next(i for i, entry in enumerate(measured) if entry.cell.label == "boehm · glibc")
    lengths, seconds = naive(run_copy, topic, "boehm · glibc")
    order = causes.order(entry.lengths for entry in measured)
    assert set(lengths) == {"stw", "fault", "pacing"} and order[-1] == "pacing"
    looks = causes.looks(order)
    bars = {bar.get_facecolor(): bar for bar in ax.patches
            if bar.get_y() == pytest.approx(row - bar.get_height() / 2)}
    assert len(bars) == 3
    left = 0.0
    for cause in ("stw", "fault", "pacing"):
        bar = bars[to_rgba(looks[cause][0])]
        assert bar.get_x() == pytest.approx(left)
        assert bar.get_width() == pytest.approx(sum(lengths[cause]) / 1e6 / seconds)
        left += bar.get_width()
    assert ax.get_xlabel().startswith("ms interrupted per second") and ax.get_xlim()[1] > left * 0.99
    assert ax.texts[row].get_text() == (
        f"{units.duration(left * 1e6)}/s in {units.significant(sum(map(len, lengths.values())) / seconds)} /s")


def test_table_counts_adds_and_finds_the_longest(run_copy):
    retell(run_copy, "boehm · glibc", add_events)
    topic = topic_of(run_copy, "message_window")
    table = causes.table(topic, causes.measure(topic, Files(run_copy)))
    cells = dict(zip(table.columns, dict(table.rows)["boehm · glibc"]))
    lengths, seconds = naive(run_copy, topic, "boehm · glibc")
    lengths["all causes"] = [length for found in lengths.values() for length in found]
    for cause in ("all causes", "stw", "fault", "pacing"):
        assert cells[cause] == (f"{len(lengths[cause])}\n{units.duration(sum(lengths[cause]) / seconds)}/s\n"
                                f"max {units.duration(max(lengths[cause]))}")
    assert cells["slice"] == "–"


def test_names_that_are_not_known_are_shown_as_they_are(run_copy):
    evil = "<b>$x^2$ alloc_stall"
    retell(run_copy, "unique · glibc", lambda _: [
        {"start_ns": 0, "length_ns": 10**6, "phase": "steady", "cause": evil, "thread": 0},
        {"start_ns": 0, "length_ns": 10**6, "phase": "steady", "cause": "new", "thread": 0}])
    topic = topic_of(run_copy, "message_window")
    measured = causes.measure(topic, Files(run_copy))
    fig = causes.draw(topic, measured, [])
    shown = [text.get_text() for text in fig.legends[0].get_texts()]
    assert evil in shown and "new" in shown and shown[:2] == ["stw", "slice"]
    assert len(set(causes.looks([evil, "new"]).values())) == len(causes.LOOKS) + 2
    assert evil in causes.table(topic, measured).columns
    assert evil in causes.told(topic, measured).alt


@pytest.mark.parametrize("cause, words", [({"cause": None}, "is not a name"), ({}, "cause")])
def test_a_cause_that_is_no_name_makes_the_file_unreadable(run_copy, cause, words):
    retell(run_copy, "unique · glibc", lambda _: [
        {"start_ns": 0, "length_ns": 1, "phase": "steady", "thread": 0, **cause}])
    files = Files(run_copy)
    measured = causes.measure(topic_of(run_copy, "message_window"), files)
    assert words in files.warnings[0]
    assert next(entry for entry in measured if entry.cell.label == "unique · glibc").trials == 9


def test_nothing_at_all_is_said_in_words(synthetic_run):
    topic = topic_of(synthetic_run, "null")
    measured = causes.measure(topic, Files(synthetic_run))
    fig = causes.draw(topic, measured, [])
    text = " ".join(text.get_text() for text in fig.axes[0].texts).replace("\n", " ")
    assert "No interruption over the threshold was seen in" in text and not fig.legends
    assert {causes.total(entry) for entry in measured} == {"none"}
    empty = causes.draw(topic, [], []).axes[0].texts[0].get_text().replace("\n", " ")
    assert empty == "No ok trial has a record of interruptions." and causes.told(topic, []).basis == "N: no trial."


def test_small_totals_are_drawn_in_microseconds(run_copy):
    topic = topic_of(run_copy, "null")
    path = run_copy / topic.cells[0].ok[0].interruptions
    path.write_text(json.dumps([{"start_ns": 0, "length_ns": 100, "phase": "steady", "cause": "unknown",
                                 "thread": 0}]))
    measured = causes.measure(topic, Files(run_copy))
    ax = causes.draw(topic, measured, []).axes[0]
    assert ax.get_xlabel().startswith("µs interrupted")
    assert ax.patches[0].get_width() == pytest.approx(0.1 / measured[0].steady_s)


def test_words_say_n_meaning_and_loss(run_copy):
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    for line in lines:
        line["interruptions_lost"] = 1
    (run_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    topic = topic_of(run_copy, "employee_bonus")
    measured = causes.measure(topic, Files(run_copy))
    text = causes.told(topic, measured).caption
    assert "stw: pauses that the manager reported; slice:" in text and "cascade" not in text
    assert "80 more did not fit" in text
    assert "10 trials" in causes.told(topic, measured).basis and "No interval" in causes.told(topic, measured).basis
