"""Does ownership stop for long too, where it drops big structures? Interruptions with the cause `cascade`.

Only workloads in which some owner was interrupted by a drop can tell, and only their steady phase: what is
dropped when the program ends may as well be left to the kernel.
"""

from dataclasses import replace

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, COUNTER, DECIDES, FAILS, LENGTH, Card, Evidence, Sample
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, block_medians

CAUSE = "cascade"
LIMIT_NS = 1_000_000
CARD = Card("cascades", "Ownership stops for its drops",
            "Ownership too stands still for long when it drops a big structure.", COUNTER,
            f"longest interruption with the cause {CAUSE} in steady",
            "A row is one way to own in one workload in which big structures are dropped (some owner was interrupted "
            "by a drop), over glibc: the longest interruption that a drop caused, in steady, a value for each block "
            "and their median. It holds above 1 ms, a frame of a tight server, and fails up to that. Other mallocs "
            "stand beside.")
NONE = "no workload drops structures so big that an owner was interrupted"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each ownership headline of the workloads in which any of them was interrupted by a drop."""
    found = []
    for topic in findings.topics:
        owners = [entry for entry in topic.cells if sides.on_platform(entry) and entry.ok]
        longest = {entry.cell: _longest(entry, files) for entry in owners}
        if not any(value > 0 for values in longest.values() for value in values.values()):
            continue
        found += [_row(topic, entry, longest[entry.cell]) for entry in owners]
        found += [_row(topic, entry, _longest(entry, files)) for entry in topic.cells
                  if entry.group == sides.OWNERSHIP and entry.ok and entry not in owners]
    return found


def _row(topic: Topic, entry: CellTrials, longest: dict[int, float]) -> Evidence:
    row = Evidence(topic.setting, entry.cell.label,
                   DECIDES if sides.on_platform(entry) else BESIDE, left_out=sides.left_out([entry]))
    if not longest:
        return replace(row, note="no trial has a log of interruptions")
    sample = Sample("longest interruption by a drop", LENGTH, list(longest.values()), LIMIT_NS, levels=True)
    return replace(row, samples=[sample], sides=sides.sides_of(longest, entry),
                   barred=sides.overflowed(entry, FAILS))


def _longest(entry: CellTrials, files: Files) -> dict[int, float]:
    """Block -> length in ns, 0 for none."""
    def value(trial: Trial) -> float | None:
        causes = files.steady_by_cause(trial)
        return None if causes is None else max(causes.get(CAUSE, ()), default=0.0)
    return block_medians(entry.trials, value)
