"""Ratios to `unique` on glibc with their intervals: a panel per workload, a row per cell."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from reports import style, units
from reports.cells import cell_key
from reports.ratios import METRICS, Ratio, ratio
from reports.tidy import Topic

COLUMNS = 2
LABEL_CHARACTERS = 44
TITLES = {"cpu_ns_per_op": "CPU time of all threads per op", "rss_peak_bytes": "Peak resident memory"}
_NICE = (1.02, 1.05, 1.1, 1.2, 1.4, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000, 100_000)


def measure(topics: list[Topic], metric: str) -> list[tuple[Topic, list[Ratio]]]:
    """For each topic the ratio of every cell but the reference."""
    return [(topic, [ratio(entry, topic.reference, metric) for entry in topic.cells
                     if entry.cell != entry.cell.reference]) for topic in topics]


def limit(rows: list[Ratio]) -> float:
    """The axis runs from 1 / limit to limit, so that twice and half are equally far from 1."""
    ends = [abs(math.log(end)) for row in rows if row.interval
            for end in (row.interval.estimate, row.interval.low, row.interval.high) if end]
    return math.exp(max(ends, default=0.0) * 1.12 + 0.03)


def ticks(most: float) -> list[float]:
    """At most five tick values, symmetric about 1 and within 1 / most .. most."""
    able = [nice for nice in _NICE if nice <= most]
    if len(able) > 2:
        able = [min(able, key=lambda nice: abs(math.log(nice) - 0.45 * math.log(able[-1]))), able[-1]]
    return [1 / nice for nice in reversed(able)] + [1.0] + able


def text(row: Ratio) -> str:
    """`1.23 [1.20, 1.27]`, or why there is no number."""
    if row.interval is None:
        return row.note
    if row.interval.low is None:
        return f"{units.significant(row.interval.estimate)} (no interval, N {row.interval.n})"
    low, high = units.significant(row.interval.low), units.significant(row.interval.high)
    return f"{units.significant(row.interval.estimate)} [{low}, {high}]"


def draw(measured: list[tuple[Topic, list[Ratio]]], metric: str, footer: list[str]) -> Figure:
    """Forest plots with one common log axis that is symmetric about 1."""
    every = [row for _, rows in measured for row in rows]
    pairs = {(entry.cell.label): (entry.cell, entry.group) for topic, _ in measured for entry in topic.cells}
    looks = style.variants(sorted(pairs.values(), key=lambda pair: cell_key(*pair)))
    shown = {label: pair for label, pair in pairs.items() if pair[0] != pair[0].reference}
    order = [label for label, pair in sorted(shown.items(), key=lambda item: cell_key(*item[1]))]
    rows = max(1, math.ceil(len(measured) / COLUMNS))
    panel = 0.55 + 0.2 * max(3, len(order))
    better = "shorter" if metric.endswith("ns_per_op") else "smaller"
    fig, foot = style.figure(
        0.85 + panel * rows,
        f"{TITLES.get(metric, metric)}, relative to unique on glibc (left of 1 is {better})", footer)
    height = fig.get_figheight()
    axes = fig.subplots(rows, COLUMNS, squeeze=False).ravel()
    # What the longest name takes up in the font of its ticks, of a width that does not change.
    left = max(0.145, 0.0056 * min(LABEL_CHARACTERS, max(map(len, order), default=0)) + 0.012)
    fig.subplots_adjust(left=left, right=0.875, wspace=0.48, hspace=0.62 / (panel - 0.55),
                        top=1 - 0.68 / height, bottom=(0.42 + foot) / height)
    most = limit(every)
    for position, (ax, (topic, found)) in enumerate(zip(axes, measured)):
        _panel(ax, topic, found, order, looks, most)
        if position % COLUMNS:
            ax.set_yticklabels([])
    for ax in axes[len(measured):]:
        ax.set_visible(False)
    return fig


def _panel(ax, topic: Topic, found: list[Ratio], order: list[str], looks, most: float) -> None:
    rows = {row.cell.label: row for row in found}
    noted = {entry.cell.label for entry in topic.cells if entry.notes}
    ax.set_title(style.plain(topic.title, 60), fontsize=8.5)
    ax.set_xscale("log")
    ax.set_xlim(1 / most, most)
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_yticks(range(len(order)), [style.plain(label, LABEL_CHARACTERS) for label in order])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    at = ticks(most)
    style.fixed_ticks(ax.xaxis, at, [f"{value:g}" if value >= 1 else f"1/{1 / value:g}" for value in at])
    ax.axvline(1, color=style.FAINT, linewidth=0.9, zorder=1)
    for position, label in enumerate(order):
        row = rows.get(label)
        if row is None:
            ax.text(1.02, position, "not in the plan", transform=ax.get_yaxis_transform(), va="center",
                    fontsize=7, color=style.FAINT)
            continue
        colour, marker = looks[row.cell.name]
        if row.interval:
            if row.interval.low is not None:
                ax.plot([row.interval.low, row.interval.high], [position] * 2, color=colour, linewidth=1.6)
            ax.plot(row.interval.estimate, position, marker=marker, color=colour, markersize=5,
                    markerfacecolor=colour if row.interval.low is not None else "white")
        star = " *" if label in noted else ""
        ax.text(1.02, position, text(row) + star, transform=ax.get_yaxis_transform(), va="center", fontsize=7,
                color=style.TEXT if row.interval else style.FAINT)


def basis(measured: list[tuple[Topic, list[Ratio]]]) -> str:
    """N and interval in a few words, for the figure itself."""
    blocks = [row.interval.n for _, rows in measured for row in rows if row.interval]
    if not blocks:
        return "N: no pair of trials."
    trials = [len(entry.ok) for topic, _ in measured for entry in topic.cells if entry.ok]
    return (f"N: {units.span(trials)} trials per cell, paired by {units.span(blocks)} blocks. Mark: "
            "Hodges-Lehmann ratio; bar and brackets: exact signed-rank interval of at least 95 %."
            + _starred(measured))


def _starred(measured: list[tuple[Topic, list[Ratio]]]) -> str:
    words = sorted({word for topic, _ in measured for entry in topic.cells for word in entry.note_counts})
    return f" A star marks cells with a note ({', '.join(words)})." if words else ""


def alt(measured: list[tuple[Topic, list[Ratio]]], metric: str) -> str:
    """The chart in words."""
    parts = [f"{topic.setting.workload}: " + ", ".join(f"{row.cell.label} {text(row)}" for row in rows)
             for topic, rows in measured]
    return f"{TITLES.get(metric, metric)} as a ratio to unique on glibc. " + "; ".join(parts) + "."


def caption(measured: list[tuple[Topic, list[Ratio]]], metric: str) -> str:
    """What is drawn, N, and the interval."""
    blocks = [row.interval.n for _, rows in measured for row in rows if row.interval]
    if not blocks:
        return f"No cell has a ratio to unique on glibc in {metric}."
    return (f"{TITLES.get(metric, metric)} ({metric}; {METRICS[metric]} is better) of each cell as a ratio "
            "to unique on glibc of the same workload. Mark: Hodges-Lehmann estimate over paired log "
            f"differences of {units.span(blocks)} blocks, a block's value being the median of its ok "
            "trials. Bar: exact signed-rank interval of at least 95 %. Hollow marks have too few blocks "
            "for an interval. The axis is logarithmic and symmetric about 1." + _starred(measured))
