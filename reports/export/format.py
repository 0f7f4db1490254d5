"""What a format is to the command line, what it is given, and what it hands back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.run import provenance
from reports.run.cells import Cell
from reports.run.load import Run, Trial


@dataclass(frozen=True)
class Choice:
    """What of a run is exported.

    `trials` are in the order of the file, whatever their status, and `said` is how they were chosen in words. `cells`
    are those that were asked for, also planned ones without a trial; `whole` says that every block of them was.
    `metrics` are names of measures.QUANTITIES. `align` puts the zero of every trial at 0.
    """

    run: Run
    trials: list[Trial]
    said: str
    cells: list[Cell]
    whole: bool = True
    metrics: tuple[str, ...] = ()
    align: bool = False

    @property
    def about(self) -> dict[str, str]:
        """Where the numbers come from, for a reader who has nothing but the exported file."""
        manifest = self.run.manifest
        commits = (f"{side.name} {provenance.commit(side)}".strip() for side in manifest.sides)
        return {"run_id": manifest.run_id, "machine": provenance.machine(manifest), "commit": ", ".join(commits),
                "chosen": self.said}


@dataclass(frozen=True)
class Exported:
    """The file's text, and remarks for whoever asked for it: what was left out and why.

    A format of several files has `files` instead, name -> text; a name is of letters, digits, `.`, `_` and `-`.
    """

    text: str = ""
    remarks: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A format of another program.

    `export` raises ReportError for a choice that the format cannot hold. `timeline` says that it shows when things
    happened: only then may trials be aligned, and without a choice of trials it gets one per cell; other formats
    hold metrics. `several` says that it may take more than one file, so that --out names a folder.
    """

    summary: str
    timeline: bool
    export: Callable[[Choice], Exported]
    several: bool = False
