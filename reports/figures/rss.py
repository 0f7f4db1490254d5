"""Resident memory over time: one panel per variant:config, one line per allocator."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reports.figures.drawing import bases, style, time_axis
from reports.figures.drawing.artists import Axes, Line2D, Patch
from reports.figures.drawing.grid import grid, legend_below
from reports.run.cells import Cell, allocator_key
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, block_medians, median, middle_trial
from reports.text import units
from reports.text.table import ABSENT, Table

PHASES = {"setup": "#dfe7ee", "warmup": "#eef1f4", "steady": "#ffffff", "drop": "#f3e6e0", "trim": "#faf3e3"}
READINGS = {"steady": ("rss_steady_bytes", "o", 7.5), "drop": ("rss_after_drop_bytes", "v", 4.6),
            "trim": ("rss_after_trim_bytes", "s", 2.6)}
"""Phase -> what the child itself read at its end, marker, size; later ones are smaller, to lie within."""
COLUMNS = 3
MAX_POINTS = 600


@dataclass(frozen=True)
class Track:
    """The representative trial of one cell. `time_s` and `rss_mib` are of one length."""

    cell: Cell
    trial: Trial
    of_trials: int
    of_blocks: int
    time_s: np.ndarray
    rss_mib: np.ndarray

    @property
    def phases(self) -> list[tuple[str, float, float]]:
        """(phase, start, end) in s."""
        return [(phase.phase, phase.start_ns * 1e-9, (phase.start_ns + phase.length_ns) * 1e-9)
                for phase in self.trial.phases]

    @property
    def readings(self) -> list[tuple[str, float, float]]:
        """(phase, its end in s, RSS in MiB that the child read there), in the order of the phases."""
        return [(phase, end, self.trial.metrics[READINGS[phase][0]] / units.MIB)
                for phase, _, end in self.phases
                if phase in READINGS and READINGS[phase][0] in self.trial.metrics]

    @property
    def end_s(self) -> float:
        """When the last sample was taken or the last phase ended."""
        return max([float(self.time_s.max())] + [end for _, _, end in self.phases])

    @property
    def greatest_mib(self) -> float:
        """Of all that is drawn."""
        return max([float(self.rss_mib.max())] + [mib for _, _, mib in self.readings])


def representative(entry: CellTrials) -> Trial | None:
    """The ok trial with the median peak (the lower one of two in the middle), among those with a series."""
    return middle_trial([trial for trial in entry.ok if trial.rss_series], "rss_peak_bytes")


def measure(topic: Topic, files: Files) -> list[Track]:
    """The track of every cell that has one."""
    tracks = []
    for entry in topic.cells:
        trial = representative(entry)
        if trial and (rows := files.rss(trial)) is not None and len(rows := _while_measured(rows, trial)):
            tracks.append(Track(entry.cell, trial, len(entry.ok), entry.blocks, rows[:, 0] * 1e-9,
                                rows[:, 1] / units.MIB))
    return tracks


def _while_measured(rows: np.ndarray, trial: Trial) -> np.ndarray:
    """Without the samples after the last phase, which see the exiting process give back its memory."""
    ends = [phase.start_ns + phase.length_ns for phase in trial.phases]
    return rows[rows[:, 0] <= max(ends)] if ends else rows


def thinned(values: np.ndarray, points: int = MAX_POINTS) -> np.ndarray:
    """Ascending positions that keep the least and the greatest value of each of `points` / 2 stretches."""
    if len(values) <= points:
        return np.arange(len(values))
    keep = {0, len(values) - 1}
    for part in np.array_split(np.arange(len(values)), points // 2):
        keep.update((part[np.argmin(values[part])], part[np.argmax(values[part])]))
    return np.array(sorted(keep))


def draw(topic: Topic, tracks: list[Track], footer: list[str]) -> style.Chart:
    """Small multiples with the same RSS scale; time is each trial's own, from its start of setup."""
    names = list(dict.fromkeys(track.cell.name for track in tracks))
    fig, axes = grid(len(names), COLUMNS, f"{topic.title}: resident memory over time", footer,
                     row_in=2.15, around_in=1.1, below_in=0.82, left=0.06, right=0.985, wspace=0.16, hspace=0.5)
    if not tracks:
        style.empty_panel(axes[0], "No ok trial of this workload has an RSS series.")
    looks = style.looks_of(topic.cells)
    top = max((track.greatest_mib for track in tracks), default=1) * 1.12
    for ax, name in zip(axes, names):
        _panel(ax, name, [track for track in tracks if track.cell.name == name], looks[name][0], top)
    for ax in axes[::COLUMNS]:
        ax.set_ylabel("RSS in MiB")
    if tracks:
        legend_below(fig, _legend(tracks), 0.05, handlelength=2.2, columnspacing=1.3)
    return fig


def _panel(ax: Axes, name: str, tracks: list[Track], colour: str, top: float) -> None:
    tracks = sorted(tracks, key=lambda track: allocator_key(track.cell.allocator))
    ax.set_title(style.plain(name))
    last = max(max(track.end_s for track in tracks), 1e-3)
    first = min(0.0, *(track.time_s.min() for track in tracks))
    # The readings of short last phases lie at the very end, where their marks need room.
    ax.set_xlim(first, last + 0.03 * (last - first))
    time_axis.label(ax, last)
    ax.set_ylim(0, top)
    ax.grid(axis="x", visible=False)
    for phase, start, end in tracks[0].phases:
        ax.axvspan(start, end, color=PHASES.get(phase, "#f5f5f5"), zorder=0, linewidth=0)
        # About what the word takes up in a panel of a third of the width.
        if end - start > (0.02 * len(phase) + 0.02) * (last - first):
            ax.text((start + end) / 2, 0.985 * top, style.plain(phase, 12), ha="center", va="top",
                    fontsize=6.8, color=style.FAINT)
    for track in tracks:
        kept = thinned(track.rss_mib)
        style.plot(ax, track.cell, tip(track, f"RSS at most {units.mib(track.greatest_mib * units.MIB)}"),
                   track.time_s[kept], track.rss_mib[kept], color=colour,
                   linestyle=style.line_style(track.cell.allocator))
        _readings(ax, track, colour)
        # Only the first track's phases are shaded; a dot marks where the others enter a phase.
        for _, start, _ in track.phases[1:] if track is not tracks[0] else []:
            if track.time_s[0] <= start <= track.time_s[-1]:
                ax.plot(start, np.interp(start, track.time_s, track.rss_mib), marker="o", markersize=2.6,
                        color=colour, markeredgewidth=0)


def _readings(ax: Axes, track: Track, colour: str) -> None:
    """Open marks, tied by a thin line, since the last phases may be narrower than a mark."""
    found = track.readings
    ax.plot([end for _, end, _ in found], [mib for _, _, mib in found], color=colour, linewidth=0.7, zorder=3)
    for phase, end, mib in found:
        _, marker, size = READINGS[phase]
        style.plot(ax, track.cell, tip(track, f"RSS {units.mib(mib * units.MIB)} at the end of {phase}"), end, mib,
                   marker=marker, markersize=size, markerfacecolor="white", markeredgecolor=colour, markeredgewidth=1,
                   zorder=3.5)


def tip(track: Track, what: str) -> str:
    """What is read off one trial."""
    return f"{track.cell.label}: {what}; trial {track.trial.trial_id}, 1 of {units.plural(track.of_trials, 'trial')}"


def _legend(tracks: list[Track]) -> list:
    present = dict.fromkeys(phase for track in tracks for phase, _, _ in track.phases)
    patches = [Patch(facecolor=PHASES.get(phase, "#f5f5f5"), edgecolor="#cfcfcf", linewidth=0.6,
                     label=style.plain(phase, 12)) for phase in present]
    read = dict.fromkeys(phase for track in tracks for phase, _, _ in track.readings)
    marks = [Line2D([], [], linestyle="none", marker=READINGS[phase][1], markersize=READINGS[phase][2],
                    markerfacecolor="white", markeredgecolor=style.TEXT,
                    label=f"read at phase end: {phase}" if number == 0 else phase)
             for number, phase in enumerate(read)]
    return style.allocator_lines(tracks) + patches + marks


def told(topic: Topic, tracks: list[Track]) -> bases.Words:
    if not tracks:
        return bases.nothing("No ok trial has an RSS series.", topic)
    parts = [", ".join([f"{track.cell.label} at most {units.mib(track.greatest_mib * units.MIB)}"]
                       + [f"{units.mib(mib * units.MIB)} after {phase}" for phase, _, mib in track.readings])
             for track in tracks]
    return bases.Words(
        f"Resident memory over time for {topic.title}: {bases.listed(parts)}",
        f"Resident memory (RSS) of {topic.title}, until the last phase of the process ends. Open marks, tied by a "
        "thin line: what the process itself read at the end of a phase, since the last phases may be shorter than the "
        "time between two samples. Same RSS scale in all panels. Shaded: the phases of the first allocator; dots mark "
        "where another allocator's trial enters a phase. The number of rounds differs between cells, and with it the "
        "length of the steady phase.",
        bases.one_trial(tracks, "peak", after=" Lines: sampled from outside."))


def table(topic: Topic, _: list[Track]) -> Table:
    """RSS at the marked points, and what was allocated."""
    names = {"at start": "rss_baseline_bytes", "peak": "rss_peak_bytes", "end of steady": "rss_steady_bytes",
             "after drop": "rss_after_drop_bytes", "after trim": "rss_after_trim_bytes"}
    rows = [(entry.cell.label, [median(entry, name, units.mib) for name in names.values()]
             + [median(entry, "bloat", units.significant), median(entry, "minor_faults", units.count)]
             + [_per_op(entry, "objects_allocated", units.significant), _per_op(entry, "bytes_allocated", units.size)]
             + [median(entry, "object_size_served", units.size)]) for entry in topic.cells if entry.ok]
    return Table("Memory", [*names, "bloat", "minor faults\nin steady", "objects allocated\nper op",
                            "bytes allocated\nper op", "an object\nas served"], rows,
                 "RSS, its bloat (what it grew by until the end of steady over the live payload), and what was "
                 "allocated in steady. An object as served: with what the allocator rounds up to, on average. "
                 f"Medians over blocks of the block's median trial. {ABSENT}: not recorded, or nothing to divide by.")


def _per_op(entry: CellTrials, metric: str, form: Callable[[float], str]) -> str:
    values = block_medians(entry.trials, lambda trial: trial.metrics[metric] / trial.metrics["ops"]
                           if metric in trial.metrics and trial.metrics.get("ops") else None)
    return form(statistics.median(values.values())) if values else ABSENT
