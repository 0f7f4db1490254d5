"""CPU time against memory, both relative to unique on glibc: a panel per workload, a mark per cell."""

import math
from dataclasses import dataclass

from reports.analysis import geomean
from reports.analysis.findings import Findings
from reports.analysis.ratios import Ratio, text
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes, Line2D, LineCollection
from reports.figures.drawing.grid import grid
from reports.figures.forest import WHOLE_PROCESS, limit, row_name
from reports.run.cells import Cell
from reports.run.topics import CellTrials, Topic, distinct
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import ABSENT, Table

TIME, MEMORY = "cpu_ns_per_op", "rss_peak_bytes"
COLUMNS, PANEL_IN, LEGEND_IN = 4, 2.05, 1.85
WORDS = {(0, 1): "less memory,\nmore time", (1, 1): "more memory,\nmore time",
         (0, 0): "less memory,\nless time", (1, 0): "more memory,\nless time"}
"""Corner of a panel (right, top) -> what being there means."""
BAND = 0.12
"""Share of a panel's height, above and below what is drawn, that is kept free for WORDS."""
NONE = "Nothing was measured that can be put in relation to unique on glibc."
_NICE = (1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 30, 100, 1000, 10_000, 100_000)


@dataclass(frozen=True)
class Spot:
    """One cell of a setting with both ratios; no interval in either where it could not be computed."""

    cell: Cell
    time: Ratio
    memory: Ratio
    notes: list[str]
    decides: bool

    @property
    def known(self) -> tuple[Interval, Interval] | None:
        """(memory, time), where both are known."""
        return (self.memory.interval, self.time.interval) if self.memory.interval and self.time.interval else None


@dataclass(frozen=True)
class Plane:
    """One setting with the spots of all its cells but the reference."""

    topic: Topic
    spots: list[Spot]

    @property
    def name(self) -> str:
        return row_name(self.topic.setting)

    @property
    def drawn(self) -> list[tuple[Spot, Interval, Interval]]:
        """The spots that are known, with their memory and time."""
        return [(spot, *spot.known) for spot in self.spots if spot.known]


def measure(findings: Findings) -> list[Plane]:
    """The setting of each workload that the geomean of CPU times takes."""
    return [Plane(topic, [_spot(findings, topic, entry) for entry in topic.cells
                          if entry.cell != entry.cell.reference])
            for topic in geomean.representatives(findings.topics, TIME)]


def _spot(findings: Findings, topic: Topic, entry: CellTrials) -> Spot:
    time, memory = (findings.ratio(entry, topic.reference, metric) for metric in (TIME, MEMORY))
    return Spot(entry.cell, time, memory, entry.notes, entry.decides)


def at_equal_memory(plane: Plane, spot: Spot) -> Spot | None:
    """The cell of the same collector, whatever its configuration and heap, whose peak RSS is nearest to that of unique.

    None for an owner, and where no cell of its variant is in relation to unique.
    """
    collects = {entry.cell for entry in plane.topic.cells if entry.group == "collection"}
    able = [(abs(math.log(memory.estimate)), other) for other, memory, _ in plane.drawn
            if other.cell.variant == spot.cell.variant and spot.cell in collects]
    return min(able, key=lambda pair: pair[0])[1] if able else None


def _equal(spot: Spot | None) -> str:
    return f"{text(spot.time)}\n{spot.cell.name}, at {text(spot.memory)}" if spot else ABSENT


def limits(planes: list[Plane]) -> tuple[float, float]:
    """(memory, time): axes run from 1 / limit to limit and hold every interval."""
    spots = [spot for plane in planes for spot, *_ in plane.drawn]
    return limit([spot.memory for spot in spots], 1.1, 0.05), limit([spot.time for spot in spots], 1.1, 0.05)


def ticks(most: float) -> list[float]:
    """1, and about half way and nearly all the way to 1 / most and most on a log axis."""
    able = [nice for nice in _NICE if nice < most**0.93]
    wanted = [min(able, key=lambda nice: abs(math.log(nice) - share * math.log(most))) for share in (0.45, 0.9)
              if able]
    above = sorted({nice for nice in wanted if nice > most**0.3})
    return [1 / nice for nice in reversed(above)] + [1.0] + above


def draw(planes: list[Plane], footer: list[str]) -> style.Chart:
    """Panels with common log axes that are symmetric about 1; what each corner means is written there."""
    fig, axes = grid(len(planes), COLUMNS, "CPU time against peak memory, both relative to unique on glibc", footer,
                     row_in=PANEL_IN + 0.42, around_in=0.95, below_in=0.5, left=0.06,
                     right=1 - LEGEND_IN / style.WIDTH_IN, wspace=0.08, hspace=0.42 / PANEL_IN)
    if not any(plane.drawn for plane in planes):
        for ax in axes[1:]:
            ax.set_visible(False)
        style.empty_panel(axes[0], NONE, bare=True)
        return fig
    entries = distinct([plane.topic for plane in planes])
    looks = style.looks_of(entries)
    most = limits(planes)
    for number, (ax, plane) in enumerate(zip(axes, planes)):
        _panel(ax, plane, looks, most)
        first, last = number % COLUMNS == 0, number + COLUMNS >= len(planes)
        ax.tick_params(labelleft=first, labelbottom=last, labelsize=7)
        if first:
            ax.set_ylabel("CPU time per op")
        if last:
            ax.set_xlabel("peak RSS")
    handles = [Line2D([], [], label=style.plain(entry.cell.label, 28), **_look(entry.cell, looks)) for entry in entries]
    fig.legend(handles=handles, loc="upper left", handlelength=1.4, labelspacing=0.8, fontsize=7.5,
               bbox_to_anchor=(1 - (LEGEND_IN - 0.05) / style.WIDTH_IN, 1 - 0.5 / fig.get_figheight()))
    return fig


def _panel(ax: Axes, plane: Plane, looks: style.Looks, most: tuple[float, float]) -> None:
    ax.set_title(style.plain(plane.name, 38), fontsize=8)
    ax.set(xscale="log", yscale="log", xlim=(1 / most[0], most[0]))
    reach = math.log(most[1]) / (1 - 2 * BAND)
    ax.set_ylim(math.exp(-reach), math.exp(reach))
    for axis, end in ((ax.xaxis, most[0]), (ax.yaxis, most[1])):
        style.ratio_ticks(axis, ticks(end))
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    ax.axhline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for (right, top), words in WORDS.items():
        ax.text(0.985 if right else 0.015, 0.985 if top else 0.015, words, transform=ax.transAxes, fontsize=6.2,
                color=style.FAINT, linespacing=1.05, ha="right" if right else "left", va="top" if top else "bottom")
    if plane.topic.reference is None:
        style.empty_panel(ax, "No ok trial of unique on glibc.")
        return
    crosses = [(arm, looks[spot.cell.name][0]) for spot, *at in plane.drawn for arm in _arms(*at)]
    ax.add_collection(LineCollection([arm for arm, _ in crosses], colors=[colour for _, colour in crosses],
                                     linewidths=1, alpha=0.8, zorder=2), autolim=False)
    reference = plane.topic.reference.cell
    tip = f"{reference.label}: 1 in both, {plane.name}"
    style.plot(ax, reference, tip, 1, 1, zorder=2.5, **_look(reference, looks))
    for spot, memory, time in plane.drawn:
        style.plot(ax, spot.cell, _tip(plane, spot, time), memory.estimate, time.estimate, zorder=3,
                   **_look(spot.cell, looks, spot.decides))


def _arms(memory: Interval, time: Interval) -> list[list[tuple[float, float]]]:
    """The ends of the intervals that there are, as lines through the spot."""
    arms = [(end, time.estimate) for end in memory.ends or ()], [(memory.estimate, end) for end in time.ends or ()]
    return [arm for arm in arms if arm]


def _look(cell: Cell, looks: style.Looks, decides: bool = True) -> dict:
    look = style.spot(cell, looks, 5.5, markeredgewidth=0.9)
    return look if decides else {**look, "fillstyle": style.HOLLOW}


def _tip(plane: Plane, spot: Spot, time: Interval) -> str:
    notes = f"; {', '.join(spot.notes)}" if spot.notes else ""
    return (f"{spot.cell.label}, {plane.name}: CPU time per op {text(spot.time)}, peak RSS {text(spot.memory)} "
            f"times unique on glibc, {units.plural(time.n, 'block')}{notes}")


def missing(planes: list[Plane]) -> list[str]:
    """What is not drawn and why, such as `boehm · glibc in tree_build (no ok trial)`."""
    return [f"{spot.cell.label} in {plane.name} ({(spot.memory if spot.time.interval else spot.time).note})"
            for plane in planes for spot in plane.spots if not spot.known]


def table(planes: list[Plane]) -> Table:
    """Both ratios of every cell, a row for each cell of each panel."""
    rows = [(f"{plane.name}: {spot.cell.label}",
             [text(spot.time), text(spot.memory), _equal(at_equal_memory(plane, spot)),
              "\n".join(spot.notes) or ABSENT])
            for plane in planes for spot in plane.spots]
    return Table("CPU time and peak memory, relative to unique on glibc",
                 ["CPU time per op", "peak RSS", "CPU time per op at\nunique's memory, nearest", "notes"], rows,
                 "Hodges-Lehmann estimate by block, in brackets the exact signed-rank interval of at least 95 %. At "
                 "unique's memory: of all configurations and heaps of the collector that this run has, the one whose "
                 "peak RSS is nearest to that of unique, with its peak RSS; sweep heap adds heaps to choose from.")


def told(planes: list[Plane]) -> bases.Words:
    """What is drawn, and what is not there."""
    blocks = [found.n for plane in planes for _, *both in plane.drawn for found in both]
    if not blocks:
        return bases.nothing(NONE, basis="N: no pair of trials.")
    words = sorted({note for plane in planes for entry in plane.topic.cells for note in entry.note_counts})
    noted = f" Some cells have notes ({', '.join(words)}); the table says which." if words else ""
    parts = [f"{plane.name}: " + (", ".join(
        f"{spot.cell.label} time {text(spot.time)} and memory {text(spot.memory)}" for spot, *_ in plane.drawn)
        or "nothing to compare with") for plane in planes]
    gone = missing(planes)
    return bases.Words(
        f"CPU time per op and peak memory as ratios to unique on glibc. {bases.listed(parts)}",
        f"CPU time of all threads per op ({TIME}) against the peak of resident memory of the process ({MEMORY}), both "
        "as ratios to unique on glibc of the same workload, which is where the lines cross. One setting of each "
        "workload, the one that enters the geomean. Same logarithmic axes in all panels, symmetric about 1. Nearer to "
        "the lower left is cheaper in both." + WHOLE_PROCESS + (f" Not drawn: {bases.listed(gone)}" if gone else ""),
        f"N: paired by {units.span(blocks)} blocks. Mark: Hodges-Lehmann ratios; cross: exact signed-rank intervals "
        f"of at least 95 %, none under 6 blocks, and often smaller than the mark.{noted}")
