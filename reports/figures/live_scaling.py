"""Does latency grow with the live set? Response beside service, and the longest stops, over its size."""

import math
from dataclasses import dataclass
from functools import partial

from reports.analysis.growth import Growth, growth
from reports.figures.drawing import bases, steps, style
from reports.figures.drawing.grid import panels
from reports.figures.drawing.steps import Track, spanned
from reports.run.load import Trial
from reports.run.sweeps import Line, Sweep
from reports.run.topics import block_medians
from reports.stats import intervals
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import ABSENT, Table

GROWTH = ("response_p99_ns", "service_p99_ns")
"""Metrics whose growth is told, where they are measured."""
STOPS = ("interruption_max_ns", "gc_pause_max_ns")
PANELS = (*GROWTH, "response_p999_ns", "service_p999_ns", *STOPS)


@dataclass(frozen=True)
class Scaling:
    """Metric -> the lines of its panel. Times in ns; infinite where a cell was saturated.

    `growths` tells of each cell, by its label, how much what GROWTH names grew, where it is measured in this loop.
    """

    sweep: Sweep
    tracks: dict[str, list[Track]]
    growths: dict[str, list[tuple[str, Growth]]]

    @property
    def rows(self) -> list[list[str]]:
        """Metrics by rows of panels: a row per percentile that any cell supports, the stops at their ends."""
        kinds = ("response", "service") if self.sweep.open_loop else ("service",)
        rows = [[f"{kind}_{level}_ns" for kind in kinds] for level in ("p99", "p999")]
        if not any(self.tracks[metric] for metric in rows[1]):
            return [rows[0] + list(STOPS)]
        return [row + [stop] for row, stop in zip(rows, STOPS)]


def measure(sweep: Sweep) -> Scaling:
    """The median over blocks of every panel's metric, for every cell and live size that has it."""
    tracks = {}
    for metric in PANELS:
        lines = [line for line in sweep.lines if metric != "gc_pause_max_ns" or line.group == "collection"]
        found = [Track(line, _points(line, metric)) for line in lines]
        tracks[metric] = [track for track in found if track.points]
    able = [metric for metric in GROWTH if sweep.open_loop or not metric.startswith("response")]
    return Scaling(sweep, tracks, {line.cell.label: [
        (sweep.metrics[metric].words, grown) for metric in able if (grown := growth(line, metric))]
        for line in sweep.lines})


def _points(line: Line, metric: str) -> dict:
    def value(trial: Trial) -> float | None:
        if metric.startswith("response") and trial.saturated:
            # As many ops were timed for either, so the percentile counts where service has it.
            return math.inf if metric.replace("response", "service") in trial.metrics else None
        return trial.metrics.get(metric)
    blocks = {step: list(block_medians(entry.trials, value).values()) for step, entry in line.entries.items()}
    return {step: intervals.median(values) for step, values in sorted(blocks.items()) if values}


def _texts(scaling: Scaling) -> dict[str, list[str]]:
    """Label of a cell -> what its latencies did, a line of text each."""
    result = {}
    for label, told in scaling.growths.items():
        result[label] = [f"{name}: {found.factor}" for name, found in told]
        ends = scaling.sweep.steps[0], scaling.sweep.steps[-1]
        if told and (told[0][1].first, told[0][1].last) != ends:
            result[label].append(f"from {told[0][1].first:g} to {told[0][1].last:g} MiB")
    return result


def draw(scaling: Scaling, footer: list[str]) -> style.Chart:
    """Panels with common axes, so that what grows and what does not is seen side by side."""
    sweep, texts = scaling.sweep, _texts(scaling)
    rows = scaling.rows
    chart_in = max(1 + 2.4 * len(rows), 0.6 + steps.legend_height_in(sweep, texts))
    fig, axes = panels(len(rows), len(rows[0]), chart_in, f"{sweep.title}: latency over the live set", footer,
                       below_in=0.52, top_in=0.68, left=0.065, right=0.735, wspace=0.1, hspace=0.42)
    limits = steps.log_limits([track for found in scaling.tracks.values() for track in found])
    for row, metrics in zip(axes, rows):
        for ax, metric in zip(row, metrics):
            words = sweep.metrics[metric].words
            steps.panel(ax, words, sweep.steps, "live set in MiB", limits)
            if limits:
                style.duration_axis(ax.yaxis)
            ax.tick_params(axis="y", labelleft=ax is row[0])
            if scaling.tracks[metric]:
                steps.tracks(ax, scaling.tracks[metric], sweep, partial(_said, words))
            else:
                style.empty_panel(ax, _none(metric))
        row[0].set_ylabel(f"time of {style.plain(sweep.topics[0].short_op, 30)}")
    steps.legend(fig, sweep, texts, 0.742,
                 f"growth from {sweep.steps[0]:g} to {sweep.steps[-1]:g} MiB live, unless said otherwise")
    return fig


def _said(words: str, step: float, point: Interval) -> str:
    """`response time, p99 at 64 MiB live 18.7 ms [17.9, 19.4 ms]`."""
    what = f"{words} at {step:g} MiB live"
    if math.isinf(point.estimate):
        return f"{what}: saturated in half of the blocks or more"
    return f"{what} {bases.between(point, lambda ns: 'saturated' if math.isinf(ns) else units.duration(ns))}"


def _none(metric: str) -> str:
    if metric == "gc_pause_max_ns":
        return "No memory manager that reports pauses was measured."
    return "No trial has 10 ops beyond this percentile." if "_p9" in metric else "No ok trial."


def sentences(scaling: Scaling) -> list[str]:
    """How much the p99 of each cell grew from the smallest to the largest live set."""
    found = []
    for label, told in scaling.growths.items():
        if told:
            ends = told[0][1]
            parts = "; ".join(f"{name} {of_name.factor}" for name, of_name in told)
            found.append(f"{label}, from {ends.first:g} to {ends.last:g} MiB live: {parts}.")
    return found


def told(scaling: Scaling) -> bases.Words:
    sweep, points = scaling.sweep, [point for found in scaling.tracks.values() for point in steps.points(found)]
    if not points:
        return bases.nothing(f"{sweep.title}: no ok trial.")
    response = ("Response time counts from when an op was due, service time from when it began. "
                if sweep.open_loop else "")
    middle = [point.estimate for point in points]
    return bases.Words(
        f"Latency over the size of the live set for {sweep.title}. "
        + (" ".join(sentences(scaling)) or "No cell was measured at two sizes."),
        f"Latency of {sweep.topics[0].op} in {sweep.title} over the size of the live set, same scales in all panels. "
        f"{response}Interruptions are those in steady, pauses are reported from setup to trim. What is taken over "
        "blocks is a trial's own percentile or longest stop; a percentile with fewer than 10 ops beyond it is left "
        "out. Growth factors compare the largest with the smallest live set of the same cell block by block, by "
        "Hodges-Lehmann estimates; where the interval holds 1, this run cannot tell growth from none. Lines are set "
        "apart sideways a little." + bases.remark([entry for topic in sweep.topics for entry in topic.cells]),
        f"N: {units.span([point.n for point in points])} blocks per point. Mark: median over blocks; bar: exact "
        "interval of the median between two blocks (order statistics), at least 95 %, none under 6 blocks. Beside: "
        "growth from the smallest to the largest live set, by block, exact signed-rank interval of at least 95 %."
        + (" Open mark on the upper edge: saturated in half of the trials or more." if math.inf in middle else "")
        + (" Open mark on the lower edge: none seen." if min(middle) <= 0 else ""))


def table(found: Scaling) -> Table:
    """Every point of the figure: a row per cell and live size, a column per panel."""
    metrics = [metric for row in found.rows for metric in row]
    points = {metric: steps.by_cell(found.tracks[metric]) for metric in metrics}
    rows = [(f"{line.cell.label}, {step:g} MiB",
             [_latency(points[metric].get((line.cell.label, step)), line, step, metric) for metric in metrics])
            for line in found.sweep.lines for step in line.measured]
    return Table(f"Latency over the live set, {found.sweep.title}",
                 [found.sweep.metrics[metric].words.replace(", ", ",\n") for metric in metrics], rows,
                 "Median over blocks, in brackets its exact interval of at least 95 % (order statistics). "
                 f"{ABSENT}: not measured, or fewer than 10 ops lie beyond.")


def _latency(point: Interval | None, line: Line, step: float, metric: str) -> str:
    entry = line.entries[step]
    saturated = (f"saturated in\n{len(entry.saturated)} of {units.plural(len(entry.ok), 'trial')}"
                 if metric.startswith("response") and entry.saturated else "")
    if point is None:
        return ABSENT
    if math.isinf(point.estimate):
        return saturated
    return "\n".join([spanned(point, _duration), *([saturated] if saturated else [])])


def _duration(ns: float) -> str:
    return "∞" if math.isinf(ns) else units.duration(ns)
