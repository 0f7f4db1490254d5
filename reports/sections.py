"""What the page says about one workload in one setting, beside its figures: card, outcome, ratios, policies."""

from __future__ import annotations

from dataclasses import dataclass

from reports import policy, predictions, tables
from reports.cells import REFERENCE_ALLOCATOR
from reports.predictions import Outcome, Prediction
from reports.ratios import Ratio, text
from reports.tidy import Topic

MEASURED = {"cpu_ns_per_op": "CPU time per op", "response_p99_ns": "Response time, p99"}
"""Metric -> its name where the outcome is summed up; response times only in open loop."""


@dataclass(frozen=True)
class Section:
    """One topic, ready to print."""

    topic: Topic
    table: tables.Table
    ratios: list[Ratio]
    heap_policy: str
    measured: str
    outcomes: list[Outcome]


def build(topic: Topic, predicted: list[Prediction]) -> Section:
    """Sums up a topic; `predicted` is what the card of its workload predicts."""
    table, found = tables.ratio_table(topic)
    return Section(topic, table, found, policy.describe([topic]), measured_line(topic, found),
                   [predictions.outcome(topic, prediction) for prediction in predicted])


def measured_line(topic: Topic, rows: list[Ratio]) -> str:
    """The outcome to hold against the card's expectation: ratios on the allocator of the reference."""
    if topic.reference is None:
        return "no ratios, because no trial of unique on glibc is ok"
    notes = {entry.cell: f" ({', '.join(entry.notes)})" for entry in topic.cells if entry.notes}
    said = []
    for metric, name in MEASURED.items():
        parts = [f"{row.cell.name} {text(row)}{notes.get(row.cell, '')}" for row in rows
                 if row.metric == metric and row.cell.allocator == REFERENCE_ALLOCATOR]
        if parts or not said:
            said.append(f"{name} relative to unique, all on glibc: "
                        + ("; ".join(parts) or "nothing else was measured"))
    return ". ".join(said)
