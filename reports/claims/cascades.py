"""Does ownership stop for long too, where it drops big structures? Interruptions with the cause `cascade`.

Only workloads in which some owner was interrupted by a drop can tell, and only their steady phase: what is
dropped when the program ends may as well be left to the kernel. Owners that put their drops off are told apart, in
`cascades_put_off`.
"""

from collections.abc import Container
from dataclasses import replace

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, COUNTER, DECIDES, FAILS, LENGTH, Card, Evidence, Sample
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, block_medians

CAUSE = "cascade"
LIMIT_NS = 1_000_000
REMEDIES = ("deferred", "background")
"""Configurations that put drops off."""
CARD = Card("cascades", "Ownership stops for its drops",
            "Ownership too stands still for long when it drops a big structure.", COUNTER,
            f"longest interruption with the cause {CAUSE} in steady",
            "A row is one way to own in one workload in which big structures are dropped (some owner was interrupted "
            "by a drop), over glibc, without a remedy: the longest interruption that a drop caused, in steady, a value "
            "for each block and their median. It holds above 1 ms, a frame of a tight server, and fails up to that. "
            "Other mallocs stand beside.")
NONE = "no workload drops structures so big that an owner was interrupted"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each ownership headline of the workloads in which any of them was interrupted by a drop."""
    found = []
    for topic in dropping(findings, files):
        owners = [entry for entry in topic.cells
                  if entry.group == sides.OWNERSHIP and entry.ok and entry.cell.config not in REMEDIES]
        for entry in sorted(owners, key=lambda owner: not sides.on_platform(owner)):
            role = DECIDES if sides.on_platform(entry) else BESIDE
            found.append(row(topic, entry, role, "longest interruption by a drop", longest(entry, files, (CAUSE,))))
    return found


def dropping(findings: Findings, files: Files) -> list[Topic]:
    """The topics in which an ownership headline was interrupted by a drop."""
    return [topic for topic in findings.topics
            if any(value > 0 for entry in topic.cells if sides.on_platform(entry) and entry.ok
                   for value in longest(entry, files, (CAUSE,)).values())]


def row(topic: Topic, entry: CellTrials, role: str, what: str, lengths: dict[int, float]) -> Evidence:
    """That the longest interruption of an owner is above the limit, by block."""
    made = Evidence(topic.setting, entry.cell.label, role, left_out=sides.left_out([entry]))
    if not lengths:
        return replace(made, note="no trial has a log of interruptions")
    sample = Sample(what, LENGTH, list(lengths.values()), LIMIT_NS, levels=True)
    return replace(made, samples=[sample], sides=sides.sides_of(lengths, entry), barred=sides.overflowed(entry, FAILS))


def longest(entry: CellTrials, files: Files, causes: Container[str]) -> dict[int, float]:
    """Block -> length in ns of the longest interruption with one of these causes, 0 for none."""
    def value(trial: Trial) -> float | None:
        by_cause = files.steady_by_cause(trial)
        if by_cause is None:
            return None
        return max((float(max(lengths)) for cause, lengths in by_cause.items() if cause in causes), default=0.0)
    return block_medians(entry.trials, value)
