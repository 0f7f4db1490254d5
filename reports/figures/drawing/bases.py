"""What figures say, and the words for N and interval that several share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reports.run.topics import CellTrials, Topic, steady_ns
from reports.stats.intervals import Interval
from reports.text import units
from reports.text.table import ABSENT

ALIKE = 1.1
"""Steady phases whose lengths differ by no more than this factor are taken for equal."""


@dataclass(frozen=True)
class Words:
    """What a figure says: `alt` in place of the picture, `caption` below it, `basis` its N and interval."""

    alt: str
    caption: str
    basis: str


def nothing(why: str, topic: Topic | None = None, basis: str = "N: no trial.") -> Words:
    """The words of a figure that has nothing to draw; `why` is a sentence."""
    said = f"{topic.title}: {why[:1].lower()}{why[1:]}" if topic else why
    return Words(said, said, basis)


def listed(parts: Iterable[str]) -> str:
    """The parts as one sentence."""
    return "; ".join(parts) + "."


def or_absent(value: float | None, form: Callable[[float], str]) -> str:
    """A number of a table, or the sign that there is none."""
    return ABSENT if value is None else form(value)


def between(found: Interval, form: Callable[[float], str], none: str = "(no interval)", joint: str = " ") -> str:
    """`12.3 ms [11.9 ms, 12.8 ms]`, every number as `form` writes it; `none` where there is no interval."""
    ends = f"[{', '.join(map(form, found.ends))}]" if found.ends else none
    return f"{form(found.estimate)}{joint}{ends}"


def numbers(found: Iterable[Interval | None]) -> list[float]:
    """All estimates and ends that there are of these."""
    return [number for each in found if each for number in (each.estimate, *(each.ends or ()))]


def lost(entries: Sequence, where: str = "the child's log") -> str:
    """That logs could not hold all events of entries with `lost`, with a blank before; empty where they did."""
    number = sum(entry.lost for entry in entries)
    return f" {units.count(number)} more did not fit into {where} and are missing here." if number else ""


def trials(entries: Sequence) -> str:
    """`N: 12 trials per cell in 12 blocks`, of entries with `trials` and `blocks`."""
    return (f"N: {units.span([entry.trials for entry in entries])} trials per cell in "
            f"{units.span([entry.blocks for entry in entries])} blocks")


def events(entries: Sequence, more: str) -> str:
    """The same of events that were all counted, in `steady_s` of time; `more` is what the figure adds."""
    return (f"{trials(entries)}, {units.span([entry.steady_s for entry in entries], units.significant)} s of steady "
            f"time. No interval: all that happened is counted. {more}")


def one_trial(entries: Sequence, chosen: str, more: str = "", after: str = "") -> str:
    """Of entries with one of `of_trials` in `of_blocks`; `chosen` is what the one is the median of."""
    return (f"N: 1 trial per cell, the one with the median {chosen} of "
            f"{units.span([entry.of_trials for entry in entries])} in "
            f"{units.span([entry.of_blocks for entry in entries])} blocks{more}; no interval, since it is one "
            f"trial.{after}")


def remark(cells: list[CellTrials]) -> str:
    """How long steady phases are and what that does to a worst case, with a blank before; empty where all last alike.

    A cell's length is the mean over its ok trials.
    """
    lengths = [total / len(entry.ok) for entry in cells if (total := steady_ns(entry.ok))]
    if not lengths or max(lengths) <= ALIKE * min(lengths):
        return ""
    return (f" Steady phases last {units.span(lengths, units.duration)}, as cells differ: the longer one is, the more "
            "there is to be the worst of, whoever manages memory.")
