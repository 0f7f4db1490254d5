"""Verdicts on predictions follow the data: they flip when it does, and never come from too few blocks."""

import math
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


def test_too_few_collections_decide_nothing(topic):
    set_ratios(topic, [0.1] * 6)
    for entry in topic.cells:
        if entry.cell.name == "value":
            entry.trials = [replace(trial, notes=["too_few_collections"]) for trial in entry.trials]
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
    next(entry for entry in topic.cells if entry.cell.label == "value · glibc").trials[0].notes.append("saturated")
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
METRICS = {"cpu_ns_per_op"}


@pytest.mark.parametrize("change, words", [
    ({"metric": "speed"}, "value / unique in speed: the run knows no such metric"),
    ({"than": "value"}, "value / value in cpu_ns_per_op: that is the variant itself"),
    ({"expect": "fewer"}, "value / unique in cpu_ns_per_op: expect is 'fewer', which is none of less, more, alike"),
    ({"by": 0.5}, "by is 0.5, which is no number from 1 on"), ({"by": "10"}, "by is '10'"),
    ({"by": True}, "by is True"), ({"by": float("inf")}, "by is inf"), ({"by": None}, "by is None"),
    ({"expect": "alike", "by": 1}, "value / unique in cpu_ns_per_op: by 1 allows nothing"),
    ({"variant": 3}, "its variant is not a text"), ({"metric": None}, "its metric is not a text")])
def test_a_prediction_that_nobody_could_judge_is_refused_by_name(change, words):
    refused = []
    found = predictions.of_card("w", {"predictions": [GOOD, {**GOOD, **change}]}, METRICS, refused)
    assert found == [Prediction("cpu_ns_per_op", "value", "unique", "less", 10)]
    assert len(refused) == 1 and words in refused[0]
    assert refused[0].startswith("manifest.json: prediction 2 of w cannot be judged: ")


@pytest.mark.parametrize("said", ["words", None, 5, []])
def test_what_is_no_object_is_refused(said):
    refused = []
    assert predictions.of_card("w", {"predictions": [said]}, METRICS, refused) == []
    assert refused == ["manifest.json: prediction 1 of w cannot be judged: it is no JSON object"]
    assert predictions.of_card("w", {"predictions": "words"}, METRICS, refused) == [] and refused[0] == refused[1]


def test_factors_of_1_are_enough_where_they_allow_something():
    refused = []
    stated = [{**GOOD, "by": 1}, {**GOOD, "expect": "more", "by": 1}, {**GOOD, "expect": "alike", "by": 1.02}]
    assert len(predictions.of_card("w", {"predictions": stated}, METRICS, refused)) == 3 and refused == []


def test_a_card_without_predictions_has_none():
    refused = []
    assert predictions.of_card("w", {}, METRICS, refused) == [] == refused
    assert predictions.of_card("w", {"predictions": []}, METRICS, refused) == [] == refused


def test_words_say_what_is_allowed():
    def of(expect, by):
        return Prediction("m", "value", "unique", expect, by)
    assert of("less", 10).expected == "under 0.100" and of("more", 10).expected == "over 10.0"
    assert of("alike", 1.25).expected == "from 0.800 to 1.25" and of("alike", 1.25).pair == "value / unique"


@pytest.mark.parametrize("expect, by, measured, wanted", [
    ("less", 2, 1.0, 2), ("less", 2, 5.0, 10), ("more", 4, 2.0, 2), ("alike", 1.5, 3.0, 2), ("alike", 1.5, 1 / 3, 2)])
def test_a_surprise_is_the_distance_to_what_was_allowed(topic, expect, by, measured, wanted):
    set_ratios(topic, [measured] * 6)
    stated = Prediction("cpu_ns_per_op", "value", "unique", expect, by)
    found = predictions.outcome(Findings(None, [topic]), topic, stated)
    assert found.verdict == CONTRADICTED and math.exp(found.surprise) == pytest.approx(wanted)
