"""Does the tail of a collector grow with the live set, and that of ownership not? Sweeps over it, in open loop.

Growth is told by its exponent: 0 where the tail stays as it is, 1 where it grows as the live set does. Equal
exponents are equal growth per doubling, whichever sizes a run happens to span.
"""

import math
from dataclasses import replace

from reports.analysis.findings import Findings
from reports.claims import sides
from reports.claims.model import BESIDE, DECIDES, RATIO, UNPREDICTABLE, Card, Evidence, Sample
from reports.run.files import Files
from reports.run.load import Trial
from reports.run.sweeps import Line, Sweep
from reports.run.topics import block_medians

PERCENTILES = {"response_p99_ns": "p99", "response_p999_ns": "p99.9"}
DECIDING = "response_p99_ns"
EXPONENT = 0.1
CARD = Card("tail_grows", "The tail grows with the live set",
            "The more lives, the longer those wait who meet a collector at work; with ownership they do not.",
            UNPREDICTABLE, DECIDING,
            f"A row is one workload at two or more live sizes in open loop: {DECIDING} at the largest over that at the "
            "smallest which both sides reached, by block. To grow is to grow by more than the tenth root of "
            "what the live set grew by (1.74 times from 1 to 256 MiB). The row holds where the collector's tail grows "
            "and that of unique on glibc does not, and fails where the collector's does not or unique's does. "
            "A rate that a cell cannot keep up with at the largest size is a tail without end. It cannot fail where "
            "the collector hardly collected. p99.9 stands beside where 10 ops lie beyond it.")
NONE = "no workload was measured at two live sizes in open loop"


def rows(findings: Findings, files: Files) -> list[Evidence]:
    """A row for each sweep, collector and percentile; p99.9 only where it is known."""
    found = []
    for sweep in findings.live:
        reference = next((line for line in sweep.lines if line.cell.label == line.cell.reference.label), None)
        for line in sweep.lines if sweep.open_loop else []:
            if line.group == sides.COLLECTION:
                found += [row for metric in PERCENTILES
                          if (row := _row(sweep, line, reference, metric)).samples or metric == DECIDING]
    return found


def _row(sweep: Sweep, line: Line, reference: Line | None, metric: str) -> Evidence:
    role = DECIDES if sides.is_headline(line.cell) and metric == DECIDING else BESIDE
    label = line.cell.reference.label
    setting = replace(line.cell.setting, live_mib=None)
    row = Evidence(setting, f"{line.cell.label} against {label}", role,
                   detail=PERCENTILES[metric])
    if reference is None:
        return replace(row, note=f"{label} was not measured")
    steps = [step for step in line.measured if step in reference.measured]
    if len(steps) < 2:
        return replace(row, note="both sides have ok trials at fewer than two common live sizes")
    ends = [(each, each.entries[steps[0]], each.entries[steps[-1]]) for each in (line, reference)]
    grown = steps[-1] / steps[0]
    samples, used = [], []
    for each, first, last in ends:
        start, end = (block_medians(entry.trials, lambda trial: _tail(trial, metric)) for entry in (first, last))
        blocks = [block for block in start if block in end and math.isfinite(start[block])]
        if not blocks:
            return replace(row, note=f"no block has {metric} of {each.cell.label} at both live sizes")
        samples.append(Sample(f"{PERCENTILES[metric]} of {each.cell.label} at {steps[-1]:g} over {steps[0]:g} MiB",
                              RATIO, [math.log(end[block]) - math.log(start[block]) for block in blocks],
                              grown ** EXPONENT, _grown, above=each is line))
        used += [side for entry in (first, last) for side in sides.sides_of(blocks, entry)]
    return replace(row, samples=samples, sides=used, barred=sides.unexercised(ends[0][2]),
                   left_out=sides.left_out([entry for _, first, last in ends for entry in (first, last)]))


def _tail(trial: Trial, metric: str) -> float | None:
    """What the cell was saturated with has no response time; those that kept up are the lucky ones."""
    return math.inf if trial.saturated else trial.metrics.get(metric)


def _grown(log: float) -> float:
    return math.exp(log) if log < math.inf else math.inf
