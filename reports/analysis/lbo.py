"""A lower bound of what managing memory costs in all, per cell, without a program that costs nothing.

The cost of an op less what is attributable to management is its *distilled* cost. Every cell's is at least
what the work alone would cost, so the smallest one is the tightest estimate of it from above, and a cell's
total over that is the least that its management costs: the lower bound of its overhead (LBO). Never
collecting is no such floor, because it pays in page faults and caches.

Source: Z. Cai, S. M. Blackburn, M. D. Bond and M. Maas, "Distilling the Real Cost of Production Garbage
Collectors", ISPASS 2022.
"""

from dataclasses import dataclass

import numpy as np

from reports.analysis.ratios import paired
from reports.run.cells import Cell
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, block_medians
from reports.stats.intervals import Interval
from reports.stats.signed_rank import location
from reports.text import units

METRICS = ("wall", "cpu")
TITLES = {"wall": "wall time per op", "cpu": "CPU time of all threads per op"}


@dataclass(frozen=True)
class Cost:
    """One cell in one metric; ns per op, medians over blocks. `lbo` is of the ratio; None says why in `note`."""

    cell: Cell
    group: str
    total_ns: float | None
    distilled_ns: float | None
    lbo: Interval | None
    note: str
    trials: int


@dataclass(frozen=True)
class Bound:
    """All cells of a topic in one metric, and the one whose distilled cost is the smallest."""

    metric: str
    floor: Cell | None
    costs: list[Cost]


def total_ns(trial: Trial, metric: str) -> float | None:
    """ns per op; None without the metric, and for wall time in open loop, where it is the rate's."""
    if metric == "cpu":
        return trial.metrics.get("cpu_ns_per_op")
    if trial.cell.setting.load is not None or not trial.metrics.get("ops_per_s"):
        return None
    return 1e9 / trial.metrics["ops_per_s"]


def distilled_ns(trial: Trial, metric: str, group: str, files: Files) -> float | None:
    """The total less the steady pauses that the manager reported; owners report none.

    CPU time within pauses is not measured. Outside them the threads of a trial can have used no more than
    the time that went by; only what was used beyond that is sure to be the manager's. On a quiet machine that
    is all of it. On a shared one a pause may have been waiting for a CPU, and to take its length off would
    make the floor too low and the bound no bound. None where the pauses or the phases are not known.
    """
    total = total_ns(trial, metric)
    if total is None or group != "collection":
        return total
    pauses = files.steady_lengths(trial, "pauses")
    ops, steady = trial.metrics.get("ops"), trial.steady
    if pauses is None or not ops or not steady or not steady.length_ns:
        return None
    managing = float(pauses.sum())
    if metric == "cpu":
        working = max(0.0, steady.length_ns - managing)
        managing = max(0.0, steady.cpu_ns - trial.cell.setting.threads * working)
    return max(0.0, total - managing / ops)


def measure(topic: Topic, files: Files) -> list[Bound]:
    """The bounds in each metric."""
    return [_bound(topic, metric, files) for metric in METRICS]


def _bound(topic: Topic, metric: str, files: Files) -> Bound:
    totals, distilled = {}, {}
    for entry in topic.cells:
        totals[entry.cell] = block_medians(entry.trials, lambda trial: total_ns(trial, metric))
        distilled[entry.cell] = block_medians(
            entry.trials, lambda trial: distilled_ns(trial, metric, entry.group, files))
    floor = _floor(distilled)
    return Bound(metric, floor, [_cost(entry, totals[entry.cell], distilled[entry.cell],
                                       distilled[floor] if floor else {}) for entry in topic.cells])


def _floor(distilled: dict[Cell, dict[int, float]]) -> Cell | None:
    """The cell with the smallest median. Chosen once, since the smallest of each block is too small by luck.

    A cell with under half as many blocks as others is no candidate: it would leave nothing to pair with.
    """
    most = max(map(len, distilled.values()), default=0)
    able = {cell: float(np.median(list(found.values()))) for cell, found in distilled.items()
            if found and len(found) >= most / 2}
    able = {cell: median for cell, median in able.items() if median > 0}
    return min(able, key=able.__getitem__) if able else None


def _cost(entry: CellTrials, total: dict[int, float], distilled: dict[int, float],
          floor: dict[int, float]) -> Cost:
    whole, rest = (float(np.median(list(found.values()))) if found else None for found in (total, distilled))
    lbo: Interval | None = None
    note = ""
    values, base = paired(total, {block: value for block, value in floor.items() if value > 0})
    if not entry.ok:
        note = "no ok trial"
    elif not total:
        note = "not measured"
    elif not len(values):
        note = "no block to pair with"
    else:
        lbo = location(np.log(values) - np.log(base)).exp()
    return Cost(entry.cell, entry.group, whole, rest, lbo, note, len(entry.ok))


def text(cost: Cost) -> str:
    """`1.23 [1.20, 1.27]`, or why there is no number."""
    return cost.note if cost.lbo is None else units.interval(cost.lbo)
