"""The vectorised bootstrap against a plain loop over the same draws."""

import numpy as np
import pytest

from reports.analysis.bootstrap import percentile_band
from reports.run import histogram
from reports.testing import synthetic_run


@pytest.fixture
def trials():
    rng = np.random.default_rng(5)
    return [rng.lognormal(8 + shift, 0.3, size).astype(np.int64)
            for shift, size in zip(rng.normal(0, 0.1, 7), (900, 1000, 1100, 1000, 950, 1050, 1000))]


def test_band_equals_a_loop_over_resampled_trials(trials):
    decoded = [histogram.decode(synthetic_run.histogram(values)) for values in trials]
    one_in = np.array([1.5, 2, 10, 100])
    low, high = percentile_band(decoded, one_in, resamples=50, seed=9)
    drawn = np.random.default_rng(9).multinomial(7, np.full(7, 1 / 7), 50)
    loop = []
    for times in drawn:
        sample = histogram.merge([h for h, n in zip(decoded, times) for _ in range(n)])
        loop.append(histogram.values_at(sample, one_in))
    expected = np.quantile(loop, [0.025, 0.975], axis=0, method="nearest")
    assert low.tolist() == expected[0].tolist() and high.tolist() == expected[1].tolist()


def test_band_is_the_same_every_time_and_wider_than_ops_alone(trials):
    decoded = [histogram.decode(synthetic_run.histogram(values)) for values in trials]
    first, second = (percentile_band(decoded, np.array([2.0])) for _ in range(2))
    assert first[0].tolist() == second[0].tolist() and first[1].tolist() == second[1].tolist()
    pooled = np.concatenate(trials)
    of_ops = 1.96 * 1.2533 * pooled.std() / np.sqrt(len(pooled))
    assert first[1][0] - first[0][0] > 4 * of_ops


def test_four_trials_are_too_few(trials):
    decoded = [histogram.decode(synthetic_run.histogram(values)) for values in trials[:4]]
    assert percentile_band(decoded, np.array([2.0])) is None
