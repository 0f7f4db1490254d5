"""Latency over percentile: the curve of a cell, and the panel that curves are drawn in."""

import math
from dataclasses import dataclass

import numpy as np

from reports.analysis.bootstrap import MIN_PROCESSES, percentile_band
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes
from reports.run import histogram
from reports.run.cells import REFERENCE_ALLOCATOR, Cell
from reports.run.files import Files
from reports.run.topics import CellTrials, Topic
from reports.text import units

PERCENTILES = {2: "50 %", 10: "90 %", 100: "99 %", 1000: "99.9 %", 10**4: "99.99 %", 10**5: "99.999 %",
               10**6: "99.9999 %", 10**7: "99.99999 %"}
"""1 / (1 - p) -> how p is written."""
POINTED = {"p50": 2, "p90": 10, "p99": 100, "p99.9": 1000, "p99.99": 10**4}
"""What a reader can point at on a curve -> 1 / (1 - p)."""
EXTENT = (f"All ok trials of a cell are merged. A curve ends where fewer than {histogram.MIN_BEYOND} ops lie beyond. "
          "Bands are made of 200 resamples of whole trials.")
"""Where curves end and what bands are made of, for a caption."""
POINTS_PER_DECADE = 40
MAX_LEVEL_LABELS = 5
"""More labels than these on the percentile axis are slanted, or they would touch."""
GREY = "#9a9a9a"
Limits = tuple[tuple[float, float], tuple[float, float]]
"""Of the x and of the y axis."""
EMPTY = "No ok trial of this workload has a histogram."


@dataclass(frozen=True)
class Curve:
    """One cell's merged steady ops. Times in ns; `one_in` = 1 / (1 - p), as far as 10 samples lie beyond."""

    cell: Cell
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

    @property
    def end(self) -> tuple[float, float]:
        """Where the longest op is drawn."""
        return self.ops, max(1, self.merged.max)


def measure(topic: Topic, files: Files) -> dict[str, list[Curve]]:
    """`service` and `response` -> the curve of every cell with a readable histogram of an ok trial."""
    curves: dict[str, list[Curve]] = {"service": [], "response": []}
    for entry in topic.cells:
        read = [(trial.block, files.latencies(trial)) for trial in entry.ok]
        for kind, found in curves.items():
            histograms = [latencies[kind] for _, latencies in read if kind in latencies]
            if histograms:
                blocks = len({block for block, latencies in read if kind in latencies})
                found.append(_curve(entry, histograms, blocks))
    return curves


def _curve(entry: CellTrials, histograms: list[histogram.Histogram], blocks: int) -> Curve:
    merged = histogram.merge(histograms)
    last = merged.total / histogram.MIN_BEYOND
    steps = math.ceil(max(0.0, math.log10(max(last, 1e-9))) * POINTS_PER_DECADE)
    one_in = np.geomspace(1, last, steps + 1) if last >= 1 else np.empty(0)
    # geomspace may round its last point up and past the rule.
    one_in = one_in[np.floor_divide(merged.total, one_in) >= histogram.MIN_BEYOND]
    return Curve(entry.cell, len(histograms), blocks, merged, one_in,
                 histogram.values_at(merged, one_in), percentile_band(histograms, one_in), entry.notes)


def limits(curves: list[Curve]) -> Limits:
    """Limits of both axes with room for all of these curves and their longest ops."""
    lowest = int(drawn(min(curve.merged.min for curve in curves)))
    return ((1, max(curve.ops for curve in curves) * 1.6),
            (lowest / 1.6, max(curve.merged.max for curve in curves) * 2))


def axes(ax: Axes, at: Limits) -> None:
    """Makes a panel of percentiles and durations with these limits."""
    ax.set(xscale="log", yscale="log", xlim=at[0], ylim=at[1], xlabel="percentile, spaced by 1 / (1 − p)")
    shown = {one_in: text for one_in, text in PERCENTILES.items() if one_in <= at[0][1] / 1.6}
    style.fixed_ticks(ax.xaxis, shown, shown.values())
    ax.tick_params(axis="x", labelsize=7.5)
    if len(shown) > MAX_LEVEL_LABELS:
        for text in ax.get_xticklabels():
            text.set(rotation=30, ha="right", rotation_mode="anchor")
    style.duration_axis(ax.yaxis)


def line(ax: Axes, curve: Curve, kind: str, colour: str, marker: str) -> None:
    """Draws a curve of `kind` of time with its band and its longest op."""
    if curve.band is not None:
        band = ax.fill_between(curve.one_in, drawn(curve.band[0]), drawn(curve.band[1]), color=colour, alpha=0.18,
                               linewidth=0)
        style.mark(band, curve.cell, tip(curve, kind))
    marks = [int(np.searchsorted(curve.one_in, one_in)) for one_in in PERCENTILES
             if len(curve.one_in) and one_in <= curve.one_in[-1]]
    style.plot(ax, curve.cell, tip(curve, kind), curve.one_in, drawn(curve.values), color=colour, marker=marker,
               markevery=marks, markersize=4, linestyle=style.line_style(curve.cell.allocator))
    for name, one_in in POINTED.items():
        value = histogram.percentile(curve.merged, one_in)
        if value is not None:
            style.target(ax, one_in, max(1, value), curve.cell, tip(curve, kind, f"{name} {units.duration(value)}"))
    style.plot(ax, curve.cell, tip(curve, kind, f"max {units.duration(curve.merged.max)}"), *curve.end, marker=marker,
               markerfacecolor="white", markeredgecolor=colour, markersize=5.5, linestyle="none", clip_on=False)


def tip(curve: Curve, kind: str, said: str = "") -> str:
    """`boehm · glibc: response p99 4.70 ms, 12 trials, 1.20 M ops`; of the whole curve where nothing is said."""
    return (f"{curve.cell.label}: {kind} {said or in_words(curve)}, {units.plural(curve.trials, 'trial')}, "
            f"{units.count(curve.ops)} ops")


def panel(ax: Axes, title: str, kind: str, name: str, curves: list[Curve], looks: style.Looks,
          at: Limits) -> None:
    """The curves of a panel of cells with these limits; `unique` on glibc is repeated in grey where it is elsewhere."""
    repeats = any(curve.cell == curve.cell.reference for curve in curves) and name != REFERENCE_ALLOCATOR
    ax.set_title(title + (" (grey: unique on glibc)" if repeats else ""))
    axes(ax, at)
    for curve in curves:
        if curve.cell.panel == name:
            line(ax, curve, kind, *looks[curve.cell.name])
        elif curve.cell == curve.cell.reference:
            style.plot(ax, curve.cell, tip(curve, kind), curve.one_in, drawn(curve.values), color=GREY, linewidth=0.9,
                       zorder=1.5)


def drawn(values_ns: np.ndarray | float) -> np.ndarray:
    """Values fit for a log axis: the clock does not resolve 1 ns, so a 0 is drawn there."""
    return np.maximum(np.asarray(values_ns), 1)


def short_name(cell: Cell) -> str:
    """The name of a cell in a panel whose title says the rest."""
    return f"heap {cell.heap}" if cell.heap else cell.name


def basis(curves: list[Curve]) -> str:
    few = ("" if all(curve.band for curve in curves)
           else f"; none for a cell with fewer than {MIN_PROCESSES} trials")
    return (f"{bases.trials(curves)}, {units.span([curve.ops for curve in curves])} ops. Band: 95 % bootstrap interval "
            f"over processes{few}. Hollow mark: the longest op.")


def in_words(curve: Curve) -> str:
    """`p50 1 µs, p99 2 µs, max 3 ms`, without what is not supported."""
    found = {name: histogram.percentile(curve.merged, POINTED[name]) for name in ("p50", "p99")}
    return ", ".join([f"{name} {units.duration(value)}" for name, value in found.items() if value is not None]
                     + [f"max {units.duration(curve.merged.max)}"])


def percentiles(curve: Curve) -> list[str]:
    found = [histogram.percentile(curve.merged, one_in) for one_in in POINTED.values()]
    return [units.count(curve.trials), units.count(curve.ops),
            *(bases.or_absent(value, units.duration) for value in found),
            units.duration(curve.merged.max)]
