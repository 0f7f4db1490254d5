"""What the charts of a sweep share: points with intervals over the steps of a parameter, a line per cell."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from reports.figures.drawing import bases, style
from reports.run.sweeps import Line, Sweep
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import ABSENT

APART = 0.018
"""How far neighbouring lines are set apart sideways, as a share of the axis, so that bars stay visible."""


@dataclass(frozen=True)
class Track:
    """One line of a panel: step -> value with its interval, of which any may be infinite (`stats.median`)."""

    line: Line
    points: dict[float, Interval]


def panel(ax: Axes, title: str, steps: list[float], label: str, limits: tuple[float, float] | None) -> None:
    """A panel with a log2 axis that has a tick for each step, and a log axis of values where these have limits."""
    ax.set_title(title, fontsize=8.5)
    if limits:
        ax.set(yscale="log", ylim=limits)
    ax.set_xscale("log", base=2)
    margin = (steps[-1] / steps[0]) ** 0.08
    ax.set_xlim(steps[0] / margin, steps[-1] * margin)
    style.fixed_ticks(ax.xaxis, steps, [f"{step:g}" for step in steps])
    ax.set_xlabel(label)


def apart(steps: list[float], rank: int, of: int) -> float:
    """The factor by which the line of this rank is moved sideways."""
    return ((steps[-1] / steps[0]) ** APART) ** ((rank - (of - 1) / 2) * min(1, 6 / of))


def tracks(ax: Axes, found: list[Track], sweep: Sweep, say: Callable[[float, Interval], str]) -> None:
    """Draws the lines with their intervals. What is 0 or infinite is an open mark on the edge of the axis.

    `say` tells a point by its step and value, without its cell and the number of its blocks.
    """
    (low, high), looks, order = ax.get_ylim(), style.looks_of(sweep.lines), [line.cell.label for line in sweep.lines]
    for track in found:
        cell = track.line.cell
        colour, marker = looks[cell.name]
        aside = apart(sweep.steps, order.index(cell.label), len(order))
        x = np.array(sorted(track.points))
        middle = np.array([track.points[step].estimate for step in x])
        inside = np.isfinite(middle) & (middle > 0)
        ends = "; ".join(say(step, track.points[step]) for step in x[[0, -1]])
        style.plot(ax, cell, f"{cell.label}: {ends}", x * aside, np.where(inside, middle, math.nan), color=colour,
                   marker=marker, markersize=4.2, linestyle=style.line_style(cell.allocator), zorder=3)
        for step, value in zip(x, middle):
            interval = track.points[step]
            tip = f"{cell.label}: {say(step, interval)}, {units.plural(interval.n, 'block')}"
            least, most = interval.ends or (value, value)
            if least < most:
                style.plot(ax, cell, tip, [step * aside] * 2, [max(least, low), min(most, high)], color=colour,
                           linewidth=1, alpha=0.75, zorder=2.5)
            if value <= 0 or math.isinf(value):
                style.plot(ax, cell, tip, step * aside, low if value <= 0 else high, marker="v" if value <= 0 else "^",
                           markersize=6, markerfacecolor="white", markeredgecolor=colour, linestyle="none",
                           clip_on=False, zorder=4)
            else:
                style.target(ax, step * aside, value, cell, tip)


def log_limits(found: list[Track]) -> tuple[float, float] | None:
    """Limits for all finite positive values and ends of intervals; None without any."""
    values = [value for value in bases.numbers(points(found)) if value > 0 and math.isfinite(value)]
    return (min(values) / 1.5, max(values) * 1.6) if values else None


def legend(fig: style.Chart, sweep: Sweep, texts: dict[str, list[str]], left: float, title: str | None = None) -> None:
    """A legend beside the panels that has every line with its own lines of text below the label."""
    handles, looks = [], style.looks_of(sweep.lines)
    for line in sweep.lines:
        colour, marker = looks[line.cell.name]
        label = "\n".join(style.plain(text, 46) for text in [line.cell.label, *texts.get(line.cell.label, [])])
        handles.append(Line2D([], [], color=colour, marker=marker, markersize=4.5, label=label,
                              linestyle=style.line_style(line.cell.allocator)))
    height = fig.get_figheight()
    # In the middle of what lies between the title and the footer.
    middle = (0.3 + fig.footer_in + (height - fig.footer_in - 0.6) / 2) / height
    fig.legend(handles=handles, loc="center left", bbox_to_anchor=(left, middle), handlelength=3, labelspacing=0.7,
               fontsize=7.5, title=title, title_fontsize=7.5, alignment="left")


def legend_height_in(sweep: Sweep, texts: dict[str, list[str]]) -> float:
    """What the legend takes up."""
    return sum(0.13 * (1 + len(texts.get(line.cell.label, []))) + 0.09 for line in sweep.lines) + 0.4


def points(found: Iterable[Track]) -> list[Interval]:
    """Those of all lines."""
    return [point for track in found for point in track.points.values()]


def by_cell(found: Iterable[Track]) -> dict[tuple[str, float], Interval]:
    """(label of a cell, step) -> point."""
    return {(track.line.cell.label, step): point for track in found for step, point in track.points.items()}


def spanned(point: Interval | None, form: Callable[[float], str]) -> str:
    """A value and its interval for a table."""
    return ABSENT if point is None else bases.between(point, form, f"(N {point.n})", "\n")
