"""The minimum detectable effect: how large a worsening must be for the gate to confirm it most of the time.

A signed-rank test rejects exactly where the k-th smallest Walsh average lies above zero, and a shift of all
differences shifts every Walsh average by as much. So each sample of noise has one smallest shift that passes a
step, and its distribution over a fixed set of simulated normal samples gives the power of the step, discrete
levels and small numbers of blocks included. 80 % power is the convention of Cohen (1988), Statistical Power
Analysis for the Behavioral Sciences.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from reports.gate.judge.numbers import Rules
from reports.stats.signed_rank import upper_tail, walsh_averages

SAMPLES = 4000
# From noise that does not matter beside the floor to a floor that does not matter beside the noise.
SPREADS = np.geomspace(0.01, 1000, 60)


def detectable(spread: ArrayLike, floor: float, screen_blocks: int, confirm_blocks: int, family: int,
               rules: Rules) -> np.ndarray:
    """The smallest shift that is confirmed with `rules.power`; infinite where no shift can be, NaN for NaN.

    `spread` is the SD of a block's difference, `family` how many suspects the confirmation has to share its
    level among. Nothing under the floor is ever confirmed, so the effect is at least that.
    """
    effects = _effects(screen_blocks, confirm_blocks, max(int(family), 1), rules)
    relative = np.asarray(spread, dtype=float) / floor
    # In proportion to the noise beyond the grid.
    beyond = np.maximum(relative / SPREADS[-1], 1)
    return floor * np.interp(relative, np.append(0, SPREADS), np.append(1, effects)) * beyond


@cache
def _effects(screen_blocks: int, confirm_blocks: int, family: int, rules: Rules) -> np.ndarray:
    """For each of SPREADS in units of the floor, the detectable effect in the same unit."""
    # The screen wants p below its level, the confirmation p at most its share of the level.
    screen = _noise(screen_blocks, np.nextafter(rules.screen_p, 0))
    confirmation = _noise(confirm_blocks, rules.confirm_p / family)
    if screen is None or confirmation is None:
        return np.full(len(SPREADS), np.inf)
    return np.array([_quantile(_passing(screen, spread), _passing(confirmation, spread), rules.power)
                     for spread in SPREADS])


@cache
def _noise(n: int, level: float) -> tuple[np.ndarray, np.ndarray] | None:
    """(k-th smallest Walsh average, their median) of each sample; None where no outcome reaches the level."""
    k = int(np.sum(upper_tail(n) <= level))
    if not k:
        return None
    walsh = np.sort(walsh_averages(np.random.default_rng(n).standard_normal((SAMPLES, n))), axis=1)
    return walsh[:, k - 1], np.median(walsh, axis=1)


def _passing(step: tuple[np.ndarray, np.ndarray], spread: float) -> np.ndarray:
    """The smallest shift that lets each sample pass a step, in units of the floor; sorted."""
    kth, centre = step
    return np.sort(np.maximum(-spread * kth, 1 - spread * centre))


def _quantile(first: np.ndarray, second: np.ndarray, power: float) -> float:
    """The smallest effect that both steps, which are independent, let pass with this chance; both sorted."""
    candidates = np.sort(np.concatenate([first, second]))
    chance = (np.searchsorted(first, candidates, side="right") / len(first)
              * np.searchsorted(second, candidates, side="right") / len(second))
    return float(candidates[np.searchsorted(chance, power)])
