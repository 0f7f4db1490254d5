"""CPU time against resident memory: a panel per collector with its line through its heaps, ownership as points."""

from __future__ import annotations

import math

import numpy as np

from reports.analysis.ratios import text
from reports.analysis.space import Spot, curves
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import FuncFormatter, Line2D, LogLocator, NullLocator, withStroke
from reports.figures.drawing.steps import spanned
from reports.run.names import runner_label
from reports.run.topics import Topic, median_of_blocks
from reports.text import units
from reports.text.table import ABSENT, Table

COLUMNS = 2
NONE = "No trial is ok that can be put in relation to unique on glibc."
GREY = "#c4c4c4"
HALO = [withStroke(linewidth=2, foreground="white")]
"""Keeps a label readable where it lies on a mark."""
CLOSE_PX = (30, 14)
"""Heaps whose marks are nearer to one another than this, sideways and upright, share a label."""


def drawable(found: list[Spot]) -> list[Spot]:
    """The spots with a ratio and more memory than the baseline."""
    return [spot for spot in found if spot.rss.estimate > 0 and _ratio(spot)]


def _ratio(spot: Spot) -> float | None:
    if spot.cell == spot.cell.reference:
        return 1.0
    return spot.cpu.interval.estimate if spot.cpu.interval else None


def _at(spot: Spot) -> tuple[float, float]:
    return spot.rss.estimate / units.MIB, _ratio(spot)


def draw(topic: Topic, found: list[Spot], footer: list[str]) -> style.Chart:
    """Panels with common log axes; what is not the panel's own collector nor a point is repeated in grey."""
    lines = curves(found)
    points = [spot for spot in found if spot.cell.heap_limit_bytes is None]
    looks = style.variants([(entry.cell, entry.group) for entry in topic.cells])
    rows, columns = max(1, math.ceil(len(lines) / COLUMNS)), min(COLUMNS, max(1, len(lines)))
    chart_in = max(0.95 + 3.1 * rows, 0.8 + 0.36 * len(points))
    title = f"{topic.title}: CPU time against memory, by heap as a multiple of its smallest"
    fig, foot = style.figure(chart_in, title, footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, columns, squeeze=False)
    fig.subplots_adjust(left=0.075, right=0.765, wspace=0.1, hspace=0.42, top=1 - 0.65 / height,
                        bottom=(0.55 + foot) / height)
    if not found:
        style.empty_panel(axes[0][0], NONE)
        return fig
    for number, ax in enumerate(axes.ravel()):
        name = list(lines)[number] if number < len(lines) else None
        ax.set_visible(name is not None or not lines)
        _panel(ax, name, lines, points, looks, found)
        if number % columns == 0:
            ax.set_ylabel("CPU time per op, relative to\nunique on glibc")
        else:
            ax.tick_params(axis="y", labelleft=False)
    handles = [Line2D([], [], label=_legend(spot), **_look(spot, looks)) for spot in points]
    fig.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.77, 1 - 0.55 / height), handlelength=2,
               labelspacing=0.8, fontsize=7.5)
    return fig


def _panel(ax, name: str | None, lines: dict[str, list[Spot]], points: list[Spot], looks, found) -> None:
    ax.set_title(style.plain(name or "no fixed heaps", 60))
    ax.set_xlabel("peak RSS above the baseline in MiB")
    ax.set_xscale("log")
    ax.set_yscale("log")
    _limits(ax, found)
    ax.axhline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for spot in points:
        _bars(ax, spot, looks[spot.cell.name][0])
        point, = ax.plot(*_at(spot), zorder=3, **_look(spot, looks))
        style.mark(point, spot.cell, tip(spot))
    for label, its in lines.items():
        if label != name:
            line, = ax.plot(*zip(*map(_at, its)), color=GREY, linewidth=0.9, zorder=1.5)
            style.mark(line, its[0].cell, f"{label}, heaps {its[0].cell.heap} to {its[-1].cell.heap}")
            continue
        colour, marker = looks[its[0].cell.config_name]
        line, = ax.plot(*zip(*map(_at, its)), color=colour, marker=marker, markersize=5, zorder=4,
                        linestyle=style.line_style(its[0].cell.allocator))
        style.mark(line, its[0].cell, f"{label}, heaps {its[0].cell.heap} to {its[-1].cell.heap}")
        for spot in its:
            _bars(ax, spot, colour)
            style.target(ax, *_at(spot), spot.cell, tip(spot))
        for at, words in _heap_labels(ax, its):
            ax.annotate(words, at, xytext=(5, 5), textcoords="offset points", fontsize=7.5,
                        color=style.ink(colour), zorder=5, path_effects=HALO)


def _heap_labels(ax, its: list[Spot]) -> list[tuple[tuple[float, float], str]]:
    """(place, text) of the labels of heaps; those too close to the one before share its label."""
    result: list[tuple[tuple[float, float], list[str]]] = []
    for spot in its:
        here = ax.transData.transform(_at(spot))
        near = next((words for at, words in result
                     if np.all(np.abs(ax.transData.transform(at) - here) < CLOSE_PX)), None)
        if near is None:
            result.append((_at(spot), [spot.cell.heap]))
        else:
            near.append(spot.cell.heap)
    return [(at, ", ".join(words)) for at, words in result]


def _look(spot: Spot, looks) -> dict:
    colour, marker = looks[spot.cell.name]
    return {"color": colour, "marker": marker, "markersize": 7, "linestyle": "none",
            "fillstyle": style.fill_style(spot.cell.allocator), "markerfacecoloralt": "white"}


def _limits(ax, found: list[Spot]) -> None:
    x = [end / units.MIB for spot in found for end in (spot.rss.estimate, spot.rss.low, spot.rss.high)
         if end is not None and end > 0]
    y = [1.0] + [end for spot in found if spot.cpu.interval
                 for end in (spot.cpu.interval.estimate, spot.cpu.interval.low, spot.cpu.interval.high) if end]
    ax.set_xlim(min(x) / 1.2, max(x) * 1.35)
    ax.set_ylim(min(y) / 1.15, max(y) * 1.25)
    for axis, unit in ((ax.xaxis, ""), (ax.yaxis, " ×")):
        low, high = axis.get_view_interval()
        subs = (1, 2, 5) if high / low > 5 else (1, 1.5, 2, 3, 4, 5, 7)
        axis.set_major_locator(LogLocator(subs=subs, numticks=30))
        axis.set_major_formatter(FuncFormatter(lambda value, _, unit=unit: f"{value:g}{unit}"))
        axis.set_minor_locator(NullLocator())


def _bars(ax, spot: Spot, colour: str) -> None:
    x, y = _at(spot)
    if spot.rss.low is not None:
        ends = [max(end, 1) / units.MIB for end in (spot.rss.low, spot.rss.high)]
        bar, = ax.plot(ends, [y, y], color=colour, linewidth=1, alpha=0.7, zorder=2)
        style.mark(bar, spot.cell, tip(spot))
    if spot.cpu.interval and spot.cpu.interval.low is not None:
        bar, = ax.plot([x, x], [spot.cpu.interval.low, spot.cpu.interval.high], color=colour, linewidth=1, alpha=0.7,
                       zorder=2)
        style.mark(bar, spot.cell, tip(spot))


def tip(spot: Spot) -> str:
    """`boehm @ 2× · glibc: CPU time 1.23 [1.20, 1.27] times unique on glibc, 48.1 MiB [..], 10 blocks`."""
    rss = units.mib(spot.rss.estimate)
    if spot.rss.low is not None:
        rss += f" [{units.mib(spot.rss.low)}, {units.mib(spot.rss.high)}]"
    return (f"{spot.cell.label}: CPU time {_cpu(spot)} times unique on glibc, peak RSS above the baseline {rss}, "
            f"{units.plural(spot.rss.n, 'block')}")


def _cpu(spot: Spot) -> str:
    return "1" if spot.cell == spot.cell.reference else text(spot.cpu)


def _legend(spot: Spot) -> str:
    return f"{style.plain(spot.cell.label, 40)}\n{_cpu(spot)}, {units.mib(spot.rss.estimate)}"


def basis(found: list[Spot]) -> str:
    """N and interval in a few words, for the figure itself."""
    if not found:
        return bases.NONE
    return (f"N: {units.span([spot.rss.n for spot in found])} blocks per mark. CPU time: Hodges-Lehmann ratio by block "
            "with the exact signed-rank interval of at least 95 %; memory: median over blocks with its exact interval "
            "between two blocks (order statistics), at least 95 %. No bars under 6 blocks. Grey: the other collectors.")


def alt(topic: Topic, found: list[Spot]) -> str:
    """The chart in words."""
    parts = [f"{spot.cell.label}: {units.mib(spot.rss.estimate)} and {_cpu(spot)}" for spot in found]
    return (f"Peak memory above the baseline and CPU time relative to unique on glibc for {topic.title}. "
            + ("; ".join(parts) + "." if parts else NONE))


def caption(topic: Topic, found: list[Spot]) -> str:
    """What is drawn."""
    if not found:
        return f"{topic.title}: {NONE}"
    return ("CPU time of all threads per op as a ratio to unique on glibc, against the peak of resident memory "
            f"less what the process had before setup, in {topic.title}. A panel follows one collector through fixed "
            "heaps, labelled by how many times the smallest heap in which it ran they are; marks without a line are "
            "not collected or have no fixed heap. Both axes are logarithmic; nearer to the lower left is cheaper in "
            "both.")


def space_table(topic: Topic, found: list[Spot], smallest: dict[str, int]) -> Table:
    """Heap, memory and CPU time of every cell of a heap sweep; `smallest` as in `space.smallest_heaps`."""
    rows = []
    for spot in found:
        cell, trials = spot.cell, spot.entry.trials
        limit = cell.heap_limit_bytes
        least = smallest.get(runner_label(cell))
        collections = median_of_blocks(trials, "gc_collections")
        rows.append((cell.label, [
            ABSENT if limit is None or least is None else units.mib(least),
            ABSENT if cell.heap_factor is None else f"{cell.heap_factor:g} ×",
            ABSENT if limit is None else units.mib(limit),
            spanned(spot.rss, units.mib), "1" if cell == cell.reference else text(spot.cpu).replace(" [", "\n["),
            ABSENT if collections is None else units.count(collections),
            "\n".join(spot.entry.notes) or ABSENT]))
    return Table(f"Time against space, {topic.title}", [
        "smallest heap\nin which it ran", "times that", "fixed heap", "peak RSS above\nthe baseline",
        "CPU time per op,\nratio to unique · glibc", "collections,\nsetup to trim", "notes"], rows,
        "Memory: median over blocks with its exact interval (order statistics); CPU time: Hodges-Lehmann ratio "
        "over paired blocks with its exact signed-rank interval; both of at least 95 %.")
