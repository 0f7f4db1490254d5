"""When interruptions happened: one trial of each cell from the start of steady to its end, a lane per cell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.lines import Line2D

from reports import style, units
from reports.cells import Cell
from reports.figures.causes import looks, order_of
from reports.load import Trial
from reports.series import Files
from reports.tables import ABSENT, Table
from reports.tidy import CellTrials, Topic, steady_ns

MOST = 400
"""So many interruptions of a lane are drawn, the longest ones; more would be a solid bar."""
LANE_IN, FULL = 0.42, 0.82
"""Height of a lane, and the part of it that the longest interruption of all takes up."""
GUIDE_NS = 1e6
PAUSES = "#111111"
EMPTY = "No ok trial has a record of interruptions."


@dataclass(frozen=True)
class Lane:
    """One trial. `events` maps a cause to (start, length) rows in ns since the start of steady, longest first."""

    cell: Cell
    group: str
    trial: Trial
    of_trials: int
    steady_ns: int
    events: dict[str, np.ndarray]
    pauses: np.ndarray
    left_out: int

    @property
    def longest_ns(self) -> float:
        return max((float(rows[:, 1].max()) for rows in self.events.values() if len(rows)), default=0.0)

    @property
    def number(self) -> int:
        """Of all interruptions in steady, those that are not drawn too."""
        return sum(map(len, self.events.values())) + self.left_out

    @property
    def said(self) -> str:
        """Such as `12 interruptions, longest 3.10 ms`, or `none`."""
        if not self.number:
            return "none"
        return f"{units.plural(self.number, 'interruption')}, longest {units.duration(self.longest_ns)}"


def representative(entry: CellTrials) -> Trial | None:
    """The ok trial with the median interrupted time (the lower of two in the middle), among those with a log."""
    able = [trial for trial in entry.ok
            if trial.raw.get("interruptions") and "interruption_total_ns" in trial.metrics]
    able.sort(key=lambda trial: (trial.metrics["interruption_total_ns"], trial.trial_id))
    return able[(len(able) - 1) // 2] if able else None


def measure(topic: Topic, files: Files) -> list[Lane]:
    """The lane of every cell that has one."""
    lanes = []
    for entry in topic.cells:
        trial = representative(entry)
        events = files.steady_events(trial, "interruptions") if trial else None
        if events is not None:
            reported = files.steady_events(trial, "pauses") or {}
            kept, left_out = longest(events)
            pauses = np.concatenate([np.empty((0, 2)), *reported.values()])
            lanes.append(Lane(entry.cell, entry.group, trial, len(entry.ok), steady_ns([trial]), kept, pauses,
                              left_out))
    return lanes


def longest(events: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], int]:
    """The MOST longest events over all causes, longest first, and how many others there were."""
    number = sum(map(len, events.values()))
    lengths = np.sort(np.concatenate([np.empty(0), *(rows[:, 1] for rows in events.values())]))[::-1]
    least = lengths[MOST - 1] if number > MOST else -math.inf
    kept = {cause: rows[np.argsort(-rows[:, 1], kind="stable")] for cause, rows in events.items()}
    kept = {cause: rows[rows[:, 1] >= least] for cause, rows in kept.items()}
    return kept, number - sum(map(len, kept.values()))


def draw(topic: Topic, lanes: list[Lane], footer: list[str]) -> style.Chart:
    """A lane per cell on one time axis; a stroke's height is the log of its length, on one scale for all lanes."""
    fig, foot = style.figure(1.35 + LANE_IN * max(3, len(lanes)), f"{topic.title}: when it was interrupted", footer)
    height = fig.get_figheight()
    ax = fig.subplots()
    fig.subplots_adjust(left=0.2, right=0.8, top=1 - 0.45 / height, bottom=(0.85 + foot) / height)
    if not any(lane.number for lane in lanes):
        style.empty_panel(ax, "No interruption over the threshold was seen in these trials." if lanes else EMPTY)
        ax.set(xticks=[], yticks=[])
        return fig
    low, high = scale(lanes)
    ax.set_xlim(0, max(lane.steady_ns for lane in lanes) * 1e-9)
    ax.set_ylim(len(lanes), -0.15)
    ax.set_yticks([row + 0.6 for row in range(len(lanes))], [style.plain(lane.cell.label, 34) for lane in lanes])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("s since the start of steady")
    causes = order_of({cause for lane in lanes for cause, rows in lane.events.items() if len(rows)})
    drawn = looks(causes)
    for row, lane in enumerate(lanes):
        _lane(ax, row, lane, low, high, causes, drawn)
    handles = [Line2D([], [], color=drawn[cause][0], linewidth=2.5, label=style.plain(cause, 24)) for cause in causes]
    if any(len(lane.pauses) for lane in lanes):
        handles.append(Line2D([], [], color=PAUSES, linewidth=2.5, label="reported as a pause (beneath)"))
    handles.append(Line2D([], [], color=style.FAINT, linewidth=0.6, linestyle=(0, (2, 2)),
                          label=f"{units.tick(GUIDE_NS)} long"))
    fig.legend(handles=handles, loc="lower center", ncols=12, columnspacing=1.4, handlelength=1.6,
               bbox_to_anchor=(0.5, (0.05 + foot) / height))
    return fig


def scale(lanes: list[Lane]) -> tuple[float, float]:
    """Lengths in ns at the foot and at the top of every lane."""
    lengths = [rows[:, 1] for lane in lanes for rows in lane.events.values() if len(rows)]
    low, high = min(found.min() for found in lengths), max(found.max() for found in lengths)
    return max(1.0, low / 1.5), max(high, low * 1.5)


def share(length_ns, low: float, high: float):
    """How much of FULL a stroke of this length takes up."""
    return FULL * np.log(np.maximum(length_ns, low) / low) / math.log(high / low)


def _lane(ax, row: int, lane: Lane, low: float, high: float, causes: list[str], drawn) -> None:
    foot = row + 0.92
    end = lane.steady_ns * 1e-9
    ax.plot([0, end], [foot, foot], color=style.FAINT, linewidth=0.7)
    if low < GUIDE_NS < high:
        at = foot - share(GUIDE_NS, low, high)
        ax.plot([0, end], [at, at], color=style.FAINT, linewidth=0.6, linestyle=(0, (2, 2)), alpha=0.7)
    for cause in causes:
        rows = lane.events.get(cause, np.empty((0, 2)))
        if not len(rows):
            continue
        starts, tops = rows[:, 0] * 1e-9, foot - share(rows[:, 1], low, high)
        strokes, = ax.plot(*strung(starts, foot, starts, tops), color=drawn[cause][0], linewidth=1.1,
                           solid_capstyle="butt")
        style.mark(strokes, lane.cell, f"{lane.cell.label}: {cause}, {units.count(len(rows))} drawn, longest "
                   f"{units.duration(rows[0, 1])}, trial {lane.trial.trial_id}")
    if len(lane.pauses):
        starts = lane.pauses[:, 0] * 1e-9
        ax.plot(*strung(starts, foot + 0.05, starts + lane.pauses[:, 1] * 1e-9, foot + 0.05), color=PAUSES,
                linewidth=2.2, solid_capstyle="butt")
    ax.text(1.015, foot - FULL / 2, lane.said.replace(", ", ",\n"), transform=ax.get_yaxis_transform(), va="center",
            fontsize=7.5, linespacing=1.2)


def strung(x1, y1, x2, y2) -> tuple[np.ndarray, np.ndarray]:
    """Many strokes as the x and y of one line with gaps: one element in the SVG instead of hundreds."""
    gaps = np.full(len(x1), np.nan)
    return (np.column_stack([x1, x2, gaps]).ravel(),
            np.column_stack([np.broadcast_to(y1, gaps.shape), np.broadcast_to(y2, gaps.shape), gaps]).ravel())


def table(topic: Topic, lanes: list[Lane]) -> Table:
    """Which trial each lane shows, and what is in it."""
    rows = [(lane.cell.label, [lane.trial.trial_id, units.duration(lane.steady_ns), units.count(lane.number),
                               units.duration(lane.longest_ns) if lane.number else ABSENT,
                               units.count(len(lane.pauses)), units.count(lane.left_out)]) for lane in lanes]
    return Table(f"Trials whose interruptions are drawn, {topic.title}",
                 ["trial", "steady", "interruptions", "longest", "reported pauses", "not drawn"], rows,
                 "Of each cell the ok trial with the median interrupted time, the lower of two in the middle. Not "
                 f"drawn: the shorter ones, where there are more than {MOST}.")


def basis(lanes: list[Lane]) -> str:
    """N and interval in a few words, for the figure itself."""
    if not lanes:
        return "N: no trial."
    return (f"N: one trial per cell, that with the median interrupted time of {_of(lanes)}; no interval. Height: "
            "length on a log scale that all lanes share." + _left_out(lanes))


def _of(lanes: list[Lane]) -> str:
    return units.span([lane.of_trials for lane in lanes])


def _left_out(lanes: list[Lane]) -> str:
    left = sum(lane.left_out for lane in lanes)
    return f" The {MOST} longest of a lane are drawn; {units.count(left)} shorter ones are not." if left else ""


def alt(topic: Topic, lanes: list[Lane]) -> str:
    """The chart in words."""
    if not lanes:
        return f"Interruptions over time of {topic.title}: empty, because no ok trial has a record of them."
    return (f"Interruptions over time in one trial of each cell of {topic.title}: "
            + "; ".join(f"{lane.cell.label} {lane.said}" for lane in lanes) + ".")


def caption(topic: Topic, lanes: list[Lane]) -> str:
    """What is drawn, of which trials, and what it leaves out."""
    if not lanes:
        return f"{topic.title}: {EMPTY[0].lower()}{EMPTY[1:]}"
    return (f"Interruptions of one trial of each cell of {topic.title}, over the time since its steady phase began: "
            f"the ok trial with the median interrupted time among {_of(lanes)}, the lower of two in the middle. Each "
            "stroke is an interruption where it began; its height is its length on a log scale that all lanes share, "
            "its colour the likely cause. Black beneath: pauses that the memory manager reported, as long as they "
            "were. A lane ends where its steady phase does." + _left_out(lanes))
