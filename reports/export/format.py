"""What a format is to the command line, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.load import Run, Trial


@dataclass(frozen=True)
class Exported:
    """The file's text, and remarks for whoever asked for it: what was left out and why."""

    text: str
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """A format of another program.

    `export` is given the run, the chosen trials in the order of the file, how they were chosen in words, and
    whether to align them; it raises ReportError for a choice that the format cannot hold. `timeline` says that it
    shows when things happened: only then may trials be aligned, and without a choice of trials it gets one per cell.
    """

    summary: str
    timeline: bool
    export: Callable[[Run, list[Trial], str, bool], Exported]
