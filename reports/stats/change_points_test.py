"""Change points: against the definition, at planted positions, and seldom where there is none."""

import numpy as np
import pytest

from reports.stats.change_points import LEAST, change_points, divergence


def by_definition(values, t):
    """Matteson and James, equations 4 and 5, with exponent 1."""
    first, rest = values[:t], values[t:]

    def mean_within(part):
        return np.mean([abs(part[i] - part[k]) for k in range(len(part)) for i in range(k)])
    between = np.mean([abs(x - y) for x in first for y in rest])
    return len(first) * len(rest) / len(values) * (2 * between - mean_within(first) - mean_within(rest))


@pytest.mark.parametrize("n", [2 * LEAST, 17, 40])
def test_the_divergence_is_that_of_the_definition(n):
    values = np.random.default_rng(n).standard_normal(n)
    distances = np.abs(values[:, np.newaxis] - values)
    expected = [by_definition(values, t) for t in range(LEAST, n - LEAST + 1)]
    np.testing.assert_allclose(divergence(distances[np.newaxis])[0], expected, rtol=1e-9)


def test_planted_changes_are_found_where_they_are():
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.standard_normal(30), rng.standard_normal(25) + 5, rng.standard_normal(40) - 3])
    found = change_points(values)
    assert len(found) == 2 and abs(found[0] - 30) <= 1 and abs(found[1] - 55) <= 1


def test_a_change_of_spread_alone_is_found_too():
    rng = np.random.default_rng(2)
    found = change_points(np.concatenate([0.1 * rng.standard_normal(50), 5 * rng.standard_normal(50)]))
    assert len(found) >= 1 and abs(found[0] - 50) <= 5


def test_noise_seldom_has_changes():
    rng = np.random.default_rng(3)
    assert sum(bool(change_points(rng.standard_normal(60))) for _ in range(200)) <= 7


@pytest.mark.parametrize("values", [[], [1.0] * 5, [1.0] * 50])
def test_nothing_changes_in_little_or_in_the_same(values):
    assert change_points(values) == []


def test_unit_and_direction_do_not_matter_and_a_seed_decides():
    rng = np.random.default_rng(4)
    values = np.concatenate([rng.standard_normal(20), rng.standard_normal(20) + 3])
    assert change_points(values) == change_points(-1000 * values + 7) == change_points(values)
