"""Small multiples: panels of one size in rows, and a figure that is as tall as they need."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from reports.figures.drawing import style

TITLE_IN = 0.62
"""What the title takes above the first row."""


def grid(count: int, columns: int, title: str, footer: list[str], row_in: float, around_in: float, below_in: float,
         **spacing: Any) -> tuple[style.Chart, list]:
    """A figure with `count` panels, at least one, and at most `columns` in a row.

    In inches: `row_in` is the height of a row with its distance to the next one, `around_in` that of all that is no
    row, `below_in` what axis labels and legend take of it below the last row. `spacing` is that of subplots_adjust.
    """
    count = max(1, count)
    rows = math.ceil(count / columns)
    fig, axes = panels(rows, min(columns, count), around_in + row_in * rows, title, footer, below_in, **spacing)
    axes = axes.ravel()
    for ax in axes[count:]:
        ax.set_visible(False)
    return fig, list(axes[:count])


def panels(rows: int, columns: int, chart_in: float, title: str, footer: list[str], below_in: float,
           top_in: float = TITLE_IN, height_ratios: list[float] | None = None,
           **spacing: Any) -> tuple[style.Chart, np.ndarray]:
    """A figure, and its panels by row and column. In inches: `chart_in` is its height without the footer, `below_in`
    and `top_in` what is kept free of it below and above the panels."""
    fig, foot_in = style.figure(chart_in, title, footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, columns, squeeze=False, height_ratios=height_ratios)
    fig.subplots_adjust(top=1 - top_in / height, bottom=(below_in + foot_in) / height, **spacing)
    return fig, axes


def rows(ax: Axes, labels: list[str], ruled: bool = False) -> None:
    """A row of the panel for each label, from above; with a line through it where it is ruled."""
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", length=0)
    if not ruled:
        ax.grid(axis="y", visible=False)


def legend_below(fig: style.Chart, handles: list, above_footer_in: float, **options: Any) -> None:
    """A legend in one line in the middle, between the panels and the footer."""
    fig.legend(handles=handles, loc="lower center", ncols=12,
               bbox_to_anchor=(0.5, (above_footer_in + fig.footer_in) / fig.get_figheight()), **options)
