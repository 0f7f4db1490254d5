"""Verdicts on predictions follow the data: they flip when it does, and never come from too few blocks."""

from dataclasses import replace

import pytest

from reports.analysis import predictions
from reports.analysis.findings import Findings
from reports.analysis.predictions import CONFIRMED, CONTRADICTED, NOT_MEASURED, UNDECIDED, Prediction
from reports.run.load import load_run
from reports.run.topics import topics


@pytest.fixture
def topic(live_run):
    """Six blocks at a load of 50 % and 1 MiB live, with trials that a test may change."""
    return next(topic for topic in topics(load_run(live_run))
                if (topic.setting.load, topic.setting.live_mib) == (50, 1))


def set_ratios(topic, ratios, metric="cpu_ns_per_op"):
    """Gives `value` on glibc these multiples of 100 ns, block by block, and `unique` 100 ns."""
    for entry in topic.cells:
        for trial in entry.trials:
            if entry.cell.allocator == "glibc" and entry.cell.name in ("value", "unique"):
                own = ratios[trial.block - 1] if entry.cell.name == "value" else 1
                trial.metrics[metric] = 100 * own


def verdict(topic, expect, by, **names):
    fields = {"metric": "cpu_ns_per_op", "variant": "value", "than": "unique", **names}
    return predictions.outcome(Findings(None, [topic]), topic, Prediction(expect=expect, by=by, **fields)).verdict


@pytest.mark.parametrize("expect, by, low, high, wanted", [
    ("less", 2, 0.40, 0.49, CONFIRMED), ("less", 2, 0.51, 0.60, CONTRADICTED), ("less", 2, 0.45, 0.55, UNDECIDED),
    ("more", 2, 2.01, 2.50, CONFIRMED), ("more", 2, 1.50, 1.99, CONTRADICTED), ("more", 2, 1.90, 2.10, UNDECIDED),
    ("alike", 1.1, 0.95, 1.05, CONFIRMED), ("alike", 1.1, 1.11, 1.30, CONTRADICTED),
    ("alike", 1.1, 0.70, 0.90, CONTRADICTED), ("alike", 1.1, 1.05, 1.15, UNDECIDED)])
def test_verdicts_follow_where_the_whole_interval_lies(topic, expect, by, low, high, wanted):
    # With six blocks the interval of 95 % runs from the least ratio to the greatest.
    set_ratios(topic, [low, high] + [(low + high) / 2] * 4)
    assert verdict(topic, expect, by) == wanted


def test_five_blocks_decide_nothing(topic):
    set_ratios(topic, [0.1] * 6)
    assert verdict(topic, "less", 2) == CONFIRMED
    for entry in topic.cells:
        entry.trials = [trial for trial in entry.trials if trial.block > 1]
    assert verdict(topic, "less", 2) == UNDECIDED


def test_what_was_not_measured_is_no_verdict(topic):
    assert verdict(topic, "less", 2, variant="arena") == NOT_MEASURED
    assert verdict(topic, "less", 2, metric="no_such_metric") == NOT_MEASURED
    for entry in topic.cells:
        entry.trials = [replace(trial, status="crashed") if entry.cell.name == "value" else trial
                        for trial in entry.trials]
    assert verdict(topic, "less", 2) == NOT_MEASURED


def test_saturated_trials_give_no_verdict_on_response_times(topic):
    set_ratios(topic, [0.1] * 6, "response_p99_ns")
    assert verdict(topic, "less", 2, metric="response_p99_ns") == CONFIRMED
    trial = next(entry for entry in topic.cells if entry.cell.label == "value · glibc").trials[0]
    trial.raw["notes"] = ["saturated"]
    assert verdict(topic, "less", 2, metric="response_p99_ns") == NOT_MEASURED


def test_only_the_references_allocator_counts(topic):
    set_ratios(topic, [0.4] * 6)
    before = verdict(topic, "less", 2)
    for entry in topic.cells:
        for trial in entry.trials:
            if entry.cell.allocator != "glibc":
                trial.metrics["cpu_ns_per_op"] *= 1000
    assert verdict(topic, "less", 2) == before == CONFIRMED
    topic.cells = [entry for entry in topic.cells if entry.cell.label != "value · glibc"]
    assert verdict(topic, "less", 2) == NOT_MEASURED


GOOD = {"metric": "cpu_ns_per_op", "variant": "value", "than": "unique", "expect": "less", "by": 10}


@pytest.mark.parametrize("said, words", [
    ({**GOOD, "expect": "fewer"}, "'fewer'"), ({**GOOD, "by": 0.5}, "by is 0.5"), ({**GOOD, "by": "10"}, "by is '10'"),
    ({**GOOD, "by": float("inf")}, "by is inf"), ({**GOOD, "by": True}, "by is True"),
    ({**GOOD, "variant": 3}, "string"),
    ({"metric": "x"}, "variant"), ("words", "string indices"), (None, "NoneType")])
def test_a_prediction_that_cannot_be_read_is_left_out_and_named(said, words):
    warnings = []
    found = predictions.of_card({"name": "w", "predictions": [GOOD, said]}, warnings)
    assert found == [Prediction("cpu_ns_per_op", "value", "unique", "less", 10.0)]
    assert len(warnings) == 1 and "prediction 2 of w left out" in warnings[0] and words in warnings[0]


def test_a_card_without_predictions_has_none():
    warnings = []
    assert predictions.of_card({}, warnings) == predictions.of_card({"predictions": []}, warnings) == warnings == []


def test_words_say_what_is_allowed():
    assert Prediction("m", "value", "unique", "less", 10).words == "value / unique under 0.100"
    assert Prediction("m", "value", "unique", "more", 10).words == "value / unique over 10.0"
    assert Prediction("m", "value", "unique", "alike", 1.25).words == "value / unique from 0.800 to 1.25"
