"""Service time over percentile in a closed loop: what is usual at the left, what is rare at the right."""

from __future__ import annotations


from reports.figures import curves as shared
from reports.figures.curves import POINTED, Curve, percentiles
from reports.figures.drawing import labels, style
from reports.figures.drawing.grid import grid
from reports.run.cells import REFERENCE_ALLOCATOR, panels
from reports.run.files import Files
from reports.run.topics import Topic
from reports.text import units
from reports.text.table import ABSENT, Table


def measure(topic: Topic, files: Files) -> list[Curve]:
    """The curve of every cell of the topic with at least one readable histogram of an ok trial."""
    return shared.measure(topic, files)["service"]


def draw(topic: Topic, curves: list[Curve], footer: list[str]) -> style.Chart:
    """One panel per allocator or collector's heaps; `unique` on glibc is repeated in grey in the others."""
    names = panels([curve.cell for curve in curves])
    lines = max((sum(curve.cell.panel == name for curve in curves) for name in names), default=0)
    # Up to six labels fit beside a panel; beyond that the panel grows with them.
    fig, axes = grid(len(names), 2, f"{topic.title}: service time", footer, row_in=4.1 + 0.4 * max(0, lines - 6),
                     around_in=0.8, below_in=0.88, left=0.07, right=0.865, wspace=0.56, hspace=0.4)
    if not curves:
        style.empty_panel(axes[0], "No ok trial of this workload has a histogram.")
    looks = style.variants([(entry.cell, entry.group) for entry in topic.cells])
    for position, (ax, name) in enumerate(zip(axes, names)):
        _panel(ax, name, curves, looks)
        if position % 2 == 0:
            ax.set_ylabel(style.plain(f"service time of {topic.short_op}", 60))
    return fig


def _panel(ax, name: str, curves: list[Curve], looks) -> None:
    repeats = any(curve.cell == curve.cell.reference for curve in curves) and name != REFERENCE_ALLOCATOR
    ax.set_title(style.plain(name, 30) + (" (grey: unique on glibc)" if repeats else ""))
    shared.axes(ax, shared.limits(curves))
    ends = []
    for curve in curves:
        if curve.cell.panel == name:
            colour, marker = looks[curve.cell.name]
            ends.append((*shared.line(ax, curve, "service", colour, marker), _label(curve), colour))
        elif curve.cell == curve.cell.reference:
            shared.behind(ax, curve, "service")
    labels.at_line_ends(ax, ends)


def _label(curve: Curve) -> str:
    lines = [shared.short_name(curve.cell), f"max {units.duration(curve.merged.max)}, {units.count(curve.ops)} ops",
             *(note.replace("_", " ") for note in curve.notes)]
    return "\n".join(style.plain(line, 40) for line in lines)


def basis(curves: list[Curve]) -> str:
    """N and interval in a few words, for the figure itself."""
    return shared.basis(curves)


def alt(topic: Topic, curves: list[Curve]) -> str:
    """The chart in words, for those who do not see it."""
    if not curves:
        return f"Service time of {topic.title}: empty, because no ok trial has a histogram."
    parts = [f"{curve.cell.label}: {shared.in_words(curve)}" for curve in curves]
    return f"Service time over percentile for {topic.title}. " + "; ".join(parts) + "."


def caption(topic: Topic, curves: list[Curve]) -> str:
    """What is drawn."""
    if not curves:
        return f"{topic.title}: no ok trial of this workload has a histogram."
    return f"Service time of {topic.op} in the steady phase of {topic.title}. {shared.EXTENT}"


def table(topic: Topic, curves: list[Curve]) -> Table:
    """Percentiles of the merged histograms, absent where fewer than 10 ops lie beyond."""
    return Table(f"Service time of {topic.op}", ["trials", "ops", *POINTED, "max"],
                 [(curve.cell.label, percentiles(curve)) for curve in curves],
                 f"All ok trials of a cell merged, steady phase. {ABSENT}: fewer than 10 ops lie beyond.")
