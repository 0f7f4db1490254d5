"""Two runs: each cell's ratio to `unique` on glibc in its own run, both marks in one row, and the change between."""

import math

from reports.analysis.ratios import text as text_of
from reports.compare import tables
from reports.compare.pairs import Pair, Row
from reports.figures import forest
from reports.figures.drawing import bases, grid, style
from reports.figures.drawing.artists import Axes
from reports.run.topics import distinct
from reports.text import units
from reports.text.table import Table

COLUMNS = 2
LABEL_CHARACTERS = 44
APART = 0.17
"""How far the two marks of a row stand from its middle."""
FACES = ("white", None)
"""Open for A, filled for B."""


def measure(pairs: list[Pair], metric: str) -> list[tuple[Pair, list[Row]]]:
    """For each comparable setting with this metric the rows of all cells but the reference."""
    found = [(pair, [row for row in pair.rows([metric]) if row.entries[0].cell != row.entries[0].cell.reference])
             for pair in pairs if not pair.refused]
    return [(pair, rows) for pair, rows in found if rows]


def draw(measured: list[tuple[Pair, list[Row]]], metric: str, footer: list[str]) -> style.Chart:
    """Forest plots with one common log axis that is symmetric about 1; B stands under A."""
    entries = distinct([topic for pair, _ in measured for topic in pair.topics])
    shown = {row.label for _, found in measured for row in found}
    looks, order = style.looks_of(entries), [entry.cell.label for entry in entries if entry.cell.label in shown]
    rows = max(1, math.ceil(len(measured) / COLUMNS))
    panel = 0.55 + 0.27 * max(3, len(order))
    left = max(0.145, 0.0056 * min(LABEL_CHARACTERS, max(map(len, order), default=0)) + 0.012)
    fig, axes = grid.panels(rows, COLUMNS, 0.85 + panel * rows,
                            forest.heading(measured[0][0].metrics, metric, " of the same run") + "; open: A, filled: B",
                            footer, below_in=0.42, top_in=0.68, left=left, right=0.855, wspace=0.55,
                            hspace=0.62 / (panel - 0.55))
    axes = axes.ravel()
    most = forest.limit([side for _, found in measured for row in found for side in row.ratios])
    for position, (ax, (pair, found)) in enumerate(zip(axes, measured)):
        _panel(ax, pair, found, order, looks, most)
        if position % COLUMNS:
            ax.set_yticklabels([])
    for ax in axes[len(measured):]:
        ax.set_visible(False)
    return fig


def _panel(ax: Axes, pair: Pair, found: list[Row], order: list[str], looks: style.Looks, most: float) -> None:
    rows = {row.label: row for row in found}
    ax.set_title(style.plain(pair.title, 60), fontsize=8.5)
    ax.set(xscale="log", xlim=(1 / most, most))
    grid.rows(ax, [style.plain(label, LABEL_CHARACTERS) for label in order])
    style.ratio_ticks(ax.xaxis, forest.ticks(most))
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for position, label in enumerate(order):
        row = rows.get(label)
        words = text(row) if row else "not in both"
        ax.text(1.02, position, style.plain(words, 60), transform=ax.get_yaxis_transform(), va="center", fontsize=7,
                color=style.TEXT if row and row.change else style.FAINT,
                fontweight="bold" if row and row.is_told_apart else "normal")
        if row:
            _marks(ax, row, position, *looks[row.entries[0].cell.name])


def _marks(ax: Axes, row: Row, position: int, colour: str, marker: str) -> None:
    for name, side, face, offset in zip("AB", row.ratios, FACES, (-APART, APART)):
        if side.interval:
            tip = f"{side.cell.label} in {name}: {text_of(side)}, N {side.interval.n} blocks; B over A {text(row)}"
            style.estimate(ax, side.cell, tip, side.interval, position + offset, color=colour, linewidth=1.4,
                           marker=marker, markersize=4.5, markerfacecolor=face or colour)


def text(row: Row) -> str:
    """The change as `1.02 [0.99, 1.05]`, or why there is none."""
    if row.change is None:
        return row.note
    return bases.between(row.change, units.significant)


def table(measured: list[tuple[Pair, list[Row]]], metric: str) -> Table:
    """The numbers behind the figure."""
    rows = [(f"{pair.title}: {row.label}", tables.ratios(row)) for pair, found in measured for row in found]
    return Table(metric, tables.COLUMNS, rows, "Ratios to unique on glibc of the same run.")


def told(measured: list[tuple[Pair, list[Row]]], metric: str) -> bases.Words:
    blocks = [[found.n for _, rows in measured for row in rows if (found := row.ratios[side].interval)]
              for side in (0, 1)]
    spans = [f"{units.span(found)} blocks in {name}" for name, found in zip("AB", blocks) if found]
    basis = (f"N: {', '.join(spans) or 'no pair of blocks'}. Marks: Hodges-Lehmann ratios with signed-rank intervals "
             "of at least 95 %; at the right: B's ratio over A's, its interval combined from theirs (Zou and Donner), "
             "bold where it leaves out 1.")
    if not spans:
        return bases.nothing(f"No cell has a ratio to unique on glibc in {metric}.", basis=basis)
    parts = [f"{pair.topics[0].setting.workload}: " + ", ".join(
        f"{row.label} {text_of(row.ratios[0])} in A and {text_of(row.ratios[1])} in B"
        for row in rows) for pair, rows in measured]
    title = measured[0][0].metrics[metric].title
    return bases.Words(
        f"{title} as a ratio to unique on glibc of the same run, in two runs. {bases.listed(parts)}",
        f"{title} ({metric}) of each cell as a ratio to unique on glibc of its own run: open marks are those "
        "of A, filled ones those of B. The axis is logarithmic and symmetric about 1.", basis)
