"""Everything the page shows about one workload in one setting: figures, tables, card, policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reports import style, svg, tables
from reports.figures import latency_curve, pauses, rss
from reports.figures import ratios as ratio_figure
from reports.ratios import Ratio
from reports.series import Files
from reports.tidy import Topic


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
    policies: list[tuple[str, list[str]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def heap_policy(topic: Topic) -> str:
    """The heap policies of the collectors for a caption."""
    parts = [f"{label}: {' / '.join(texts) or 'not reported'}" for label, texts in policies(topic)]
    return "; ".join(parts) if parts else "no collector measured"


def policies(topic: Topic) -> list[tuple[str, list[str]]]:
    """(label, heap policies) of every collecting cell; at most three, should each trial tell another."""
    found = [(entry.cell.label, entry.policies) for entry in topic.cells
             if entry.group == "collection" and entry.ok]
    return [(label, texts if len(texts) <= 3 else texts[:3] + [f"{len(texts) - 3} more"])
            for label, texts in found]


def build(topic: Topic, directory: Path, out: Path, source: str) -> Section:
    """Draws and saves the figures of a topic below `out`; reads its files from the run `directory`."""
    files = Files(directory)
    section = Section(topic)
    measured = {}
    for name, module, title in (("latency", latency_curve, "Service time"),
                                ("pauses", pauses, "Pauses and interruptions"),
                                ("rss", rss, "Resident memory over time")):
        found = measured[name] = module.measure(topic, files)
        caption = f"{module.caption(topic, found)} Heap policy: {heap_policy(topic)}. {_sentence(source)}"
        section.figures.append(_save(module.draw(topic, found, source), out, f"{name}-{topic.slug}", title,
                                     module.alt(topic, found), caption))
    table, section.ratios = tables.ratio_table(topic)
    section.tables = [table, tables.service_table(topic, measured["latency"]), tables.pause_table(topic),
                      tables.memory_table(topic)]
    section.policies = policies(topic)
    # The same unreadable file is met once per chart that wants it.
    section.warnings = list(dict.fromkeys(files.warnings))
    return section


def ratio_overview(topics: list[Topic], metric: str, out: Path, source: str) -> Drawn:
    """The forest figure of one metric over all topics."""
    measured = ratio_figure.measure(topics, metric)
    texts = {topic.title: heap_policy(topic) for topic in topics}
    if len(set(texts.values())) == 1:
        policy = f"Heap policy: {next(iter(texts.values()))}."
    else:
        policy = " ".join(f"Heap policy in {title}: {text}." for title, text in texts.items())
    caption = f"{ratio_figure.caption(measured, metric)} {policy} {_sentence(source)}"
    return _save(ratio_figure.draw(measured, metric, source), out, f"ratios-{metric}",
                 ratio_figure.TITLES.get(metric, metric), ratio_figure.alt(measured, metric), caption)


def _sentence(source: str) -> str:
    return source[:1].upper() + source[1:] + "."


def _save(fig, out: Path, stem: str, title: str, alt: str, caption: str) -> Drawn:
    style.save(fig, out / stem)
    text = (out / f"{stem}.svg").read_text(encoding="utf-8")
    return Drawn(stem, title, alt, caption, svg.inline(text, stem))
