"""What more threads bring and cost: throughput relative to the fewest threads, and CPU time per op."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from reports.analysis.ratios import paired_ratio
from reports.figures import curves
from reports.figures.drawing import bases, steps, style
from reports.figures.drawing.artists import FuncFormatter, LogLocator, NullLocator
from reports.figures.drawing.steps import Track, spanned
from reports.run.sweeps import Line, Sweep
from reports.run.topics import block_values, median_of_blocks
from reports.stats import intervals
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import ABSENT, Table


@dataclass(frozen=True)
class Threads:
    """Speed-up as a ratio to the same cell at its fewest threads; CPU in ns per op."""

    sweep: Sweep
    speedup: list[Track]
    cpu: list[Track]

    @property
    def fewest(self) -> str:
        return units.plural(int(self.sweep.steps[0]), "thread")


def measure(sweep: Sweep) -> Threads:
    """Both for every cell and number of threads that has them."""
    speedup = [Track(line, _speedup(line, sweep.steps[0])) for line in sweep.lines]
    cpu = [Track(line, _cpu(line)) for line in sweep.lines]
    return Threads(sweep, [track for track in speedup if track.points], [track for track in cpu if track.points])


def _speedup(line: Line, fewest: float) -> dict:
    if fewest not in line.measured:
        return {}
    base = block_values(line.entries[fewest].trials, "ops_per_s")
    found = {step: paired_ratio(block_values(line.entries[step].trials, "ops_per_s"), base)[0]
             for step in line.measured}
    return {step: interval for step, interval in found.items() if interval}


def _cpu(line: Line) -> dict:
    blocks = {step: list(block_values(line.entries[step].trials, "cpu_ns_per_op").values())
              for step in line.measured}
    return {step: intervals.median(values) for step, values in blocks.items() if values}


def draw(found: Threads, footer: list[str]) -> style.Chart:
    """Two panels over the number of threads; a grey line shows what perfect scaling would be."""
    sweep, texts = found.sweep, _texts(found)
    chart_in = max(4.2, 0.6 + steps.legend_height_in(sweep, texts))
    fig, foot = style.figure(chart_in, f"{sweep.title}: throughput and CPU time over threads", footer)
    height = fig.get_figheight()
    left, right = fig.subplots(1, 2)
    fig.subplots_adjust(left=0.065, right=0.755, wspace=0.2, top=1 - 0.68 / height, bottom=(0.55 + foot) / height)
    looks, order = steps.looks_of(sweep), [line.cell.label for line in sweep.lines]
    for ax, tracks, title in ((left, found.speedup, f"Throughput relative to {found.fewest} of the same cell"),
                              (right, found.cpu, f"CPU time per op{_batch(sweep)}")):
        ax.set_title(title, fontsize=8.5)
        steps.step_axis(ax, sweep.steps, "threads")
        limits = steps.log_limits(tracks)
        if limits is None:
            style.empty_panel(ax, "No ok trial.")
            continue
        ax.set_yscale("log")
        if ax is left:
            most = sweep.steps[-1] / sweep.steps[0]
            limits = (min(limits[0], 0.8), max(limits[1], most * 1.15))
            ax.plot(sweep.steps, np.array(sweep.steps) / sweep.steps[0], color=curves.GREY, linewidth=0.9)
            ax.annotate("as many times as threads", (sweep.steps[-1], most), xytext=(-4, 3), ha="right",
                        textcoords="offset points", fontsize=7, color=style.FAINT)
        ax.set_ylim(limits)
        _ratio_axis(ax.yaxis) if ax is left else style.duration_axis(ax.yaxis)
        steps.tracks(ax, tracks, order, sweep.steps, looks, partial(_said, found) if ax is left else _cpu_said)
    steps.legend(fig, sweep, looks, texts, (0.762, (0.3 + foot + (chart_in - 0.6) / 2) / height))
    return fig


def _said(found: Threads, step: float, point: Interval) -> str:
    return f"throughput with {units.plural(int(step), 'thread')} {_factor(point)} that of {found.fewest}"


def _cpu_said(step: float, point: Interval) -> str:
    value = f"CPU time per op with {units.plural(int(step), 'thread')} {units.duration(point.estimate)}"
    return f"{value} (no interval)" if point.low is None else (
        f"{value} [{units.duration(point.low)}, {units.duration(point.high)}]")


def _batch(sweep: Sweep) -> str:
    _, bracket, batch = sweep.topics[0].short_op.partition(" (")
    return style.plain(bracket + batch, 40)


def _ratio_axis(axis) -> None:
    axis.set_major_locator(LogLocator(base=10, subs=(1, 2, 5)))
    axis.set_major_formatter(FuncFormatter(lambda ratio, _: f"{ratio:g} ×"))
    axis.set_minor_locator(NullLocator())


def _texts(found: Threads) -> dict[str, list[str]]:
    """Label of a cell -> its throughput with the most threads."""
    last = found.sweep.steps[-1]
    return {track.line.cell.label: [f"at {last:g} threads: {_factor(track.points[last])}"]
            for track in found.speedup if last in track.points}


def _factor(interval) -> str:
    text = f"{units.significant(interval.estimate)} ×"
    if interval.low is None:
        return f"{text} (N {interval.n})"
    return f"{text} [{units.significant(interval.low)}, {units.significant(interval.high)}]"


def sentences(found: Threads) -> list[str]:
    """What the most threads brought each cell."""
    return [f"{label}: {texts[0]} the throughput of {found.fewest}." for label, texts in _texts(found).items()]


def basis(found: Threads) -> str:
    """N and interval in a few words, for the figure itself."""
    blocks = _blocks(found)
    if not blocks:
        return bases.NONE
    return (f"N: {units.span(blocks)} blocks per point. Left: Hodges-Lehmann ratio by block, bar: exact signed-rank "
            "interval of at least 95 %. Right: median over blocks, bar: exact interval of the median between two "
            "blocks (order statistics), at least 95 %. No bars under 6 blocks.")


def _blocks(found: Threads) -> list[int]:
    return [point.n for track in found.cpu for point in track.points.values()]


def alt(found: Threads) -> str:
    """The chart in words."""
    return (f"Throughput and CPU time per op over the number of threads for {found.sweep.title}. "
            + (" ".join(sentences(found)) or "No cell was measured with the fewest threads."))


def caption(found: Threads) -> str:
    """What is drawn."""
    if not _blocks(found):
        return f"{found.sweep.title}: no ok trial."
    return (f"{found.sweep.title}. Left: ops per second of all threads together as a ratio to {found.fewest} of the "
            "same cell; the grey line is what perfect scaling would be. Right: CPU time of all threads for "
            f"{found.sweep.topics[0].op}. Lines are set apart sideways a little.")


def table(found: Threads) -> Table:
    """Throughput and CPU time of every cell at every number of threads."""
    speedup = {(track.line.cell.label, step): point for track in found.speedup
               for step, point in track.points.items()}
    cpu = {(track.line.cell.label, step): point for track in found.cpu for step, point in track.points.items()}
    rows = []
    for line in found.sweep.lines:
        for step in line.measured:
            key, rate = (line.cell.label, step), median_of_blocks(line.entries[step].trials, "ops_per_s")
            rows.append((f"{line.cell.label}, {units.plural(int(step), 'thread')}", [
                ABSENT if rate is None else units.rate(rate),
                spanned(speedup[key], lambda ratio: f"{units.significant(ratio)} ×") if key in speedup else ABSENT,
                spanned(cpu[key], units.duration) if key in cpu else ABSENT]))
    return Table(f"Throughput and CPU time over threads, {found.sweep.title}",
                 ["throughput,\nmedian", f"relative to\n{found.fewest}", "CPU time\nper op"], rows,
                 "Throughput relative to the same cell: Hodges-Lehmann estimate over paired blocks with its "
                 "exact signed-rank interval; CPU time: median over blocks with its exact interval (order "
                 "statistics); both of at least 95 %.")
