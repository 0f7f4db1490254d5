"""Ratios to unique on glibc: a panel for each way to manage memory, a row per workload, their mean on top."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.lines import Line2D

from reports import geomean, style, units
from reports.cells import Cell, Setting, allocator_key, cell_key
from reports.geomean import Overall
from reports.ratios import METRICS, Ratio, text
from reports.tables import ABSENT, Table
from reports.tidy import Topic

COLUMNS = 3
ROW_IN, HEAD_IN = 0.19, 0.62
TITLES = {"cpu_ns_per_op": "CPU time of all threads per op", "rss_peak_bytes": "Peak resident memory",
          "p99_ns": "p99 of response times, or of service times in a closed loop"}
_NICE = (1.02, 1.05, 1.1, 1.2, 1.4, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000, 100_000)


@dataclass(frozen=True)
class Forest:
    """Ratios of one metric: `rows[topic slug][cell label]`, and the mean of each label over `entered`."""

    metric: str
    topics: list[Topic]
    entered: list[Topic]
    rows: dict[str, dict[str, Ratio]]
    overall: dict[str, Overall]
    cells: list[tuple[Cell, str]]
    """(cell, group) of each label but the reference's, in the order in which cells are shown."""

    @property
    def panels(self) -> list[str]:
        return list(dict.fromkeys(cell.name for cell, _ in self.cells))

    @property
    def every(self) -> list[Ratio]:
        return [row for found in self.rows.values() for row in found.values()]


def measure(topics: list[Topic], metric: str) -> Forest:
    """The ratios of every cell in every setting."""
    rows = {topic.slug: {row.cell.label: row for row in geomean.rows_of(topic, metric)} for topic in topics}
    pairs = {entry.cell.label: (entry.cell, entry.group) for topic in topics for entry in topic.cells
             if entry.cell != entry.cell.reference}
    cells = sorted(pairs.values(), key=lambda pair: cell_key(*pair))
    entered = geomean.representatives(topics, metric)
    return Forest(metric, topics, entered, rows,
                  {cell.label: geomean.overall(entered, cell.label, metric) for cell, _ in cells}, cells)


def row_name(setting: Setting) -> str:
    """The workload with what is not usual about its setting: `request_server, 64 MiB, load 50 %`."""
    words = [setting.workload]
    words += [f"{setting.threads} threads"] if setting.threads != 1 else []
    words += [f"{setting.live_mib:g} MiB"] if setting.live_mib is not None else []
    words += [f"load {setting.load:g} %"] if setting.load is not None else []
    return ", ".join(words)


def limit(forest: Forest) -> float:
    """The axis runs from 1 / limit to limit, so that twice and half are equally far from 1."""
    ends = [abs(math.log(end)) for found in [*forest.every, *forest.overall.values()] if found.interval
            for end in (found.interval.estimate, found.interval.low, found.interval.high) if end]
    return math.exp(max(ends, default=0.0) * 1.06 + 0.03)


def ticks(most: float) -> list[float]:
    """At most five tick values, symmetric about 1 and within 1 / most .. most."""
    # Not at the very end, where the label would touch that of the panel beside it.
    able = [nice for nice in _NICE if nice <= most and (nice < most**0.85 or nice == _NICE[0])]
    if len(able) > 2:
        able = [min(able, key=lambda nice: abs(math.log(nice) - 0.45 * math.log(able[-1]))), able[-1]]
    return [1 / nice for nice in reversed(able)] + [1.0] + able


def draw(forest: Forest, footer: list[str]) -> style.Chart:
    """Panels with one common log axis that is symmetric about 1, and common rows."""
    names = forest.panels
    rows, columns = max(1, math.ceil(len(names) / COLUMNS)), min(COLUMNS, max(1, len(names)))
    panel_in = ROW_IN * (len(forest.topics) + 2)
    better = "shorter" if forest.metric.endswith(("op", "p99_ns")) else "smaller"
    fig, foot = style.figure(0.55 + (panel_in + HEAD_IN) * rows + 0.3, f"{TITLES[forest.metric]}, relative to "
                             f"unique on glibc (left of 1 is {better})", footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, columns, squeeze=False)
    fig.subplots_adjust(left=0.235, right=0.985, wspace=0.06, hspace=HEAD_IN / panel_in, top=1 - 0.62 / height,
                        bottom=(0.62 + foot) / height)
    looks = style.variants(forest.cells)
    most = limit(forest)
    for number, ax in enumerate(axes.ravel()):
        if number < len(names):
            _panel(ax, names[number], forest, looks, most, labelled=number % columns == 0)
        else:
            ax.set_visible(False)
    if not names:
        axes[0][0].set_visible(True)
        style.empty_panel(axes[0][0], "Nothing but unique on glibc was measured.")
    fig.legend(handles=_legend(forest), loc="lower left", ncols=8, handlelength=2, columnspacing=1.5,
               bbox_to_anchor=(0.23, (0.02 + foot) / height))
    return fig


def _panel(ax, name: str, forest: Forest, looks, most: float, labelled: bool) -> None:
    cells = [cell for cell, _ in forest.cells if cell.name == name]
    ax.set_title(style.plain(name, 40))
    ax.set_xscale("log")
    ax.set_xlim(1 / most, most)
    ax.set_ylim(len(forest.topics) + 0.6, -0.6)
    ax.axhspan(-0.6, 0.5, color=style.GRID, alpha=0.6, linewidth=0, zorder=0)
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    names = [style.plain(row_name(topic.setting), 38) for topic in forest.topics]
    ax.set_yticks(range(len(names) + 1), [f"geomean of {len(forest.entered)}", *names] if labelled else [])
    if labelled:
        ax.get_yticklabels()[0].set_fontweight("bold")
    ax.tick_params(axis="y", length=0)
    at = ticks(most)
    style.fixed_ticks(ax.xaxis, at, [f"{value:g}" if value >= 1 else f"1/{1 / value:g}" for value in at])
    colour, marker = looks[name]
    offsets = [0.0] if len(cells) == 1 else [0.6 * i / (len(cells) - 1) - 0.3 for i in range(len(cells))]
    for cell, offset in zip(cells, offsets):
        mean = forest.overall[cell.label]
        _mark(ax, cell, mean, offset, colour, marker, f"geomean {said(mean)}")
        for position, topic in enumerate(forest.topics, start=1):
            row = forest.rows[topic.slug].get(cell.label)
            if row is not None:
                _mark(ax, cell, row, position + offset, colour, marker,
                      f"{row_name(topic.setting)}: {row.metric} {text(row)}, {_n(row)}",
                      entered=topic in forest.entered)


def _mark(ax, cell: Cell, found: Ratio | Overall, y: float, colour: str, marker: str, tip: str,
          entered: bool = True) -> None:
    if found.interval is None:
        return
    if found.interval.low is not None:
        ax.plot([found.interval.low, found.interval.high], [y, y], color=colour, linewidth=1.2)
    drawn, = ax.plot([found.interval.estimate], [y], marker=marker, color=colour, linestyle="none",
                     markersize=5 if isinstance(found, Ratio) else 6.5,
                     fillstyle=style.fill_style(cell.allocator), markerfacecoloralt="white",
                     alpha=1 if entered else 0.55)
    style.mark(drawn, cell, tip)


def _n(row: Ratio) -> str:
    return units.plural(row.interval.n, "block") if row.interval else "no block"


def said(found: Overall) -> str:
    """`1.23 [1.20, 1.27] of 9 workloads`, or why there is no number."""
    if found.interval is None:
        return found.note
    value = units.significant(found.interval.estimate)
    if found.interval.low is not None:
        value += f" [{units.significant(found.interval.low)}, {units.significant(found.interval.high)}]"
    else:
        value += f" (no interval, N {found.interval.n})"
    return f"{value} of {units.plural(len(found.workloads), 'workload')}"


def _legend(forest: Forest) -> list:
    names = sorted({cell.allocator for cell, _ in forest.cells}, key=allocator_key)
    marks = [Line2D([], [], color=style.TEXT, marker="s", linestyle="none", markersize=5, label=style.plain(name, 20),
                    fillstyle=style.fill_style(name), markerfacecoloralt="white") for name in names]
    return marks + [Line2D([], [], color=style.TEXT, marker="s", linestyle="none", markersize=5, alpha=0.55,
                           label="paler: not in the geomean")]


def table(forest: Forest) -> Table:
    """Every ratio that is drawn: a row per setting, a column per cell."""
    labels = [cell.label for cell, _ in forest.cells]
    rows = [("geomean", [said(forest.overall[label]).replace(" [", "\n[").replace(" of ", "\nof ")
                         for label in labels])]
    rows += [(row_name(topic.setting) + (" *" if topic in forest.entered else ""),
              [text(row).replace(" [", "\n[") if (row := forest.rows[topic.slug].get(label)) else ABSENT
               for label in labels]) for topic in forest.topics]
    return Table(f"{TITLES[forest.metric]}: ratios to unique on glibc", labels, rows,
                 "Hodges-Lehmann estimate by block, in brackets the exact signed-rank interval of at least 95 %. "
                 f"A star marks what enters the geomean. {ABSENT}: not in the plan.")


def basis(forest: Forest) -> str:
    """N and interval in a few words, for the figure itself."""
    blocks = [row.interval.n for row in forest.every if row.interval]
    if not blocks:
        return "N: no pair of trials."
    return (f"N: paired by {units.span(blocks)} blocks. Mark: Hodges-Lehmann ratio; bar: exact signed-rank interval "
            "of at least 95 %. " + _mean_in_words(forest))


def _mean_in_words(forest: Forest) -> str:
    names = ", ".join(row_name(topic.setting) for topic in forest.entered)
    return (f"Geomean over {names or 'no workload'}, as far as a cell has them; forms of a workload share one vote, "
            "and null has none.")


def alt(forest: Forest) -> str:
    """The chart in words."""
    parts = [f"{cell.label} geomean {said(forest.overall[cell.label])}" for cell, _ in forest.cells]
    return (f"{TITLES[forest.metric]} as a ratio to unique on glibc, by workload: " + "; ".join(parts or ["none"])
            + ". The table below has the ratio of every workload.")


def caption(forest: Forest) -> str:
    """What is drawn, N, and the interval."""
    blocks = [row.interval.n for row in forest.every if row.interval]
    if not blocks:
        return f"No cell has a ratio to unique on glibc in {TITLES[forest.metric]}."
    names = sorted({geomean.metric_of(topic, forest.metric) for topic in forest.topics})
    words = ", ".join(f"{name}; {METRICS[name]} is better" for name in names)
    return (f"{TITLES[forest.metric]} ({words}) of each cell as a ratio to unique on glibc of the same workload. "
            f"Mark: Hodges-Lehmann estimate over paired log differences of {units.span(blocks)} blocks, a block's "
            "value being the median of its ok trials. Bar: exact signed-rank interval of at least 95 %; none under "
            f"6 blocks. {_mean_in_words(forest)} Its interval says how well these workloads repeat here, not how "
            "others would fare. The axis is logarithmic and symmetric about 1.")
