"""The lower bound of what managing memory costs: a dot and its interval per cell, cheapest first."""

import math

from reports.analysis import lbo
from reports.analysis.lbo import Bound, Cost
from reports.figures.drawing import bases, grid, style
from reports.figures.drawing.artists import Axes
from reports.figures.drawing.bases import or_absent
from reports.run.topics import Topic
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import Table

FLOOR = "†"
"""Marks the cell with the smallest distilled cost."""
_NICE = (1, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000, 100_000)
MAX_TICKS = 5

measure = lbo.measure


def ranked(bound: Bound) -> list[Cost]:
    """From the smallest bound to the greatest; cells without one last, in their usual order."""
    return sorted(bound.costs, key=lambda cost: cost.lbo.estimate if cost.lbo else math.inf)


def ticks(most: float) -> list[float]:
    """Ascending round values from 1 to `most`: at most MAX_TICKS, as evenly on a log axis as they come."""
    able = [nice for nice in _NICE if nice <= most]
    wanted = [able[-1] ** (i / (MAX_TICKS - 1)) for i in range(MAX_TICKS)]
    return sorted({min(able, key=lambda nice: abs(math.log(nice / value))) for value in wanted})


def draw(topic: Topic, bounds: list[Bound], footer: list[str]) -> style.Chart:
    """A panel per metric, with one common log axis that begins at 1."""
    fig, [axes] = grid.panels(1, len(bounds), 1.25 + 0.21 * max(3, len(topic.cells)),
                              f"{topic.title}: overhead of managing memory, at least", footer, below_in=0.5,
                              top_in=0.68, left=0.155, right=0.885, wspace=0.95)
    looks = style.looks_of(topic.cells)
    ends = bases.numbers(cost.lbo for bound in bounds for cost in bound.costs)
    # The lowest interval may reach below 1: its cell and the floor are then not told apart.
    limits = (min([1.0] + ends) / 1.04, math.exp(math.log(max(ends, default=1.0)) * 1.1 + 0.03))
    for ax, bound in zip(axes, bounds):
        _panel(ax, bound, looks, limits)
    return fig


def _panel(ax: Axes, bound: Bound, looks: style.Looks, limits: tuple[float, float]) -> None:
    ax.set_title(lbo.TITLES[bound.metric][:1].upper() + lbo.TITLES[bound.metric][1:])
    if bound.floor is None:
        style.empty_panel(ax, "In open loop the wall time of an op is the rate's, not the manager's."
                          if any(cost.cell.setting.load is not None for cost in bound.costs)
                          else "No ok trial has a cost that could be the floor.", bare=True)
        return
    found = ranked(bound)
    ax.set_xscale("log")
    ax.set_xlim(limits)
    grid.rows(ax, [style.plain(cost.cell.label, 30) for cost in found])
    at = ticks(limits[1])
    style.fixed_ticks(ax.xaxis, at, [f"{tick:g}" for tick in at])
    ax.set_xlabel("total / smallest distilled cost")
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for position, cost in enumerate(found):
        colour, marker = looks[cost.cell.name]
        if cost.lbo:
            style.estimate(ax, cost.cell, tip(bound, cost, cost.lbo), cost.lbo, position, color=colour, linewidth=1.6,
                           marker=marker, markersize=5, markerfacecolor="white" if cost.lbo.low is None else colour)
        mark = f" {FLOOR}" if cost.cell == bound.floor else ""
        ax.text(1.02, position, lbo.text(cost) + mark, transform=ax.get_yaxis_transform(), va="center",
                fontsize=7, color=style.TEXT if cost.lbo else style.FAINT)


def tip(bound: Bound, cost: Cost, found: Interval) -> str:
    """What a mark stands for."""
    return (f"{cost.cell.label}: {lbo.TITLES[bound.metric]} at least {lbo.text(cost)} times the smallest distilled "
            f"cost, {units.plural(found.n, 'block')}, {units.plural(cost.trials, 'trial')}")


def told(topic: Topic, bounds: list[Bound]) -> bases.Words:
    """What is drawn, and why it is a bound from below."""
    known = [(cost.trials, cost.lbo.n) for bound in bounds for cost in bound.costs if cost.lbo]
    if not known:
        return bases.nothing("No cell has a cost that could be put in relation to another's.", topic,
                             "N: no pair of trials.")
    trials, blocks = map(units.span, zip(*known))
    parts = [f"{lbo.TITLES[bound.metric]}: {', '.join(f'{cost.cell.label} {lbo.text(cost)}' for cost in ranked(bound))}"
             for bound in bounds]
    return bases.Words(
        f"Lower bound of the overhead of managing memory in {topic.title}. {bases.listed(parts)}",
        f"Cost per op of each cell in {topic.title} over the smallest distilled cost of all ({floors(bounds)}). "
        "Distilled is what is left of a total without the pauses that the manager reported in the steady phase; from "
        "owners nothing is taken off. Of CPU time only what the threads cannot have used outside pauses is taken off, "
        "which may be nothing on a machine that is shared. As far as answers differ in nothing else, the true "
        "overhead is at least this: even the smallest distilled cost still holds managing that was no pause, such as "
        "allocating, freeing, counting and worse locality, so what is divided by it comes out too small rather than "
        "too great. Where the floor is an answer that also lays out or links its objects more cheaply, such as value, "
        "the ratio holds that too and bounds nothing. A program that never collects would be no better floor, since "
        "it pays in page faults and caches. Hollow: too few blocks for an interval; that the floor was chosen by the "
        "same data is in none. Log axis. After Cai et al., ISPASS 2022.",
        f"N: {trials} trials per cell, paired by {blocks} blocks. Mark: Hodges-Lehmann ratio to the cell with the "
        "smallest distilled cost; bar and brackets: exact signed-rank interval of at least 95 %. "
        f"{FLOOR}: that cell. A lower bound, because even the floor holds costs of managing memory that are no pauses.")


def floors(bounds: list[Bound]) -> str:
    """Whose distilled cost is the smallest, such as `value · glibc in wall and CPU time`."""
    names = {"wall": "wall", "cpu": "CPU"}
    by_cell: dict[str, list[str]] = {}
    for bound in bounds:
        if bound.floor:
            by_cell.setdefault(bound.floor.label, []).append(names[bound.metric])
    return ", ".join(f"{label} in {' and '.join(found)} time" for label, found in by_cell.items())


def table(topic: Topic, bounds: list[Bound]) -> Table:
    """Totals, distilled costs and their bounds, cell by cell."""
    rows = [(costs[0].cell.label, [part for cost in costs for part in (
        or_absent(cost.total_ns, units.duration), or_absent(cost.distilled_ns, units.duration),
        lbo.text(cost).replace(" [", "\n["))]) for costs in zip(*(bound.costs for bound in bounds)) if costs[0].trials]
    columns = [f"{name},\n{part}" for name in ("wall per op", "CPU per op")
               for part in ("total", "distilled", "total / smallest\ndistilled (LBO)")]
    return Table("Lower bound of the overhead", columns, rows,
                 "Medians over blocks, a block's value being the median of its ok trials; the bound is a "
                 "Hodges-Lehmann ratio to the cell with the smallest distilled cost"
                 + (f" ({found})" if (found := floors(bounds)) else "")
                 + ", paired by blocks, with the exact signed-rank interval of at least 95 %.")
