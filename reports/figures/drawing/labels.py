"""Direct labels at line ends: moved apart so that none overlaps, tied to their line by a thin leader."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from reports.figures.drawing import style

LINE_IN = 0.125
"""Height of a line of a label, in inches."""


def spread(wanted: list[float], heights: list[float], low: float, high: float) -> list[float]:
    """Centres of labels of these heights that do not overlap, within low .. high and in the order wanted.

    Least squares: isotonic regression (pool adjacent violators) of the wanted centres less the heights
    below them. Where the labels do not fit, all heights shrink evenly, and labels touch.
    """
    if not wanted:
        return []
    shrink = min(1.0, (high - low) / sum(heights))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    below, offsets = 0.0, []
    for i in order:
        offsets.append(below + heights[i] * shrink / 2)
        below += heights[i] * shrink
    pools: list[list[float]] = []  # [mean, number]
    for i, offset in zip(order, offsets):
        pools.append([wanted[i] - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, number = pools.pop()
            total = pools[-1][1] + number
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * number) / total, total]
    bases = [min(max(mean, low), high - below) for mean, number in pools for _ in range(int(number))]
    result = [0.0] * len(wanted)
    for i, base, offset in zip(order, bases, offsets):
        result[i] = base + offset
    return result


def beside(ax: Axes, found: Sequence[tuple[tuple[float, float] | None, str, str]]) -> None:
    """Labels right of a log-y panel for (point in data or None, text, colour); the limits must be final.

    What has no point in the panel stands on top, untied.
    """
    low, high = (math.log(limit) for limit in ax.get_ylim())
    panel_in = ax.get_position().height * ax.figure.get_figheight()
    wanted = [1.0 if at is None else (math.log(at[1]) - low) / (high - low) for at, _, _ in found]
    heights = [(text.count("\n") + 1.7) * LINE_IN / panel_in for _, text, _ in found]
    for (at, text, colour), height in zip(found, spread(wanted, heights, 0, 1)):
        arrow = {"arrowstyle": "-", "color": colour, "linewidth": 0.6, "alpha": 0.7, "shrinkA": 1,
                 "shrinkB": 4, "relpos": (0, 0.5)}
        ax.annotate(text, xy=at or (1.03, height), xycoords="data" if at else "axes fraction",
                    xytext=(1.03, height), textcoords="axes fraction", va="center", ha="left", fontsize=7.5,
                    linespacing=1.1, color=style.ink(colour), annotation_clip=False,
                    arrowprops=arrow if at else None)
