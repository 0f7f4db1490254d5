"""What do atomic reference counts cost? Counted handles against sole owners and the references they lend.

A counted object also has a control block. Where the workload allocates nothing in steady, as its card says,
handles are all that differs, and only there do rows decide.
"""

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, COUNTER, Card, Evidence
from reports.run.cells import NULL
from reports.run.files import Files

METRIC, MARGIN = "cpu_ns_per_op", 1.02
CARD = Card("atomic_counts", "Atomic reference counts cost",
            "Ownership that is shared pays for its counts, where unique owners lend references for nothing.",
            COUNTER, METRIC,
            f"A row is one workload in one setting: {METRIC} of a variant whose handles count atomically, as its card "
            "says, over that of unique, both on glibc, by block. It holds above 1.02 and fails up to 1.02. Rows decide "
            "where nothing is allocated in steady, so that handles are all that differs; the others stand beside, "
            "since control blocks are in them too, and so do configurations of the variant that count without atomics.")
NONE = "no workload was measured in which handles are copied and nothing is allocated"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each configuration of the variants that count on the reference's malloc."""
    found = []
    for topic in findings.topics:
        control = topic.setting.workload == NULL
        counting = {entry.cell.variant for entry in topic.cells if entry.cell.atomic_counts}
        for entry in topic.cells:
            if entry.cell.variant not in counting or entry.cell.allocator != entry.cell.reference.allocator:
                continue
            pure = entry.cell.atomic_counts and (control or not sides.allocates(topic))
            role = sides.role(entry.cell, control) if pure else BESIDE
            found.append(sides.compared(sides.against(topic, entry, role), entry, topic.reference, METRIC,
                                        "CPU time per op, ratio", MARGIN, {}))
    return found
