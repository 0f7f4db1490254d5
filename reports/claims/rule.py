"""From evidence to verdicts, by one rule for all claims. No verdict is written by hand.

Every quantity has a boundary, so that what it is about is either true of it or not, and one interval. Wholly
above the boundary it holds, wholly on it or below it fails, and otherwise nothing is said: `fails` is evidence
against, never absence of evidence. Exactly one end of an interval can mislead, the one that lies on the wrong
side of the boundary, as in a pair of one-sided tests (Schuirmann 1987). Each end misses with at most
ERROR / (number of intervals of the rows that decide), so that in at most ERROR of runs any of a claim's
verdicts is wrong, however its rows depend on each other (Dunn 1961). Simultaneous intervals, not Holm's steps,
because what is printed is then what decides, and because Holm does not bound errors of direction in general.

A row of several quantities combines what is said of each, as its claim tells; where no interval misleads, no
combination does (Berger 1982).

A claim says what *can* happen. To show it once is enough: it holds where it holds in a row and fails in none,
and is mixed where it fails in others. To refute it is more: it fails where it fails in every row that was
measured, because in an undecided one it may be so.
"""

import math
from dataclasses import replace

import numpy as np

from reports.claims.model import (CONTROL, DECIDES, FAILS, HOLDS, MIXED, NOT_MEASURED, UNDECIDED, Card, Claim, Evidence,
                                  Part, Row, Sample)
from reports.stats import intervals, signed_rank
from reports.stats.intervals import Interval

ERROR = 0.05
"""How often any verdict of a claim may be wrong."""
MIN_BLOCKS = 6
_FAR = 1e300


def some_pair(verdicts: list[str]) -> str:
    """Each two belong together: holds where two hold at once, fails where two fail at once, neither where both are."""
    pairs = list(zip(verdicts[::2], verdicts[1::2]))
    found = [word for word in (HOLDS, FAILS) if (word, word) in pairs]
    return found[0] if len(found) == 1 else UNDECIDED


def judge(card: Card, found: list[Evidence], note: str = "") -> Claim:
    """The claim with its verdicts. `note` says why, where nothing was found."""
    able = [sample for row in found if row.role == DECIDES for sample in row.samples
            if len(sample.values) >= MIN_BLOCKS]
    error = ERROR / max(1, len(able))
    rows = [_row(evidence, error, len(able)) for evidence in found]
    verdict = overall([row.verdict for row in rows if row.role == DECIDES])
    misled = [row for row in rows if row.role == CONTROL and row.verdict == HOLDS]
    if misled and verdict in (HOLDS, MIXED):
        places = ", ".join(row.place for row in misled)
        verdict, note = UNDECIDED, f"it holds in {places} too, where nothing can be found: the run is biased"
    return Claim(card, rows, verdict, error, note)


def overall(verdicts: list[str]) -> str:
    """The verdict of a claim from those of its deciding rows."""
    if HOLDS in verdicts:
        return MIXED if FAILS in verdicts else HOLDS
    return next((word for word in (UNDECIDED, FAILS) if word in verdicts), NOT_MEASURED)


def _row(found: Evidence, error: float, intervals: int) -> Row:
    parts = [_part(sample, error) for sample in found.samples]
    verdict = found.combined([part.verdict for part in parts]) if parts else NOT_MEASURED
    note = found.note
    if verdict in found.barred and found.role != CONTROL:
        note = f"{found.barred[verdict]}, so that it cannot be said to {verdict.rstrip('s')}"
        verdict = UNDECIDED
    elif any(part.interval.low is None for part in parts):
        blocks = min(part.interval.n for part in parts if part.interval.low is None)
        note = (f"{blocks} of the {MIN_BLOCKS} blocks that a verdict needs" if blocks < MIN_BLOCKS else
                f"{blocks} blocks are too few for {intervals} intervals at once; "
                f"{math.ceil(-math.log2(error))} would do")
    return Row(**vars(replace(found, note=note)), parts=parts, verdict=verdict)


def _part(sample: Sample, error: float) -> Part:
    interval = _interval(sample, error)
    return Part(**vars(sample), interval=interval, verdict=_verdict(interval, sample))


def _verdict(interval: Interval, sample: Sample) -> str:
    if interval.ends is None:
        return UNDECIDED
    low, high = interval.ends
    if low > sample.boundary:
        return HOLDS if sample.above else FAILS
    if high <= sample.boundary:
        return FAILS if sample.above else HOLDS
    return UNDECIDED


def _interval(sample: Sample, error: float) -> Interval:
    if sample.levels:
        found = intervals.median(sample.values, 1 - 2 * error)
    else:
        # Only their order matters, but the mean of infinities of both signs is no number.
        found = signed_rank.location(np.clip(sample.values, -_FAR, _FAR), 1 - 2 * error)
    if found.n < MIN_BLOCKS:
        found = replace(found, low=None, high=None, achieved=None)
    return found.mapped(lambda value: sample.shown(_unclipped(value)))


def _unclipped(value: float) -> float:
    return math.copysign(math.inf, value) if abs(value) > _FAR / 4 else value
