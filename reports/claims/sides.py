"""Who is compared with whom, in which rows, and which numbers may not decide in whose favour."""

import math
from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import replace

import numpy as np

from reports.claims.model import BESIDE, BEST, CONTROL, DECIDES, FAILS, HOLDS, RATIO, Evidence, Sample, Side
from reports.run.cells import NULL, REFERENCE_ALLOCATOR, Cell
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, block_medians, block_values, last_attempts

COLLECTION, OWNERSHIP = "collection", "ownership"
NOTHING_ALLOCATED = "nothing is allocated in it, so that there is nothing to reclaim"
Values = Callable[[Trial], "float | None"]


def is_headline(cell: Cell) -> bool:
    """A variant as this run takes it: no configuration that changes a choice, no fixed heap."""
    return cell.headline and cell.heap_limit_bytes is None


def pairs(topics: list[Topic]) -> Iterator[tuple[Topic, CellTrials, str]]:
    """Every collecting cell with its topic and the role of its row, to be held against the topic's reference.

    Headlines decide. In the workload that does nothing they are a control, and there the rest is left out.
    Cells with a fixed heap tell of the heap, and are left out.
    """
    for topic in topics:
        control = topic.setting.workload == NULL
        for entry in topic.cells:
            wanted = is_headline(entry.cell) or not control and not entry.cell.heap
            if entry.group == COLLECTION and wanted:
                yield topic, entry, role(entry.cell, control)


def role(cell: Cell, control: bool) -> str:
    """The role of a row about this cell."""
    return CONTROL if control else DECIDES if is_headline(cell) else BESIDE


def against(topic: Topic, entry: CellTrials, role: str, other: CellTrials | None = None) -> Evidence:
    """A row about two cells, still without samples; its note says why none can be had, or is empty.

    The other cell is the reference of the topic, unless one is named.
    """
    other = other or topic.reference
    label = other.cell.label if other else entry.cell.reference.label
    why = ""
    if other is None:
        why = f"no ok trial of {label}"
    elif not entry.ok:
        why = f"no ok trial of {entry.cell.label}{_reason(entry)}"
    return Evidence(topic.setting, f"{entry.cell.label} against {label}", role, note=why,
                    left_out=left_out([entry, *([other] if other else [])]))


def collecting(topic: Topic, entry: CellTrials, role: str, other: CellTrials | None = None) -> Evidence:
    """The row of a collector, as `against` makes it; its note says so where there is nothing to reclaim."""
    row = against(topic, entry, role, other)
    return row if allocates(topic) else replace(row, note=NOTHING_ALLOCATED)


def left_out(entries: list[CellTrials]) -> str:
    """Such as `2 noisy and 1 timeout of boehm · glibc`: trials that never became ok and are in no number."""
    said = []
    for entry in entries:
        counts = Counter(trial.status for trial in last_attempts(entry.trials) if not trial.ok)
        if counts:
            said.append(" and ".join(f"{number} {status.replace('_', ' ')}" for status, number in counts.items())
                        + f" of {entry.cell.label}")
    return "; ".join(said)


def _reason(entry: CellTrials) -> str:
    reasons = [trial.reason for trial in entry.trials if trial.reason]
    return f": {reasons[0]}" if reasons else ""


def allocates(topic: Topic) -> bool:
    """Whether there is anything to reclaim: the card may say that nothing is allocated in steady."""
    return topic.card.get("allocates") is not False


def sides_of(blocks: Container[int], *entries: CellTrials) -> list[Side]:
    """The cells with their ok trials of these blocks."""
    return [Side(entry.cell, [trial for trial in entry.ok if trial.block in blocks]) for entry in entries]


def by_block(entry: CellTrials, other: CellTrials, value_of: Values) -> dict[int, tuple[float, float]]:
    """Block -> the values of both cells, where both have one; medians over the trials of a block."""
    values, base = (block_medians(each.trials, value_of) for each in (entry, other))
    return {block: (values[block], base[block]) for block in sorted(values.keys() & base.keys())}


def ratio_sample(what: str, found: dict[int, tuple[float, float]], margin: float) -> Sample:
    """That the first cell has more than `margin` times what the second has. All values must be positive."""
    logs = [math.log(value) - math.log(base) for value, base in found.values()]
    return Sample(what, RATIO, logs, margin, math.exp)


def compared(row: Evidence, entry: CellTrials, other: CellTrials | None, metric: str, what: str, margin: float,
             barred: dict[str, str]) -> Evidence:
    """The row with the ratio of a metric as its only sample, or with a note that says why there is none."""
    def ratio(found: dict[int, tuple[float, float]]) -> Sample | str:
        if any(min(values) <= 0 for values in found.values()):
            return f"{metric} is zero in a trial"
        return ratio_sample(what, found, margin)
    return sampled(row, entry, other, lambda trial: trial.metrics.get(metric), ratio, barred, metric)


def sampled(row: Evidence, entry: CellTrials, other: CellTrials | None, value_of: Values,
            sample: Callable[[dict[int, tuple[float, float]]], Sample | str], barred: dict[str, str],
            what: str) -> Evidence:
    """The row with what `sample` makes of the values by block, or with a note where there are none or it says so."""
    if row.note or other is None:
        return row
    found = by_block(entry, other, value_of)
    made = sample(found) if found else f"no block in which both have {what}"
    if isinstance(made, str):
        return replace(row, note=made)
    return replace(row, sides=sides_of(found, entry, other), samples=[made], barred=barred)


def best_owner(topic: Topic, metric: str, better: Callable) -> CellTrials | None:
    """The ownership headline with the best median, over whatever malloc; None where that is the reference.

    It is chosen by the same numbers that it is then compared in, which favours it: it never decides.
    """
    able = {entry.cell: (float(np.median(list(values.values()))), entry) for entry in topic.cells
            if entry.group == OWNERSHIP and is_headline(entry.cell)
            and (values := block_values(entry.trials, metric))}
    if not able:
        return None
    best = better(able.values(), key=lambda pair: pair[0])[1]
    return None if best.cell == best.cell.reference else best


def beside_the_best(topics: list[Topic], metric: str, what: str, margin: float, better: Callable, flattered: str,
                    given: str = "") -> list[Evidence]:
    """A row for each collector against the reference, and one beside it against the best ownership variant.

    All are ratios of a metric. `flattered` is the verdict that is barred where the collector hardly collected, `given`
    says why there is none in open loop, empty where there is.
    """
    def row(topic: Topic, entry: CellTrials, other: CellTrials | None, role: str) -> Evidence:
        made = collecting(topic, entry, role, other)
        if given and topic.setting.load is not None and allocates(topic):
            return replace(made, note=given)
        return compared(made, entry, other, metric, what, margin, unexercised(entry, flattered))

    found = []
    for topic, entry, role in pairs(topics):
        found.append(row(topic, entry, topic.reference, role))
        best = best_owner(topic, metric, better)
        if best and role == DECIDES and found[-1].samples:
            found.append(replace(row(topic, entry, best, BESIDE), detail=BEST))
    return found


def on_platform(entry: CellTrials) -> bool:
    """Whether it is an ownership headline over the malloc that everything is compared on."""
    return (entry.group == OWNERSHIP and is_headline(entry.cell)
            and entry.cell.allocator == REFERENCE_ALLOCATOR)


def unexercised(entry: CellTrials, verdict: str = FAILS) -> dict[str, str]:
    """Bars a verdict in favour of a collector that hardly had to collect: it has not paid yet."""
    if not entry.decides:
        return dict.fromkeys((HOLDS, FAILS), "it collected fewer than 5 times (too_few_collections)")
    return _barred(entry, "gc_not_exercised", verdict, "it hardly collected (gc_not_exercised)")


def overflowed(entry: CellTrials, verdict: str) -> dict[str, str]:
    """Bars a verdict in favour of a cell whose interruptions are known in part only."""
    return _barred(entry, "log_overflowed", verdict, f"the log of {entry.cell.label} overflowed")


def _barred(entry: CellTrials, word: str, verdict: str, why: str) -> dict[str, str]:
    return {verdict: why} if entry.mostly(word) else {}
