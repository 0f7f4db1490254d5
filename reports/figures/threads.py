"""What more threads bring and cost: throughput relative to the fewest threads, and CPU time per op."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from reports.analysis.ratios import paired_ratio
from reports.figures import curves
from reports.figures.drawing import bases, steps, style
from reports.figures.drawing.grid import panels
from reports.figures.drawing.steps import Track, spanned
from reports.run.sweeps import Line, Sweep
from reports.run.topics import block_values, median
from reports.stats import intervals
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import Table


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
    fig, [[left, right]] = panels(1, 2, chart_in, f"{sweep.title}: throughput and CPU time over threads", footer,
                                  below_in=0.55, top_in=0.68, left=0.065, right=0.755, wspace=0.2)
    for ax, tracks, title in ((left, found.speedup, f"Throughput relative to {found.fewest} of the same cell"),
                              (right, found.cpu, f"CPU time per op{_batch(sweep)}")):
        limits, most = steps.log_limits(tracks), sweep.steps[-1] / sweep.steps[0]
        if limits and ax is left:
            limits = (min(limits[0], 0.8), max(limits[1], most * 1.15))
        steps.panel(ax, title, sweep.steps, "threads", limits)
        if limits is None:
            style.empty_panel(ax, "No ok trial.")
        elif ax is left:
            ax.plot(sweep.steps, np.array(sweep.steps) / sweep.steps[0], color=curves.GREY, linewidth=0.9)
            ax.annotate("as many times as threads", (sweep.steps[-1], most), xytext=(-4, 3), ha="right",
                        textcoords="offset points", fontsize=7, color=style.FAINT)
            style.log_axis(ax.yaxis, lambda ratio: f"{ratio:g} ×", (1, 2, 5), numticks=None)
            steps.tracks(ax, tracks, sweep, partial(_said, found))
        else:
            style.duration_axis(ax.yaxis)
            steps.tracks(ax, tracks, sweep, _cpu_said)
    steps.legend(fig, sweep, texts, 0.762)
    return fig


def _said(found: Threads, step: float, point: Interval) -> str:
    return f"throughput with {units.plural(int(step), 'thread')} {_factor(point)} that of {found.fewest}"


def _cpu_said(step: float, point: Interval) -> str:
    return f"CPU time per op with {units.plural(int(step), 'thread')} {bases.between(point, units.duration)}"


def _batch(sweep: Sweep) -> str:
    _, bracket, batch = sweep.topics[0].short_op.partition(" (")
    return style.plain(bracket + batch, 40)


def _texts(found: Threads) -> dict[str, list[str]]:
    """Label of a cell -> its throughput with the most threads."""
    last = found.sweep.steps[-1]
    return {track.line.cell.label: [f"at {last:g} threads: {_factor(track.points[last])}"]
            for track in found.speedup if last in track.points}


def _factor(interval: Interval) -> str:
    ends = f"[{', '.join(map(units.significant, interval.ends))}]" if interval.ends else f"(N {interval.n})"
    return f"{units.significant(interval.estimate)} × {ends}"


def sentences(found: Threads) -> list[str]:
    """What the most threads brought each cell."""
    return [f"{label}: {texts[0]} the throughput of {found.fewest}." for label, texts in _texts(found).items()]


def told(found: Threads) -> bases.Words:
    title = found.sweep.title
    if not found.cpu:
        return bases.nothing(f"{title}: no ok trial.")
    return bases.Words(
        f"Throughput and CPU time per op over the number of threads for {title}. "
        + (" ".join(sentences(found)) or "No cell was measured with the fewest threads."),
        f"{title}. Left: ops per second of all threads together as a ratio to {found.fewest} of the same cell; the "
        "grey line is what perfect scaling would be. Right: CPU time of all threads for "
        f"{found.sweep.topics[0].op}. Lines are set apart sideways a little.",
        f"N: {units.span([point.n for point in steps.points(found.cpu)])} blocks per point. Left: Hodges-Lehmann ratio "
        "by block, bar: exact signed-rank interval of at least 95 %. Right: median over blocks, bar: exact interval "
        "of the median between two blocks (order statistics), at least 95 %. No bars under 6 blocks.")


def table(found: Threads) -> Table:
    """Throughput and CPU time of every cell at every number of threads."""
    speedup, cpu = steps.by_cell(found.speedup), steps.by_cell(found.cpu)
    rows = []
    for line in found.sweep.lines:
        for step in line.measured:
            key = line.cell.label, step
            rows.append((f"{line.cell.label}, {units.plural(int(step), 'thread')}", [
                median(line.entries[step], "ops_per_s", units.rate),
                spanned(speedup.get(key), lambda ratio: f"{units.significant(ratio)} ×"),
                spanned(cpu.get(key), units.duration)]))
    return Table(f"Throughput and CPU time over threads, {found.sweep.title}",
                 ["throughput,\nmedian", f"relative to\n{found.fewest}", "CPU time\nper op"], rows,
                 "Throughput relative to the same cell: Hodges-Lehmann estimate over paired blocks with its "
                 "exact signed-rank interval; CPU time: median over blocks with its exact interval (order "
                 "statistics); both of at least 95 %.")
