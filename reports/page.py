"""One self-contained HTML page: inline SVG, CSS and script, no request. All data is escaped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import chapters, host, noise, tables, theme
from reports.cells import cell_key
from reports.charts import Chart
from reports.load import STATUSES, Run
from reports.primitives import Primitives
from reports.sections import Section
from reports.status import CellStatus, cell_statuses, reasons

TEMPLATES = Path(__file__).parent / "templates"
DETAILS = {"host": "Host", "toolchain": "Toolchain", "allocators": "Allocators", "git": "Source",
           "children": "Executables", "profile": "Profile", "env": "Set with --env",
           "child_env": "Environment of every child", "reference_digests": "Reference digests"}


@dataclass(frozen=True)
class Content:
    """Everything that the page is made of."""

    run: Run
    sections: list[Section]
    charts: list[Chart]
    primitives: Primitives | None
    warnings: list[str]


def environment() -> Environment:
    """Renders templates/: everything but our own SVG is escaped, and an empty place is an error."""
    # On for every template whatever its name: host names and reasons are data.
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)


def render(content: Content) -> str:
    """The page as text. Raises jinja2.UndefinedError rather than print an empty place."""
    run, sections = content.run, content.sections
    statuses = {section.topic.slug: cell_statuses(run, section.topic.cells) for section in sections}
    counts = Counter(trial.status for trial in run.trials)
    manifest = host.known(run.manifest)
    topics = [section.topic for section in sections]
    return environment().get_template("page.html.j2").render(
        manifest=manifest, profile=host.known(manifest.get("profile")), machine=host.machine(manifest),
        commit=host.commit(manifest), sections=sections, groups=_groups(sections),
        chart_rules=theme.rules(_styles(content.charts)),
        chapters=[(chapter, found) for chapter in chapters.CHAPTERS
                  if (found := chapters.groups(chapter, content.charts))],
        noise_floor=noise.sentences(topics), machine_noise=noise.machine(run, topics),
        primitives=tables.primitive_table(content.primitives) if content.primitives else None,
        loops={topic.setting.load is not None for topic in topics},
        columns=_columns(sections), matrix=_matrix(sections, statuses),
        trouble=[(section, line) for section in sections for line in reasons(statuses[section.topic.slug])],
        counts=[(name.replace("_", " "), counts[name]) for name in STATUSES if counts[name]],
        trials=len(run.trials), missing=sum(status.missing for found in statuses.values() for status in found),
        warnings=content.warnings,
        details=[(title, host.flat(manifest.get(key) or {})) for key, title in DETAILS.items()])


def _styles(charts: list[Chart]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chart in charts:
        found |= chart.svg.styles
    return found


def _groups(sections: list[Section]) -> list[list[Section]]:
    """The sections of one workload together."""
    return [list(found) for _, found in groupby(sections, lambda section: section.topic.setting.workload)]


def _columns(sections: list[Section]) -> list[str]:
    """The labels of all cells of the run, in the order in which cells are shown."""
    found = {entry.cell.label: cell_key(entry.cell, entry.group)
             for section in sections for entry in section.topic.cells}
    return sorted(found, key=found.get)


def _matrix(sections: list[Section], statuses: dict[str, list[CellStatus]]) -> list[tuple]:
    """(section, [status or None where the plan has no such cell]) per topic, in the order of the columns."""
    rows = []
    for section in sections:
        by_label = {status.entry.cell.label: status for status in statuses[section.topic.slug]}
        rows.append((section, [by_label.get(label) for label in _columns(sections)]))
    return rows
