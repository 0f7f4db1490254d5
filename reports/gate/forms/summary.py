"""What each metric could have shown, over all cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.gate.forms.levels import bare
from reports.gate.judge.metrics import METRICS
from reports.gate.judge.result import Result


@dataclass(frozen=True)
class Detectable:
    """One metric: the minimum detectable effect of its median and its worst cell, and where it is gated."""

    metric: str
    median: str
    worst: str
    target: str
    gated: int
    cells: int
    why_not: str


def detectable_table(result: Result) -> list[Detectable]:
    """An entry for each metric that any cell has enough blocks of."""
    table = []
    for metric in METRICS.values():
        rows = [row for row in result.rows if row.metric is metric and row.screen]
        if rows:
            effects = np.array([row.detectable for row in rows])
            # The middle one of the effects themselves: half of infinity would be none.
            middle = float(np.sort(effects)[(len(effects) - 1) // 2])
            table.append(Detectable(metric.name, bare(metric, middle), bare(metric, float(effects.max())),
                                    bare(metric, metric.target), sum(row.is_gated for row in rows), len(rows),
                                    metric.why_not))
    return table
