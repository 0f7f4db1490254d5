"""Resident memory over time: one panel per variant:config, one line per allocator."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reports import style, units
from reports.cells import Cell, allocator_key
from reports.load import Trial
from reports.series import Files
from reports.tidy import CellTrials, Topic

PHASES = {"setup": "#dfe7ee", "warmup": "#eef1f4", "steady": "#ffffff", "drop": "#f3e6e0", "trim": "#faf3e3"}
COLUMNS = 3
MAX_POINTS = 600


@dataclass(frozen=True)
class Track:
    """The representative trial of one cell. `time_s` and `rss_mib` are of one length."""

    cell: Cell
    group: str
    trial: Trial
    of_trials: int
    time_s: np.ndarray
    rss_mib: np.ndarray

    @property
    def phases(self) -> list[tuple[str, float, float]]:
        """(phase, start, end) in s."""
        return [(phase["phase"], phase["start_ns"] * 1e-9, (phase["start_ns"] + phase["length_ns"]) * 1e-9)
                for phase in self.trial.raw.get("phases") or []]


def representative(entry: CellTrials) -> Trial | None:
    """The ok trial with the median peak (the lower one of two in the middle), among those with a series."""
    able = [trial for trial in entry.ok if trial.raw.get("rss_series") and "rss_peak_bytes" in trial.metrics]
    able.sort(key=lambda trial: (trial.metrics["rss_peak_bytes"], trial.trial_id))
    return able[(len(able) - 1) // 2] if able else None


def measure(topic: Topic, files: Files) -> list[Track]:
    """The track of every cell that has one."""
    tracks = []
    for entry in topic.cells:
        trial = representative(entry)
        rows = files.rss(trial) if trial else None
        if rows is not None:
            tracks.append(Track(entry.cell, entry.group, trial, len(entry.ok), rows[:, 0] * 1e-9,
                                rows[:, 1] / units.MIB))
    return tracks


def thinned(values: np.ndarray, points: int = MAX_POINTS) -> np.ndarray:
    """Ascending positions that keep the least and the greatest value of each of `points` / 2 stretches."""
    if len(values) <= points:
        return np.arange(len(values))
    keep = {0, len(values) - 1}
    for part in np.array_split(np.arange(len(values)), points // 2):
        keep.update((part[np.argmin(values[part])], part[np.argmax(values[part])]))
    return np.array(sorted(keep))


def draw(topic: Topic, tracks: list[Track], source: str) -> Figure:
    """Small multiples with the same RSS scale; time is each trial's own, from its start of setup."""
    names = list(dict.fromkeys(track.cell.name for track in tracks))
    rows = max(1, math.ceil(len(names) / COLUMNS))
    fig = style.figure(1.15 + 2.15 * rows)
    height = fig.get_figheight()
    fig.suptitle(style.plain(f"{topic.title}: resident memory over time"), x=0.008, y=1 - 0.1 / height,
                 ha="left", va="top", fontsize=11, fontweight="bold")
    axes = fig.subplots(rows, min(COLUMNS, max(1, len(names))), squeeze=False).ravel()
    fig.subplots_adjust(left=0.06, right=0.985, wspace=0.16, hspace=0.5, top=1 - 0.62 / height,
                        bottom=0.95 / height)
    if not tracks:
        style.empty_panel(axes[0], "No ok trial of this workload has an RSS series.")
    looks = style.variants([(entry.cell, entry.group) for entry in topic.cells])
    top = max((track.rss_mib.max() for track in tracks), default=1) * 1.12
    for ax, name in zip(axes, names):
        _panel(ax, name, [track for track in tracks if track.cell.name == name], looks[name][0], top)
    for ax in axes[len(names):]:
        ax.set_visible(not names)
    for ax in axes[::COLUMNS]:
        ax.set_ylabel("RSS in MiB")
    if tracks:
        fig.legend(handles=_legend(tracks), loc="lower center", bbox_to_anchor=(0.5, 0.2 / height), ncols=9,
                   handlelength=2.6, columnspacing=1.6)
    style.provenance(fig, source)
    return fig


def _panel(ax, name: str, tracks: list[Track], colour: str, top: float) -> None:
    tracks = sorted(tracks, key=lambda track: allocator_key(track.cell.allocator))
    ax.set_title(style.plain(name))
    ax.set_xlabel("time in s")
    last = max(max(track.time_s.max(), *(end for _, _, end in track.phases), 1e-3) for track in tracks)
    first = min(0.0, *(track.time_s.min() for track in tracks))
    ax.set_xlim(first, last)
    ax.set_ylim(0, top)
    ax.grid(axis="x", visible=False)
    for phase, start, end in tracks[0].phases:
        ax.axvspan(start, end, color=PHASES.get(phase, "#f5f5f5"), zorder=0, linewidth=0)
        if end - start > 0.09 * (last - first):
            ax.text((start + end) / 2, 0.985 * top, style.plain(phase, 12), ha="center", va="top",
                    fontsize=6.8, color=style.FAINT)
    for track in tracks:
        kept = thinned(track.rss_mib)
        ax.plot(track.time_s[kept], track.rss_mib[kept], color=colour,
                linestyle=style.line_style(track.cell.allocator))
        # Only the first track's phases are shaded; a dot marks where the others change phase.
        for _, start, _ in track.phases[1:] if track is not tracks[0] else []:
            ax.plot(start, np.interp(start, track.time_s, track.rss_mib), marker="o", markersize=2.6,
                    color=colour, markeredgewidth=0)


def _legend(tracks: list[Track]) -> list:
    allocators = sorted({track.cell.allocator for track in tracks}, key=allocator_key)
    lines = [Line2D([], [], color=style.TEXT, linestyle=style.line_style(name), label=style.plain(name, 20))
             for name in allocators]
    present = dict.fromkeys(phase for track in tracks for phase, _, _ in track.phases)
    patches = [Patch(facecolor=PHASES.get(phase, "#f5f5f5"), edgecolor="#cfcfcf", linewidth=0.6,
                     label=style.plain(phase, 12)) for phase in present]
    return lines + patches


def alt(topic: Topic, tracks: list[Track]) -> str:
    """The chart in words."""
    if not tracks:
        return f"Resident memory over time of {topic.title}: empty, because no ok trial has a series."
    parts = [f"{track.cell.label} at most {units.significant(track.rss_mib.max())} MiB, "
             f"{units.significant(track.rss_mib[-1])} MiB at the end" for track in tracks]
    return f"Resident memory over time for {topic.title}, sampled: " + "; ".join(parts) + "."


def caption(topic: Topic, tracks: list[Track]) -> str:
    """What is drawn and which trial stands for its cell."""
    if not tracks:
        return f"{topic.title}: no ok trial has an RSS series."
    numbers = [track.of_trials for track in tracks]
    return (f"Resident memory (RSS) of {topic.title}, sampled from outside the process. One trial per cell: "
            f"the one with the median peak of {units.span(numbers)} ok trials; no interval, since it is one "
            "trial. Same RSS scale in all panels. Shaded: the phases of the first allocator; dots mark "
            "where another allocator's trial changes phase. The number of rounds differs between cells, "
            "and with it the length of the steady phase.")
