"""Does a collector need more memory for the speed of ownership? Its CPU time and its memory at each heap.

The CPU time of a collector falls as its heap grows (Hertz and Berger 2005). So a heap that takes more memory
than ownership and still costs more CPU time shows that parity takes more memory; one that takes no more of
either shows that it does not. The heaps of a sweep bracket parity in this way. Without a sweep there is one
heap, that of the headline policy: a weaker form of the same, because parity may lie anywhere beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports import space, units
from reports.claims import sides
from reports.claims.model import BESIDE, CONTROL, DECIDES, OVERHEAD, Card, Row
from reports.claims.rule import Evidence
from reports.series import Files
from reports.tidy import CellTrials, Topic
from reports.units import MIB

MARGIN = 1.02
MIN_LIVE_MIB = 4
CPU = "cpu_ns_per_op"
CARD = Card("memory_for_parity", "Parity takes more memory",
            "A collector needs more memory than ownership to be as fast.", OVERHEAD, f"peak RSS at equal {CPU}",
            f"A row is one workload in one setting and one heap: {CPU} and peak RSS above the baseline, both over "
            "those of unique on glibc, by block. It holds where both are above 1.02: that heap takes more memory and "
            "is not yet as fast. It fails where both are up to 1.02. A heap that is cheaper in one and dearer in the "
            "other says nothing. Without a sweep of heaps only that of the headline policy is there, a weaker form; "
            f"it is not used where under {MIN_LIVE_MIB} MiB live, since heaps start at that size. It cannot fail "
            "where the collector hardly collected.")
WEAKER = "headline heap only"


def rows(topics: list[Topic], files: Files) -> list[Evidence]:
    """A row for each collector and heap."""
    return [_row(topic, entry, role) for topic, entry, role in _heaps(topics)]


def sentences(found: list[Row]) -> list[str]:
    """For each sweep, the smallest heap at which the collector is as fast by its estimate, and its memory."""
    sweeps: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        if row.parts and row.sides[0].cell.heap_factor is not None:
            sweeps.setdefault((row.place, row.sides[0].cell.config_name), []).append(row)
    said = []
    for (place, name), rows in sweeps.items():
        rows.sort(key=lambda row: row.sides[0].cell.heap_factor)
        at = next((row for row in rows if row.parts[1].interval.estimate <= MARGIN), None)
        factors = f"{rows[0].sides[0].cell.heap} to {rows[-1].sides[0].cell.heap}"
        said.append(f"{place}, {name}: no heap of {factors} the smallest is as fast as unique" if at is None else
                    f"{place}, {name}: as fast as unique from {at.sides[0].cell.heap} the smallest heap, "
                    f"by the estimate, with {units.significant(at.parts[0].interval.estimate)} times its memory")
    return said


def _heaps(topics: list[Topic]) -> Iterator[tuple[Topic, CellTrials, str]]:
    """Of the headline collectors the fixed heaps, or where there are none the headline policy, decide."""
    swept = {(topic.slug, entry.cell.config_name) for topic in topics for entry in topic.cells if entry.cell.heap}
    for topic, entry, role in sides.pairs(topics, heaps=True):
        if role == CONTROL:
            continue
        fixed = (topic.slug, entry.cell.config_name) in swept
        yield topic, entry, DECIDES if not entry.cell.config and bool(entry.cell.heap) == fixed else BESIDE


def _row(topic: Topic, entry: CellTrials, role: str) -> Evidence:
    row = replace(sides.against(topic, entry, role), detail="" if entry.cell.heap else WEAKER)
    if not sides.allocates(topic):
        return replace(row, note=sides.NOTHING_ALLOCATED)
    if row.note:
        return row
    live_mib = max(trial.raw.get("live_bytes") or 0 for trial in entry.ok) / MIB
    if not entry.cell.heap and live_mib < MIN_LIVE_MIB:
        return replace(row, note=f"{live_mib:.3g} MiB live: the heap's initial size is all that would be seen")
    other = topic.reference
    cpu = sides.by_block(entry, other, lambda trial: trial.metrics.get(CPU))
    memory = sides.by_block(entry, other, space.above_baseline)
    blocks = sorted(cpu.keys() & memory.keys())
    both = [value for block in blocks for value in (*cpu[block], *memory[block])]
    if not both or min(both) <= 0:
        return replace(row, note="no block in which both have CPU time and memory")
    samples = [sides.ratio_sample(what, {block: found[block] for block in blocks}, MARGIN)
               for what, found in (("peak RSS above the baseline", memory), ("CPU time per op", cpu))]
    return replace(row, sides=sides.sides_of(blocks, entry, other), samples=samples, fails_by_all=True,
                   barred=sides.unexercised(entry))
