"""Do collectors break more frames? Shares of frames of 1 ms and 16.6 ms; they may be zero, so no ratios.

In open loop all do the same work in a second. In a closed loop the faster side meets its own stops more often
in a second, because it does more in it: its rows do not decide.
"""

from dataclasses import replace

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, DECIDES, FAILS, SHARE, UNPREDICTABLE, Card, Evidence, Sample
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.topics import CellTrials, Topic

FRAMES = {"deadline_miss_1ms": "frames of 1 ms", "deadline_miss_16ms": "frames of 16.6 ms"}
FLOOR = 0.01
CARD = Card("deadline_misses", "Collection breaks more deadlines",
            "A program that collects misses more of its deadlines than one that owns.", UNPREDICTABLE,
            " and ".join(FRAMES),
            "A row is one workload in one setting and one length of frames: the share of frames that the collector "
            "broke less the share that unique on glibc broke, by block. It holds above 1 frame in 100 and fails up "
            "to that. A trial that fell behind its rate for good broke all its frames. Rows decide in open loop, "
            "where both sides do the same work in a second; in a closed loop the faster one would be blamed for "
            "meeting its stops more often. It cannot fail where the collector hardly collected.")
NONE = "no collector was measured in open loop"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each collector and length of frames."""
    return [_row(topic, entry, role, metric)
            for topic, entry, role in sides.pairs(findings.topics) for metric in FRAMES]


def _row(topic: Topic, entry: CellTrials, role: str, metric: str) -> Evidence:
    if role == DECIDES and topic.setting.load is None:
        role = BESIDE
    row = replace(sides.collecting(topic, entry, role), detail=FRAMES[metric])

    def share(trial: Trial) -> float | None:
        return 1.0 if trial.saturated else trial.metrics.get(metric)
    return sides.sampled(
        row, entry, topic.reference, share, lambda found: Sample(
            "broken frames, difference", SHARE, [value - base for value, base in found.values()], FLOOR),
        sides.unexercised(entry) | sides.overflowed(entry, FAILS), metric)
