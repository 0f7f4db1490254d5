"""Tier 0 through whole gate runs: counts, collections and outcomes, without any statistics."""

import pytest

from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, cell, worse


def run(tmp_path, harm=lambda trial: None, **fields):
    return paired(FakeRunner(harm=harm, **fields), tmp_path / "out")


@pytest.mark.parametrize("name, factor, code", [("objects", 1.1, 1), ("objects", 1.001, 1), ("bytes_requested", 1.1, 1),
                                                ("objects", 0.9, 0), ("bytes_served", 1.0002, 0),
                                                ("bytes_served", 1.1, 1)])
def test_exact_counts_need_no_statistics(tmp_path, name, factor, code):
    def spoil(manifest):
        counts = manifest["cells"][1]["counts_per_round"]
        counts[name] = round(counts[name] * factor)
        if name == "objects":
            counts["frees"] = counts[name]
    result = run(tmp_path, spoil=spoil)
    assert result.exit_code == code
    facts = [(fact.what, fact.is_worse) for fact in result.exact]
    assert facts == ([] if factor == 1.0002 else [(name, code == 1)])


def test_what_is_no_longer_freed_is_a_regression(tmp_path):
    def spoil(manifest):
        manifest["cells"][1]["counts_per_round"]["frees"] -= 1
    result = run(tmp_path, spoil=spoil)
    assert result.exit_code == 1 and [fact.what for fact in result.exact] == ["unfreed"]


def test_collections_are_exact_where_every_trial_agrees(tmp_path):
    def collections(trial):
        number = 30 + (trial["cell"]["side"] == "head")
        trial["metrics"]["gc_collections"] = number
    result = run(tmp_path, collections)
    assert result.exit_code == 1 and {fact.what for fact in result.exact} == {"gc_collections"}

    def now_and_then(trial):
        collections(trial)
        trial["metrics"]["gc_collections"] += trial["block"] == 3 and trial["cell"]["side"] == "base"
    assert run(tmp_path / "other", now_and_then).exit_code == 0


@pytest.mark.parametrize("status", ["crashed", "wrong_digest", "timeout"])
def test_a_head_that_fails_once_is_a_regression(tmp_path, status):
    def harm(trial):
        if trial["cell"] == {**cell(), "side": "head"} and trial["block"] == 4 and trial["repeat"] == 1:
            trial.update(status=status, reason="it did", metrics={})
    result = run(tmp_path, harm)
    assert result.exit_code == 1 and "in 1 of 30 trials" in result.exact[0].text and "it did" in result.exact[0].text


def test_a_crash_in_the_confirmation_counts(tmp_path):
    runner = FakeRunner()
    slower = worse("cpu_ns_per_op", 1.1)

    def harm(trial):
        slower(trial)
        if len(runner.jobs) == 2 and trial["cell"] == {**cell(), "side": "head"} and trial["block"] == 4:
            trial.update(status="crashed", metrics={})
    runner.harm = harm
    fact, = paired(runner, tmp_path).exact
    assert "crashed in 3 of 60 trials" in fact.text and fact.is_worse


def test_a_failure_that_is_gone_is_better(tmp_path):
    def harm(trial):
        if trial["cell"] == {**cell(), "side": "base"} and trial["block"] == 4:
            trial.update(status="crashed", metrics={})
    result = run(tmp_path, harm)
    assert result.exit_code == 0 and [fact.is_worse for fact in result.exact] == [False]


def test_of_a_trial_that_was_measured_again_the_last_attempt_counts(tmp_path):
    def harm(trial):
        if trial["cell"] == {**cell(), "side": "head"}:
            # What follows in the file is an earlier attempt at the first repeat.
            trial.update(attempt=4 - trial["repeat"], repeat=1)
            if trial["attempt"] < 3:
                trial.update(status="crashed", metrics={})
    assert run(tmp_path, harm).exit_code == 0


def test_what_fails_on_both_sides_is_inconclusive(tmp_path):
    def harm(trial):
        if trial["cell"]["workload"] == "null":
            trial.update(status="crashed", reason="it did", metrics={})
    result = run(tmp_path, harm)
    assert result.exit_code == 2 and "fails on both sides" in result.reasons[0]
