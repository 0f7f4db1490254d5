"""Does a collector need more memory for the speed of ownership? Its CPU time and its memory at each heap.

The CPU time of a collector falls as its heap grows (Hertz and Berger 2005). So a heap that takes more memory
than ownership and still costs more CPU time shows that parity takes more memory; one that takes no more of
either shows that it does not. The heaps of a sweep bracket parity in this way. Without a sweep there is one
heap, that of the headline policy: a weaker form of the same, because parity may lie anywhere beyond it.
"""

from dataclasses import replace

from reports.analysis import space
from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, DECIDES, OVERHEAD, Card, Evidence, Row, Sample
from reports.claims.rule import some_pair
from reports.run.cells import NULL
from reports.run.files import Files
from reports.run.topics import CellTrials, Topic
from reports.text import units

MARGIN = 1.02
MIN_LIVE_MIB = 4
CPU = "cpu_ns_per_op"
CARD = Card("memory_for_parity", "Parity takes more memory",
            "A collector needs more memory than ownership to be as fast.", OVERHEAD, f"peak RSS at equal {CPU}",
            f"A row is one workload in one setting, with all heaps of a sweep: {CPU} and peak RSS above the baseline, "
            "both over those of unique on glibc, by block. A heap with both above 1.02 takes more memory and is not "
            "yet as fast; one with both up to 1.02 is as fast and takes no more; one that is cheaper in one and dearer "
            "in the other says nothing. A row holds with a heap of the first kind and fails with one of the second. "
            "Without a sweep there is only the heap of the headline policy, a weaker form; it is not used where under "
            f"{MIN_LIVE_MIB} MiB live, since heaps start at that size. Where the collector hardly collected, a heap of "
            "a sweep is left out, and that of the headline cannot fail.")
WEAKER = "headline heap only"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each collector and configuration: its fixed heaps, or where it has none the headline policy."""
    found = []
    for topic in findings.topics:
        heaps: dict[str, list[CellTrials]] = {}
        for entry in topic.cells:
            if entry.group == sides.COLLECTION and topic.setting.workload != NULL:
                heaps.setdefault(entry.cell.without_heap, []).append(entry)
        found += [_row(topic, [entry for entry in its if entry.cell.heap] or its) for its in heaps.values()]
    return found


def _row(topic: Topic, entries: list[CellTrials]) -> Evidence:
    cell, other = entries[0].cell, topic.reference
    swept = bool(cell.heap)
    able = [entry for entry in entries if entry.ok and not (swept and sides.unexercised(entry))]
    row = sides.collecting(topic, (able or entries)[0], DECIDES if cell.headline else BESIDE)
    detail = f"heaps of {cell.heap} to {entries[-1].cell.heap} the smallest" if swept else WEAKER
    row = replace(row, subject=f"{cell.without_heap} against {cell.reference.label}", detail=detail,
                  left_out=sides.left_out(entries + ([other] if other else [])))
    if row.note or other is None:
        return row
    if not able:
        return replace(row, note="it hardly collected (gc_not_exercised) at any heap")
    live_mib = max(trial.live_bytes for trial in able[0].ok) / units.MIB
    if not swept and live_mib < MIN_LIVE_MIB:
        return replace(row, note=f"{live_mib:.3g} MiB live: the heap's initial size is all that would be seen")
    samples, used, all_blocks = [], [], set()
    for entry in able:
        pair, blocks = _samples(entry, other)
        if pair:
            samples += pair
            used += sides.sides_of(blocks, entry)
            all_blocks |= blocks
    if not samples:
        return replace(row, note="no block in which both have CPU time and memory")
    return replace(row, samples=samples, sides=used + sides.sides_of(all_blocks, other), combined=some_pair,
                   barred={} if swept else sides.unexercised(able[0]))


def _samples(entry: CellTrials, other: CellTrials) -> tuple[list[Sample], set[int]]:
    """Memory and CPU time at one heap, and the blocks that have both."""
    found = {"peak RSS above the baseline, ratio": sides.by_block(entry, other, space.above_baseline),
             "CPU time per op, ratio": sides.by_block(entry, other, lambda trial: trial.metrics.get(CPU))}
    memory, cpu = found.values()
    blocks = {block for block in memory.keys() & cpu.keys() if min(*memory[block], *cpu[block]) > 0}
    at = f"{entry.cell.heap}: " if entry.cell.heap else ""
    return [sides.ratio_sample(at + what, {block: values[block] for block in sorted(blocks)}, MARGIN)
            for what, values in found.items() if blocks], blocks


def sentences(found: list[Row]) -> list[str]:
    """For each sweep, the smallest heap at which the collector is as fast by its estimate, and its memory."""
    said = []
    for row in found:
        if not row.parts or not row.sides[0].cell.heap:
            continue
        name = f"{row.place}, {row.sides[0].cell.config_name}"
        at = next(((side.cell.heap, memory) for side, memory, cpu in zip(row.sides, row.parts[::2], row.parts[1::2])
                   if cpu.interval.estimate <= MARGIN), None)
        said.append(f"{name}: no heap of {row.sides[0].cell.heap} to {row.sides[-2].cell.heap} the smallest is as "
                    "fast as unique" if at is None else
                    f"{name}: as fast as unique from {at[0]} the smallest heap, by the estimate, with "
                    f"{units.significant(at[1].interval.estimate)} times its memory")
    return said
