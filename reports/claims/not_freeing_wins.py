"""Does a collector win throughput by not freeing? Ops per second in a closed loop; in open loop they are given."""

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import COUNTER, HOLDS, Card, Evidence
from reports.run.files import Files

METRIC, MARGIN = "ops_per_s", 1.02
CARD = Card("not_freeing_wins", "Not freeing wins throughput",
            "A collector that frees nothing one by one gets more done than ownership.", COUNTER, METRIC,
            f"A row is one workload in one setting, in a closed loop: {METRIC} of the collector over that of unique "
            "on glibc, by block. It holds above 1.02 and fails up to 1.02. It cannot hold where the collector hardly "
            "collected: that would be won by never paying. The best ownership variant over any malloc stands beside; "
            "it does not decide, because it is picked by the same numbers.")
GIVEN = "ops are due at a given rate in open loop, so that there is no throughput to win"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each collector, and one beside it for the best ownership variant."""
    return sides.beside_the_best(findings.topics, METRIC, "ops per second, ratio", MARGIN, max, HOLDS, GIVEN)
