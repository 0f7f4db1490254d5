"""Mutator utilisation: the share of a window of time that the program itself got, at worst."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from reports.figures.drawing import bases, style
from reports.figures.drawing.artists import Axes, Line2D, Patch
from reports.figures.drawing.grid import grid, legend_below
from reports.run.cells import Cell, allocator_key
from reports.run.files import MMU_COLUMNS, Files
from reports.run.topics import Topic, median
from reports.text import units
from reports.text.table import ABSENT, Table

WINDOWS = {"1ms": "1 ms", "10ms": "10 ms", "100ms": "100 ms"}
COLUMNS = 3
MIN_TRIALS = 4
"""Under four trials quartiles are single trials."""
POINTED = {1e6: "1 ms", 1e7: "10 ms", 1e8: "100 ms"}
"""Windows in ns that are told, and that a reader can point at."""
WHICH = {"mmu": "", "bmu": " or longer", "gc_mmu": " by reported pauses alone"}
"""Column -> which windows and stops it is of."""
REPORTED = "#111111"
GREY = "#9a9a9a"
EMPTY = ("No ok trial has a record of its utilisation, as where the steady phase is shorter than the shortest "
         "window.")


@dataclass(frozen=True)
class Utilisation:
    """One cell's curves over `windows_ns`: medians over its ok trials of the columns of their files.

    `low` and `high` are the quartiles of `mmu`, None with too few trials. `reported` says whether the manager
    reported pauses, without which the `gc_` columns are 1 throughout.
    """

    cell: Cell
    trials: int
    blocks: int
    windows_ns: np.ndarray
    median: dict[str, np.ndarray]
    low: np.ndarray | None
    high: np.ndarray | None
    lost: int

    @property
    def reported(self) -> bool:
        return bool(np.any(self.median["gc_mmu"] < 1))

    def at(self, window_ns: float, column: str) -> float | None:
        """The median share at the recorded window; None where the steady phase was shorter."""
        found = np.flatnonzero(self.windows_ns == window_ns)
        return float(self.median[column][found[0]]) if len(found) else None


def measure(topic: Topic, files: Files) -> list[Utilisation]:
    """The curves of every cell with a record, as far as the steady phase of each of its trials reached."""
    result = []
    for entry in topic.cells:
        read = [(trial, found) for trial in entry.ok if (found := files.utilisation(trial)) is not None]
        if not read:
            continue
        windows = sorted(set.intersection(*(set(found["window_ns"]) for _, found in read)))
        rows = {column: np.array([found[column][np.isin(found["window_ns"], windows)] for _, found in read])
                for column in MMU_COLUMNS[1:]}
        low, high = np.quantile(rows["mmu"], [0.25, 0.75], axis=0) if len(read) >= MIN_TRIALS else (None, None)
        lost = sum(getattr(trial, f"{kind}_lost") for trial, _ in read
                   for kind in ("interruptions", "pauses"))
        result.append(Utilisation(entry.cell, len(read), len({trial.block for trial, _ in read}),
                                  np.array(windows), {name: np.median(of, axis=0) for name, of in rows.items()},
                                  low, high, lost))
    return result


def draw(topic: Topic, curves: list[Utilisation], footer: list[str]) -> style.Chart:
    """One panel per variant:config, a line per allocator; `unique` on glibc is repeated in grey."""
    names = list(dict.fromkeys(curve.cell.name for curve in curves))
    fig, axes = grid(len(names), COLUMNS, f"{topic.title}: what the program got of its time, at worst", footer,
                     row_in=2.15, around_in=1.1, below_in=0.82, left=0.06, right=0.975, wspace=0.14, hspace=0.5)
    if not curves:
        style.empty_panel(axes[0], EMPTY, bare=True)
        return fig
    looks = style.looks_of(topic.cells)
    limits = (min(curve.windows_ns[0] for curve in curves) / 1.1,
              max(curve.windows_ns[-1] for curve in curves) * 1.1)
    reference = next((curve for curve in curves if curve.cell == curve.cell.reference), None)
    for ax, name in zip(axes, names):
        _panel(ax, [curve for curve in curves if curve.cell.name == name], looks[name], limits, reference)
    for ax in axes[::COLUMNS]:
        ax.set_ylabel("share of the window")
    legend_below(fig, _legend(curves, reference), 0.05, handlelength=2.4, columnspacing=1.3)
    return fig


def _panel(ax: Axes, curves: list[Utilisation], look: tuple[str, str], limits: tuple[float, float],
           reference: Utilisation | None) -> None:
    colour, marker = look
    ax.set_title(style.plain(curves[0].cell.name))
    ax.set(xscale="log", xlim=limits, ylim=(-0.03, 1.03), xlabel="window")
    style.duration_axis(ax.xaxis)
    if reference is not None and reference.cell.name != curves[0].cell.name:
        _line(ax, reference, "mmu", color=GREY, linewidth=1.1, zorder=1.5)
    for curve in sorted(curves, key=lambda curve: allocator_key(curve.cell.allocator)):
        pattern = style.line_style(curve.cell.allocator)
        if curve.low is not None:
            band = ax.fill_between(curve.windows_ns, curve.low, curve.high, color=colour, alpha=0.18, linewidth=0)
            style.mark(band, curve.cell, summary(curve, "mmu"))
        _line(ax, curve, "bmu", color=colour, linewidth=0.7, linestyle=pattern)
        _line(ax, curve, "mmu", color=colour, linestyle=pattern, marker=marker, markevery=10, markersize=4)
        if curve.reported:
            _line(ax, curve, "gc_mmu", color=REPORTED, linewidth=1.1, linestyle=(0, (4, 1.6)))
        for window, name in POINTED.items():
            share = curve.at(window, "mmu")
            if share is not None:
                style.target(ax, window, share, curve.cell, f"{curve.cell.label}: {said(curve, 'mmu', name, share)}, "
                             f"median of {units.plural(curve.trials, 'trial')}")


def _line(ax: Axes, curve: Utilisation, column: str, **options: Any) -> None:
    style.plot(ax, curve.cell, summary(curve, column), curve.windows_ns, curve.median[column], **options)


def said(curve: Utilisation, column: str, window: str, share: float) -> str:
    """`got at worst 87.1 % of 10 ms`, and of which windows and stops."""
    return f"got at worst {units.percent(share)} of {window}{WHICH[column]}"


def summary(curve: Utilisation, column: str) -> str:
    """A whole line in one sentence."""
    parts = [said(curve, column, name, share) for window, name in POINTED.items()
             if (share := curve.at(window, column)) is not None]
    return (f"{curve.cell.label}: {'; '.join(parts) or 'steady phase shorter than 1 ms'}; median of "
            f"{units.plural(curve.trials, 'trial')}")


def _legend(curves: list[Utilisation], reference: Utilisation | None) -> list:
    handles = style.allocator_lines(curves)
    if any(curve.low is not None for curve in curves):
        handles.append(Patch(facecolor=style.TEXT, alpha=0.18, label="quartiles of the trials"))
    handles.append(Line2D([], [], color=style.TEXT, linewidth=0.7, label="this window or longer"))
    if any(curve.reported for curve in curves):
        handles.append(Line2D([], [], color=REPORTED, linewidth=1.1, linestyle=(0, (4, 1.6)),
                              label="from reported pauses alone"))
    if reference is not None:
        handles.append(Line2D([], [], color=GREY, linewidth=1.1, label="unique on glibc"))
    return handles


def told(topic: Topic, curves: list[Utilisation]) -> bases.Words:
    """What is drawn, and what it leaves out."""
    if not curves:
        return bases.nothing(EMPTY, topic)
    few = "" if all(curve.low is not None for curve in curves) else f"; none under {MIN_TRIALS} trials"
    band = (f"Band: from the lower to the upper quartile of the trials, no interval{few}."
            if any(curve.low is not None for curve in curves) else f"No band: fewer than {MIN_TRIALS} trials.")
    parts = []
    for curve in curves:
        shares = [f"{units.percent(share)} of {text}" for window, text in POINTED.items()
                  if (share := curve.at(window, "mmu")) is not None]
        parts.append(f"{curve.cell.label} " + (", ".join(shares) or "too short for a window of 1 ms"))
    text = ("Minimum mutator utilisation (MMU): of all windows of a length within the steady phase of "
            f"{topic.title}, the share that the program got of the worst one, for the thread that is worst "
            "off. Thick line: from interruptions, whatever caused them; thin line: the worst of windows of "
            "this length or longer (BMU); both as far as every trial's steady phase reaches. Interruptions under "
            "the threshold are not seen, so the program may have got a little less.")
    if any(curve.reported for curve in curves):
        text += (" Black and dashed: the MMU that the pauses reported by the manager would give alone; how "
                 "far the coloured line lies below it is what a pause log does not tell.")
    lost = sum(curve.lost for curve in curves)
    if lost:
        text += (f" {units.count(lost)} interruptions or pauses did not fit into the child's log: the shares "
                 "are upper bounds.")
    return bases.Words(f"The least share of a window that the program got in {topic.title}: {bases.listed(parts)}",
                       text + bases.remark(topic.cells),
                       f"{bases.trials(curves)}. Line: median of the trials. {band}")


def table(topic: Topic, _: list[Utilisation]) -> Table:
    """Frames that were broken, and the utilisation of windows of the usual lengths."""
    names = {"broken frames\nof 1 ms": "deadline_miss_1ms", "broken frames\nof 16.6 ms": "deadline_miss_16ms"}
    names |= {f"got of the worst\n{text}": f"mmu_{name}" for name, text in WINDOWS.items()}
    of_pauses = {f"the same, by\npauses, {text}": f"gc_mmu_{name}" for name, text in WINDOWS.items()}
    rows = [(entry.cell.label, [median(entry, name, units.percent) for name in names.values()]
             + [median(entry, name, units.percent) if entry.group == "collection" else ABSENT
                for name in of_pauses.values()]) for entry in topic.cells if entry.ok]
    return Table("Deadlines and utilisation", [*names, *of_pauses], rows,
                 "Medians over blocks of the block's median trial. A frame is broken when an interruption (in open "
                 "loop: a late response) of at least its length touches it. Got of the worst window: the "
                 "minimum mutator utilisation, from interruptions, and from the pauses that a collector "
                 f"reported. {ABSENT}: not recorded, no such reports, or a steady phase shorter than the window.")
