"""Everything the page shows about one workload in one setting: figures, tables, card, policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reports import interruption_tables, lbo, policy, style, svg, tables
from reports.cells import REFERENCE_ALLOCATOR
from reports.figures import causes, latency_curve, mmu, pauses, response_curve, rss
from reports.figures import lbo as lbo_figure
from reports.figures import ratios as ratio_figure
from reports.ratios import Ratio
from reports.series import Files
from reports.tidy import Topic

MEASURED = {"cpu_ns_per_op": "CPU time per op", "response_p99_ns": "Response time, p99"}
"""Metric -> its name where the outcome is summed up; response times only in open loop."""


@dataclass(frozen=True)
class Drawn:
    """A figure that has been saved as STEM.svg and STEM.png; `svg` is the element for the page."""

    stem: str
    title: str
    alt: str
    caption: str
    svg: str


@dataclass
class Section:
    """One topic, ready to print."""

    topic: Topic
    figures: list[Drawn] = field(default_factory=list)
    tables: list[tables.Table] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    heap_policy: str = ""
    measured: str = ""
    warnings: list[str] = field(default_factory=list)


def build(topic: Topic, directory: Path, out: Path, source: str) -> Section:
    """Draws and saves the figures of a topic below `out`; reads its files from the run `directory`."""
    files = Files(directory)
    section = Section(topic, heap_policy=policy.describe([topic]))
    measured = {}
    closed = topic.setting.load is None
    for name, module, title in (("latency", latency_curve, "Service time") if closed else
                                ("latency", response_curve, "Service and response time"),
                                ("pauses", pauses, "Pauses and interruptions"),
                                ("causes", causes, "Interruptions by cause"),
                                ("mmu", mmu, "What the program got of its time, at worst"),
                                ("rss", rss, "Resident memory over time"),
                                ("lbo", lbo_figure, "Overhead of managing memory, at least")):
        found = measured[name] = module.measure(topic, files)
        origin = origin_of(section.heap_policy, source)
        section.figures.append(save(module.draw(topic, found, [module.basis(found), *origin]), out,
                                    f"{name}-{topic.slug}", title, module.alt(topic, found),
                                    " ".join([module.caption(topic, found), *origin])))
    table, section.ratios = tables.ratio_table(topic)
    latency_table = tables.service_table if closed else tables.latency_table
    section.tables = [table, latency_table(topic, measured["latency"]), tables.pause_table(topic),
                      interruption_tables.cause_table(topic, measured["causes"]),
                      interruption_tables.deadline_table(topic), tables.memory_table(topic),
                      lbo.lbo_table(topic, measured["lbo"])]
    section.measured = measured_line(topic, section.ratios)
    # The same unreadable file is met once per chart that wants it.
    section.warnings = list(dict.fromkeys(files.warnings))
    return section


def measured_line(topic: Topic, rows: list[Ratio]) -> str:
    """The outcome to hold against the card's expectation: ratios on the allocator of the reference."""
    if topic.reference is None:
        return "no ratios, because no trial of unique on glibc is ok"
    notes = {entry.cell: f" ({', '.join(entry.notes)})" for entry in topic.cells if entry.notes}
    said = []
    for metric, name in MEASURED.items():
        parts = [f"{row.cell.name} {ratio_figure.text(row)}{notes.get(row.cell, '')}" for row in rows
                 if row.metric == metric and row.cell.allocator == REFERENCE_ALLOCATOR]
        if parts or not said:
            said.append(f"{name} relative to unique, all on glibc: "
                        + ("; ".join(parts) or "nothing else was measured"))
    return ". ".join(said)


def ratio_overview(topics: list[Topic], metric: str, out: Path, source: str) -> Drawn:
    """The forest figure of one metric over all topics."""
    measured = ratio_figure.measure(topics, metric)
    origin = origin_of(policy.describe(topics), source)
    return save(ratio_figure.draw(measured, metric, [ratio_figure.basis(measured), *origin]), out,
                f"ratios-{metric}", ratio_figure.TITLES.get(metric, metric), ratio_figure.alt(measured, metric),
                " ".join([ratio_figure.caption(measured, metric), *origin]))


def origin_of(heap_policy: str, source: str) -> list[str]:
    """The sentences that stand under a figure both on the page and in its file."""
    return [f"Heap policy: {heap_policy}.", f"{source[:1].upper()}{source[1:]}."]


def save(fig, out: Path, stem: str, title: str, alt: str, caption: str) -> Drawn:
    """Saves a figure below `out` as STEM.svg and STEM.png, and makes it ready for the page."""
    for form in ("svg", "png"):
        style.save(fig, out / f"{stem}.{form}", form)
    text = (out / f"{stem}.svg").read_text(encoding="utf-8")
    return Drawn(stem, title, alt, caption, svg.inline(text, stem))
