"""Latency over time: how many ops took how long, when. A panel per cell, each of one trial."""

import math
from dataclasses import dataclass, replace

import numpy as np

from reports.figures.drawing import bases, shades, style, time_axis
from reports.figures.drawing.artists import Axes, Axis, Line2D, LogNorm, Patch
from reports.figures.drawing.grid import grid
from reports.run.cells import REFERENCE_ALLOCATOR, Cell
from reports.run.files import Files
from reports.run.latency_series import LatencySeries
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, middle_trial
from reports.text import units
from reports.text.table import ABSENT, Table

COLUMNS = 3
MOST_PANELS = 9
MAXIMUM, AFTER = "#111111", "#ededed"
EMPTY = "No ok trial has a record of its latency over time, which children need not have."


@dataclass(frozen=True)
class Heat:
    """One cell's map: the series of the trial that stands for it."""

    cell: Cell
    kind: str
    of_trials: int
    of_blocks: int
    trial: Trial
    series: LatencySeries

    @property
    def longest(self) -> tuple[int, float]:
        """The longest op in ns, and when the slice in which it ended began, in s."""
        slice_ = int(np.argmax(self.series.max_ns))
        return int(self.series.max_ns[slice_]), slice_ * self.series.slice_ns * 1e-9

    @property
    def usual_longest(self) -> float:
        """The median over slices with an op of their longest op, in ns."""
        return float(np.median(self.series.max_ns[self.series.max_ns > 0]))


@dataclass(frozen=True)
class Missing:
    """A cell without a map, and why it has none."""

    cell: Cell
    missing: str
    series: None = None


def drawn(heats: list[Heat | Missing]) -> list[Heat]:
    """Those with a map."""
    return [heat for heat in heats if isinstance(heat, Heat)]


def kind_of(topic: Topic) -> str:
    """Which time is drawn: what callers wait for in open loop, what an op takes in a closed one."""
    return "service" if topic.setting.load is None else "response"


def shown(topic: Topic) -> list[CellTrials]:
    """At most MOST_PANELS cells: all collectors, and what owns on the reference allocator.

    Where these are more, cells with a heap of their own and configurations that isolate one choice stay out.
    """
    able = [entry for entry in topic.cells
            if entry.group == "collection" or entry.cell.allocator == REFERENCE_ALLOCATOR]
    first = sorted(able, key=lambda entry: (bool(entry.cell.heap), not entry.cell.headline))[:MOST_PANELS]
    return [entry for entry in able if entry in first]


def representative(entry: CellTrials, kind: str) -> Trial | None:
    """The ok trial with the median p99 of that time (the lower one of two in the middle), among those that have
    a series; where any of them has too few ops for a p99, the one with the median longest op."""
    able = [trial for trial in entry.ok if trial.latency_series
            and not (kind == "response" and trial.saturated)]
    for metric in (f"{kind}_p99_ns", f"{kind}_max_ns"):
        if able and all(metric in trial.metrics for trial in able):
            return middle_trial(able, metric)
    return None


def measure(topic: Topic, files: Files) -> list[Heat | Missing]:
    """A map for every cell shown, all in slices of one length; none at all where no cell has one."""
    kind = kind_of(topic)
    heats = [_heat(entry, kind, files) for entry in shown(topic)]
    lengths = [heat.series.slice_ns for heat in drawn(heats)]
    return [_joined(heat, max(lengths)) for heat in heats] if lengths else []


def _heat(entry: CellTrials, kind: str, files: Files) -> Heat | Missing:
    if not entry.ok:
        return Missing(entry.cell, "not measured: no ok trial")
    if kind == "response" and len(entry.saturated) == len(entry.ok):
        return Missing(entry.cell, "not measured: saturated, so that response times would show how long the trial "
                                   "lasted")
    trial = representative(entry, kind)
    if trial is None or (series := files.latency_over_time(trial).get(kind)) is None:
        return Missing(entry.cell, "not measured: its trials have no record of latency over time")
    return Heat(entry.cell, kind, len(entry.ok), entry.blocks, trial, series)


def _joined(heat: Heat | Missing, slice_ns: int) -> Heat | Missing:
    """With slices of that length, so that the same colour means the same in all panels."""
    if isinstance(heat, Missing):
        return heat
    try:
        return replace(heat, series=heat.series.joined(slice_ns))
    except ValueError as error:
        return Missing(heat.cell, f"not drawn: {error}")


def draw(topic: Topic, heats: list[Heat | Missing], footer: list[str]) -> style.Chart:
    """Small multiples with the same axes and the same scale of colours.

    The y axis is linear in powers of two of ns, since an image cannot be drawn on a log axis.
    """
    fig, axes = grid(len(heats), COLUMNS, f"{topic.title}: {kind_of(topic)} time of ops over time", footer,
                     row_in=1.85, around_in=1.3, below_in=0.92, left=0.065, right=0.985, wspace=0.05, hspace=0.24)
    if not heats:
        style.empty_panel(axes[0], EMPTY, bare=True)
        return fig
    measured = [heat.series for heat in drawn(heats)]
    end_s = max(len(series.counts) * series.slice_ns for series in measured) * 1e-9
    octaves = min(map(_lowest, measured)), max(map(_highest, measured))
    norm = LogNorm(1, max(10, *(int(series.counts.max()) for series in measured)))
    for ax, heat in zip(axes, heats):
        _panel(ax, heat, end_s, octaves, norm)
    for number, ax in enumerate(axes):
        if number % COLUMNS:
            ax.tick_params(axis="y", labelleft=False)
        else:
            ax.set_ylabel(f"{kind_of(topic)} time")
        if number + COLUMNS < len(heats):
            ax.tick_params(axis="x", labelbottom=False)
            ax.set_xlabel("")
    height, foot = fig.get_figheight(), fig.footer_in
    shades.scale(fig.add_axes([0.3, (0.3 + foot) / height, 0.3, 0.11 / height]), norm)
    fig.text(0.293, (0.3 + foot) / height, "ops in a slice of "
             f"{units.tick(measured[0].slice_ns)} that took so long", ha="right", fontsize=8)
    fig.legend(handles=[Line2D([], [], color=MAXIMUM, linewidth=1, label="the longest op of each slice, exactly"),
                        Patch(facecolor=AFTER, label="after the last op")],
               loc="lower left", ncols=2, bbox_to_anchor=(0.62, (0.2 + foot) / height))
    return fig


def _lowest(series: LatencySeries) -> float:
    """The lower edge of the lowest bucket in use, as a power of two; 0 ns lies an octave under 1 ns."""
    edge = series.edges_ns[np.flatnonzero(series.counts.any(axis=0))[0]]
    return math.log2(edge) if edge else -1.0


def _highest(series: LatencySeries) -> float:
    return math.log2(series.edges_ns[np.flatnonzero(series.counts.any(axis=0))[-1] + 1])


def _panel(ax: Axes, heat: Heat | Missing, end_s: float, octaves: tuple[float, float], norm: LogNorm) -> None:
    ax.set_title(style.plain(heat.cell.name))
    ax.set(xlim=(0, end_s), ylim=octaves)
    time_axis.label(ax, end_s)
    _duration_ticks(ax.yaxis, octaves)
    if isinstance(heat, Missing):
        style.empty_panel(ax, f"{heat.missing[:1].upper()}{heat.missing[1:]}.")
        return
    series = heat.series
    shades.fill(ax, shades.pixels(series, octaves, norm), round(end_s * 1e9 / series.slice_ns))
    ax.axvspan(len(series.counts) * series.slice_ns * 1e-9, end_s, color=AFTER, linewidth=0, zorder=0.5)
    style.plot(ax, heat.cell, tip(heat), *strokes(series), color=MAXIMUM, linewidth=1, solid_capstyle="butt")


def strokes(series: LatencySeries) -> tuple[np.ndarray, np.ndarray]:
    """A level stroke at the longest op of each slice: s, and powers of two of ns; NaN between two of them."""
    slices = np.flatnonzero(series.max_ns)
    begin_s, length_s = slices * series.slice_ns * 1e-9, series.slice_ns * 1e-9
    gap = np.full(len(slices), np.nan)
    longest = np.log2(series.max_ns[slices])
    return (np.column_stack([begin_s, begin_s + length_s, gap]).ravel(),
            np.column_stack([longest, longest, gap]).ravel())


def _duration_ticks(axis: Axis, octaves: tuple[float, float]) -> None:
    """Durations on an axis of powers of two of ns: powers of ten, and where these are few 2 and 5 times them."""
    low_ns, high_ns = (2.0 ** octave for octave in octaves)
    factors = (1, 2, 5) if high_ns / low_ns < 100 else (1,)
    powers = range(math.floor(math.log10(low_ns)), math.ceil(math.log10(high_ns)) + 1)
    at = [ns for ns in (factor * 10.0 ** power for power in powers for factor in factors) if low_ns <= ns <= high_ns]
    style.fixed_ticks(axis, np.log2(at), map(units.tick, at))


def tip(heat: Heat) -> str:
    """What a reader is told who points at a panel's line."""
    longest_ns, at_s = heat.longest
    return (f"{heat.cell.label}: {units.count(heat.series.total)} ops of trial {heat.trial.trial_id}; longest "
            f"{heat.kind} time {units.duration(longest_ns)}, in the slice from {units.duration(at_s * 1e9)} on; "
            f"median of the slices' longest {units.duration(heat.usual_longest)}")


def table(topic: Topic, heats: list[Heat | Missing]) -> Table:
    """Which trial each panel shows, and the longest ops in it."""
    rows = []
    for heat in heats:
        if isinstance(heat, Missing):
            rows.append((heat.cell.label, [ABSENT] * 6))
            continue
        longest_ns, at_s = heat.longest
        rows.append((heat.cell.label, [heat.trial.trial_id, units.count(heat.series.total),
                                       units.count(len(heat.series.counts)), units.duration(longest_ns),
                                       units.duration(at_s * 1e9), units.duration(heat.usual_longest)]))
    length = next((units.tick(heat.series.slice_ns) for heat in drawn(heats)), ABSENT)
    return Table(f"Latency over time, {topic.title}", [
        "trial", "ops", f"slices of\n{length}", "longest op", "in the slice\nfrom", "longest op of a slice,\nmedian"],
                 rows,
                 f"One ok trial of each cell, by its {kind_of(topic)} times; the caption says which. {ABSENT}: not "
                 "measured, and the panel says why.")


def told(topic: Topic, heats: list[Heat | Missing]) -> bases.Words:
    """What is drawn, which trial stands for its cell, and which cells are not there."""
    if not heats:
        return bases.nothing(EMPTY, topic)
    parts, found, kind = [], drawn(heats), kind_of(topic)
    for heat in heats:
        if isinstance(heat, Missing):
            parts.append(f"{heat.cell.label} {heat.missing}")
            continue
        longest_ns, at_s = heat.longest
        parts.append(f"{heat.cell.label} at most {units.duration(longest_ns)}, at {units.duration(at_s * 1e9)}; in "
                     f"half of the slices nothing over {units.duration(heat.usual_longest)}")
    slice_ = units.tick(found[0].series.slice_ns)
    text = (f"When the steady ops of {topic.title} ended and how long they took ({kind} time), all threads "
            f"together: the farther along the scale, the more ops of a slice of {slice_} took so long, on a log scale "
            "that all panels share. Line: the longest op of each slice, exactly. A column that comes again and again "
            "is a collection or another regular event; in open loop a slope behind a peak is the queue that it left. "
            "Trials drawn (where any of a cell has too few ops for a p99, by the median longest op; the lower one of "
            "two in the middle): "
            + "; ".join(f"{heat.cell.name}: {heat.trial.trial_id}, of {units.plural(heat.of_trials, 'trial')}"
                        for heat in found)
            + ". They differ in length.")
    there = {heat.cell for heat in heats}
    left_out = [entry.cell.label for entry in topic.cells if entry.cell not in there]
    if left_out:
        text += (f" Shown are collectors and, of what owns, cells on {REFERENCE_ALLOCATOR}, at most {MOST_PANELS}; "
                 f"not {', '.join(left_out)}.")
    return bases.Words(f"{kind.capitalize()} time of ops over time for {topic.title}: {bases.listed(parts)}", text,
                       bases.one_trial(found, f"p99 {kind} time",
                                       f", {units.span([heat.series.total for heat in found])} ops each"))
