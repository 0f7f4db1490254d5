"""Tier 0: what repeats exactly and so needs no statistics. Any worsening counts, however small.

Outcomes (a head that crashes or answers wrong), allocations as counted in a process of their own, and a collector's
collections and heap where all trials of a side agree on them.
"""

from collections import Counter
from dataclasses import dataclass

from reports.gate.judge.numbers import Rules
from reports.gate.judge.pairs import Pair
from reports.run.cells import SIDES

FAILURES = ("wrong_digest", "census_mismatch", "timeout", "out_of_memory", "crashed", "bad_record")
COUNTS = {"objects": "objects allocated a round", "bytes_requested": "bytes allocated a round",
          "unfreed": "objects not freed a round", "bytes_served": "bytes served a round"}
SERVED_TOLERANCE = 0.001
"""What the manager serves depends a little on where blocks come to lie: equal programs differed by 0.02 %."""


@dataclass(frozen=True)
class Exact:
    """One fact that differs between the sides: `better` or `worse`, and both values as they are."""

    pair: Pair
    what: str
    base: float
    head: float
    is_worse: bool
    text: str

    @property
    def line(self) -> str:
        """The fact with its cell, and with its change in per cent of the base where there is one."""
        change = f" ({100 * (self.head / self.base - 1):+.3g} %)" if self.base else ""
        return f"{self.pair.label}: {self.text}{change}"


def compare(pair: Pair, rules: Rules) -> list[Exact]:
    """All facts of the cell that differ, outcomes first. Empty where everything is equal."""
    return _outcomes(pair) + _counts(pair) + _collections(pair, rules)


def failures(pair: Pair, side: str) -> Counter:
    """Status -> number of trials that failed on this side; the pilot's, where none came after it."""
    found = Counter(trial.status for trial in pair.last(side) if trial.status in FAILURES)
    planned = pair.planned.get(side)
    if planned and not pair.trials[side] and planned.status in FAILURES:
        found[planned.status] = 1
    return found


def _outcomes(pair: Pair) -> list[Exact]:
    base, head = (failures(pair, side) for side in SIDES)
    if bool(base) == bool(head):
        return []
    failing = head or base
    side = "head" if head else "base"
    total = max(len(pair.last(side)), 1)
    words = ", ".join(f"{status.replace('_', ' ')} in {number} of {total} trials" for status, number in failing.items())
    reason = next((trial.reason for trial in pair.last(side) if trial.status in FAILURES and trial.reason), "")
    other = "base" if head else "head"
    text = f"the {side} ended as {words}, the {other} in none" + (f": {reason}" if reason else "")
    return [Exact(pair, "failed trials", sum(base.values()), sum(head.values()), bool(head), text)]


def _counts(pair: Pair) -> list[Exact]:
    base, head = (side in pair.planned and pair.planned[side].counts_per_round for side in SIDES)
    if not base or not head:
        return []
    found = []
    for name, words in COUNTS.items():
        before, after = (_count(counts, name, pair) for counts in (base, head))
        if before is None or after is None or before == after:
            continue
        if name == "bytes_served" and abs(after - before) <= SERVED_TOLERANCE * before:
            continue
        found.append(Exact(pair, name, before, after, after > before, f"{words}: {before:.10g} to {after:.10g}"))
    return found


def _count(counts: dict, name: str, pair: Pair) -> float | None:
    if name != "unfreed":
        return counts.get(name)
    # A collector frees nothing one by one.
    if pair.group != "ownership" or counts.get("objects") is None or counts.get("frees") is None:
        return None
    return counts["objects"] - counts["frees"]


def _collections(pair: Pair, rules: Rules) -> list[Exact]:
    """Only where each side is of one mind: collections also depend on what the stack happens to hold."""
    found = []
    for name, words, of in (("gc_collections", "collections", lambda trial: trial.metrics.get("gc_collections")),
                            ("heap_final_bytes", "heap bytes at the end",
                             lambda trial: trial.metrics.get("heap_final_bytes") or None)):
        values = [[of(trial) for trial in pair.last(side) if trial.ok] for side in SIDES]
        agreed = [set(side) for side in values]
        if min(map(len, values)) < rules.least_blocks or any(len(side) != 1 or None in side for side in agreed):
            continue
        base, head = agreed[0].pop(), agreed[1].pop()
        if base != head:
            text = f"{words}: {base:.10g} to {head:.10g}, in every trial"
            found.append(Exact(pair, name, base, head, head > base, text))
    return found
