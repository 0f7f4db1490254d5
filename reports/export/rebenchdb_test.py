"""The body keeps ReBenchDB's types, and its values are those of the trials."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reports.errors import ReportError
from reports.export import names, rebenchdb
from reports.load import load_run
from reports.testing.consumers import Refused
from reports.testing.consumers import rebenchdb as accepted
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

SAMPLE = Path(__file__).parents[1] / "samples/quick"
GOLDEN = Path(__file__).parents[1] / "testing/golden/rebenchdb.json"


@pytest.fixture(scope="module")
def sample():
    return load_run(SAMPLE)


def text(run, metrics=(), **asked):
    return rebenchdb.export(choice(run, metrics, **asked)).text


def values_of(body, run):
    """(invocation, criterion) -> value."""
    called = {criterion["i"]: criterion["c"] for criterion in body["criteria"]}
    return {(point["in"], called[measure["c"]]): measure["v"] for point in run["d"] for measure in point["m"]}


def test_an_invocation_is_a_trial(sample):
    body = accepted(text(sample))
    assert len(body["data"]) == 8
    for run in body["data"]:
        trials = sorted((trial for trial in sample.trials if names.of_cell(trial.cell) == run["runId"]["cmdline"]),
                        key=lambda trial: trial.block)
        values = values_of(body, run)
        for number, trial in enumerate(trials, start=1):
            assert values[number, "rss_peak_bytes"] == trial.metrics["rss_peak_bytes"]
            assert values[number, "total"] == pytest.approx(trial.metrics["cpu_ns_per_op"] / 1e6)
        assert {number for number, _ in values} == set(range(1, 7)) and {point["it"] for point in run["d"]} == {1}


def test_repeats_are_invocations_of_their_own(sample):
    more = [replace(trial, trial_id=f"again{trial.trial_id}", repeat=2) for trial in sample.trials]
    body = accepted(text(replace(sample, trials=[*sample.trials, *more])))
    assert all([point["in"] for point in run["d"]] == list(range(1, 13)) for run in body["data"])


def test_what_is_not_known_is_not_made_up(sample):
    body = accepted(text(sample))
    assert body["source"]["commitId"] == "997254ba042d5f7749ba227a5f5acbd5235d8ce6"
    assert body["source"]["authorName"] == body["env"]["hostName"] == "n/a" and body["env"]["clockSpeed"] == 0
    assert body["env"]["memory"] == 24684092 * 1024 and body["startTime"] == "2026-11-25T06:03:35Z"
    bare = accepted(text(replace(sample, manifest={"run_id": "r", "created": "2026-11-25T06:03:35Z"})))
    assert bare["source"]["commitId"] == "n/a" and bare["env"]["memory"] == 0
    with pytest.raises(ReportError, match="when the run was created"):
        text(replace(sample, manifest={"run_id": "r"}))


def test_two_commits_are_sent_one_by_one(sample):
    trials = [replace(trial, trial_id=f"{trial.trial_id}{side}",
                      cell=replace(trial.cell, setting=replace(trial.cell.setting, side=side)))
              for trial in sample.trials for side in ("base", "head")]
    sides = {side: {"git": {"commit": side * 10}} for side in ("base", "head")}
    run = replace(sample, trials=trials, manifest={**sample.manifest, "cells": [], "sides": sides})
    with pytest.raises(ReportError, match="--side base or head"):
        text(run)
    body = accepted(text(run, sides=["head"]))
    assert body["source"]["commitId"] == "head" * 10 and body["data"][0]["runId"]["extraArgs"].endswith("head")


def test_hostile_texts_stay_texts(tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    assert all(one["runId"]["cmdline"].isascii() for one in accepted(text(run))["data"])


def test_the_text_is_the_golden_one(sample):
    assert text(sample, ["rss_peak_bytes"], workloads=["request_server"], blocks=["1", "2"]) == GOLDEN.read_text()


@pytest.mark.parametrize("damage, refused", [
    (lambda body: body.pop("startTime"), "required"), (lambda body: body["env"].pop("userName"), "required"),
    (lambda body: body["source"].update(commitId=None), "not of type"),
    (lambda body: body["criteria"].pop(), "no criterion"),
    (lambda body: body["data"].append(body["data"][0]), "twice"),
    (lambda body: body["data"][0]["d"].append(body["data"][0]["d"][0]), "twice"),
    (lambda body: body["data"][0]["d"][0]["m"][0].update(v=None), "not of type"),
    (lambda body: body["criteria"].append(body["criteria"][0]), "twice")])
def test_the_rules_refuse_what_rebenchdb_would(damage, refused):
    body = json.loads(GOLDEN.read_text())
    damage(body)
    with pytest.raises(Refused, match=refused):
        accepted(json.dumps(body))
