"""The numbers behind the figures of sweeps, as tables of text."""

from __future__ import annotations

import math

from reports import units
from reports.figures.live_scaling import PERCENTILES, STOPS, Scaling
from reports.figures.threads import Threads
from reports.ratios import text
from reports.space import Spot, runner_label
from reports.stats import Interval
from reports.sweeps import Line
from reports.tables import ABSENT, Table
from reports.tidy import Topic, median_of_blocks


def scaling_table(found: Scaling) -> Table:
    """Every point of the figure: a row per cell and live size, a column per panel."""
    metrics = {metric: {**PERCENTILES, **STOPS}[metric] for row in found.rows for metric in row}
    points = {(track.line.cell.label, step, metric): point for metric in metrics
              for track in found.tracks[metric] for step, point in track.points.items()}
    rows = [(f"{line.cell.label}, {step:g} MiB",
             [_latency(points.get((line.cell.label, step, metric)), line, step, metric) for metric in metrics])
            for line in found.sweep.lines for step in line.measured]
    return Table(f"Latency over the live set, {found.sweep.title}",
                 [title.replace(", ", ",\n") for title in metrics.values()], rows,
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
    return "\n".join([_spanned(point, _duration), *([saturated] if saturated else [])])


def _duration(ns: float) -> str:
    return "∞" if math.isinf(ns) else units.duration(ns)


def _spanned(point: Interval, form) -> str:
    if point.low is None:
        return f"{form(point.estimate)}\n(N {point.n})"
    return f"{form(point.estimate)}\n[{form(point.low)}, {form(point.high)}]"


def threads_table(found: Threads) -> Table:
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
                _spanned(speedup[key], lambda ratio: f"{units.significant(ratio)} ×") if key in speedup else ABSENT,
                _spanned(cpu[key], units.duration) if key in cpu else ABSENT]))
    return Table(f"Throughput and CPU time over threads, {found.sweep.title}",
                 ["throughput,\nmedian", f"relative to\n{found.fewest}", "CPU time\nper op"], rows,
                 "Throughput relative to the same cell: Hodges-Lehmann estimate over paired blocks with its "
                 "exact signed-rank interval; CPU time: median over blocks with its exact interval (order "
                 "statistics); both of at least 95 %.")


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
            _spanned(spot.rss, units.mib), "1" if cell == cell.reference else text(spot.cpu).replace(" [", "\n["),
            ABSENT if collections is None else units.count(collections),
            "\n".join(spot.entry.notes) or ABSENT]))
    return Table(f"Time against space, {topic.title}", [
        "smallest heap\nin which it ran", "times that", "fixed heap", "peak RSS above\nthe baseline",
        "CPU time per op,\nratio to unique · glibc", "collections,\nsetup to trim", "notes"], rows,
        "Memory: median over blocks with its exact interval (order statistics); CPU time: Hodges-Lehmann ratio "
        "over paired blocks with its exact signed-rank interval; both of at least 95 %.")
