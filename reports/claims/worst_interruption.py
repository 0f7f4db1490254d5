"""Is a collector's worst interruption longer? Longest interruptions in equal times of steady.

A trial of a collector may last four times as long in steady as one of an owner, and the longest of more
stops is longer whoever makes them. So the steady phase of every trial is cut into stretches as long as the
shortest steady phase of its block, spread evenly over it, and a trial's value is the geometric mean of what was
longest in each (block maxima over blocks of one length: Gumbel 1958). One stretch alone, say the first, will not
do: a collector that has warmed up has just collected, and a lull follows. Nor does the k-th longest of k times
the time, which lies below the longest of one even where nothing differs; nor a rate of stops over 1 ms, which
says how often but not how long.

An interruption shorter than the threshold of its question is not logged. So a trial without any did not have
one of 0: it is known only that its longest was shorter than that. Lengths under a floor therefore count as the
floor, which also takes differences between short ones for none; then all are positive, and have ratios.
"""

import numpy as np

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import FAILS, HOLDS, UNPREDICTABLE, Card, Evidence
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic, steady_ns

FLOOR_NS = 100_000
MARGIN = 1.15
CARD = Card("worst_interruption", "Collection interrupts for longer",
            "The longest stretch in which a program gets nowhere is longer with a collector than with ownership.",
            UNPREDICTABLE, "longest interruption in equal times of steady",
            "A row is one workload in one setting: the longest interruption of the collector over that of unique on "
            "glibc, whatever the cause, by block, in stretches of one length: the shortest steady phase of the block, "
            "with the geometric mean over the stretches of a longer trial, spread evenly over it; an interruption "
            "belongs to where it began. Lengths under 0.1 ms, and under the threshold of the log, count as that. It "
            "holds above 1.15 and fails up to 1.15. It cannot fail where the collector hardly collected.")


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each collector."""
    return [_row(topic, entry, role, files) for topic, entry, role in sides.pairs(findings.topics)]


def _row(topic: Topic, entry: CellTrials, role: str, files: Files) -> Evidence:
    row, other = sides.collecting(topic, entry, role), topic.reference
    if other is None:
        return row
    return sides.sampled(
        row, entry, other, in_equal_times(entry, other, files),
        lambda found: sides.ratio_sample("longest interruption, ratio", found, MARGIN),
        sides.unexercised(entry) | sides.overflowed(entry, FAILS) | sides.overflowed(other, HOLDS),
        "a log of interruptions")


def in_equal_times(entry: CellTrials, other: CellTrials, files: Files) -> sides.Values:
    """The longest interruption of a trial of either in ns, floored, in stretches of one length in each block."""
    shortest: dict[int, int] = {}
    for trial in entry.ok + other.ok:
        shortest[trial.block] = min(steady_ns([trial]), shortest.get(trial.block, steady_ns([trial])))
    return lambda trial: _longest(trial, shortest[trial.block], files)


def _longest(trial: Trial, within_ns: int, files: Files) -> float | None:
    spans = files.steady_spans(trial, "interruptions")
    if spans is None or trial.steady is None or not within_ns:
        return None
    floor = max(FLOOR_NS, trial.interruption_threshold_ns)
    stretches = int(steady_ns([trial]) // within_ns)
    starts = trial.steady.start_ns + np.arange(stretches) * (steady_ns([trial]) / stretches)
    longest = [np.max(spans[(start <= spans[:, 0]) & (spans[:, 0] < start + within_ns), 1], initial=floor)
               for start in starts]
    return float(np.exp(np.mean(np.log(longest))))
