"""The gate on a fake machine: it keeps its promises there, and the naive rules do not."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reports.gate.judge.numbers import Rules
from reports.gate.selftest import fake_noise, simulation
from reports.gate.selftest.simulation import PAUSE, TIME

FIVE_PERCENT = math.log1p(0.05)


@pytest.mark.parametrize("machine", fake_noise.MACHINES)
def test_equal_builds_rarely_alarm_whatever_the_noise(machine):
    tally = simulation.run(fake_noise.MACHINES[machine], TIME, 400, 200, 3, seed=1)
    assert tally.alarms <= 9  # 1 % of 400 is 4; one in a hundred such tests would see more than 9
    assert tally.remeasured > 0


def test_a_slowdown_of_five_percent_is_caught():
    tally = simulation.run(fake_noise.QUIET, TIME, 400, 200, 3, seed=2, worse_by=FIVE_PERCENT)
    assert tally.caught >= 0.95 * 400


def test_alarms_are_counted_where_the_rules_allow_them():
    lax, low = Rules(confirm_p=0.5), replace(TIME, floor=0.001)
    assert simulation.run(fake_noise.QUIET, low, 100, 200, 3, seed=8, rules=lax).alarms > 20


def test_where_five_percent_is_missed_the_gate_had_said_so():
    loud = fake_noise.Noise(process_sd=0.08)
    tally = simulation.run(loud, TIME, 200, 50, 3, seed=3, worse_by=FIVE_PERCENT)
    assert tally.caught < 20 and tally.gated < 40


def test_a_stop_of_20_ms_in_half_a_second_is_caught():
    tally = simulation.run(fake_noise.QUIET, PAUSE, 200, 200, 3, seed=4, worse_by=0.04)
    assert tally.caught >= 195 and tally.alarms <= 5


def test_naive_rules_alarm_in_most_runs_of_equal_builds():
    alarms = simulation.naive_alarms(fake_noise.QUIET, 200, 200, seed=5)
    assert all(count > 0.7 * 200 for count in alarms.values())


def test_the_naive_rules_are_what_they_say():
    flat = np.zeros((1, 31))
    flat[0, -1] = math.log(1.101)
    assert simulation.above_previous(flat)[0]
    flat[0, -2] = 0.01
    assert not simulation.above_previous(flat)[0]
    values = np.random.default_rng(1).standard_normal((20_000, 31))
    assert np.mean(simulation.above_t_bound(values)) == pytest.approx(0.01, abs=0.006)


def test_the_same_seed_makes_the_same_table():
    arguments = (fake_noise.QUIET, TIME, 50, 40, 3)
    assert simulation.run(*arguments, seed=6) == simulation.run(*arguments, seed=6)


def test_the_noise_is_what_it_says():
    rng = np.random.default_rng(7)
    noise = fake_noise.Noise(tail_df=5, drift=0.3, block_sd=0.05, block_correlation=0.8)
    base, head = fake_noise.sides(rng, noise, 4000, 20, 1)
    assert (head - base).std() == pytest.approx(0.03 * math.sqrt(2), rel=0.03)
    assert base[:, -1].mean() - base[:, 0].mean() == pytest.approx(0.3, abs=0.01)
    levels = base - np.linspace(0, 0.3, 20)
    kept = np.corrcoef(levels[:, :-1].ravel(), levels[:, 1:].ravel())[0, 1]
    assert kept == pytest.approx(0.8 * 0.05**2 / (0.05**2 + 0.03**2), abs=0.03)
    base, head = fake_noise.sides(rng, fake_noise.Noise(process_sd=1e-9, order_effect=0.02), 1000, 10, 1)
    assert set(np.round(head - base, 6).ravel()) == {-0.02, 0.02}
