"""Ratios to unique on glibc: a panel for each way to manage memory, a row per workload, their mean on top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from reports.analysis import geomean
from reports.analysis.findings import Findings
from reports.analysis.geomean import Overall
from reports.analysis.ratios import Ratio, text
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes, Line2D
from reports.figures.drawing.grid import panels
from reports.run.cells import Cell, Setting, allocator_key
from reports.run.manifest import Metric
from reports.run.metrics import described
from reports.run.topics import FEW, Topic, distinct
from reports.text import units
from reports.text.table import ABSENT, Table

COLUMNS = 3
ROW_IN, LINE_IN, HEAD_IN = 0.19, 0.128, 0.62
"""Heights of a row, of each of the cells that share one, and of what stands above a panel."""
NUMBERS_IN = 1.72
"""Width of the numbers right of a panel."""
NAME_CHARACTERS, NUMBER_CHARACTERS = 38, 36
ENTERED = " †"
"""Marks rows that enter the geomean."""
STAR = " *"
"""Marks numbers of cells of which some trial has a note."""
WHOLE_PROCESS = (" Memory is the whole process's, with its baseline: program, op script and harness. So ratios of "
                 "workloads in which little lives are nearer to 1 than those of what was added to it; the claim on "
                 "memory takes the baseline off.")
REMARKS = {"cpu_ns_per_op": " CPU time is that of all threads.", "rss_peak_bytes": WHOLE_PROCESS, "p99_ns": ""}
"""What there is a figure of -> what is to be said of it beside what it is."""
P99 = "p99 of response times, or of service times in a closed loop"
_NICE = (1.02, 1.05, 1.1, 1.2, 1.4, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000, 100_000)


def title(known: dict[str, Metric], metric: str) -> str:
    """What the ratios are of."""
    return known[metric].title if metric in known else P99


def heading(known: dict[str, Metric], metric: str, where: str = "") -> str:
    """Above a figure: what is put in relation to what, and on which side of 1 it is better."""
    better = "smaller" if described(known, metric).kind == "bytes" else "shorter"
    return f"{title(known, metric)}, relative to unique on glibc{where} (left of 1 is {better})"


@dataclass(frozen=True)
class Forest:
    """Ratios of one metric: `rows[topic slug][cell label]`, and the mean of each label over `entered`."""

    metric: str
    topics: list[Topic]
    entered: list[Topic]
    rows: dict[str, dict[str, Ratio]]
    overall: dict[str, Overall]
    cells: list[Cell]
    """One of each label but the reference's, in the order in which cells are shown."""

    @property
    def known(self) -> dict[str, Metric]:
        """The manifest's table."""
        return self.topics[0].metrics

    @property
    def panels(self) -> list[str]:
        return list(dict.fromkeys(cell.name for cell in self.cells))

    def of(self, panel: str) -> list[Cell]:
        """The cells of a panel, which differ in their allocator."""
        return [cell for cell in self.cells if cell.name == panel]

    @property
    def words(self) -> list[str]:
        """The words noted on any trial that is shown."""
        return sorted({word for topic in self.topics for entry in topic.cells for word in entry.note_counts})

    def noted(self, topic: Topic, cell: Cell) -> bool:
        """Whether a trial of the cell with this label has a note."""
        return any(entry.notes for entry in topic.cells if entry.cell.label == cell.label)

    def decides(self, topic: Topic, cell: Cell) -> bool:
        return all(entry.decides for entry in topic.cells if entry.cell.label == cell.label)

    @property
    def every(self) -> list[Ratio]:
        return [row for found in self.rows.values() for row in found.values()]


def measure(findings: Findings, metric: str) -> Forest:
    """The ratios of every cell in every setting."""
    topics = findings.topics
    rows = {topic.slug: {row.cell.label: row for row in findings.ratios(topic, geomean.metric_of(topic, metric))}
            for topic in topics}
    cells = [entry.cell for entry in distinct(topics) if entry.cell != entry.cell.reference]
    entered = geomean.representatives(topics, metric)
    return Forest(metric, topics, entered, rows,
                  {cell.label: geomean.overall(findings, entered, cell.label, metric) for cell in cells}, cells)


def row_name(setting: Setting) -> str:
    """The workload with what is not usual about its setting, the side among it."""
    return setting.place + (f", {setting.side}" if setting.side else "")


def limit(found: Sequence[Ratio | Overall], stretch: float = 1.06, margin: float = 0.03) -> float:
    """The axis runs from 1 / limit to limit, so that twice and half are equally far from 1."""
    ends = [abs(math.log(end)) for end in bases.numbers(each.interval for each in found)]
    return math.exp(max(ends, default=0.0) * stretch + margin)


def ticks(most: float) -> list[float]:
    """At most five tick values, symmetric about 1 and within 1 / most .. most."""
    # Not at the very end, where the label would touch that of the panel beside it.
    able = [nice for nice in _NICE if nice <= most and (nice < most**0.85 or nice == _NICE[0])]
    # Nor so near to another that their labels would touch.
    inner = [nice for nice in able[:-1] if most**0.28 < nice and nice * most**0.46 < able[-1]]
    able = [*[min(inner, key=lambda nice: abs(math.log(nice) - 0.45 * math.log(able[-1]))) for _ in inner[:1]],
            *able[-1:]]
    return [1 / nice for nice in reversed(able)] + [1.0] + able


def draw(forest: Forest, footer: list[str]) -> style.Chart:
    """Panels with one common log axis that is symmetric about 1, and common rows; numbers beside each."""
    names = forest.panels
    rows, columns = max(1, math.ceil(len(names) / COLUMNS)), min(COLUMNS, max(1, len(names)))
    # Panels of one row of the page share the height that the one with the most cells needs.
    lines = [max([1] + [len(forest.of(name)) for name in names[COLUMNS * row:COLUMNS * (row + 1)]])
             for row in range(rows)]
    heights = [max(ROW_IN, LINE_IN * most) * (len(forest.topics) + 2) for most in lines]
    labels = [row_name(topic.setting) for topic in forest.topics]
    left = 0.018 + 0.0055 * max(12, min(NAME_CHARACTERS, max(map(len, labels), default=0)))
    panel_in = style.WIDTH_IN * (1 - left) / columns - NUMBERS_IN
    fig, axes = panels(rows, columns, 0.85 + sum(heights) + HEAD_IN * rows, heading(forest.known, forest.metric),
                       footer, below_in=0.62, height_ratios=heights, left=left, right=1 - NUMBERS_IN / style.WIDTH_IN,
                       wspace=NUMBERS_IN / panel_in, hspace=HEAD_IN * rows / sum(heights))
    looks = style.looks_of(distinct(forest.topics))
    most = limit([*forest.every, *forest.overall.values()])
    for number, (ax, name) in enumerate(zip(axes.ravel(), names)):
        _panel(ax, name, forest, looks, most, labelled=number % columns == 0)
    for ax in axes.ravel()[max(1, len(names)):]:
        ax.set_visible(False)
    if not names:
        style.empty_panel(axes[0][0], "Nothing but unique on glibc was measured.")
    fig.legend(handles=_legend(forest), loc="lower left", ncols=8, handlelength=2, columnspacing=1.5,
               bbox_to_anchor=(left, (0.02 + fig.footer_in) / fig.get_figheight()))
    return fig


def _panel(ax: Axes, name: str, forest: Forest, looks: style.Looks, most: float, labelled: bool) -> None:
    cells = forest.of(name)
    ax.set_title(style.plain(name, 40))
    many = units.span([len(forest.overall[cell.label].workloads) for cell in cells])
    ax.annotate(f"geomean over {many} workloads", (1.03, 0), xycoords="axes fraction", xytext=(0, -6.5), va="top",
                textcoords="offset points", fontsize=6.5, color=style.FAINT)
    ax.set(xscale="log", xlim=(1 / most, most), ylim=(len(forest.topics) + 0.6, -0.6))
    ax.axhspan(-0.6, 0.5, color=style.GRID, alpha=0.6, linewidth=0, zorder=0)
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    names = [style.plain(row_name(topic.setting), NAME_CHARACTERS) for topic in forest.topics]
    ax.set_yticks(range(len(names) + 1), ["geomean", *names] if labelled else [""] * (len(names) + 1))
    if labelled:
        ax.get_yticklabels()[0].set_fontweight("bold")
    ax.tick_params(axis="y", length=0, labelsize=7.5)
    style.ratio_ticks(ax.xaxis, ticks(most))
    ax.tick_params(axis="x", labelsize=7)
    colour, marker = looks[name]
    share = max(ROW_IN / LINE_IN, len(cells))
    offsets = {cell: (number - (len(cells) - 1) / 2) / share for number, cell in enumerate(cells)}
    for cell, offset in offsets.items():
        mean = forest.overall[cell.label]
        _mark(ax, cell, mean, offset, colour, marker, f"geomean {said(mean)}")
        _number(ax, offset, _whose(cell, cells) + said(mean).partition(" of ")[0], mean,
                fontweight="bold" if mean.interval else "normal")
    for position, topic in enumerate(forest.topics, start=1):
        found = {cell: row for cell in cells if (row := forest.rows[topic.slug].get(cell.label))}
        if not found:
            _number(ax, position, "not in the plan", None)
            continue
        for cell, offset in offsets.items():
            row, star = found.get(cell), STAR if forest.noted(topic, cell) else ""
            words = text(row) + star if row else "not in the plan"
            _number(ax, position + offset, _whose(cell, cells) + words, row)
            if row and row.interval:
                _mark(ax, cell, row, position + offset, colour, marker, f"{row_name(topic.setting)}: {row.metric} "
                      f"{text(row)}, {units.plural(row.interval.n, 'block')}", topic in forest.entered,
                      forest.decides(topic, cell))


def _whose(cell: Cell, cells: list[Cell]) -> str:
    """The allocator in front of a number, where several cells share a row."""
    return f"{cell.allocator} " if len(cells) > 1 else ""


def _number(ax: Axes, y: float, words: str, found: Ratio | Overall | None, **options: Any) -> None:
    known = found is not None and found.interval is not None
    ax.text(1.03, y, style.plain(words, NUMBER_CHARACTERS), transform=ax.get_yaxis_transform(), va="center",
            fontsize=6.5, color=style.TEXT if known else style.FAINT, **options)


def _mark(ax: Axes, cell: Cell, found: Ratio | Overall, y: float, colour: str, marker: str, tip: str,
          entered: bool = True, decides: bool = True) -> None:
    """Nothing where there is no number."""
    if found.interval is None:
        return
    style.estimate(ax, cell, f"{cell.label}, {tip}", found.interval, y, color=colour, linewidth=1.2, marker=marker,
                   markersize=4.5 if isinstance(found, Ratio) else 6,
                   fillstyle=style.fill_style(cell.allocator) if decides else style.HOLLOW,
                   markerfacecoloralt="white", alpha=1 if entered else 0.55)


def said(found: Overall) -> str:
    """`1.23 [1.20, 1.27] of 9 workloads`, or why there is no number."""
    if found.interval is None:
        return found.note
    return f"{units.interval(found.interval)} of {units.plural(len(found.workloads), 'workload')}"


def _legend(forest: Forest) -> list:
    names = sorted({cell.allocator for cell in forest.cells}, key=allocator_key)
    square = partial(Line2D, [], [], color=style.TEXT, marker="s", linestyle="none", markersize=5)
    return [square(label=style.plain(name, 20), fillstyle=style.fill_style(name), markerfacecoloralt="white")
            for name in names] + [square(alpha=0.55, label="paler: not in the geomean")] + (
                [square(fillstyle=style.HOLLOW, label="hollow collector: too few collections, decides nothing")]
                if FEW in forest.words else [])


def table(forest: Forest) -> Table:
    """Every ratio that is drawn: a row per setting, a column per cell."""
    labels = [cell.label for cell in forest.cells]
    rows = [("geomean", [said(forest.overall[label]).replace(" [", "\n[").replace(" of ", "\nof ")
                         for label in labels])]
    rows += [(row_name(topic.setting) + (ENTERED if topic in forest.entered else ""),
              [text(row).replace(" [", "\n[") if (row := forest.rows[topic.slug].get(label)) else ABSENT
               for label in labels]) for topic in forest.topics]
    return Table(f"{title(forest.known, forest.metric)}: ratios to unique on glibc", labels, rows,
                 "Hodges-Lehmann estimate by block, in brackets the exact signed-rank interval of at least 95 %. "
                 f"†: enters the geomean. {ABSENT}: not in the plan.")


def told(forest: Forest) -> bases.Words:
    what, blocks = title(forest.known, forest.metric), [row.interval.n for row in forest.every if row.interval]
    if not blocks:
        return bases.nothing(f"No cell has a ratio to unique on glibc in {what}.", basis="N: no pair of trials.")
    parts = [f"{cell.label} geomean {said(forest.overall[cell.label])}" for cell in forest.cells]
    metrics = sorted({geomean.metric_of(topic, forest.metric) for topic in forest.topics})
    which = ", ".join(f"{name}; {forest.known[name].better} is better" for name in metrics)
    names = ", ".join(row_name(topic.setting) for topic in forest.entered)
    starred = f" A star marks cells with a note ({', '.join(forest.words)})." if forest.words else ""
    return bases.Words(
        f"{what} as a ratio to unique on glibc, by workload: {bases.listed(parts)} The table below has the ratio of "
        "every workload.",
        f"{what} ({which}) of each cell as a ratio to unique on glibc of the same workload. Ratios are of log "
        "differences by block, a block's value being the median of its ok trials. The interval of the geomean says "
        "how well these workloads repeat here, not how others would fare. The axis is logarithmic and symmetric about "
        f"1.{REMARKS[forest.metric]}",
        f"N: paired by {units.span(blocks)} blocks. Mark: Hodges-Lehmann ratio; bar: exact signed-rank interval of at "
        f"least 95 %, none under 6 blocks. Geomean over {names or 'no workload'}, as far as a cell has them; forms of "
        f"a workload share one vote, and null has none.{starred}")
