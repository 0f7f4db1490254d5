"""A fake machine with programmable noise: what a pair of sides would read on it, without measuring anything.

All numbers are on the log scale of a time. A block is a stretch of time that both sides live through, so what
belongs to the block cancels in their difference; what belongs to a process does not.
"""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Noise:
    """How a machine misbehaves; everything off but `process_sd` by default."""

    process_sd: float = 0.03
    """SD from process to process."""
    tail_df: float = 0.0
    """Student's t with so many degrees of freedom instead of the normal, at the same SD; 0: normal."""
    spike_share: float = 0.0
    spike: float = 0.3
    """A share of processes that are slower by so much."""
    drift: float = 0.0
    """By how much the machine slows down from the first block to the last."""
    block_sd: float = 0.0
    block_correlation: float = 0.0
    """SD of the level of blocks, and how much of it the next block keeps (AR(1))."""
    order_effect: float = 0.0
    """By how much whichever side happens to run second in a block is slower."""


QUIET = Noise()
MACHINES = {
    "normal": QUIET,
    "heavy tails": replace(QUIET, tail_df=3.0),
    "spikes": replace(QUIET, spike_share=0.05),
    "drift": replace(QUIET, drift=0.3),
    "autocorrelated": replace(QUIET, block_sd=0.05, block_correlation=0.8),
    "order": replace(QUIET, order_effect=0.03),
    "all of these": Noise(tail_df=3.0, spike_share=0.05, drift=0.3, block_sd=0.05, block_correlation=0.8,
                          order_effect=0.03),
}
"""name -> noise. Every one has 3 % from process to process beside its own trouble."""


def sides(rng: np.random.Generator, noise: Noise, rows: int, blocks: int, trials: int) -> tuple[np.ndarray, np.ndarray]:
    """(base, head) of equal builds: the block's value of each of `rows` metrics, arrays (rows, blocks)."""
    level = _block_levels(rng, noise, rows, blocks)
    head_second = rng.random((rows, blocks)) < 0.5
    base, head = (level + noise.order_effect * second
                  + np.median(_processes(rng, noise, (trials, rows, blocks)), axis=0)
                  for second in (~head_second, head_second))
    return base, head


def single_runs(rng: np.random.Generator, noise: Noise, rows: int, runs: int) -> np.ndarray:
    """What a gate without pairs sees: one value a run for each metric, (rows, runs), runs one after the other."""
    return _block_levels(rng, noise, rows, runs) + _processes(rng, noise, (rows, runs))


def stops(rng: np.random.Generator, rows: int, blocks: int, trials: int) -> tuple[np.ndarray, np.ndarray]:
    """(base, head): interrupted shares of steady on a machine that stops now and then, often not at all."""
    def side() -> np.ndarray:
        number = rng.poisson(0.7, (trials, rows, blocks))
        return np.median(number * rng.lognormal(np.log(0.002), 0.8, number.shape), axis=0)
    return side(), side()


def _block_levels(rng: np.random.Generator, noise: Noise, rows: int, blocks: int) -> np.ndarray:
    level = np.tile(np.linspace(0, noise.drift, blocks), (rows, 1))
    if not noise.block_sd:
        return level
    kept = noise.block_correlation
    state = noise.block_sd * rng.standard_normal(rows)
    for block in range(blocks):
        level[:, block] += state
        state = kept * state + np.sqrt(1 - kept**2) * noise.block_sd * rng.standard_normal(rows)
    return level


def _processes(rng: np.random.Generator, noise: Noise, shape: tuple) -> np.ndarray:
    if noise.tail_df:
        # Scaled to SD 1.
        values = rng.standard_t(noise.tail_df, shape) / np.sqrt(noise.tail_df / (noise.tail_df - 2))
    else:
        values = rng.standard_normal(shape)
    values *= noise.process_sd
    if noise.spike_share:
        values += noise.spike * (rng.random(shape) < noise.spike_share)
    return values
