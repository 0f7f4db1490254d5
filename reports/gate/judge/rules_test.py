"""The two steps of tier 1 and the minimum detectable effect, against definitions and simulations."""

import numpy as np
import pytest

from reports.gate.judge import mde
from reports.gate.judge.numbers import Rules
from reports.gate.judge.rules import confirmed, flagged, holm, may_convict, weigh

RULES = Rules()


def test_holms_adjustment_is_that_of_his_example():
    # Holm 1979: the smallest times m, the next times m - 1, never falling.
    np.testing.assert_allclose(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
    np.testing.assert_allclose(holm([0.9, 0.8]), [1, 1])
    assert holm([]).size == 0


def test_a_shift_is_flagged_only_above_the_floor():
    blocks = np.linspace(-0.001, 0.001, 10)
    evidence = weigh(np.array([blocks + 0.019, blocks + 0.021, blocks - 0.5]))
    assert flagged(evidence.p, evidence.estimate, 0.02, RULES).tolist() == [False, True, False]


def test_a_shift_that_may_be_chance_is_not_flagged():
    # Seven of ten above zero, and far above: 2 % or more, but p is over 5 %.
    row = np.array([0.09, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, -0.10, -0.11, -0.12])
    evidence = weigh(row)
    assert evidence.p[0] > 0.05 and not flagged(evidence.p, evidence.estimate, 0.0, RULES)[0]


def test_a_suspect_among_many_needs_stronger_proof():
    row = np.append(np.linspace(0.031, 0.059, 16), [-0.028, -0.041, -0.042, -0.06])
    alone = weigh(row)
    assert 0.0002 < alone.p[0] < 0.01 and confirmed(alone.p, alone.estimate, 0.02, RULES)[0]
    crowd = weigh(np.vstack([row, np.random.default_rng(1).standard_normal((60, 20))]))
    assert not confirmed(crowd.p, crowd.estimate, 0.02, RULES)[0]


def test_an_effect_at_its_target_may_convict():
    effects = [0.049, 0.05, 0.1 + 0.2 - 0.25, 0.051, np.inf, np.nan]
    assert may_convict(effects, 0.05).tolist() == [True] * 3 + [False] * 3


def test_no_more_than_one_family_in_a_hundred_convicts_an_innocent():
    rng = np.random.default_rng(2)
    families = 3000
    evidence = weigh(0.042 * rng.standard_normal((families * 10, 20)))
    wrong = sum(np.any(holm(p) <= RULES.confirm_p) for p in evidence.p.reshape(families, 10))
    assert 0.002 * families < wrong <= 0.014 * families


@pytest.mark.parametrize("sd", [0.01, 0.03, 0.08])
@pytest.mark.parametrize("family", [1, 10])
def test_the_detectable_effect_is_detected_as_often_as_it_says(sd, family):
    effect = float(mde.detectable(sd, 0.02, 10, 20, family, RULES))
    rng = np.random.default_rng(int(sd * 100))
    first, fresh = (weigh(effect + sd * rng.standard_normal((8000, n))) for n in (10, 20))
    passed = (family * fresh.p <= RULES.confirm_p) & (fresh.estimate > 0.02)
    caught = flagged(first.p, first.estimate, 0.02, RULES) & passed
    assert np.mean(caught) == pytest.approx(RULES.power, abs=0.04)


def test_the_detectable_effect_grows_with_noise_and_shrinks_with_blocks():
    effects = mde.detectable(np.array([0.0, 0.01, 0.03, 0.1]), 0.02, 10, 20, 5, RULES)
    assert np.all(np.diff(effects) > 0) and effects[0] == pytest.approx(0.02)
    assert mde.detectable(0.03, 0.02, 20, 40, 5, RULES) < effects[2]


def test_nothing_is_detectable_where_the_level_is_out_of_reach():
    assert mde.detectable(0.03, 0.02, 4, 20, 1, RULES) == np.inf  # 1/16 is over 5 %
    assert mde.detectable(0.03, 0.02, 10, 6, 1, RULES) == np.inf  # 1/64 is over 1 %
    assert np.isnan(mde.detectable(np.nan, 0.02, 10, 20, 1, RULES))
