"""How many pauses and interruptions per second are longer than x: as reported, and as the mutator saw."""

import statistics
from dataclasses import dataclass

import numpy as np

from reports.analysis.ratios import interruption_share, share_difference
from reports.figures.curves import Limits
from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes, Line2D
from reports.figures.drawing.grid import panels
from reports.run import cells
from reports.run.cells import Cell
from reports.run.files import Files
from reports.run.topics import CellTrials, Topic, median, steady_ns
from reports.text import units
from reports.text.table import ABSENT, Table

KINDS = ("pauses", "interruptions")
"""Fields of a trial that name a file of events; a panel each, in this order."""
TITLES = {"pauses": "Pauses reported by the memory manager", "interruptions": "Interruptions seen by the mutator"}
NONE = {"pauses": "No memory manager reported a pause",
        "interruptions": "No interruption over the threshold was seen"}
MAX_POINTS = 300


@dataclass(frozen=True)
class Events:
    """One cell's events of one kind in the steady phases of its ok trials. Lengths in ns, descending."""

    cell: Cell
    trials: int
    blocks: int
    steady_s: float
    lengths: np.ndarray
    lost: int
    threshold_ns: tuple[float, float]
    """(least, greatest) interruption threshold of the trials; (0, 0) for pauses"""

    @property
    def per_second(self) -> np.ndarray:
        """Element i: events per second of steady time that are as long as `lengths[i]` or longer."""
        return np.arange(1, len(self.lengths) + 1) / self.steady_s


def measure(topic: Topic, files: Files) -> dict[str, list[Events]]:
    """Kind -> the events of every cell with an ok trial whose file of that kind could be read."""
    result: dict[str, list[Events]] = {kind: [] for kind in KINDS}
    for entry in topic.cells:
        for kind in KINDS:
            read = [(trial, lengths) for trial in entry.ok
                    if (lengths := files.steady_lengths(trial, kind)) is not None]
            seconds = steady_ns([trial for trial, _ in read]) * 1e-9
            if seconds <= 0:
                continue
            thresholds = [trial.interruption_threshold_ns for trial, _ in read]
            limits = (min(thresholds), max(thresholds)) if kind == "interruptions" else (0, 0)
            lost = sum(getattr(trial, f"{kind}_lost") for trial, _ in read)
            lengths = np.sort(np.concatenate([lengths for _, lengths in read]))[::-1]
            blocks = len({trial.block for trial, _ in read})
            result[kind].append(Events(entry.cell, len(read), blocks, seconds, lengths, lost, limits))
    return result


def thinned(count: int) -> np.ndarray:
    """Which of `count` ranks are drawn: all of the longest 100, then evenly on the log axis."""
    if count <= MAX_POINTS:
        return np.arange(count)
    tail = np.geomspace(100, count, MAX_POINTS - 100).round().astype(int) - 1
    return np.unique(np.concatenate([np.arange(100), tail]))


def draw(topic: Topic, events: dict[str, list[Events]], footer: list[str]) -> style.Chart:
    """Two panels with common axes and one legend beside them that accounts for every cell.

    Fixed heaps have a row of their own for each collector.
    """
    looks = style.looks_of(topic.cells)
    rows = _rows(topic)
    legends = [_legend(row, events, looks) for row in rows]
    heights = [max(4.4 if len(rows) == 1 else 3.2, 0.6 + 0.23 * len(handles) + 0.145 * sum(
        handle.get_label().count("\n") for handle in handles)) for handles in legends]
    title = f"{topic.title}: pauses and interruptions in the steady phase"
    fig, axes = panels(len(rows), 2, sum(heights), title, footer, below_in=0.55, top_in=0.68, height_ratios=heights,
                       left=0.065, right=0.75, wspace=0.2, hspace=0.3)
    found = [entry for entries in events.values() for entry in entries]
    filled = [entry for entry in found if len(entry.lengths)]
    limits: Limits | None = None
    if filled:
        limits = ((min(max(e.lengths[-1], 1) for e in filled) / 1.5, max(e.lengths[0] for e in filled) * 1.5),
                  (min(1 / e.steady_s for e in filled) / 1.7, max(e.per_second[-1] for e in filled) * 1.7))
    for (left, right), row, handles in zip(axes, rows, legends):
        its = {entry.cell for entry in row}
        drawn = {kind: [entry for entry in events[kind] if entry.cell in its] for kind in KINDS}
        _panel(left, "pauses", drawn["pauses"], looks, limits)
        _panel(right, "interruptions", drawn["interruptions"], looks, limits)
        _threshold(right, drawn["interruptions"])
        left.set_ylabel("longer than x, per second of steady time")
        place = right.get_position()
        fig.legend(handles=handles, loc="center left", bbox_to_anchor=(0.76, (place.y0 + place.y1) / 2),
                   handlelength=3.2, labelspacing=0.7)
    return fig


def _rows(topic: Topic) -> list[list[CellTrials]]:
    """All cells without a fixed heap together, and the heaps of each collector."""
    rows = [[entry for entry in topic.cells if not entry.cell.heap]]
    heaps = [entry for entry in topic.cells if entry.cell.heap]
    rows += [[entry for entry in heaps if entry.cell.panel == name]
             for name in cells.panels([entry.cell for entry in heaps])]
    return [row for row in rows if row]


def _panel(ax: Axes, kind: str, entries: list[Events], looks: style.Looks, limits: Limits | None) -> None:
    ax.set_title(TITLES[kind])
    ax.set_xlabel("length x")
    filled = [entry for entry in entries if len(entry.lengths)]
    if not filled:
        seconds = sum(entry.steady_s for entry in entries)
        style.empty_panel(ax, f"{NONE[kind]}\nin {units.significant(seconds)} s of steady time of all cells."
                          if entries else "No ok trial has a record of these.")
    if limits is None:
        ax.set(xticks=[], yticks=[])
        return
    ax.set(xscale="log", yscale="log", xlim=limits[0], ylim=limits[1])
    style.duration_axis(ax.xaxis)
    style.rate_axis(ax.yaxis)
    for entry in filled:
        colour, marker = looks[entry.cell.name]
        ranks = thinned(len(entry.lengths))
        x, y = entry.lengths[ranks], entry.per_second[ranks]
        # x descends: the rate holds from a length down to the next shorter one, and stays left of the last.
        style.plot(ax, entry.cell, tip(entry, kind), np.append(x, limits[0][0]), np.append(y, y[-1]), color=colour,
                   drawstyle="steps-post", linestyle=style.line_style(entry.cell.allocator))
        style.plot(ax, entry.cell, tip(entry, kind), x[0], y[0], marker=marker, markerfacecolor="white",
                   markeredgecolor=colour, markersize=5.5)


def tip(entry: Events, kind: str) -> str:
    """`boehm · glibc: 240 pauses, max 3.10 ms, 31.2 per s, 10 trials, 7.69 s of steady time`."""
    return (f"{entry.cell.label}: {summary(entry, kind)}, {units.significant(entry.per_second[-1])} per s, "
            f"{units.plural(entry.trials, 'trial')}, {units.significant(entry.steady_s)} s of steady time")


def _threshold(ax: Axes, entries: list[Events]) -> None:
    if not entries:
        return
    thresholds = thresholds_ns(entries)
    if ax.get_xscale() == "log" and max(thresholds) > ax.get_xlim()[0]:
        ax.axvspan(ax.get_xlim()[0], max(thresholds), color="#efefef", zorder=0)
    ax.set_xlabel(f"length x (under {units.span(thresholds, units.tick)} not recorded)")


def thresholds_ns(entries: list[Events]) -> list[float]:
    """The interruption thresholds of the cells; 0 without any."""
    return [threshold for entry in entries for threshold in entry.threshold_ns] or [0]


def summary(entry: Events | None, noun: str) -> str:
    """Such as `12 pauses, max 3.1 ms`, `no pauses`, or `pauses not recorded`."""
    if entry is None:
        return f"{noun} not recorded"
    if not len(entry.lengths):
        return f"no {noun}"
    number = len(entry.lengths)
    return f"{units.plural(number, noun[:-1])}, max {units.duration(entry.lengths[0])}"


def by_cell(events: dict[str, list[Events]]) -> dict[Cell, dict[str, Events]]:
    """Cell -> kind -> events."""
    result: dict[Cell, dict[str, Events]] = {}
    for kind, entries in events.items():
        for entry in entries:
            result.setdefault(entry.cell, {})[kind] = entry
    return result


def _legend(row: list[CellTrials], events: dict[str, list[Events]], looks: style.Looks) -> list[Line2D]:
    found = by_cell(events)
    handles = []
    for entry in row:
        colour, marker = looks[entry.cell.name]
        kinds = found.get(entry.cell, {})
        label = style.plain(entry.cell.label, 34)
        if any(len(of_kind.lengths) for of_kind in kinds.values()):
            label = "\n".join([label] + [summary(kinds.get(kind), kind) for kind in KINDS])
        elif len(kinds) == len(KINDS):
            label += "\nneither seen"
        else:
            label += "\nnot recorded" if entry.ok else "\nno ok trial"
        handles.append(Line2D([], [], color=colour, marker=marker, markerfacecolor="white", markersize=5,
                              linestyle=style.line_style(entry.cell.allocator), label=label))
    return handles


def told(topic: Topic, events: dict[str, list[Events]]) -> bases.Words:
    """What is drawn, the threshold, and what logs could not hold."""
    entries = [entry for kind in events.values() for entry in kind]
    if not entries:
        return bases.nothing("No ok trial recorded pauses or interruptions.", topic)
    parts = [f"{cell.label}: " + ", ".join(summary(kinds.get(kind), kind) for kind in KINDS)
             for cell, kinds in by_cell(events).items()]
    under = units.span(thresholds_ns(events["interruptions"]), units.tick)
    return bases.Words(
        f"Rate of pauses and interruptions over their length for {topic.title}. {bases.listed(parts)}",
        "Pauses that the memory manager reported and interruptions that the op timeline shows in "
        f"{topic.title}, steady phase only, all ok trials of a cell together. A curve gives how many per second are "
        f"longer than x. Interruptions under {under} are not recorded." + bases.lost(entries),
        bases.events(entries, "Hollow mark: the longest."))


def table(topic: Topic, _: dict[str, list[Events]]) -> Table:
    """Pauses and interruptions: medians and a difference, since any of them may be zero."""
    rows = [(entry.cell.label, [
        median(entry, "steady_ns", units.duration),
        median(entry, "interruptions", units.count),
        _share(entry), _difference(entry, topic.reference),
        median(entry, "interruption_max_ns", units.duration),
        median(entry, "gc_steady_collections", units.count),
        median(entry, "gc_pause_total_ns", units.duration),
        median(entry, "gc_pause_max_ns", units.duration)]) for entry in topic.cells if entry.ok]
    return Table("Pauses and interruptions", [
        "steady phase", "interruptions", "interrupted\nper s of steady", "less unique · glibc\n[95 %]",
        "longest interruption", "collections,\nsteady", "pauses, total,\nsetup to trim",
        "longest pause"],
        rows, "Medians over blocks of the block's median trial. They may be zero, so they are never ratios: "
              "the difference is a Hodges-Lehmann estimate over blocks with its signed-rank interval.")


def _share(entry: CellTrials) -> str:
    values = list(interruption_share(entry).values())
    return _per_s(statistics.median(values)) if values else ABSENT


def _difference(entry: CellTrials, reference: CellTrials | None) -> str:
    found = share_difference(entry, reference)
    if found is None:
        return ABSENT
    return bases.between(found, _per_s, f"N {found.n} too small\nfor an interval", "\n")


def _per_s(share: float) -> str:
    """A share of 1 is a whole second per second."""
    return units.duration(share * 1e9)
