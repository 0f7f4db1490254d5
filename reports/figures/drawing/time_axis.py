"""A linear axis of time since a phase began."""

import math

from matplotlib.axes import Axes

from reports.figures.drawing import style

MAX_TICKS = 5


def label(ax: Axes, last_s: float) -> None:
    """A few ticks from 0 to `last_s` on the x axis in s; written in ms where all is shorter than 1 s."""
    factor, unit = (1e3, "ms") if last_s < 1 else (1, "s")
    ax.set_xlabel(f"time in {unit}")
    at = ticks(last_s * factor)
    style.fixed_ticks(ax.xaxis, [tick / factor for tick in at], [f"{tick:g}" for tick in at])


def ticks(last: float) -> list[float]:
    """From 0 up to `last` (more than 0) in the smallest round step that needs at most MAX_TICKS."""
    power = 10.0 ** (math.floor(math.log10(last)) - 1)
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10, 20, 25, 50, 100)
                if last / (nice * power) < MAX_TICKS)
    return [step * number for number in range(MAX_TICKS) if step * number <= last]
