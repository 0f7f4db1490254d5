"""What the page says about one workload in one setting, beside its figures: card, outcome, ratios, policies."""

from dataclasses import dataclass

from reports.analysis.findings import Findings
from reports.analysis.heap_policy import describe
from reports.analysis.predictions import Outcome
from reports.analysis.ratios import Ratio, metrics_of, text
from reports.figures.drawing import bases
from reports.run.cells import REFERENCE_ALLOCATOR
from reports.run.topics import Topic
from reports.text import units
from reports.text.table import ABSENT, Table

MEASURED = ("cpu_ns_per_op", "response_p99_ns")
"""What the outcome is summed up in; response times only in open loop."""


@dataclass(frozen=True)
class Section:
    """One topic, ready to print."""

    topic: Topic
    table: Table
    ratios: list[Ratio]
    heap_policy: str
    measured: str
    outcomes: list[Outcome]


def build(findings: Findings, topic: Topic, outcomes: list[Outcome]) -> Section:
    """Sums up a topic; `outcomes` are those of what its card predicts."""
    found = findings.ratios(topic)
    return Section(topic, ratio_table(topic, found), found, describe([topic]), measured_line(topic, found), outcomes)


def measured_line(topic: Topic, rows: list[Ratio]) -> str:
    """The outcome to hold against the card's expectation: ratios on the allocator of the reference."""
    if topic.reference is None:
        return "no ratios, because no trial of unique on glibc is ok"
    notes = {entry.cell: f" ({', '.join(entry.notes)})" for entry in topic.cells if entry.notes}
    said: list[str] = []
    for metric in MEASURED:
        parts = [f"{row.cell.name} {text(row)}{notes.get(row.cell, '')}" for row in rows
                 if row.metric == metric and row.cell.allocator == REFERENCE_ALLOCATOR]
        if parts or not said:
            said.append(f"{topic.metrics[metric].title} relative to unique, all on glibc: "
                        + ("; ".join(parts) or "nothing else was measured"))
    return ". ".join(said)


def ratio_table(topic: Topic, found: list[Ratio]) -> Table:
    """Ratios to `unique` on glibc."""
    by_cell: dict = {}
    for row in found:
        by_cell.setdefault(row.cell, []).append(row)
    notes = {entry.cell: "\n".join(entry.notes) for entry in topic.cells}
    rows = [(cell.label, [_ratio(row) for row in its] + [notes[cell] or ABSENT])
            for cell, its in by_cell.items()]
    columns = [f"{name}\n({topic.metrics[name].better} is better)" for name in metrics_of(topic)] + ["notes"]
    note = ("Hodges-Lehmann estimate of the per-block log differences, a block's value being the median of "
            "its ok trials; in brackets the exact signed-rank interval of at least 95 %; N counts the blocks "
            "that have both cells.")
    if topic.reference is None:
        note = f"No trial of unique on glibc is ok here, so nothing can be put in relation to it. {note}"
    return Table("Ratios to unique on glibc", columns, rows, note)


def _ratio(row: Ratio) -> str:
    if row.interval is None:
        return row.note
    n = row.interval.n
    return bases.between(row.interval, units.significant, row.note.replace(" for", "\nfor"), f" × (N {n})\n")
