"""Interruptions over time: a lane per cell, in it one trial's interruptions as ticks as high as they are long."""

import math
from dataclasses import dataclass

import numpy as np

from reports.figures.causes import looks, order
from reports.figures.drawing import bases, style, time_axis
from reports.figures.drawing.artists import Axes, Line2D
from reports.figures.drawing.grid import legend_below, panels
from reports.run.cells import Cell
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, middle_trial, steady_ns
from reports.text import units
from reports.text.table import ABSENT, Table

METRIC = "interruption_total_ns"
"""The trial with its median stands for the cell."""
LANE_IN = 0.5
FLOOR, TOP, PAUSES = 0.72, 0.06, 0.86
"""Where ticks stand, where the highest ends, and where pauses lie, as shares of a lane from its top."""
LOWEST = 0.06
"""Height of the shortest tick, as a share of the highest."""
MAX_PER_LANE, MAX_IN_ALL = 400, 1200
"""How many ticks are drawn: the longest of each lane, so that a picture of every pause stays a picture."""
VISIBLE, WIDE = 0.0015, 0.004
"""Shares of the axis: a reported pause is drawn at least that wide; an interruption as wide as it is from there on."""
REPORTED = "#111111"
NONE = "No ok trial has a record of interruptions."


@dataclass(frozen=True)
class Lane:
    """The representative trial of one cell. Starts in ns since steady began, lengths in ns.

    `spans` are cause -> (events, 2) starts and lengths; `pauses` the same of reported pauses, None where they
    were not recorded. `lost` did not fit into the logs of the trial.
    """

    cell: Cell
    trial: Trial
    of_trials: int
    of_blocks: int
    steady_ns: float
    spans: dict[str, np.ndarray]
    pauses: np.ndarray | None
    lost: int

    @property
    def lengths(self) -> np.ndarray:
        """Of all causes, longest first."""
        every = [spans[:, 1] for spans in self.spans.values()]
        return np.sort(np.concatenate(every))[::-1] if every else np.empty(0)


def measure(topic: Topic, files: Files) -> list[Lane]:
    """A lane for every cell with an ok trial whose record could be read."""
    lanes = [_lane(entry, files) for entry in topic.cells]
    return [lane for lane in lanes if lane is not None]


def representative(entry: CellTrials) -> Trial | None:
    """The ok trial with the median interrupted time, among those with a record of interruptions."""
    return middle_trial([trial for trial in entry.ok if trial.interruptions and steady_ns([trial])], METRIC)


def _lane(entry: CellTrials, files: Files) -> Lane | None:
    trial = representative(entry)
    spans = files.steady_spans_by_cause(trial) if trial else None
    if trial is None or trial.steady is None or spans is None:
        return None
    begin = trial.steady.start_ns
    pauses = files.steady_spans(trial, "pauses") if entry.group == "collection" else None
    lost = sum(getattr(trial, f"{kind}_lost") for kind in ("interruptions", "pauses"))
    return Lane(entry.cell, trial, len(entry.ok), entry.blocks, steady_ns([trial]),
                {cause: found - (begin, 0) for cause, found in spans.items()},
                None if pauses is None else pauses - (begin, 0), lost)


def most_per_lane(lanes: list[Lane]) -> int:
    """How many ticks a lane may have."""
    return min(MAX_PER_LANE, MAX_IN_ALL // max(1, len(lanes)))


def kept(lane: Lane, most: int) -> dict[str, np.ndarray]:
    """Its `most` longest interruptions by cause; of several equally long ones those that come first."""
    every = [(cause, span) for cause, spans in lane.spans.items() for span in spans]
    every.sort(key=lambda pair: (-pair[1][1], pair[1][0]))
    result: dict[str, list] = {}
    for cause, span in every[:most]:
        result.setdefault(cause, []).append(span)
    return {cause: np.array(sorted(map(tuple, spans))) for cause, spans in result.items()}


def height(lengths: np.ndarray, scale: tuple[float, float]) -> np.ndarray:
    """How high ticks of these lengths are on a log scale, LOWEST to 1; `scale` is (shortest, longest) in ns."""
    low, high = scale
    share = np.log(np.maximum(lengths, low) / low) / math.log(high / low)
    return LOWEST + (1 - LOWEST) * share


def scale_of(lanes: list[Lane]) -> tuple[float, float]:
    """(shortest, longest) of all lanes in ns, at least a decade apart."""
    every = np.concatenate([lane.lengths for lane in lanes] or [np.empty(0)])
    if not len(every):
        return 1e4, 1e5
    return max(1.0, every.min()), max(every.max(), max(1.0, every.min()) * 10)


def draw(topic: Topic, lanes: list[Lane], footer: list[str]) -> style.Chart:
    """Lanes with one time axis and one scale of lengths, so that what is longer is higher everywhere."""
    fig, [[ax]] = panels(1, 1, 1.25 + LANE_IN * max(3, len(lanes)), f"{topic.title}: when the program was interrupted",
                         footer, below_in=0.83, top_in=0.42, left=0.185, right=0.8)
    if not lanes:
        style.empty_panel(ax, NONE, bare=True)
        return fig
    last_s = max(lane.steady_ns for lane in lanes) * 1e-9
    ax.set_xlim(0, last_s)
    time_axis.label(ax, last_s)
    ax.set_xlabel(ax.get_xlabel().replace("time", "time since steady began"))
    ax.set_ylim(len(lanes), 0)
    ax.set_yticks(np.arange(len(lanes)) + 0.5, [style.plain(lane.cell.label, 34) for lane in lanes])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    scale, causes, most = scale_of(lanes), order(lane.spans for lane in lanes), most_per_lane(lanes)
    _rulers(ax, lanes, scale)
    drawn = looks(causes)
    for row, lane in enumerate(lanes):
        its = kept(lane, most)
        for cause in [cause for cause in causes if cause in its]:
            _ticks(ax, row, lane, cause, its[cause], drawn[cause][0], scale)
        _pauses(ax, row, lane, most)
        ax.text(1.062, row + 0.45, _beside(lane, most), transform=ax.get_yaxis_transform(), va="center", fontsize=7,
                linespacing=1.25)
    legend_below(fig, _legend(lanes, causes, drawn), 0.05, columnspacing=1.4, handlelength=1.2)
    return fig


def _rulers(ax: Axes, lanes: list[Lane], scale: tuple[float, float]) -> None:
    """Each lane's floor as long as its steady phase was, and lines at powers of ten with their labels."""
    last = ax.get_xlim()[1]
    powers = [10.0**power for power in range(math.ceil(math.log10(scale[0])), math.floor(math.log10(scale[1])) + 1)]
    apart_in = LANE_IN * (FLOOR - TOP) * (1 - LOWEST) / math.log10(scale[1] / scale[0])
    every = max(1, math.ceil(0.105 / apart_in))
    shown = powers[::-1][::every]
    ax.hlines(np.arange(len(lanes)) + FLOOR, 0, [lane.steady_ns * 1e-9 for lane in lanes], color=style.FAINT,
              linewidth=0.7, zorder=1)
    at = [row + FLOOR - (FLOOR - TOP) * float(height(np.array(power), scale))
          for row in range(len(lanes)) for power in shown]
    ax.hlines(at, 0, last, color=style.GRID, linewidth=0.6, zorder=0.5)
    for y, power in zip(at, shown * len(lanes)):
        ax.text(1.006, y, units.tick(power), transform=ax.get_yaxis_transform(), va="center", fontsize=5.8,
                color=style.FAINT)


def _ticks(ax: Axes, row: int, lane: Lane, cause: str, spans: np.ndarray, colour: str,
           scale: tuple[float, float]) -> None:
    """One path for all of a cause: up where an interruption begins, along as long as it lasts, and down."""
    start, end = spans[:, 0] * 1e-9, (spans[:, 0] + spans[:, 1]) * 1e-9
    floor = np.full(len(spans), row + FLOOR)
    top = floor - (FLOOR - TOP) * height(spans[:, 1], scale)
    gap = np.full(len(spans), math.nan)
    # Most are too short to be seen along; leaving that out halves the size of the path.
    wide = end - start > WIDE * ax.get_xlim()[1]
    x = np.column_stack([start, start, np.where(wide, end, math.nan), np.where(wide, end, math.nan), gap])
    y = np.column_stack([floor, top, top, floor, gap])
    style.plot(ax, lane.cell, _tip(lane, lane.spans[cause], "interruption", f"{cause}, "), x.ravel(), y.ravel(),
               color=colour, linewidth=1.1, solid_capstyle="butt", solid_joinstyle="miter",
               zorder=2 if cause in ("unknown", "preempted") else 3)


def _tip(lane: Lane, spans: np.ndarray, noun: str, whose: str = "") -> str:
    lengths = spans[:, 1]
    return (f"{lane.cell.label}: {whose}{units.plural(len(lengths), noun)}, longest {units.duration(lengths.max())}, "
            f"together {units.duration(lengths.sum())} of {units.duration(lane.steady_ns)} steady; "
            f"1 of {units.plural(lane.of_trials, 'trial')}")


def _pauses(ax: Axes, row: int, lane: Lane, most: int) -> None:
    if lane.pauses is None or not len(lane.pauses):
        return
    longest = lane.pauses[np.argsort(-lane.pauses[:, 1], kind="stable")[:most]]
    longest = longest[np.argsort(longest[:, 0], kind="stable")]
    start = longest[:, 0] * 1e-9
    end = start + np.maximum(longest[:, 1] * 1e-9, VISIBLE * ax.get_xlim()[1])
    x = np.column_stack([start, end, np.full(len(longest), math.nan)])
    style.plot(ax, lane.cell, _tip(lane, lane.pauses, "reported pause"), x.ravel(), np.full(x.size, row + PAUSES),
               color=REPORTED, linewidth=3, solid_capstyle="butt", zorder=3)


def _beside(lane: Lane, most: int) -> str:
    """How many and the longest; what is not drawn; notes of the trial."""
    lengths = lane.lengths
    words = [f"{units.count(len(lengths))}, longest {units.duration(lengths[0])}" if len(lengths) else "none"]
    if len(lengths) > most:
        words.append(f"only the {most} longest drawn")
    words += [str(note).replace("_", " ") for note in lane.trial.notes][:1]
    return "\n".join(style.plain(word, 34) for word in words)


def _legend(lanes: list[Lane], causes: list[str], drawn: style.Looks) -> list[Line2D]:
    handles = [Line2D([], [], color=drawn[cause][0], linewidth=3, label=style.plain(cause, 24)) for cause in causes]
    if any(lane.pauses is not None and len(lane.pauses) for lane in lanes):
        handles.append(Line2D([], [], color=REPORTED, linewidth=3, label="below: pause that the manager reported"))
    return handles


def table(topic: Topic, lanes: list[Lane]) -> Table:
    """Which trial is drawn, and what is in it."""
    most = most_per_lane(lanes)
    rows = [(lane.cell.label, [
        lane.trial.trial_id, units.duration(lane.steady_ns), units.count(len(lane.lengths)),
        units.count(min(most, len(lane.lengths))), units.duration(lane.lengths.sum()),
        units.duration(lane.lengths[0]) if len(lane.lengths) else ABSENT,
        ABSENT if lane.pauses is None else units.count(len(lane.pauses)),
        units.duration(lane.pauses[:, 1].max()) if lane.pauses is not None and len(lane.pauses) else ABSENT])
        for lane in lanes]
    return Table("The trial drawn of each cell", [
        "trial", "steady phase", "interruptions", "drawn", "interrupted,\ntotal", "longest", "reported\npauses",
        "longest\npause"], rows,
        f"Of a cell's ok trials the one with the median {METRIC}, the lower one of two in the middle. Steady phase "
        f"only, all threads together. {ABSENT}: none, or the manager reports no pauses.")


def _left_out(lanes: list[Lane]) -> str:
    most = most_per_lane(lanes)
    shortened = [lane for lane in lanes if len(lane.lengths) > most]
    if not shortened:
        return ""
    gone = sum(len(lane.lengths) - most for lane in shortened)
    return (f" Of {units.plural(len(shortened), 'lane')} only the {most} longest are drawn, without "
            f"{units.plural(gone, 'shorter one')}.")


def told(topic: Topic, lanes: list[Lane]) -> bases.Words:
    """What is drawn, and what logs could not hold."""
    if not lanes:
        return bases.nothing(NONE, topic)
    parts = []
    for lane in lanes:
        words = [f"{units.count(len(spans))} {cause}" for cause in order([lane.spans]) for spans in [lane.spans[cause]]]
        longest = f", longest {units.duration(lane.lengths[0])}" if len(lane.lengths) else ""
        parts.append(f"{lane.cell.label} in {units.duration(lane.steady_ns)}: {', '.join(words) or 'none'}{longest}")
    said = (f"Interruptions in the steady phase of {topic.title}, of one trial per cell (its name is in the table). A "
            "tick begins where an interruption began and is as high as it is long, on the log scale of its lane, the "
            "same in all; where there is room it is as wide as it is long. Colour: likely cause. All threads together. "
            "Lanes end where the steady phase did, which differs between cells.")
    if any(lane.pauses is not None and len(lane.pauses) for lane in lanes):
        said += " Black below a lane: pauses as the manager reported them, as wide as they are long, or just visible."
    return bases.Words(
        f"Interruptions over time of one trial per cell of {topic.title}. {bases.listed(parts)}",
        said + bases.lost(lanes, "the logs of these trials"),
        bases.one_trial(lanes, "interrupted time", after=f" Height: length on a log scale.{_left_out(lanes)}"))
