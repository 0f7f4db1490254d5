"""The body keeps ReBenchDB's types, and its values are those of the trials."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reports.export import rebenchdb
from reports.run import names
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.testing.consumers import Refused, rebenchdb_trial
from reports.testing.consumers import rebenchdb as accepted
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.records import side
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/rebenchdb.json"


def text(run, metrics=(), **asked):
    return rebenchdb.export(choice(run, metrics, **asked)).text


def values_of(body, run):
    """(invocation, criterion) -> value."""
    called = {criterion["i"]: criterion["c"] for criterion in body["criteria"]}
    return {(point["in"], called[at]): values[0] for point in run["d"]
            for at, values in enumerate(point["m"]) if values}


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
        assert {number for number, _ in values} == set(range(1, 7))
        assert all(len(values or [0]) == 1 for point in run["d"] for values in point["m"]), "one iteration"


def test_repeats_are_invocations_of_their_own(sample):
    more = [replace(trial, trial_id=f"again{trial.trial_id}", repeat=2) for trial in sample.trials]
    body = accepted(text(replace(sample, trials=[*sample.trials, *more])))
    assert all([point["in"] for point in run["d"]] == list(range(1, 13)) for run in body["data"])


def test_a_trial_has_the_same_number_whatever_is_chosen(sample):
    one = {run["runId"]["cmdline"]: run["d"] for run in accepted(text(sample, blocks=["3"]))["data"]}
    for run in accepted(text(sample))["data"]:
        assert [point for point in run["d"] if point["in"] == 3] == one[run["runId"]["cmdline"]]


def test_a_metric_that_a_cell_lacks_moves_no_other(sample):
    body = accepted(text(sample))
    for run in body["data"]:
        having = {criterion for _, criterion in values_of(body, run)}
        is_open = run["runId"]["extraArgs"] == "load:50 arrivals:fixed"
        assert ("response_p99_ns" in having) == is_open and ("ops_per_s" in having) == (not is_open)
    assert any(None in point["m"] for run in body["data"] for point in run["d"]), "or there was no gap to fill"


def test_what_is_not_known_is_not_made_up(sample):
    body = accepted(text(sample))
    assert body["source"]["commitId"] == "997254ba042d5f7749ba227a5f5acbd5235d8ce6"
    assert body["source"]["authorName"] == body["env"]["userName"] == "n/a" and body["env"]["clockSpeed"] == 0
    assert body["env"]["memory"] == 24684092 * 1024 and body["startTime"] == "2026-11-25T06:03:35Z"
    for unknown, message in ({"sides": [side()]}, "which commit"), ({"host": {}}, "which machine"):
        with pytest.raises(ReportError, match=message):
            text(replace(sample, manifest=replace(sample.manifest, **unknown)))


def test_machines_and_changed_trees_are_told_apart(sample):
    body = accepted(text(sample))
    other = replace(sample, manifest=replace(sample.manifest, host={**sample.manifest.host, "cpu": "another"}))
    assert accepted(text(other))["env"]["hostName"] != body["env"]["hostName"]
    newer = replace(sample, manifest=replace(sample.manifest, host={**sample.manifest.host, "kernel": "another"}))
    assert accepted(text(newer))["env"]["hostName"] == body["env"]["hostName"], "software makes no other machine"
    own, = sample.manifest.sides
    changed = replace(sample, manifest=replace(sample.manifest, sides=[replace(own, git=replace(own.git, dirty=True))]))
    assert accepted(text(changed))["source"]["commitId"] == f"{body['source']['commitId']}-dirty"


def test_a_limit_of_part_of_a_second_is_a_whole_number(sample):
    run = replace(sample, manifest=replace(sample.manifest, timeout_s=90.5))
    assert accepted(text(run))["data"][0]["runId"]["benchmark"]["runDetails"]["maxInvocationTime"] == 91


def sided(sample, commits):
    """The sample's trials, as of a run of two sides of these commits."""
    trials = [replace(trial, trial_id=f"{trial.trial_id}{name}",
                      cell=replace(trial.cell, setting=replace(trial.cell.setting, side=name)))
              for trial in sample.trials for name in commits]
    sides = [side(name, commit) for name, commit in commits.items()]
    return replace(sample, trials=trials, manifest=replace(sample.manifest, cells=[], sides=sides))


def test_two_commits_are_sent_one_by_one_and_set_side_by_side(sample):
    run = sided(sample, {"base": "b" * 40, "head": "a" * 40})
    with pytest.raises(ReportError, match="--side base or head"):
        text(run)
    base, head = (accepted(text(run, sides=[side])) for side in ("base", "head"))
    assert (base["source"]["commitId"], head["source"]["commitId"]) == ("b" * 40, "a" * 40)
    assert rebenchdb_trial(base) != rebenchdb_trial(head), "the head's numbers would count as the base's"
    assert [run["runId"] for run in base["data"]] == [run["runId"] for run in head["data"]], "never set side by side"


def test_sides_of_one_commit_stay_apart(sample):
    run = sided(sample, {"base": "b" * 40, "head": "b" * 40})
    base, head = ({one["runId"]["cmdline"] for one in accepted(text(run, sides=[side]))["data"]}
                  for side in ("base", "head"))
    assert not base & head and len(base) == len(head) == 8


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
    (lambda body: body["data"][0]["d"][0].update(it=1), "it"),
    (lambda body: body["data"][0]["d"][0].update(m=[[None]]), "not of type"),
    (lambda body: body["data"][0]["d"][0].update(m=[[]]), "non-empty|short"),
    (lambda body: body["source"].update(commitId="n/a"), "one thing"),
    (lambda body: body["env"].update(hostName="n/a"), "one thing"),
    (lambda body: body["data"][0]["runId"]["benchmark"]["runDetails"].update(maxInvocationTime=0.5), "not of type"),
    (lambda body: body["criteria"].append(body["criteria"][0]), "twice")])
def test_the_rules_refuse_what_rebenchdb_would(damage, refused):
    body = json.loads(GOLDEN.read_text())
    damage(body)
    with pytest.raises(Refused, match=refused):
        accepted(json.dumps(body))
