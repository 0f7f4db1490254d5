"""Small multiples: panels of one size in rows, and a figure that is as tall as they need."""

from __future__ import annotations

import math
from typing import Any

from reports.figures.drawing import style

TITLE_IN = 0.62
"""What the title takes above the first row."""


def grid(count: int, columns: int, title: str, footer: list[str], row_in: float, around_in: float, below_in: float,
         **spacing: float) -> tuple[style.Chart, list]:
    """A figure with `count` panels, at least one, and at most `columns` in a row.

    In inches: `row_in` is the height of a row with its distance to the next one, `around_in` that of all that is no
    row, `below_in` what axis labels and legend take of it below the last row. `spacing` is that of subplots_adjust.
    """
    count = max(1, count)
    rows = math.ceil(count / columns)
    fig, foot_in = style.figure(around_in + row_in * rows, title, footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, min(columns, count), squeeze=False).ravel()
    fig.subplots_adjust(top=1 - TITLE_IN / height, bottom=(below_in + foot_in) / height, **spacing)
    for ax in axes[count:]:
        ax.set_visible(False)
    return fig, list(axes[:count])


def legend_below(fig: style.Chart, handles: list, above_footer_in: float, **options: Any) -> None:
    """A legend in one line in the middle, between the panels and the footer."""
    fig.legend(handles=handles, loc="lower center", ncols=12,
               bbox_to_anchor=(0.5, (above_footer_in + fig.footer_in) / fig.get_figheight()), **options)
