"""Tables of what the program stood still for: by cause, and against deadlines."""

from __future__ import annotations

import numpy as np

from reports import units
from reports.figures.causes import Causes, order
from reports.tables import ABSENT, Table, median
from reports.tidy import Topic

WINDOWS = {"1ms": "1 ms", "10ms": "10 ms", "100ms": "100 ms"}


def cause_table(topic: Topic, measured: list[Causes]) -> Table:
    """Per cell and cause: how many, how long per second of steady time, and the longest."""
    causes = order(measured)
    rows = [(entry.cell.label, [_cause(entry, list(entry.lengths.values()))]
             + [_cause(entry, [entry.lengths[cause]] if cause in entry.lengths else []) for cause in causes])
            for entry in measured]
    return Table("Interruptions by cause", ["all causes", *causes], rows,
                 "All ok trials of a cell together, steady phase, all threads: number, interrupted time per "
                 f"second of steady time, and the longest. {ABSENT}: none.")


def _cause(entry: Causes, found: list[np.ndarray]) -> str:
    if not found:
        return ABSENT
    lengths = np.concatenate(found)
    return (f"{units.count(len(lengths))}\n{units.duration(lengths.sum() / entry.steady_s)}/s\n"
            f"max {units.duration(lengths.max())}")


def deadline_table(topic: Topic) -> Table:
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
