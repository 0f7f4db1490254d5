"""N and interval in the words that several figures share."""

from __future__ import annotations

from collections.abc import Sequence

from reports.run.topics import CellTrials, steady_ns
from reports.text import units

ALIKE = 1.1
"""Steady phases whose lengths differ by no more than this factor are taken for equal."""
NONE = "N: no trial."


def trials(entries: Sequence) -> str:
    """`N: 12 trials per cell in 12 blocks`, of entries with `trials` and `blocks`."""
    return (f"N: {units.span([entry.trials for entry in entries])} trials per cell in "
            f"{units.span([entry.blocks for entry in entries])} blocks")


def events(entries: Sequence) -> str:
    """The same of events that were all counted, in `steady_s` of time."""
    return (f"{trials(entries)}, {units.span([entry.steady_s for entry in entries], units.significant)} s of steady "
            "time. No interval: all that happened is counted.")


def one_trial(entries: Sequence, chosen: str, more: str = "") -> str:
    """Of entries with one of `of_trials` in `of_blocks`; `chosen` is what the one is the median of."""
    return (f"N: 1 trial per cell, the one with the median {chosen} of "
            f"{units.span([entry.of_trials for entry in entries])} in "
            f"{units.span([entry.of_blocks for entry in entries])} blocks{more}; no interval, since it is one trial.")


def remark(cells: list[CellTrials]) -> str:
    """How long steady phases are and what that does to a worst case, with a blank before; empty where all last alike.

    A cell's length is the mean over its ok trials.
    """
    lengths = [total / len(entry.ok) for entry in cells if (total := steady_ns(entry.ok))]
    if not lengths or max(lengths) <= ALIKE * min(lengths):
        return ""
    return (f" Steady phases last {units.span(lengths, units.duration)}, as cells differ: the longer one is, the more "
            "there is to be the worst of, whoever manages memory.")
