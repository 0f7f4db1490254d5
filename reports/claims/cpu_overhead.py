"""Do collectors cost CPU time? CPU time of all threads per op, which helper threads cannot hide from."""

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import FAILS, OVERHEAD, Card, Evidence
from reports.run.files import Files

METRIC, MARGIN = "cpu_ns_per_op", 1.02
CARD = Card("cpu_overhead", "Collection costs more CPU time",
            "For the same work, a collector takes more CPU time than ownership.", OVERHEAD, METRIC,
            f"A row is one workload in one setting: {METRIC} of the collector over that of unique on glibc, by block. "
            "It holds above 1.02 and fails up to 1.02, since differences of 2 % are taken for none. It cannot fail "
            "where the collector hardly collected. The best ownership variant over any malloc stands beside; it does "
            "not decide, because it is picked by the same numbers.")


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each collector, and one beside it for the best ownership variant."""
    return sides.beside_the_best(findings.topics, METRIC, "CPU time per op, ratio", MARGIN, min, FAILS)
