"""Change points of a series: E-divisive, by binary splits and permutations. They make notes, never verdicts.

Source: Matteson and James (2014), A nonparametric approach for multiple change point analysis of multivariate data,
with exponent 1 and splits that reach to the ends of their segment.
"""

import numpy as np
from numpy.typing import ArrayLike

LEAST = 5
"""Points on either side of a change."""
PERMUTATIONS = 199
LEVEL = 0.01


def change_points(values: ArrayLike, seed: int = 1) -> list[int]:
    """Positions at which a new level begins, ascending; the same for the same values and seed."""
    series = np.asarray(values, dtype=float)
    rng = np.random.default_rng(seed)
    found, segments = [], [(0, len(series))]
    while segments:
        start, end = segments.pop()
        if end - start < 2 * LEAST:
            continue
        split, p = _split(series[start:end], rng)
        if p <= LEVEL:
            found.append(start + split)
            segments += [(start, start + split), (start + split, end)]
    return sorted(found)


def divergence(distances: np.ndarray) -> np.ndarray:
    """For matrices (m, n, n) of distances: how far the first t points differ from the rest, t = LEAST .. n - LEAST.

    Twice the mean distance between the two parts less the mean distances within them, weighted with their sizes.
    """
    n = distances.shape[-1]
    first = np.arange(LEAST, n - LEAST + 1)
    rest = n - first
    # Sums over pairs of different points, each pair once, of the first t points and of all that touch them.
    within_first = np.tril(distances).sum(axis=-1).cumsum(axis=-1)
    touching = distances.sum(axis=-1).cumsum(axis=-1) - within_first
    total = within_first[..., -1:]
    inside, touched = within_first[..., first - 1], touching[..., first - 1]
    between, outside = touched - inside, total - touched
    energy = (2 * between / (first * rest) - inside / (first * (first - 1) / 2) - outside / (rest * (rest - 1) / 2))
    return energy * first * rest / n


def _split(segment: np.ndarray, rng: np.random.Generator) -> tuple[int, float]:
    """(best position of a change, its p among shuffles of the segment)."""
    distances = np.abs(segment[:, np.newaxis] - segment[np.newaxis])
    own = divergence(distances[np.newaxis])[0]
    orders = rng.permuted(np.tile(np.arange(len(segment)), (PERMUTATIONS, 1)), axis=1)
    shuffled = divergence(distances[orders[:, :, np.newaxis], orders[:, np.newaxis, :]]).max(axis=1)
    # Ties within rounding count against a change: a constant series has none.
    as_large = np.sum(shuffled >= own.max() - 1e-12)
    return int(own.argmax()) + LEAST, (1 + as_large) / (1 + PERMUTATIONS)
