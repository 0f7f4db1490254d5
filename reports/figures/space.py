"""CPU time against resident memory: a panel per collector with its line through its heaps, ownership as points."""

import math
from functools import partial

import numpy as np

from reports.analysis.ratios import text
from reports.analysis.space import Spot, curves
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes, Line2D, withStroke
from reports.figures.drawing.bases import or_absent
from reports.figures.drawing.grid import panels
from reports.figures.drawing.steps import spanned
from reports.run.topics import Topic, median
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
    return [spot for spot in found if spot.rss.estimate > 0 and (spot.cpu.interval or _is_reference(spot))]


def _is_reference(spot: Spot) -> bool:
    return spot.cell == spot.cell.reference


def _at(spot: Spot) -> tuple[float, float]:
    """Of a drawable spot, MiB and the ratio of CPU time; the reference's is 1."""
    return spot.rss.estimate / units.MIB, spot.cpu.interval.estimate if spot.cpu.interval else 1.0


def draw(topic: Topic, found: list[Spot], footer: list[str]) -> style.Chart:
    """Panels with common log axes; what is not the panel's own collector nor a point is repeated in grey."""
    found = drawable(found)
    lines = curves(found)
    points = [spot for spot in found if spot.cell.heap_limit_bytes is None]
    looks = style.looks_of(topic.cells)
    rows, columns = max(1, math.ceil(len(lines) / COLUMNS)), min(COLUMNS, max(1, len(lines)))
    chart_in = max(0.95 + 3.1 * rows, 0.8 + 0.36 * len(points))
    title = f"{topic.title}: CPU time against memory, by heap as a multiple of its smallest"
    fig, axes = panels(rows, columns, chart_in, title, footer, below_in=0.55, top_in=0.65, left=0.075, right=0.765,
                       wspace=0.1, hspace=0.42)
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
    handles = [Line2D([], [], label=_legend(spot), **style.spot(spot.cell, looks, 7)) for spot in points]
    fig.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.77, 1 - 0.55 / fig.get_figheight()),
               handlelength=2, labelspacing=0.8, fontsize=7.5)
    return fig


def _panel(ax: Axes, name: str | None, lines: dict[str, list[Spot]], points: list[Spot],
           looks: style.Looks, found: list[Spot]) -> None:
    ax.set_title(style.plain(name or "no fixed heaps", 60))
    ax.set(xlabel="peak RSS above the baseline in MiB", xscale="log", yscale="log")
    _limits(ax, found)
    ax.axhline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for spot in points:
        _bars(ax, spot, looks[spot.cell.name][0])
        style.plot(ax, spot.cell, tip(spot), *_at(spot), zorder=3, **style.spot(spot.cell, looks, 7))
    for label, its in lines.items():
        cell, (x, y) = its[0].cell, zip(*map(_at, its))
        whole = partial(style.plot, ax, cell, f"{label}, heaps {cell.heap} to {its[-1].cell.heap}", x, y)
        if label != name:
            whole(color=GREY, linewidth=0.9, zorder=1.5)
            continue
        colour, marker = looks[cell.config_name]
        whole(color=colour, marker=marker, markersize=5, zorder=4, linestyle=style.line_style(cell.allocator))
        for spot in its:
            _bars(ax, spot, colour)
            style.target(ax, *_at(spot), spot.cell, tip(spot))
        for at, words in _heap_labels(ax, its):
            ax.annotate(words, at, xytext=(5, 5), textcoords="offset points", fontsize=7.5,
                        color=style.ink(colour), zorder=5, path_effects=HALO)


def _heap_labels(ax: Axes, its: list[Spot]) -> list[tuple[tuple[float, float], str]]:
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


def _limits(ax: Axes, found: list[Spot]) -> None:
    x = [end / units.MIB for end in bases.numbers(spot.rss for spot in found) if end > 0]
    y = [1.0] + bases.numbers(spot.cpu.interval for spot in found)
    ax.set_xlim(min(x) / 1.2, max(x) * 1.35)
    ax.set_ylim(min(y) / 1.15, max(y) * 1.25)
    for axis, unit in ((ax.xaxis, ""), (ax.yaxis, " ×")):
        low, high = axis.get_view_interval()
        subs = (1, 2, 5) if high / low > 5 else (1, 1.5, 2, 3, 4, 5, 7)
        style.log_axis(axis, ("{:g}" + unit).format, subs, numticks=30)


def _bars(ax: Axes, spot: Spot, colour: str) -> None:
    x, y = _at(spot)
    bar = partial(style.plot, ax, spot.cell, tip(spot), color=colour, linewidth=1, alpha=0.7, zorder=2)
    if spot.rss.ends:
        bar(x=[max(end, 1) / units.MIB for end in spot.rss.ends], y=[y, y])
    if spot.cpu.interval and spot.cpu.interval.ends:
        bar(x=[x, x], y=spot.cpu.interval.ends)


def tip(spot: Spot) -> str:
    """`boehm @ 2× · glibc: CPU time 1.23 [1.20, 1.27] times unique on glibc, 48.1 MiB [..], 10 blocks`."""
    rss = bases.between(spot.rss, units.mib, none="").rstrip()
    return (f"{spot.cell.label}: CPU time {_cpu(spot)} times unique on glibc, peak RSS above the baseline {rss}, "
            f"{units.plural(spot.rss.n, 'block')}")


def _cpu(spot: Spot) -> str:
    return "1" if _is_reference(spot) else text(spot.cpu)


def _legend(spot: Spot) -> str:
    return f"{style.plain(spot.cell.label, 40)}\n{_cpu(spot)}, {units.mib(spot.rss.estimate)}"


def told(topic: Topic, found: list[Spot]) -> bases.Words:
    if not (found := drawable(found)):
        return bases.nothing(NONE, topic)
    parts = [f"{spot.cell.label}: {units.mib(spot.rss.estimate)} and {_cpu(spot)}" for spot in found]
    return bases.Words(
        f"Peak memory above the baseline and CPU time relative to unique on glibc for {topic.title}. "
        + bases.listed(parts),
        "CPU time of all threads per op as a ratio to unique on glibc, against the peak of resident memory less what "
        f"the process had before setup, in {topic.title}. A panel follows one collector through fixed heaps, labelled "
        "by how many times the smallest heap in which it ran they are; marks without a line are not collected or have "
        "no fixed heap. Both axes are logarithmic; nearer to the lower left is cheaper in both.",
        f"N: {units.span([spot.rss.n for spot in found])} blocks per mark. CPU time: Hodges-Lehmann ratio by block "
        "with the exact signed-rank interval of at least 95 %; memory: median over blocks with its exact interval "
        "between two blocks (order statistics), at least 95 %. No bars under 6 blocks. Grey: the other collectors.")


def table(topic: Topic, found: list[Spot]) -> Table:
    """Heap, memory and CPU time of every cell of a heap sweep."""
    rows = [(spot.cell.label, [
        or_absent(spot.smallest_bytes, units.mib),
        or_absent(spot.cell.heap_factor, lambda factor: f"{factor:g} ×"),
        or_absent(spot.cell.heap_limit_bytes, units.mib), spanned(spot.rss, units.mib),
        _cpu(spot).replace(" [", "\n["), median(spot.entry, "gc_steady_collections", units.count),
        "\n".join(spot.entry.notes) or ABSENT]) for spot in found]
    return Table(f"Time against space, {topic.title}", [
        "smallest heap\nin which it ran", "times that", "fixed heap", "peak RSS above\nthe baseline",
        "CPU time per op,\nratio to unique · glibc", "collections,\nsteady", "notes"], rows,
        "Memory: median over blocks with its exact interval (order statistics); CPU time: Hodges-Lehmann ratio "
        "over paired blocks with its exact signed-rank interval; both of at least 95 %.")
