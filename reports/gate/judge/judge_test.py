"""The judge decides by the rules that the self-test certifies, and by no others."""

import numpy as np
import pytest

from reports.gate.judge import judge as judging
from reports.gate.judge import pairs, result, rules
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.selftest import simulation
from reports.gate.testing.fake_runner import FakeRunner, worse


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Both runs of a gate that convicts."""
    folder = tmp_path_factory.mktemp("gate")
    assert paired(FakeRunner(harm=worse("cpu_ns_per_op", 1.05)), folder).exit_code == 1
    return pairs.load(folder / "screen"), pairs.load(folder / "confirm")


def states(found):
    return {row.state for row in found.rows}


def test_judge_and_simulation_call_the_same_functions():
    for name in ("flagged", "confirmed", "weigh"):
        assert getattr(judging, name) is getattr(simulation, name) is getattr(rules, name)
    assert result.may_convict is simulation.may_convict is rules.may_convict


def test_what_is_not_flagged_is_no_suspect(measured, monkeypatch):
    monkeypatch.setattr(judging, "flagged", lambda p, shift, floor, rules: np.zeros(np.shape(p), dtype=bool))
    assert states(judging.judge(*measured)) == {result.SAME}


def test_what_is_not_confirmed_is_cleared(measured, monkeypatch):
    assert result.WORSE in states(judging.judge(*measured))
    monkeypatch.setattr(judging, "confirmed", lambda p, shift, floor, rules: np.zeros(len(p), dtype=bool))
    found = judging.judge(*measured)
    assert result.CLEARED in states(found) and result.WORSE not in states(found) and found.exit_code == 0


def test_what_may_not_convict_is_advisory(measured, monkeypatch):
    monkeypatch.setattr(result, "may_convict", lambda detectable, target: False)
    assert states(judging.judge(*measured)) >= {result.ADVISORY}
    assert result.WORSE not in states(judging.judge(*measured))
