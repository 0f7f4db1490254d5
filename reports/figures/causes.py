"""Where interrupted time went: per second of steady time, by cause, a bar per cell."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Patch
from reports.figures.drawing.grid import legend_below, panels, rows
from reports.run.cells import Cell
from reports.run.files import Files
from reports.run.topics import Topic, steady_ns
from reports.text import units
from reports.text.table import ABSENT, Table

LOOKS = {"stw": ("#D55E00", ""), "slice": ("#E69F00", "//"), "overrun": ("#009E73", ""), "cascade": ("#0072B2", ""),
         "trim": ("#56B4E9", "//"), "fault": ("#CC79A7", ""), "preempted": ("#8a8a8a", ""),
         "unknown": ("#d4d4d4", "")}
"""Cause -> colour and hatch; the order in which bars are stacked: what the manager did, then what others did."""
MEANINGS = {"stw": "pauses that the manager reported", "slice": "collecting inside an allocation",
            "overrun": "work in idle time that was not done in time",
            "cascade": "the drop of an owner of many objects", "trim": "giving memory back",
            "fault": "page faults", "preempted": "the CPU was given to others against the thread's will",
            "unknown": "none of these, time that a hypervisor took among it"}
NONE = "No ok trial has a record of interruptions."
_SPARE = (("#F0E442", ".."), ("#4B0092", ".."), ("#5D3A00", "xx"))


@dataclass(frozen=True)
class Causes:
    """One cell's steady interruptions: cause -> lengths in ns, over all threads of its ok trials."""

    cell: Cell
    trials: int
    blocks: int
    steady_s: float
    lengths: dict[str, np.ndarray]
    lost: int

    def share(self, cause: str | None = None) -> float:
        """Seconds interrupted per second of steady time, threads added up; of all causes without a name."""
        found = self.lengths.values() if cause is None else [self.lengths.get(cause, np.empty(0))]
        return sum(float(lengths.sum()) for lengths in found) * 1e-9 / self.steady_s

    @property
    def count(self) -> int:
        return sum(map(len, self.lengths.values()))


def measure(topic: Topic, files: Files) -> list[Causes]:
    """The interruptions of every cell with an ok trial whose file could be read."""
    result = []
    for entry in topic.cells:
        read = [(trial, found) for trial in entry.ok if (found := files.steady_by_cause(trial)) is not None]
        seconds = steady_ns([trial for trial, _ in read]) * 1e-9
        if seconds <= 0:
            continue
        names = dict.fromkeys(cause for _, found in read for cause in found)
        lengths = {cause: np.concatenate([found[cause] for _, found in read if cause in found])
                   for cause in names}
        result.append(Causes(entry.cell, len(read), len({trial.block for trial, _ in read}),
                             seconds, lengths, sum(trial.interruptions_lost
                                                   for trial, _ in read)))
    return result


def order(by_cause: Iterable[dict]) -> list[str]:
    """The causes that occur in any of these, as they are stacked: names that are not known here come last."""
    found = {cause for each in by_cause for cause in each}
    return [cause for cause in LOOKS if cause in found] + sorted(found - LOOKS.keys())


def looks(causes: list[str]) -> dict[str, tuple[str, str]]:
    """Cause -> colour and hatch; names that are not known share a few looks of their own."""
    unheard = [cause for cause in causes if cause not in LOOKS]
    return {**LOOKS, **{cause: _SPARE[i % len(_SPARE)] for i, cause in enumerate(unheard)}}


def draw(topic: Topic, measured: list[Causes], footer: list[str]) -> style.Chart:
    """A stacked bar per cell on a linear axis, since parts of a sum cannot be read off a log axis."""
    causes = order(entry.lengths for entry in measured)
    fig, [[ax]] = panels(1, 1, 1.35 + 0.24 * max(3, len(measured)), f"{topic.title}: interrupted time by cause",
                         footer, below_in=0.82, top_in=0.42, left=0.2, right=0.8)
    if not measured:
        style.empty_panel(ax, NONE, bare=True)
        return fig
    if not causes:
        seconds = units.significant(sum(entry.steady_s for entry in measured))
        style.empty_panel(ax, f"No interruption over the threshold was seen in {seconds} s of steady time of "
                              "all cells.", bare=True)
        return fig
    most = max(entry.share() for entry in measured)
    factor, unit = (1e3, "ms") if most >= 1e-3 else (1e6, "µs")
    ax.set_xlim(0, most * factor * 1.02)
    rows(ax, [style.plain(entry.cell.label, 34) for entry in measured])
    ax.set_xlabel(f"{unit} interrupted per second of steady time")
    drawn = looks(causes)
    for row, entry in enumerate(measured):
        left = 0.0
        for cause in causes:
            width = entry.share(cause) * factor
            if width:
                colour, hatch = drawn[cause]
                [bar] = ax.barh(row, width, left=left, height=0.66, color=colour, hatch=hatch, edgecolor="white",
                                linewidth=0.5)
                style.mark(bar, entry.cell, tip(entry, cause))
            left += width
        ax.text(1.015, row, total(entry), transform=ax.get_yaxis_transform(), va="center", fontsize=7.5)
    legend_below(fig, [Patch(facecolor=drawn[cause][0], hatch=drawn[cause][1], edgecolor="white",
                             label=style.plain(cause, 24)) for cause in causes], 0.05, columnspacing=1.4)
    return fig


def total(entry: Causes) -> str:
    """Such as `12.3 ms/s in 41.0 /s`, or `none`."""
    if not entry.count:
        return "none"
    return (f"{units.duration(entry.share() * 1e9)}/s in "
            f"{units.significant(entry.count / entry.steady_s)} /s")


def tip(entry: Causes, cause: str) -> str:
    """What a bar stands for."""
    lengths = entry.lengths[cause]
    return (f"{entry.cell.label}: {cause} {units.duration(entry.share(cause) * 1e9)} per s in "
            f"{units.plural(len(lengths), 'interruption')}, longest {units.duration(lengths.max())}, "
            f"{units.plural(entry.trials, 'trial')}, {units.significant(entry.steady_s)} s of steady time")


def told(topic: Topic, measured: list[Causes]) -> bases.Words:
    """What is drawn, what the causes mean, and what logs could not hold."""
    if not measured:
        return bases.nothing(NONE, topic)
    parts = []
    for entry in measured:
        of_causes = [f"{cause} {units.duration(entry.share(cause) * 1e9)}/s" for cause in order([entry.lengths])]
        parts.append(f"{entry.cell.label} {total(entry)}" + (f" ({', '.join(of_causes)})" if of_causes else ""))
    causes = order(entry.lengths for entry in measured)
    meanings = [f"{cause}: {MEANINGS[cause]}" for cause in causes if cause in MEANINGS]
    return bases.Words(
        f"Interrupted time per second of steady time by cause for {topic.title}: {bases.listed(parts)}",
        f"Interrupted time per second of the steady phase of {topic.title} by likely cause, all threads of all ok "
        "trials of a cell together. An interruption is put down whole to the first cause that explains it, mostly by "
        "at least half of its length." + (f" {bases.listed(meanings)}" if meanings else "") + bases.lost(measured),
        bases.events(measured, "At the right: interrupted time and number of interruptions per second."))


def table(topic: Topic, measured: list[Causes]) -> Table:
    """Per cell and cause: how many, how long per second of steady time, and the longest."""
    causes = order(entry.lengths for entry in measured)
    found = [(entry.cell.label, [_cause(entry, list(entry.lengths.values()))]
              + [_cause(entry, [entry.lengths[cause]] if cause in entry.lengths else []) for cause in causes])
             for entry in measured]
    return Table("Interruptions by cause", ["all causes", *causes], found,
                 "All ok trials of a cell together, steady phase, all threads: number, interrupted time per "
                 f"second of steady time, and the longest. {ABSENT}: none.")


def _cause(entry: Causes, found: list[np.ndarray]) -> str:
    if not found:
        return ABSENT
    lengths = np.concatenate(found)
    return (f"{units.count(len(lengths))}\n{units.duration(lengths.sum() / entry.steady_s)}/s\n"
            f"max {units.duration(lengths.max())}")
