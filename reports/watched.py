"""For how long cells were watched, which must be said beside whatever was the worst of it."""

from __future__ import annotations

from reports import units
from reports.tidy import CellTrials, steady_ns

ALIKE = 1.1
"""Steady phases whose lengths differ by no more than this factor are taken for equal."""


def remark(cells: list[CellTrials]) -> str:
    """How long steady phases are and what that does to a worst case, with a blank before; empty where all last alike.

    A cell's length is the mean over its ok trials.
    """
    lengths = [total / len(entry.ok) for entry in cells if (total := steady_ns(entry.ok))]
    if not lengths or max(lengths) <= ALIKE * min(lengths):
        return ""
    return (f" Steady phases last {units.span(lengths, units.duration)}, as cells differ: the longer one is, the more "
            "there is to be the worst of, whoever manages memory.")
