"""How often the gate alarmed without reason, and how much it caught: a line for each test, with exact intervals."""

from dataclasses import dataclass

from reports.figures.drawing import grid, style
from reports.figures.drawing.artists import Axes
from reports.figures.drawing.bases import Words
from reports.gate.selftest import ledger
from reports.gate.selftest.ledger import Entry
from reports.stats import bounds
from reports.text import units
from reports.text.table import ABSENT, Table

ALARM, CAUGHT = "#222222", "#7B2D8E"
"""Hues of neither ownership nor collection."""
PROMISED = 1.0
"""Per cent of runs in which the gate may alarm without reason."""
SIMULATED, OTHERS = "simulated", "instead:"
"""The machine of invented runs, and how tests begin that show what rules in use elsewhere would do."""
LABEL_CHARACTERS = 72
ALARM_TICKS = (0, 1, 10, 100)


@dataclass(frozen=True)
class Line:
    """One test: shares in per cent of runs, each with the ends of its 95 % interval; None where nothing was planted."""

    entry: Entry
    alarms: tuple[float, float, float]
    caught: tuple[float, float, float] | None
    seen: float | None
    """In how many runs the gate had said that so large a change could be seen."""

    @property
    def label(self) -> str:
        """What is measured on a real machine stands in the table; a line has no room for it."""
        entry = self.entry
        if entry.cells:
            cells = units.plural(entry.cells.count("; ") + 1, "cell")
            return f"{entry.machine}, {cells}: {entry.planted or 'equal sides'}"
        return ": ".join(filter(None, (entry.machine, entry.test, entry.planted)))


def measure(entries: list[Entry]) -> list[Line]:
    """A line for each entry, in their order."""
    return [Line(entry, _share(entry.alarms, entry.runs),
                 _share(entry.caught, entry.runs) if entry.planted else None,
                 100 * entry.gated / entry.runs if entry.planted else None) for entry in entries]


def _share(count: int, runs: int) -> tuple[float, float, float]:
    low, high = bounds.share(count, runs)
    return 100 * count / runs, 100 * low, 100 * high


def draw(lines: list[Line], footer: list[str]) -> style.Chart:
    """False alarms at the left, on a scale that shows both 1 % and 90 %; what was caught at the right."""
    fig, [[left, right]] = grid.panels(1, 2, 1.25 + 0.19 * max(3, len(lines)), "The gate, tested on itself", footer,
                                       below_in=0.5, left=0.385, right=0.985, wspace=0.08)
    left.set_title("False alarms, % of runs", fontsize=8.5)
    left.set_xscale("symlog", linthresh=PROMISED, linscale=1)
    left.set_xlim(-0.08, 130)
    style.fixed_ticks(left.xaxis, ALARM_TICKS, [f"{tick} %" for tick in ALARM_TICKS])
    left.axvline(PROMISED, color=style.FAINT, linewidth=0.9, linestyle=(0, (4, 2)))
    right.set_title("Caught, % of runs (open: could be seen)", fontsize=8.5)
    right.set_xlim(-3, 103)
    style.fixed_ticks(right.xaxis, range(0, 101, 25), [f"{tick} %" for tick in range(0, 101, 25)])
    names = [f"{line.label} (N {units.count(line.entry.runs)})" for line in lines]
    grid.rows(left, [style.plain(name, LABEL_CHARACTERS) for name in names], ruled=True)
    grid.rows(right, [""] * len(lines), ruled=True)
    for y, line in enumerate(lines):
        _dot(left, y, line.alarms, ALARM, "o")
        if line.caught:
            right.plot(line.seen, y, marker="o", markersize=6.5, color=style.FAINT, markerfacecolor="none")
            _dot(right, y, line.caught, CAUGHT, "^")
    return fig


def _dot(ax: Axes, y: float, share: tuple[float, float, float], colour: str, marker: str) -> None:
    ax.plot(share[1:], [y, y], color=colour, linewidth=1.4, solid_capstyle="butt")
    ax.plot(share[0], y, marker=marker, markersize=4, color=colour)


def table(lines: list[Line]) -> Table:
    """Every number of the tests, what was measured, and what a plant did there."""
    rows = [(f"{entry.machine}: {entry.test}", [
        entry.planted or ABSENT, str(entry.runs),
        ledger.share(entry.alarms, entry.runs),
        *(ledger.share(count, entry.runs) if entry.planted else ABSENT for count in (entry.caught, entry.gated)),
        ABSENT if entry.machine == SIMULATED else str(entry.inconclusive),
        entry.effect if entry.effect != "-" else ABSENT, entry.where.replace("; ", "\n") or ABSENT])
        for entry in (line.entry for line in lines)]
    return Table("The gate's own tests",
                 ["planted", "runs", "false alarms", "caught", "could be seen", "inconclusive", "what the plant did",
                  "cells"], rows,
                 "Shares of runs with their exact 95 % interval (Clopper and Pearson). A false alarm is one that what "
                 "was planted does not explain. “Could be seen” counts the runs in which the gate had said that "
                 "so large a change could be seen. What a plant did is what the runs measured, from the cell where it "
                 f"did least to the one where it did most. Tests that begin with “{OTHERS}” show rules in use "
                 "elsewhere on the same invented runs.")


def told(lines: list[Line]) -> Words:
    planted = [line.caught[0] for line in lines if line.caught]
    return Words(
        f"False alarms and detections of the gate in {units.plural(len(lines), 'test')}: the most false alarms in "
        f"{max(line.alarms[0] for line in lines):.3g} % of runs; of what was planted in "
        f"{units.plural(len(planted), 'test')} the least was caught in {min(planted, default=0):.3g} %.",
        "What the regression gate did where both sides were equal, or differed by what was planted. A false alarm "
        "is one that the plant does not explain. An open ring: in how many runs the gate had said that so large a "
        "change could be seen. Tests that begin with “instead” are rules in use elsewhere.",
        f"N: {units.span([line.entry.runs for line in lines])} runs a line. Mark: share of runs; bar: exact 95 % "
        f"interval (Clopper and Pearson). Dashed: the {PROMISED:g} % that the gate promises.")
