"""The differences of one metric in one cell, block by block."""

from dataclasses import dataclass

import numpy as np

from reports.analysis.ratios import paired
from reports.gate.judge.metrics import Metric
from reports.gate.judge.pairs import Pair
from reports.run.cells import SIDES
from reports.run.topics import block_medians


@dataclass(frozen=True)
class Series:
    """`worsening`: one oriented difference for each block that both sides have; above zero the head is worse.

    `base` and `head` are medians over these blocks in the metric's own unit. Where a value spoils the comparison,
    `problem` names it and there are no differences.
    """

    blocks: tuple[int, ...]
    worsening: np.ndarray
    base: float
    head: float
    problem: str = ""


def series(pair: Pair, metric: Metric) -> Series | None:
    """The differences, the median of each block's trials first; None where neither side has the metric."""
    sides = {side: block_medians(pair.last(side), metric.of) for side in SIDES}
    if not any(sides.values()):
        return None
    above, below = paired(sides["head"], sides["base"])
    blocks = tuple(sorted(sides["head"].keys() & sides["base"].keys()))
    if not blocks:
        lacking = "head" if sides["base"] else "base"
        return Series((), np.array([]), float("nan"), float("nan"), f"the {lacking} never has it")
    if metric.per:
        work = list(block_medians(pair.last("base"), metric.per).values())
        if not work:
            return Series(blocks, np.array([]), float("nan"), float("nan"), "the base did nothing to be a share of")
        above, below = above / np.median(work), below / np.median(work)
    levels = float(np.median(below)), float(np.median(above))
    for side, values in (("base", below), ("head", above)):
        spoilt = np.flatnonzero(values <= 0) if metric.is_ratio else np.flatnonzero(values < 0)
        if len(spoilt):
            block = blocks[spoilt[0]]
            return Series(blocks, np.array([]), *levels,
                          f"it is {values[spoilt[0]]:g} on the {side} in block {block}, which has no ratio")
    change = np.log(above) - np.log(below) if metric.is_ratio else above - below
    return Series(blocks, metric.sign * change, *levels)
