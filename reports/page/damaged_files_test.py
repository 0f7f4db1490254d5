"""Files beside a trial: what they hold comes back, and what is damaged is left out, named, and stops nothing."""

import json
import os

import pytest

from reports.page.build import build
from reports.run.files import Files
from reports.run.load import load_run

FIELDS = ("histograms", "rss_series", "interruptions", "pauses", "mmu", "latency_series")


def readings(files, trial):
    """Everything that figures ask for, by the field of the record that names the file."""
    return {"histograms": [files.latencies(trial)], "rss_series": [files.rss(trial)], "mmu": [files.utilisation(trial)],
            "latency_series": [files.latency_over_time(trial)], "pauses": [files.steady_lengths(trial, "pauses")],
            "interruptions": [files.steady_spans(trial, "interruptions"), files.steady_by_cause(trial)]}


def collecting(run):
    return next(trial for trial in run.trials if trial.ok and trial.group == "collection")


def event(**fields):
    return json.dumps([{"start_ns": 5, "length_ns": 1, "phase": "steady", "cause": "stw", "thread": 0, **fields}])


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("damage", ["", "{", "{}", "null", "5", '"x"', "[null]", '[["x"]]', "[" * 200_000, "cut off",
                                    "gone", "a folder", "a pipe", "a link out"])
def test_a_damaged_file_is_left_out_with_its_name(tiny_copy, field, damage):
    run = load_run(tiny_copy)
    trial, path = collecting(run), tiny_copy / getattr(collecting(run), field)
    text = path.read_text()
    path.unlink()
    if damage == "a folder":
        path.mkdir()
    elif damage == "a pipe":
        os.mkfifo(path)
    elif damage == "a link out":
        (tiny_copy.parent / "outside.json").write_text(text)
        path.symlink_to(tiny_copy.parent / "outside.json")
    elif damage != "gone":
        path.write_text(text[:len(text) // 2] if damage == "cut off" else damage)
    files = Files(tiny_copy)
    assert not any(found is not None and len(found) for found in readings(files, trial)[field])
    named = f"{getattr(trial, field)}: left out: "
    assert all(warning.startswith(named) for warning in files.warnings) and files.warnings


@pytest.mark.parametrize("field, text", [
    *[(field, event(**{name: value})) for field in ("interruptions", "pauses") for name, value in (
        ("start_ns", -1), ("start_ns", "5"), ("length_ns", -1), ("length_ns", None), ("length_ns", 0.5),
        ("length_ns", True), ("length_ns", 10**400), ("phase", "never"), ("phase", []), ("cause", 7), ("thread", -1))],
    *[("rss_series", json.dumps({"columns": ["time_ns", "rss_bytes"], "rows": [[5, value]]}))
      for value in (None, -1, "x", 10**400)],
    ("rss_series", '{"columns": ["time_ns", "rss_bytes"], "rows": [[5, 1e999]]}'),
    ("rss_series", '{"columns": ["time_ns", "rss_bytes"], "rows": [[5, NaN]]}')])
def test_a_number_that_cannot_be_is_left_out_with_its_file(tiny_copy, field, text):
    run = load_run(tiny_copy)
    trial = collecting(run)
    (tiny_copy / getattr(trial, field)).write_text(text)
    files = Files(tiny_copy)
    assert not any(found is not None and len(found) for found in readings(files, trial)[field]) and files.warnings


def test_a_whole_page_bears_a_cell_with_damage_in_every_file(tiny_copy):
    run = load_run(tiny_copy)
    damaged = [trial for trial in run.trials if trial.ok and trial.cell == collecting(run).cell]
    for trial in damaged:
        for field in FIELDS:
            (tiny_copy / getattr(trial, field)).write_text("[null]")
    _, warnings, _ = build(tiny_copy, jobs=1)
    for field in FIELDS:
        names = tuple(f"{getattr(trial, field)}: left out" for trial in damaged)
        assert any(warning.startswith(names) for warning in warnings), field


def test_a_pause_shorter_than_the_clock_can_tell_is_drawn(tiny_copy):
    run = load_run(tiny_copy)
    trial = collecting(run)
    start = trial.steady.start_ns
    (tiny_copy / trial.pauses).write_text(json.dumps(
        [{"start_ns": start, "length_ns": length, "phase": "steady"} for length in (0, 9)]))
    assert build(tiny_copy, jobs=1)[1] == []
