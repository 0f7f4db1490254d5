"""The trace keeps the rules of the Trace Event Format, loses nothing but the shortest, and tells what was recorded.

Rules after the format's description: what every event must carry, which numbers may not be negative, that complete
events of a track nest, that ids tie tracks to processes. Golden text: any change of the file must be meant.
"""

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from reports.export import perfetto
from reports.export.format import Choice
from reports.run.errors import ReportError
from reports.run.load import load_run

SAMPLE = Path(__file__).parents[2] / "docs/examples/quick_run"
GOLDEN = Path(__file__).parents[1] / "testing/golden/perfetto.json"
GOLDEN_TRIAL = "b006-s002-request_server-boehm-glibc-quick-t1-live16-load50"


def exported(run, trials, align=False, said="a test"):
    return perfetto.export(Choice(run, trials, said, [], align=align))


def trace_of(run, trials=None, align=False):
    return json.loads(exported(run, trials or run.trials, align).text)


@pytest.fixture(scope="module")
def trace(sample):
    return trace_of(sample)


def of(trace, *phases):
    return [event for event in trace["traceEvents"] if event["ph"] in phases]


def whole_ns(us):
    """As Perfetto reads a time: in double precision, cut off."""
    return int(us * 1000.0)


def overlaps(trace):
    """Pairs of slices of one track that overlap without one holding the other, as whole ns in the order of the file."""
    tracks, found = defaultdict(list), []
    for event in of(trace, "X"):
        start = whole_ns(event["ts"])
        tracks[event["pid"], event["tid"]].append((start, start + whole_ns(event["dur"])))
    for slices in tracks.values():
        open_slices = []
        for begin, end in sorted(slices, key=lambda ends: (ends[0], -ends[1])):
            while open_slices and open_slices[-1][1] <= begin:
                open_slices.pop()
            if open_slices and end > open_slices[-1][1]:
                found.append((open_slices[-1], (begin, end)))
            open_slices.append((begin, end))
    return found


def test_every_event_carries_what_its_kind_must(trace):
    assert trace["displayTimeUnit"] in ("ms", "ns") and isinstance(trace["otherData"], dict)
    for event in trace["traceEvents"]:
        assert isinstance(event["name"], str) and isinstance(event["cat"], str) and isinstance(event["args"], dict)
        assert type(event["pid"]) is int and event["pid"] > 0 and type(event["tid"]) is int and event["tid"] >= 0
        assert event["ts"] >= 0
        if event["ph"] == "X":
            assert event["dur"] >= 0
        elif event["ph"] == "C":
            assert event["args"] and all(isinstance(value, int) for value in event["args"].values())
        else:
            assert event["ph"] == "M" and len(event["args"]) == 1
            assert event["name"] in ("process_name", "process_sort_index", "thread_name", "thread_sort_index")


def test_every_process_and_track_has_one_name_and_a_track_one_process(trace):
    names = [(e["name"], e["pid"], e["tid"]) for e in of(trace, "M")]
    assert len(names) == len(set(names))
    named = {(pid, tid) for name, pid, tid in names if name == "thread_name"}
    assert {(event["pid"], event["tid"]) for event in of(trace, "X")} == named
    assert len({tid for _, tid in named}) == len(named) and not {tid for _, tid in named} & {pid for pid, _ in named}


def test_slices_of_a_track_nest_and_the_phase_is_the_outermost(trace):
    assert overlaps(trace) == []
    begun = {}
    for event in of(trace, "X"):
        if event["cat"] == "phase":
            begun[event["pid"], event["tid"]] = event
        elif event["cat"] == "interruption":
            assert event["ts"] >= begun[event["pid"], event["tid"]]["ts"]


def test_slices_that_touch_do_not_overlap_in_double_precision():
    starts = [ns * 7919 + 13 for ns in range(20_000)] + [86_400 * 10**9 + ns for ns in range(20_000)]
    assert all(whole_ns(perfetto.us(ns)) == ns for ns in starts)
    assert any(whole_ns(ns / 1000) != ns for ns in starts)  # or the rule would guard nothing


def test_all_that_was_logged_is_in_the_trace_with_its_numbers(sample, trace):
    logged = {"interruptions": [], "pauses": []}
    for trial in sample.trials:
        for kind, found in logged.items():
            found += [(e["start_ns"], e["length_ns"], e.get("cause", "pause"))
                      for e in json.loads((SAMPLE / getattr(trial, kind)).read_text())]
    for kind, category in (("interruptions", "interruption"), ("pauses", "pause")):
        drawn = [(e["args"]["start_ns"], e["args"]["length_ns"], e["name"]) for e in of(trace, "X")
                 if e["cat"] == category]
        assert sorted(drawn) == sorted(logged[kind]) and drawn
    assert len([e for e in of(trace, "X") if e["cat"] == "phase"]) == 5 * len(sample.trials)
    samples = [row for trial in sample.trials
               for row in json.loads((SAMPLE / trial.rss_series).read_text())["rows"]]
    assert sorted(e["args"]["bytes"] for e in of(trace, "C")) == sorted(size for _, size in samples)


def test_trials_sit_where_they_happened_or_at_zero(sample, trace):
    def first(found):
        begun = {}
        for event in of(found, "X"):
            begun[event["pid"]] = min(event["ts"], begun.get(event["pid"], event["ts"]))
        return list(begun.values())
    zero = min(trial.started_unix_ms for trial in sample.trials)
    assert trace["otherData"]["zero_unix_ms"] == zero
    setups = [trial.phases[0].start_ns for trial in sample.trials]
    happened = [(trial.started_unix_ms - zero) * 1000 for trial in sample.trials]
    assert first(trace) == pytest.approx([at + ns / 1000 for at, ns in zip(happened, setups)])
    aligned = trace_of(sample, align=True)
    assert first(aligned) == pytest.approx([ns / 1000 for ns in setups])
    assert aligned["otherData"]["zero_unix_ms"] is None and overlaps(aligned) == []


@pytest.mark.parametrize("room", [0, 1, 50, 400])
def test_the_shortest_go_first_and_it_is_said_up_to_which_length(sample, trace, room, monkeypatch):
    lengths = sorted((e["args"]["length_ns"] for e in of(trace, "X") if e["cat"] != "phase"), reverse=True)
    assert len(lengths) > 400
    monkeypatch.setattr(perfetto, "MOST_EVENTS", len(trace["traceEvents"]) - len(lengths) + room)
    found = exported(sample, sample.trials)
    cut = json.loads(found.text)
    kept = sorted((e["args"]["length_ns"] for e in of(cut, "X") if e["cat"] != "phase"), reverse=True)
    assert len(cut["traceEvents"]) <= perfetto.MOST_EVENTS
    assert kept == [ns for ns in lengths if ns > lengths[room]]
    assert cut["otherData"]["left_out"] == len(lengths) - len(kept)
    assert any(f"{len(lengths) - len(kept)} of {len(lengths)} interruptions and pauses left out" in words
               for words in found.remarks) and found.remarks == cut["otherData"]["remarks"]


def test_a_choice_that_cannot_be_held_is_refused(sample, monkeypatch):
    monkeypatch.setattr(perfetto, "MOST_EVENTS", 500)
    with pytest.raises(ReportError, match="choose fewer trials"):
        trace_of(sample)


def test_events_that_contradict_their_phase_are_drawn_nested_with_their_own_numbers(tiny_copy):
    run = load_run(tiny_copy)
    trial = next(trial for trial in run.trials if trial.ok and json.loads(
        (tiny_copy / trial.interruptions).read_text()))
    steady = trial.steady
    end = steady.start_ns + steady.length_ns
    odd = [(steady.start_ns - 500, 1000), (steady.start_ns + 100, 5000), (end - 10, 10**6), (end + 10**9, 5)]
    (tiny_copy / trial.interruptions).write_text(json.dumps(
        [{"start_ns": start, "length_ns": ns, "phase": "steady", "cause": "odd", "thread": 0} for start, ns in odd]))
    found = trace_of(run, [trial])
    assert overlaps(found) == []
    assert [(e["args"]["start_ns"], e["args"]["length_ns"]) for e in of(found, "X") if e["name"] == "odd"] == odd


def test_each_thread_has_a_track(tiny_copy):
    run = load_run(tiny_copy)
    trial = run.trials[0]
    steady = trial.steady
    (tiny_copy / trial.interruptions).write_text(json.dumps(
        [{"start_ns": steady.start_ns + 10, "length_ns": 50, "phase": "steady", "cause": "stw", "thread": thread}
         for thread in (0, 1, 3)]))
    found = trace_of(run, [trial])
    assert overlaps(found) == []
    names = {e["args"]["name"] for e in of(found, "M") if e["name"] == "thread_name"}
    assert {"steady, thread 0", "steady, thread 1", "steady, thread 3"} <= names and "drop, thread 1" not in names


@pytest.mark.parametrize("damage", ["[{}]", '[{"start_ns": -5, "length_ns": 1, "phase": "steady"}]', "[1]", "{",
                                    '[{"start_ns": 5, "length_ns": 1, "phase": "never"}]',
                                    '[{"start_ns": 5, "length_ns": 1, "phase": "steady", "cause": 7}]',
                                    '[{"start_ns": 0.5, "length_ns": 1, "phase": "steady"}]'])
def test_a_damaged_log_is_left_out_and_said(tiny_copy, damage):
    run = load_run(tiny_copy)
    name = run.trials[0].interruptions
    (tiny_copy / name).write_text(damage)
    found = exported(run, run.trials[:1])
    assert overlaps(json.loads(found.text)) == []
    assert any(words.startswith(f"{name}: left out") for words in found.remarks)


def test_failed_trials_are_counted_and_noisy_ones_are_named(synthetic_run):
    run = load_run(synthetic_run)
    found = exported(run, run.trials)
    assert "not shown, for want of a timeline: 4 not applicable, 2 timeout" in found.remarks
    with pytest.raises(ReportError, match="none of the chosen trials"):
        exported(run, [trial for trial in run.trials if trial.status == "timeout"])


def test_a_log_that_overflowed_is_named(sample):
    trial = replace(sample.trials[0], interruptions_lost=12)
    name = trace_of(sample, [trial])["traceEvents"][0]["args"]["name"]
    assert "12 interruptions did not fit into its log" in name


def test_the_text_is_the_golden_one(sample):
    trials = [trial for trial in sample.trials if trial.trial_id == GOLDEN_TRIAL]
    assert exported(sample, trials, said="the golden trial").text == GOLDEN.read_text()
