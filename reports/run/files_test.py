"""What is taken from the files beside a trial, and what is left where it is."""

import json

import pytest

from reports.run.files import Files
from reports.run.load import load_run

EVENTS = [{"start_ns": 50, "length_ns": 7, "phase": "setup", "cause": "fault", "thread": 0},
          {"start_ns": 300, "length_ns": 30, "phase": "steady", "cause": "stw", "thread": 0},
          {"start_ns": 200, "length_ns": 40, "phase": "steady", "cause": "stw", "thread": 1},
          {"start_ns": 900, "length_ns": 99, "phase": "drop", "cause": "cascade", "thread": 0}]


@pytest.fixture
def trial(tiny_copy):
    found = load_run(tiny_copy).trials[0]
    (tiny_copy / found.interruptions).write_text(json.dumps(EVENTS))
    return found


def test_spans_are_those_of_steady_in_the_order_of_the_file(tiny_copy, trial):
    files = Files(tiny_copy)
    assert files.steady_spans(trial, "interruptions").tolist() == [[300, 30], [200, 40]]
    assert files.steady_lengths(trial, "interruptions").tolist() == [30, 40] and files.warnings == []


def test_no_interruption_is_an_empty_list_and_no_file_is_none(tiny_copy, trial):
    path = tiny_copy / trial.interruptions
    path.write_text("[]")
    files = Files(tiny_copy)
    assert files.steady_spans(trial, "interruptions").shape == (0, 2)
    assert files.steady_lengths(trial, "interruptions").shape == (0,) and files.warnings == []
    path.write_text(json.dumps([{"length_ns": 3, "phase": "steady"}]))
    assert files.steady_spans(trial, "interruptions") is None
    assert files.warnings == [f"{trial.interruptions}: left out: it lacks 'start_ns'"]
    assert files.steady_lengths(trial, "interruptions") is None
