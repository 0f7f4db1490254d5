"""Does ownership stop for long where it puts its drops off, over many ops or onto another thread?

What was put off is freed in ops that drop nothing big, so that no interruption is called a drop's any more: all count
for which the owner's own thread, its memory or its locks can have been the reason.
"""

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.cascades import CAUSE, REMEDIES, dropping, longest, row
from reports.claims.model import COUNTER, DECIDES, Card, Evidence
from reports.run.cells import REFERENCE_ALLOCATOR
from reports.run.files import Files

CAUSES = (CAUSE, "slice", "fault", "unknown", "overrun")
CARD = Card("cascades_put_off", "Ownership stops for drops that it puts off",
            "Ownership stands still for long even where it puts its drops off.", COUNTER,
            "longest interruption in steady that was no preemption",
            "A row is one remedy (unique:deferred, which frees a few nodes in each op, or unique:background, which "
            "leaves that to a thread) in one workload in which some owner was interrupted by a drop, over glibc: the "
            "longest interruption in steady but for preemptions, a value for each block and their median. It holds "
            "above 1 ms and fails up to that, like the claim without a remedy.")
NONE = "no owner that puts its drops off was measured where an owner was interrupted by a drop"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each remedy of the workloads in which an owner was interrupted by a drop."""
    return [row(topic, entry, DECIDES, "longest interruption", longest(entry, files, CAUSES))
            for topic in dropping(findings, files) for entry in topic.cells
            if entry.group == sides.OWNERSHIP and entry.ok and entry.cell.config in REMEDIES
            and entry.cell.allocator == REFERENCE_ALLOCATOR]
