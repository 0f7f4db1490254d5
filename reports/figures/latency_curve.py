"""Service time over percentile in a closed loop: what is usual at the left, what is rare at the right."""

from reports.figures import curves as shared
from reports.figures.curves import POINTED, Curve, percentiles
from reports.figures.drawing import bases, labels, style
from reports.figures.drawing.grid import grid
from reports.run.cells import panels
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
        style.empty_panel(axes[0], shared.EMPTY)
    looks = style.looks_of(topic.cells)
    for position, (ax, name) in enumerate(zip(axes, names)):
        shared.panel(ax, style.plain(name, 30), "service", name, curves, looks, shared.limits(curves))
        labels.beside(ax, [(curve.end, _label(curve), looks[curve.cell.name][0]) for curve in curves
                           if curve.cell.panel == name])
        if position % 2 == 0:
            ax.set_ylabel(style.plain(f"service time of {topic.short_op}", 60))
    return fig


def _label(curve: Curve) -> str:
    lines = [shared.short_name(curve.cell), f"max {units.duration(curve.merged.max)}, {units.count(curve.ops)} ops",
             *(note.replace("_", " ") for note in curve.notes)]
    return "\n".join(style.plain(line, 40) for line in lines)


def told(topic: Topic, curves: list[Curve]) -> bases.Words:
    if not curves:
        return bases.nothing(shared.EMPTY, topic)
    parts = [f"{curve.cell.label}: {shared.in_words(curve)}" for curve in curves]
    return bases.Words(f"Service time over percentile for {topic.title}. {bases.listed(parts)}",
                       f"Service time of {topic.op} in the steady phase of {topic.title}. {shared.EXTENT}",
                       shared.basis(curves))


def table(topic: Topic, curves: list[Curve]) -> Table:
    """Percentiles of the merged histograms, absent where fewer than 10 ops lie beyond."""
    return Table(f"Service time of {topic.op}", ["trials", "ops", *POINTED, "max"],
                 [(curve.cell.label, percentiles(curve)) for curve in curves],
                 f"All ok trials of a cell merged, steady phase. {ABSENT}: fewer than 10 ops lie beyond.")
