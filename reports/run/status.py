"""What became of every cell that was planned or measured; nothing is silently missing."""

import re
from collections import Counter
from dataclasses import dataclass

from reports.run.load import CANNOT_RUN, STATUSES, Run, Trial
from reports.run.manifest import Planned
from reports.run.topics import CellTrials, last_attempts


@dataclass(frozen=True)
class CellStatus:
    """Counts by status, trials that are planned but not in the file, and the reasons with their counts.

    A trial that was measured again counts once, with its last attempt.
    """

    entry: CellTrials
    counts: Counter
    missing: int
    reasons: list[tuple[str, str, int, str]]
    """(status, reason, number of trials, first trial's log or id)"""

    @property
    def all_ok(self) -> bool:
        return self.missing == 0 and set(self.counts) == {"ok"}

    @property
    def kind(self) -> str:
        """`ok`, `cannot` (it cannot run, and says why) or `trouble`."""
        if self.all_ok:
            return "ok"
        return "cannot" if self.missing == 0 and set(self.counts) <= set(CANNOT_RUN) else "trouble"

    @property
    def text(self) -> str:
        """Such as `28 ok, 2 timeout`, or the status alone where the cell cannot run."""
        if self.missing == 0 and len(self.counts) == 1 and (only := next(iter(self.counts))) in CANNOT_RUN:
            return only.replace("_", " ")
        parts = [f"{self.counts[s]} {s.replace('_', ' ')}" for s in STATUSES if self.counts[s]]
        return ", ".join(parts + ([f"{self.missing} missing"] if self.missing else []))


def cell_statuses(run: Run, cells: list[CellTrials]) -> list[CellStatus]:
    """The status of each cell, in the order given."""
    wanted = run.manifest.profile.blocks * run.manifest.profile.trials_per_block
    plan = {planned.cell: planned for planned in run.manifest.cells}
    return [_status(entry, plan.get(entry.cell), wanted) for entry in cells]


def reasons(statuses: list[CellStatus]) -> list[tuple[str, str, list[str], int, str]]:
    """(status, reason, labels of the cells, trials, first log or id): cells with one reason share a line."""
    grouped: dict[tuple[str, str], tuple[list[str], int, str]] = {}
    for status in statuses:
        for name, reason, number, where in status.reasons:
            labels, total, first = grouped.get((name, reason), ([], 0, where))
            grouped[name, reason] = (labels + [status.entry.cell.label], total + number, first)
    return [(name, reason, *rest) for (name, reason), rest in grouped.items()]


def _kind_of_reason(trial: Trial) -> str:
    """The reason; without its figures where the trial is noisy, since no two of those have the same."""
    return re.sub(r"[-+]?[\d.]+", "", trial.reason) if trial.status == "noisy" else trial.reason


def _status(entry: CellTrials, planned: Planned | None, wanted: int) -> CellStatus:
    outcomes = last_attempts(entry.trials)
    counts = Counter(trial.status for trial in outcomes)
    grouped: dict[tuple[str, str], list] = {}
    for trial in outcomes:
        if not trial.ok:
            grouped.setdefault((trial.status, _kind_of_reason(trial)), []).append(trial)
    reasons = [(status, trials[0].reason, len(trials), trials[0].log or trials[0].trial_id)
               for (status, _), trials in grouped.items()]
    if planned and planned.status in CANNOT_RUN:
        if not entry.trials:
            counts[planned.status] = 1
            reasons.append((planned.status, planned.reason, 1, "manifest.json"))
        return CellStatus(entry, counts, 0, reasons)
    present = len(outcomes)
    cannot_run = bool(counts) and set(counts) <= set(CANNOT_RUN)
    missing = max(0, wanted - present) if planned and not cannot_run else 0
    if missing:
        reasons.append(("missing", "planned, but not in results.jsonl; the run ended early or still runs",
                        missing, "results.jsonl"))
    return CellStatus(entry, counts, missing, reasons)
