"""One self-contained HTML page: inline SVG, CSS and script, no request. All data is escaped."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.analysis import noise
from reports.analysis.findings import Findings
from reports.analysis.ratios import as_csv
from reports.claims import QUOTE, SOURCE
from reports.claims.model import Claim
from reports.figures.drawing import theme
from reports.figures.drawing.charts import Chart
from reports.page import chapters, full_table
from reports.page.full_table import Row
from reports.page.gate_record import Record
from reports.page.sections import Section
from reports.run import provenance
from reports.run.cells import allocator_key, cell_key
from reports.run.load import STATUSES
from reports.run.manifest import Metric
from reports.run.metrics import FAMILIES, described
from reports.run.primitives import Primitives, primitive_table
from reports.run.sources import Source
from reports.run.status import CellStatus, cell_statuses, reasons
from reports.run.topics import distinct

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = ("state", "filters", "targets", "marks", "keyboard", "downloads", "cells", "page")
"""Files of templates/script/ in the order in which they make one module."""
POLICY = ("default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src '{}'; base-uri 'none'; "
          "form-action 'none'")
"""Content security policy: nothing is loaded, and no script runs but the page's own, known by its hash."""
DETAILS = {"host": "Host", "sides": "What was built", "allocators": "Allocators", "rates": "What 100 % load is",
           "smallest_heaps": "Smallest heaps", "tuned": "Changed by --tune", "profile": "Profile",
           "env": "Set with --env", "child_env": "Environment of every child", "reference_digests": "Reference digests"}


@dataclass(frozen=True)
class Content:
    """Everything that a report is made of; `sources` are those of the answers, by workload, `gate` its own tests.

    `predictions` are the lines that tell of them on a terminal.
    """

    findings: Findings
    sections: list[Section]
    claims: list[Claim]
    charts: list[Chart]
    primitives: Primitives | None
    warnings: list[str]
    predictions: list[str]
    sources: dict[str, list[Source]] = field(default_factory=dict)
    gate: Record | None = None

    @cached_property
    def statuses(self) -> dict[str, list[CellStatus]]:
        """Slug of a topic -> the status of each of its cells."""
        return {topic.slug: cell_statuses(self.findings.run, topic.cells) for topic in self.findings.topics}

    @cached_property
    def cells(self) -> list[Row]:
        """The rows of the full table."""
        return full_table.rows(self.findings.topics, self.statuses)

    @cached_property
    def cells_csv(self) -> str:
        return full_table.as_csv(self.cells)

    @cached_property
    def ratios_csv(self) -> str:
        return as_csv([row for section in self.sections for row in section.ratios], self.findings.run.metrics)


def environment(known: dict[str, Metric]) -> Environment:
    """Renders templates/: everything but our own SVG is escaped, and an empty place is an error."""
    # On for every template whatever its name: host names and reasons are data.
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    # What the filters of a page go by; a page without filters has no owners.
    pages.globals.update(
        owner=lambda name: "", family=lambda name: described(known, name.split("\n")[0]).family,
        families=lambda chart: chapters.of_figure(known, chart.kind, chart.name, chart.closed_loop))
    return pages


def render(content: Content) -> str:
    """The page as text. Raises jinja2.UndefinedError rather than print an empty place."""
    run, topics, sections = content.findings.run, content.findings.topics, content.sections
    columns, statuses = [entry.cell.label for entry in distinct(topics)], content.statuses
    pages = environment(run.metrics)
    pages.globals["owner"] = _owner(set(columns))
    counts = Counter(trial.status for trial in run.trials)
    manifest = run.manifest
    code = script()
    return pages.get_template("page.html.j2").render(
        manifest=manifest, profile=manifest.profile, machine=provenance.machine(manifest),
        commit=provenance.commit(manifest.sides[0]), again=provenance.command(manifest),
        sides=provenance.sides(manifest), sections=sections, groups=_groups(sections),
        chart_rules=theme.rules(_styles(content.charts)), script=code, policy=POLICY.format(_hash(code)),
        filters=_filters(content.cells, run.metrics),
        claims=content.claims, claims_quote=QUOTE, claims_source=SOURCE,
        strip=[chart for chart in content.charts if chart.kind == "claims"],
        chapters=[(chapter, found) for chapter in chapters.CHAPTERS
                  if (found := chapters.groups(chapter, content.charts))],
        noise_floor=noise.sentences(content.findings), machine_noise=noise.machine(content.findings),
        primitives=primitive_table(content.primitives) if content.primitives else None,
        loops={topic.setting.load is not None for topic in topics},
        columns=columns, matrix=_matrix(sections, statuses, columns),
        broken=any(status.kind == "trouble" for found in statuses.values() for status in found),
        trouble=[(section, line) for section in sections for line in reasons(statuses[section.topic.slug])],
        counts=[(name.replace("_", " "), counts[name]) for name in STATUSES if counts[name]],
        trials=len(run.trials), missing=sum(status.missing for found in statuses.values() for status in found),
        gate=content.gate, gate_charts=[chart for chart in content.charts if chart.kind == "gate"],
        warnings=content.warnings, figures_of=_figures_of(content.charts), sources=content.sources,
        code_at={section.topic.setting.workload.split("/")[0]: section.topic.slug for section in reversed(sections)},
        full=content.cells, full_columns=full_table.columns(run.metrics), cells_csv=_data_url(content.cells_csv),
        ratios_csv=_data_url(content.ratios_csv),
        details=[(title, provenance.flat(_told(manifest.raw, key))) for key, title in DETAILS.items()])


def _told(manifest: dict, key: str) -> Any:
    """What the manifest tells under a key; of one side only that side, without a name."""
    if key != "sides":
        return manifest.get(key) or {}
    found = {side["name"]: side for side in manifest["sides"]}
    return found.get("", found)


def script() -> str:
    """The page's script, one module."""
    return "\n".join((TEMPLATES / "script" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)


def _hash(code: str) -> str:
    """A script's hash as a content security policy wants it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def _data_url(text: str) -> str:
    # Only what would end the attribute or the address is encoded: percent signs treble what they stand for.
    return "data:text/csv;charset=utf-8," + quote(text, safe=",;:/?@!$'()*+=-_.~ ")


def _styles(charts: list[Chart]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chart in charts:
        found |= chart.svg.styles
    return found


def _groups(sections: list[Section]) -> list[list[Section]]:
    """The sections of one workload together."""
    return [list(found) for _, found in groupby(sections, lambda section: section.topic.setting.workload)]


def _figures_of(charts: list[Chart]) -> dict[tuple[str, str], list[Chart]]:
    """(workload, setting) -> the figures of it in the order of the page."""
    found = defaultdict(list)
    for chart in charts:
        found[chart.workload, chart.setting].append(chart)
    return dict(found)


def _matrix(sections: list[Section], statuses: dict[str, list[CellStatus]], columns: list[str]
            ) -> list[tuple[Section, list[CellStatus | None]]]:
    """(section, [status or None where the plan has no such cell]) per topic, in the order of the columns."""
    rows = []
    for section in sections:
        by_label = {status.entry.cell.label: status for status in statuses[section.topic.slug]}
        rows.append((section, [by_label.get(label) for label in columns]))
    return rows


def _owner(labels: set[str]) -> Callable[[str], str]:
    """Finds the cell that the head of a table's row or column names, as its label alone or before a comma, or as
    `variant-allocator`; empty for none."""
    def owner(head: str) -> str:
        names = (head, head.rpartition(", ")[0], " · ".join(head.rsplit("-", 1)))
        return next((name for name in names if name in labels), "")
    return owner


def _filters(cells: list[Row], known: dict[str, Metric]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name in links, title, [(value, text)]) of everything that a reader may choose from."""
    variants = {row.cell.config_name: cell_key(row.cell, row.status.entry.group) for row in reversed(cells)}
    metrics = {name for row in cells for trial in row.trials for name in trial.metrics}
    seen = {described(known, name).family for name in metrics}
    return [("workload", "Workloads", _same(dict.fromkeys(row.cell.setting.workload for row in cells))),
            ("variant", "Variants", _same(sorted(variants, key=variants.__getitem__))),
            ("allocator", "Allocators", _same(sorted({row.cell.allocator for row in cells}, key=allocator_key))),
            ("metric", "Metrics", [pair for pair in FAMILIES.items() if pair[0] in seen])]


def _same(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]
