"""The numbers of two runs side by side as tables of text."""

import math
from functools import partial

from reports.analysis.ratios import text
from reports.compare.pairs import Pair, Row
from reports.figures.drawing import bases
from reports.run.topics import median
from reports.text import units
from reports.text.table import ABSENT, Table

COLUMNS = ["A", "B", "change: B over A"]
MOST_CHANGES = 40
CHANGE_DIGITS = 4
"""With one less an interval may leave out 1 and yet end in 1.00."""


def setting_table(pair: Pair, machines: list[str]) -> Table:
    """A line per cell and metric: both ratios, the change, and apart from these the numbers of each machine."""
    rows = [(f"{row.label}, {row.metric}", [*ratios(row), *(
        median(entry, row.metric, pair.metrics[row.metric].form) if entry.ok else ABSENT for entry in row.entries)])
            for row in pair.rows()]
    columns = ["A: ratio to\nits unique · glibc", "B: ratio to\nits unique · glibc", "change: B over A",
               *(f"{name} alone:\n{machine}" for name, machine in zip("AB", machines))]
    return Table(pair.title, columns, rows,
                 "Ratios are Hodges-Lehmann estimates with their signed-rank interval of at least 95 %, each from "
                 "the paired blocks of its own run; the change is the ratio of the two, its interval from theirs. The "
                 "numbers of each machine alone are medians over blocks; they are not to be divided by each other.")


def change_table(pairs: list[Pair]) -> tuple[Table, int, int]:
    """The changes that intervals tell from none, largest first; how many these are, and of how many."""
    rows = [(pair, row) for pair in pairs if not pair.refused for row in pair.rows()]
    able = [row for _, row in rows if row.change and row.change.low is not None]
    told = sorted(((abs(math.log(row.change.estimate)), pair, row) for pair, row in rows
                   if row.change and row.is_told_apart), key=lambda found: -found[0])
    shown = [(f"{pair.title}: {row.label}, {row.metric} ({pair.metrics[row.metric].better} is better)", ratios(row))
             for _, pair, row in told[:MOST_CHANGES]]
    note = "Those with the largest estimates stand first, and are likely to be smaller when they are measured again."
    if len(told) > len(shown):
        note += f" The first {len(shown)} of {len(told)}; the others are in the tables below."
    table = Table("Changes whose interval leaves out 1", COLUMNS, shown, note)
    return table, len(told), len(able)


def ratios(row: Row) -> list[str]:
    """Those of A and of B, and the change."""
    if row.change is None:
        return [*map(text, row.ratios), row.note]
    form = partial(units.significant, digits=CHANGE_DIGITS)
    return [*map(text, row.ratios), bases.between(row.change, form, f"({row.note})", " × ")]
