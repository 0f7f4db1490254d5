"""Service time over percentile: what is usual at the left, what is rare at the right."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from reports import histogram, style, units
from reports.bootstrap import MIN_PROCESSES, percentile_band
from reports.cells import REFERENCE_ALLOCATOR, Cell, allocator_key
from reports.figures import labels
from reports.series import Files
from reports.tidy import Topic

PERCENTILES = {2: "50 %", 10: "90 %", 100: "99 %", 1000: "99.9 %", 10**4: "99.99 %", 10**5: "99.999 %",
               10**6: "99.9999 %", 10**7: "99.99999 %"}
"""1 / (1 - p) -> how p is written."""
POINTS_PER_DECADE = 40
MAX_LEVEL_LABELS = 5
"""More labels than these on the percentile axis are slanted, or they would touch."""


@dataclass(frozen=True)
class Curve:
    """One cell's merged steady ops. Times in ns; `one_in` = 1 / (1 - p), as far as 10 samples lie beyond."""

    cell: Cell
    group: str
    trials: int
    blocks: int
    merged: histogram.Histogram
    one_in: np.ndarray
    values: np.ndarray
    band: tuple[np.ndarray, np.ndarray] | None
    notes: list[str]

    @property
    def ops(self) -> int:
        return self.merged.total


def measure(topic: Topic, files: Files) -> list[Curve]:
    """The curve of every cell of the topic with at least one readable histogram of an ok trial."""
    curves = []
    for entry in topic.cells:
        read = [(trial, found) for trial in entry.ok if (found := files.service(trial)) is not None]
        if not read:
            continue
        histograms = [found for _, found in read]
        merged = histogram.merge(histograms)
        last = merged.total / histogram.MIN_BEYOND
        steps = math.ceil(max(0.0, math.log10(max(last, 1e-9))) * POINTS_PER_DECADE)
        one_in = np.geomspace(1, last, steps + 1) if last >= 1 else np.empty(0)
        # geomspace may round its last point up and past the rule.
        one_in = one_in[np.floor_divide(merged.total, one_in) >= histogram.MIN_BEYOND]
        blocks = len({trial.block for trial, _ in read})
        curves.append(Curve(entry.cell, entry.group, len(read), blocks, merged, one_in,
                            histogram.values_at(merged, one_in), percentile_band(histograms, one_in),
                            entry.notes))
    return curves


def draw(topic: Topic, curves: list[Curve], footer: list[str]) -> Figure:
    """One panel per allocator; `unique` on glibc is repeated in grey in the others."""
    allocators = sorted({curve.cell.allocator for curve in curves}, key=allocator_key)
    rows = max(1, math.ceil(len(allocators) / 2))
    lines = max((sum(curve.cell.allocator == name for curve in curves) for name in allocators), default=0)
    # Up to six labels fit beside a panel; beyond that the panel grows with them.
    fig, foot = style.figure(0.8 + (4.1 + 0.4 * max(0, lines - 6)) * rows,
                             f"{topic.title}: service time", footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, min(2, max(1, len(allocators))), squeeze=False).ravel()
    fig.subplots_adjust(left=0.07, right=0.865, wspace=0.56, hspace=0.4, top=1 - 0.62 / height,
                        bottom=(0.88 + foot) / height)
    if not curves:
        style.empty_panel(axes[0], "No ok trial of this workload has a histogram.")
    looks = style.variants([(entry.cell, entry.group) for entry in topic.cells])
    for position, (ax, allocator) in enumerate(zip(axes, allocators)):
        _panel(ax, allocator, curves, looks)
        if position % 2 == 0:
            ax.set_ylabel(style.plain(f"service time of {topic.short_op}", 60))
    for ax in axes[len(allocators):]:
        ax.set_visible(not allocators)
    return fig


def _panel(ax, allocator: str, curves: list[Curve], looks) -> None:
    repeats = any(curve.cell == curve.cell.reference for curve in curves) and allocator != REFERENCE_ALLOCATOR
    ax.set_title(style.plain(allocator, 30) + (" (grey: unique on glibc)" if repeats else ""))
    ax.set_xscale("log")
    ax.set_yscale("log")
    most = max(curve.ops for curve in curves)
    lowest = _drawn(min(curve.merged.min for curve in curves))
    ax.set_xlim(1, most * 1.6)
    ax.set_ylim(lowest / 1.6, max(curve.merged.max for curve in curves) * 2)
    shown = {one_in: text for one_in, text in PERCENTILES.items() if one_in <= most}
    style.fixed_ticks(ax.xaxis, shown, shown.values())
    ax.tick_params(axis="x", labelsize=7.5)
    if len(shown) > MAX_LEVEL_LABELS:
        for text in ax.get_xticklabels():
            text.set(rotation=30, ha="right", rotation_mode="anchor")
    style.duration_axis(ax.yaxis)
    ax.set_xlabel("percentile, spaced by 1 / (1 − p)")
    ends = []
    for curve in curves:
        if curve.cell.allocator == allocator:
            ends.append(_line(ax, curve, *looks[curve.cell.name]))
        elif curve.cell == curve.cell.reference:
            ax.plot(curve.one_in, _drawn(curve.values), color="#9a9a9a", linewidth=0.9, zorder=1.5)
    labels.at_line_ends(ax, ends)


def _line(ax, curve: Curve, colour: str, marker: str) -> tuple[float, float, str, str]:
    style_of_line = style.line_style(curve.cell.allocator)
    values = _drawn(curve.values)
    if curve.band is not None:
        ax.fill_between(curve.one_in, _drawn(curve.band[0]), _drawn(curve.band[1]), color=colour, alpha=0.18,
                        linewidth=0)
    marks = [int(np.searchsorted(curve.one_in, one_in)) for one_in in PERCENTILES
             if len(curve.one_in) and one_in <= curve.one_in[-1]]
    ax.plot(curve.one_in, values, color=colour, linestyle=style_of_line, marker=marker, markevery=marks,
            markersize=4)
    largest = max(1, curve.merged.max)
    ax.plot([curve.ops], [largest], marker=marker, markerfacecolor="white", markeredgecolor=colour,
            markersize=5.5, linestyle="none", clip_on=False)
    lines = [curve.cell.name, f"max {units.duration(curve.merged.max)}, {units.count(curve.ops)} ops",
             *(note.replace("_", " ") for note in curve.notes)]
    return curve.ops, largest, "\n".join(style.plain(line, 40) for line in lines), colour


def _drawn(values_ns) -> np.ndarray:
    """Values fit for a log axis: the clock does not resolve 1 ns, so a 0 is drawn there."""
    return np.maximum(np.asarray(values_ns), 1)


def basis(curves: list[Curve]) -> str:
    """N and interval in a few words, for the figure itself."""
    if not curves:
        return "N: no trial."
    trials, blocks, ops = ([getattr(curve, name) for curve in curves] for name in ("trials", "blocks", "ops"))
    return (f"N: {units.span(trials)} trials per cell in {units.span(blocks)} blocks, {units.span(ops)} ops. "
            f"Band: 95 % bootstrap interval over processes{_unless_few(curves)} Hollow mark: the longest op.")


def _unless_few(curves: list[Curve]) -> str:
    if all(curve.band for curve in curves):
        return "."
    return f"; none for a cell with fewer than {MIN_PROCESSES} trials."


def alt(topic: Topic, curves: list[Curve]) -> str:
    """The chart in words, for those who do not see it."""
    if not curves:
        return f"Service time of {topic.title}: empty, because no ok trial has a histogram."
    parts = []
    for curve in curves:
        p50, p99 = (histogram.percentile(curve.merged, one_in) for one_in in (2, 100))
        parts.append(f"{curve.cell.label}: " + ", ".join(
            [f"{name} {units.duration(value)}" for name, value in (("p50", p50), ("p99", p99))
             if value is not None] + [f"max {units.duration(curve.merged.max)}"]))
    return f"Service time over percentile for {topic.title}. " + "; ".join(parts) + "."


def caption(topic: Topic, curves: list[Curve]) -> str:
    """What is drawn, of how much data, with which interval; `sections` adds policy and provenance."""
    if not curves:
        return f"{topic.title}: no ok trial of this workload has a histogram."
    trials, blocks, ops = ([getattr(curve, name) for curve in curves] for name in ("trials", "blocks", "ops"))
    return (f"Service time of {topic.op} in the steady phase of {topic.title}, all ok trials of a cell "
            f"merged: {units.span(trials)} trials in {units.span(blocks)} blocks and {units.span(ops)} ops "
            f"per cell. A curve ends where fewer than {histogram.MIN_BEYOND} ops lie beyond; the hollow "
            "mark is the single longest op. Band: 95 % bootstrap interval over processes, 200 resamples of "
            f"whole trials{_unless_few(curves)}")
