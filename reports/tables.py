"""The numbers behind the figures as tables of text, ready to print."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from reports import histogram, units
from reports.figures.curves import Curve
from reports.figures.response_curve import Latencies
from reports.primitives import Entry, Primitives
from reports.ratios import METRICS, Ratio, interruption_share, metrics_of, ratios, share_difference
from reports.tidy import CellTrials, Topic, block_medians, median_of_blocks

PERCENTILES = {"p50": 2, "p90": 10, "p99": 100, "p99.9": 1000, "p99.99": 10_000}
ABSENT = "–"


@dataclass(frozen=True)
class Table:
    """`rows` are (row header, cells); a cell may have several lines. `note` says how to read it.

    `footnotes` are (mark, text); a cell refers to one by its mark in square brackets.
    """

    title: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    note: str
    footnotes: list[tuple[str, str]] = field(default_factory=list)


def ratio_table(topic: Topic) -> tuple[Table, list[Ratio]]:
    """Ratios to `unique` on glibc; the rows themselves too, for the CSV."""
    found = ratios(topic)
    by_cell: dict = {}
    for row in found:
        by_cell.setdefault(row.cell, []).append(row)
    notes = {entry.cell: "\n".join(entry.notes) for entry in topic.cells}
    rows = [(cell.label, [_ratio(row) for row in its] + [notes[cell] or ABSENT])
            for cell, its in by_cell.items()]
    columns = [f"{name}\n({METRICS[name]} is better)" for name in metrics_of(topic)] + ["notes"]
    note = ("Hodges-Lehmann estimate of the per-block log differences, a block's value being the median of "
            "its ok trials; in brackets the exact signed-rank interval of at least 95 %; N counts the blocks "
            "that have both cells.")
    if topic.reference is None:
        note = f"No trial of unique on glibc is ok here, so nothing can be put in relation to it. {note}"
    return Table("Ratios to unique on glibc", columns, rows, note), found


def _ratio(row: Ratio) -> str:
    if row.interval is None:
        return row.note
    value = f"{units.significant(row.interval.estimate)} × (N {row.interval.n})"
    if row.interval.low is None:
        return f"{value}\n" + row.note.replace(" for", "\nfor")
    low, high = units.significant(row.interval.low), units.significant(row.interval.high)
    return f"{value}\n[{low}, {high}]"


def service_table(topic: Topic, curves: list[Curve]) -> Table:
    """Percentiles of the merged histograms, absent where fewer than 10 ops lie beyond."""
    return Table(f"Service time of {topic.op}", ["trials", "ops", *PERCENTILES, "max"],
                 [(curve.cell.label, _percentiles(curve)) for curve in curves],
                 f"All ok trials of a cell merged, steady phase. {ABSENT}: fewer than 10 ops lie beyond.")


def latency_table(topic: Topic, found: Latencies) -> Table:
    """The same in open loop, where each cell has a row for its service times and one for its response times."""
    rows = []
    for curve in found.curves["service"]:
        label, response = curve.cell.label, found.of("response", curve.cell.label)
        said = found.saturated.get(label, "").replace(": ", ":\n")
        rows.append((f"{label}, service", [*_percentiles(curve), ABSENT]))
        rows.append((f"{label}, response", [
            *(_percentiles(response) if response else [ABSENT] * (len(PERCENTILES) + 3)), said or ABSENT]))
    return Table(f"Service and response time of {topic.op}, due at {topic.rate or 'a fixed rate'}",
                 ["trials", "ops", *PERCENTILES, "max", "saturated"], rows,
                 "All ok trials of a cell merged, steady phase; response times without those of saturated "
                 f"trials, and none where half were. {ABSENT}: fewer than 10 ops lie beyond, or none.")


def _percentiles(curve: Curve) -> list[str]:
    found = [histogram.percentile(curve.merged, one_in) for one_in in PERCENTILES.values()]
    return [units.count(curve.trials), units.count(curve.ops),
            *(ABSENT if value is None else units.duration(value) for value in found),
            units.duration(curve.merged.max)]


def pause_table(topic: Topic) -> Table:
    """Pauses and interruptions: medians and a difference, since any of them may be zero."""
    rows = [(entry.cell.label, [
        median(entry, "steady_ns", units.duration),
        median(entry, "interruption_count", units.count),
        _share(entry), _difference(entry, topic.reference),
        median(entry, "interruption_max_ns", units.duration),
        median(entry, "gc_collections", units.count),
        median(entry, "gc_pause_total_ns", units.duration),
        median(entry, "gc_pause_max_ns", units.duration)]) for entry in topic.cells if entry.ok]
    return Table("Pauses and interruptions", [
        "steady phase", "interruptions", "interrupted\nper s of steady", "less unique · glibc\n[95 %]",
        "longest interruption", "collections,\nsetup to trim", "pauses, total,\nsetup to trim",
        "longest pause"],
        rows, "Medians over blocks of the block's median trial. They may be zero, so they are never ratios: "
              "the difference is a Hodges-Lehmann estimate over blocks with its signed-rank interval.")


def memory_table(topic: Topic) -> Table:
    """RSS at the marked points, and what was allocated."""
    names = {"at start": "rss_baseline_bytes", "peak": "rss_peak_bytes", "end of steady": "rss_steady_bytes",
             "after drop": "rss_after_drop_bytes", "after trim": "rss_after_trim_bytes"}
    per_op = {"objects allocated\nper op": ("objects_allocated", units.significant),
              "bytes allocated\nper op": ("bytes_allocated", units.size)}
    rows = [(entry.cell.label, [median(entry, name, units.mib) for name in names.values()]
             + [median(entry, "bloat", units.significant), median(entry, "minor_faults", units.count)]
             + [_per_op(entry, name, form) for name, form in per_op.values()]
             + [median(entry, "object_size_served", units.size)]) for entry in topic.cells if entry.ok]
    return Table("Memory", [*names, "bloat", "minor faults\nin steady", *per_op, "an object\nas served"], rows,
                 "RSS, its bloat (what it grew by until the end of steady over the live payload), and what was "
                 "allocated in steady. An object as served: with what the allocator rounds up to, on average. "
                 f"Medians over blocks of the block's median trial. {ABSENT}: not recorded, or nothing to divide by.")


def median(entry: CellTrials, metric: str, form) -> str:
    """The median over blocks as `form` writes it, or ABSENT."""
    value = median_of_blocks(entry.trials, metric)
    return ABSENT if value is None else form(value)


def _per_op(entry: CellTrials, metric: str, form) -> str:
    values = block_medians(entry.trials, lambda trial: trial.metrics[metric] / trial.metrics["ops"]
                           if metric in trial.metrics and trial.metrics.get("ops") else None)
    return form(statistics.median(values.values())) if values else ABSENT


def _share(entry: CellTrials) -> str:
    values = list(interruption_share(entry).values())
    # A share of 1 is a whole second per second.
    return units.duration(statistics.median(values) * 1e9) if values else ABSENT


def _difference(entry: CellTrials, reference: CellTrials | None) -> str:
    found = share_difference(entry, reference)
    if found is None:
        return ABSENT
    text = units.duration(found.estimate * 1e9)
    if found.low is None:
        return f"{text}\nN {found.n} too small\nfor an interval"
    return f"{text}\n[{units.duration(found.low * 1e9)}, {units.duration(found.high * 1e9)}]"


def primitive_table(found: Primitives) -> Table:
    """Time of each primitive by variant-allocator; what a benchmark says of its number is a footnote."""
    marks: dict[str, str] = {}
    rows = [(name, [_primitive(entries.get(column), marks) for column in found.columns])
            for name, entries in found.entries.items()]
    often = ("measured once" if found.repetitions == (1, 1)
             else f"median of {units.span(found.repetitions)} repetitions")
    note = (f"CPU time per iteration by Google Benchmark, {often}. No interval is known, and columns were measured one "
            "after the other, so that a busy moment of the machine looks like a difference between them.")
    if found.self_timed:
        note += f" Of {', '.join(found.self_timed)}: elapsed time of what the benchmark times itself."
    for name, text in found.policies.items():
        note += f" Heap policy of {name}: {text}."
    return Table("Primitives", found.columns, rows, note, [(mark, text) for text, mark in marks.items()])


def _primitive(entry: Entry | None, marks: dict[str, str]) -> str:
    """The time or `n/a`, with the mark of its footnote; a text that was met before keeps its mark."""
    if entry is None:
        return ABSENT
    text = "n/a" if entry.ns is None else units.duration(entry.ns)
    if not entry.note:
        return text
    return f"{text} [{marks.setdefault(entry.note, str(len(marks) + 1))}]"
