"""Every deciding row of every claim: a column per claim, a row per workload and setting, a mark for its verdict."""

import math
import textwrap
from dataclasses import dataclass

import numpy as np

from reports.claims.model import DECIDES, FAILS, HOLDS, UNDECIDED, Claim, Part, Row
from reports.figures.drawing import bases, grid, style
from reports.figures.drawing.artists import Axes
from reports.run.cells import setting_key
from reports.text import units
from reports.text.table import Table

LOOKS = {HOLDS: ("#7B2D8E", "^"), FAILS: ("#222222", "v"), UNDECIDED: (style.FAINT, "o")}
"""Verdict -> colour and marker. Hues of neither ownership nor collection: a verdict takes no side."""
PLACE_CHARACTERS, TITLE_CHARACTERS = 42, 15
MOST_TICKS = 3
NONE = "No row of any claim was measured."


@dataclass(frozen=True)
class Strip:
    """The claims that have a measured row that decides, and the places of these rows, in their order."""

    claims: list[Claim]
    places: list[str]

    def rows(self, claim: Claim, place: str) -> list[Row]:
        """The measured deciding rows of a claim at a place."""
        return [row for row in _deciding(claim) if row.place == place]


def _deciding(claim: Claim) -> list[Row]:
    """The rows that decide and were measured."""
    return [row for row in claim.rows if row.role == DECIDES and row.parts]


def measure(claims: list[Claim]) -> Strip:
    """What is drawn; without claims where no row was measured."""
    measured = [claim for claim in claims if _deciding(claim)]
    rows = sorted((row for claim in measured for row in _deciding(claim)), key=lambda row: setting_key(row.setting))
    return Strip(measured, list(dict.fromkeys(row.place for row in rows)))


def draw(found: Strip, footer: list[str]) -> style.Chart:
    """The first quantity of each row with its interval and its boundary, a column's axis being its claim's own."""
    left = max(0.1, 0.0056 * min(PLACE_CHARACTERS, max(map(len, found.places), default=0)) + 0.012)
    fig, [axes] = grid.panels(1, max(1, len(found.claims)), 1.55 + 0.24 * max(4, len(found.places)),
                              "The claims, row by row", footer, below_in=0.45, top_in=1.05, left=left, right=0.985,
                              wspace=0.14)
    if not found.claims:
        style.empty_panel(axes[0], NONE, bare=True)
    for ax, claim in zip(axes, found.claims):
        labels = [style.plain(place, PLACE_CHARACTERS) if ax is axes[0] else "" for place in found.places]
        grid.rows(ax, labels, ruled=True)
        _panel(ax, found, claim)
    return fig


def _panel(ax: Axes, found: Strip, claim: Claim) -> None:
    ax.set_title(f"{textwrap.fill(claim.card.title, TITLE_CHARACTERS)}\n{claim.verdict}", fontsize=7.5)
    ax.tick_params(axis="x", labelsize=6.8)
    rows = [row for place in found.places for row in found.rows(claim, place)]
    scale = rows[0].parts[0].scale
    low, high = limits([row.parts[0] for row in rows], scale.log)
    if scale.log:
        ax.set_xscale("log")
    ax.set_xlim(low, high)
    at = ticks(low, high, scale.log)
    style.fixed_ticks(ax.xaxis, at, [scale.tick(value) for value in at])
    for position, place in enumerate(found.places):
        here = found.rows(claim, place)
        for number, row in enumerate(here):
            aside = 0.56 * ((number + 0.5) / len(here) - 0.5)
            _row(ax, claim, row, position + aside, 0.2 / max(1, len(here) - 1), (low, high))


def _row(ax: Axes, claim: Claim, row: Row, y: float, half: float, limits: tuple[float, float]) -> None:
    part, cell = row.parts[0], row.sides[0].cell
    colour, marker = LOOKS[row.verdict]
    told = "; ".join(f"{each.what} {each.text}" for each in row.parts)
    tip = f"{cell.label}: {claim.name(row)}, {row.verdict}; {told}"
    low, high = limits
    ax.plot([part.boundary] * 2, [y - half, y + half], color=style.FAINT, linewidth=0.9, zorder=1)
    if part.interval.low is not None:
        style.plot(ax, cell, tip, np.clip([part.interval.low, part.interval.high], low, high), [y] * 2, color=colour,
                   linewidth=1.4, solid_capstyle="butt")
    style.plot(ax, cell, tip, np.clip(part.interval.estimate, low, high), y, marker=marker, color=colour,
               markersize=4.5, markerfacecolor="white" if row.verdict == UNDECIDED else colour, clip_on=False)


def limits(parts: list[Part], log: bool) -> tuple[float, float]:
    """Where the axis begins and ends: all finite numbers with their boundaries, and a margin."""
    values = bases.numbers(part.interval for part in parts) + [part.boundary for part in parts]
    values = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
    low, high = min(values), max(values)
    if log:
        margin = (high / low) ** 0.08 * 1.05
        return low / margin, high * margin
    margin = 0.08 * (high - low) + 0.005
    return low - margin, high + margin


def ticks(low: float, high: float, log: bool) -> list[float]:
    """At most three round values within the limits, evenly spaced; at least one where there is a round one."""
    if log:
        powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        kept = [10.0 ** power for power in powers[::max(1, math.ceil(len(powers) / MOST_TICKS))]]
        return kept if len(kept) > 1 else [nice for nice in (0.1, 0.2, 0.5, 1, 2, 5, 10, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6)
                                           if low <= nice <= high][:MOST_TICKS]
    step = next(nice for nice in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1) if (high - low) / nice < MOST_TICKS)
    return [round(step * number, 6) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def table(found: Strip) -> Table | None:
    """Every quantity that decides, by place and claim; None where no row was measured."""
    rows = [(place, [claim.card.title, ", ".join(filter(None, (row.subject, row.detail))),
                     "\n".join(f"{part.what}: {part.text}" for part in row.parts),
                     "\n".join(part.scale.form(part.boundary) for part in row.parts), row.verdict])
            for place in found.places for claim in found.claims for row in found.rows(claim, place)]
    return Table("The claims, row by row", ["claim", "cells", "measured", "boundary", "verdict"], rows,
                 "All quantities of every row that decides, with intervals that hold together within a claim. Rows "
                 "that do not decide, notes and trials stand with each claim below.") if rows else None


def told(found: Strip) -> bases.Words:
    if not found.claims:
        return bases.nothing(NONE, basis="N: no row.")
    parts = [f"{claim.card.title}: {claim.verdict}, {claim.because}" for claim in found.claims]
    blocks = [row.parts[0].interval.n for claim in found.claims for row in _deciding(claim)]
    return bases.Words(
        f"The claims, row by row. {bases.listed(parts)}",
        "Every row that decides a claim: its quantity (of several, the first), with its interval and the boundary "
        "that it is held against. Colour and shape are the verdict's. Each column has its own axis, logarithmic "
        "but for shares.",
        f"N: {units.span(blocks)} blocks. Mark: estimate over blocks; bar: its interval, those of a claim holding "
        "together in 95 % of runs as far as they can mislead; tick: the boundary. Up: holds; down: fails; open: "
        "undecided.")
