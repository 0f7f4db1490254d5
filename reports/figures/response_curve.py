"""Service and response time over percentile in open loop, side by side: what an op takes, what callers wait."""

import statistics
from dataclasses import dataclass

from reports.figures import curves as shared
from reports.figures.curves import POINTED, Curve, percentiles
from reports.figures.drawing import bases, grid, labels, style
from reports.figures.drawing.artists import Axes
from reports.run.cells import panels
from reports.run.files import Files
from reports.run.topics import CellTrials, Topic
from reports.text import units
from reports.text.table import ABSENT, Table

KINDS = ("service", "response")
"""A panel each, in this order."""
ACHIEVED = "achieved_rate_per_s"


@dataclass(frozen=True)
class Latencies:
    """Curves by kind, and why a cell has no response curve or not all of it."""

    curves: dict[str, list[Curve]]
    saturated: dict[str, str]
    """Label of a cell -> `saturated in 2 of 6 trials: achieved X of Y`"""

    @property
    def all(self) -> list[Curve]:
        return self.curves["service"] + self.curves["response"]

    def of(self, kind: str, label: str) -> Curve | None:
        """The curve of a cell by its label."""
        return next((curve for curve in self.curves[kind] if curve.cell.label == label), None)


def measure(topic: Topic, files: Files) -> Latencies:
    """Curves of both kinds. A cell that was saturated in half of its trials or more has no response curve."""
    curves = shared.measure(topic, files)
    saturated = {entry.cell.label: saturation(entry) for entry in topic.cells if entry.saturated}
    mostly = {entry.cell for entry in topic.cells if 2 * len(entry.saturated) >= len(entry.ok)}
    curves["response"] = [curve for curve in curves["response"] if curve.cell not in mostly]
    return Latencies(curves, saturated)


def saturation(entry: CellTrials) -> str:
    """Such as `saturated in 6 of 6 trials: achieved 10.2 of 12.0 k ops/s`."""
    text = f"saturated in {len(entry.saturated)} of {units.plural(len(entry.ok), 'trial')}"
    found = [(trial.metrics[ACHIEVED], trial.rate_per_s) for trial in entry.saturated
             if trial.rate_per_s and ACHIEVED in trial.metrics]
    if not found:
        return text
    return f"{text}: achieved {units.rate(statistics.median(rate for rate, _ in found))} of {units.rate(found[0][1])}"


def draw(topic: Topic, found: Latencies, footer: list[str]) -> style.Chart:
    """A row per allocator or collector's heaps, common axes; `unique` on glibc is repeated in grey elsewhere."""
    names = panels([curve.cell for curve in found.all])
    heights = [max(2.6, 0.62 * sum(curve.cell.panel == name for curve in found.curves["service"]))
               for name in names] or [3.0]
    gaps = 0.95 * len(heights)
    rate = f" = {topic.rate}" if topic.rate else ""
    title = f"{topic.setting.workload} ({topic.setting.parameters}{rate}): service and response time"
    fig, axes = grid.panels(len(heights), 2, 0.75 + sum(heights) + gaps, title, footer, below_in=0.6,
                            height_ratios=heights, left=0.075, right=0.79, wspace=0.07, hspace=gaps / sum(heights))
    if not found.all:
        for ax, kind in zip(axes[0], KINDS):
            ax.set_title(f"{kind} time")
            style.empty_panel(ax, shared.EMPTY)
        return fig
    looks = style.looks_of(topic.cells)
    limits = shared.limits(found.all)
    for row, name in zip(axes, names):
        for ax, kind in zip(row, KINDS):
            shared.panel(ax, style.plain(f"{kind} time, {name}", 40), kind, name, found.curves[kind], looks, limits)
        row[0].set_ylabel(style.plain(f"time of {topic.short_op}", 60))
        row[1].tick_params(axis="y", labelleft=False)
        _labels(row[1], name, found, looks)
    return fig


def _labels(ax: Axes, name: str, found: Latencies, looks: style.Looks) -> None:
    """A label for each cell right of its response curve; for a cell without one, on top."""
    ends = []
    for service in found.curves["service"]:
        if service.cell.panel != name:
            continue
        label = service.cell.label
        response = found.of("response", label)
        lines = [shared.short_name(service.cell), f"max service {units.duration(service.merged.max)}"]
        if response:
            lines.append(f"max response {units.duration(response.merged.max)}")
        lines += found.saturated.get(label, "").split(": ", 1) if label in found.saturated else []
        lines += [note.replace("_", " ") for note in service.notes if not note.startswith("saturated")]
        text = "\n".join(style.plain(line, 44) for line in lines)
        ends.append((response.end if response else None, text, looks[service.cell.name][0]))
    labels.beside(ax, ends)


def told(topic: Topic, found: Latencies) -> bases.Words:
    """What is drawn, and which cells could not keep up."""
    if not found.all:
        return bases.nothing(shared.EMPTY, topic)
    parts = []
    for service in found.curves["service"]:
        response = found.of("response", service.cell.label)
        said = [f"service {shared.in_words(service)}"]
        said += [f"response {shared.in_words(response)}"] if response else []
        said += [found.saturated[service.cell.label]] if service.cell.label in found.saturated else []
        parts.append(f"{service.cell.label}: {', '.join(said)}")
    text = (f"Service time and response time of {topic.op} in the steady phase of {topic.title}. Ops were due "
            f"at {topic.rate or 'a fixed rate'}, the same for all cells; response time counts from when an op "
            f"was due, and so includes its wait behind a pause. {shared.EXTENT}")
    for label, words in found.saturated.items():
        text += f" {label}: {words}; such a trial has no response times and is not in the curve."
    return bases.Words(f"Service and response time over percentile for {topic.title}. {bases.listed(parts)}", text,
                       shared.basis(found.all))


def table(topic: Topic, found: Latencies) -> Table:
    """The same in open loop, where each cell has a row for its service times and one for its response times."""
    rows = []
    for curve in found.curves["service"]:
        label, response = curve.cell.label, found.of("response", curve.cell.label)
        said = found.saturated.get(label, "").replace(": ", ":\n")
        rows.append((f"{label}, service", [*percentiles(curve), ABSENT]))
        rows.append((f"{label}, response", [
            *(percentiles(response) if response else [ABSENT] * (len(POINTED) + 3)), said or ABSENT]))
    return Table(f"Service and response time of {topic.op}, due at {topic.rate or 'a fixed rate'}",
                 ["trials", "ops", *POINTED, "max", "saturated"], rows,
                 "All ok trials of a cell merged, steady phase; response times without those of saturated "
                 f"trials, and none where half were. {ABSENT}: fewer than 10 ops lie beyond, or none.")
