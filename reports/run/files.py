"""The files beside a trial: latencies, RSS, interruptions, pauses, utilisation. Read when a chart wants them."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from reports.run import histogram, latency_series, left_out
from reports.run.load import MOST, Trial, parse_json

FOLDERS = ("hist/", "series/", "logs/")
"""Where files of a trial lie; a name that leads elsewhere is not linked to."""
MMU_COLUMNS = ("window_ns", "mmu", "bmu", "gc_mmu", "gc_bmu")


Decoded = TypeVar("Decoded")


class Files:
    """Reads files of one run directory. What cannot be read is left out and said in `warnings`."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.warnings: list[str] = []

    def latencies(self, trial: Trial) -> dict[str, histogram.Histogram]:
        """The histograms in ns of steady `service` times and, in open loop, of `response` times.

        What is absent, unreadable or empty is left out, and so are the response times of a saturated trial,
        which show how long the trial lasted.
        """
        def decode(record: dict) -> dict[str, histogram.Histogram]:
            kinds = ["service"] + (["response"] if "response" in record and not trial.saturated else [])
            found = {kind: histogram.decode(record[kind]) for kind in kinds}
            return {kind: result for kind, result in found.items() if result.total}
        return self._read(trial, "histograms", decode) or {}

    def latency_over_time(self, trial: Trial) -> dict[str, latency_series.LatencySeries]:
        """The steady ops by the time at which they ended: `service` and, in open loop, `response` times.

        What is absent, unreadable or empty is left out, and so are the response times of a saturated trial.
        """
        def decode(record: dict) -> dict[str, latency_series.LatencySeries]:
            found = latency_series.decode(record)
            return {kind: series for kind, series in found.items()
                    if series.total and not (kind == "response" and trial.saturated)}
        return self._read(trial, "latency_series", decode) or {}

    def rss(self, trial: Trial) -> np.ndarray | None:
        """RSS over time, shape (samples, 2): time in ns on the zero of the phases, RSS in bytes."""
        def decode(record: dict) -> np.ndarray | None:
            if record["columns"] != ["time_ns", "rss_bytes"]:
                raise ValueError(f"unexpected columns {record['columns']}")
            rows = np.array(record["rows"], dtype=float).reshape(-1, 2)
            # null becomes NaN.
            if not np.all(np.isfinite(rows) & (rows >= 0)):
                raise ValueError("a time or a size is not a number from 0 on")
            return rows if len(rows) else None
        return self._read(trial, "rss_series", decode)

    def steady_lengths(self, trial: Trial, field: str) -> np.ndarray | None:
        """Lengths in ns of the steady `interruptions` or `pauses` of a trial, ascending."""
        spans = self.steady_spans(trial, field)
        return None if spans is None else np.sort(spans[:, 1])

    def steady_spans(self, trial: Trial, field: str) -> np.ndarray | None:
        """Start and length in ns of the same, shape (events, 2), in the order of the file."""
        found = self.events(trial, field)
        return None if found is None else _spans([event for event in found if _counts(event)])

    def steady_by_cause(self, trial: Trial) -> dict[str, np.ndarray] | None:
        """Cause -> lengths in ns of the steady interruptions that it stands for, in the order of the file."""
        found = self.steady_spans_by_cause(trial)
        return None if found is None else {cause: spans[:, 1] for cause, spans in found.items()}

    def steady_spans_by_cause(self, trial: Trial) -> dict[str, np.ndarray] | None:
        """Cause -> start and length in ns of the same, shape (events, 2)."""
        events = self.events(trial, "interruptions")
        if events is None:
            return None
        found = defaultdict(list)
        for event in events:
            if _counts(event):
                found[event["cause"]].append(event)
        return {cause: _spans(its) for cause, its in found.items()}

    def events(self, trial: Trial, field: str) -> list[dict] | None:
        """The `interruptions` or `pauses` of a trial in all phases, as they stand in the file."""
        phases = {phase.phase for phase in trial.phases}
        return self._read(trial, field, lambda record: _checked_events(record, phases, caused=field == "interruptions"))

    def utilisation(self, trial: Trial) -> dict[str, np.ndarray] | None:
        """Column of MMU_COLUMNS -> values: windows in ns, ascending, and shares; None without any window."""
        def decode(record: dict) -> dict[str, np.ndarray] | None:
            if tuple(record["columns"]) != MMU_COLUMNS:
                raise ValueError(f"unexpected columns {record['columns']}")
            rows = np.array(record["rows"], dtype=float).reshape(-1, len(MMU_COLUMNS))
            if np.any(np.diff(rows[:, 0]) <= 0) or not np.all((0 <= rows[:, 1:]) & (rows[:, 1:] <= 1)):
                raise ValueError("windows do not ascend, or a share is not within 0 and 1")
            return dict(zip(MMU_COLUMNS, rows.T)) if len(rows) else None
        return self._read(trial, "mmu", decode)

    def _read(self, trial: Trial, field: str, decode: Callable[[Any], Decoded]) -> Decoded | None:
        name = getattr(trial, field)
        if name is None:
            return None
        try:
            path = (self.directory / name).resolve()
            # Names come from a data file, which has no business outside its run directory.
            if not path.is_relative_to(self.directory.resolve()):
                raise ValueError("lies outside the run directory")
            # A pipe would never end.
            if path.exists() and not path.is_file():
                raise ValueError("is not a file")
            return decode(parse_json(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
            self.warnings.append(left_out.line(name, error))
            return None


def _counts(event: dict) -> bool:
    """In steady, and not work in idle time that nobody waited for."""
    return event["phase"] == "steady" and event.get("cause") != "idle"


def _spans(events: list[dict]) -> np.ndarray:
    return np.array([(event["start_ns"], event["length_ns"]) for event in events], dtype=float).reshape(-1, 2)


def _checked_events(record: object, phases: set[str], caused: bool) -> list[dict]:
    """The events, which are many: their numbers are looked at all at once. Raises ValueError for damaged ones.

    Those that are `caused` must name their cause.
    """
    if not isinstance(record, list):
        raise ValueError("not a JSON array")
    for numbers in ([event["start_ns"] for event in record], [event["length_ns"] for event in record],
                    [event.get("thread", 0) for event in record]):
        if record and not (set(map(type, numbers)) == {int} and min(numbers) >= 0 and max(numbers) < MOST):
            raise ValueError("a start, length or thread is not a whole number from 0 on, or too large")
    if not {event["phase"] for event in record} <= phases:
        raise ValueError("an event lies in no phase of the trial")
    if not {type(event["cause"] if caused else event.get("cause", "")) for event in record} <= {str}:
        raise ValueError("a cause is not a name")
    return record


def files(trials: list[Trial]) -> list[str]:
    """The names of these trials' files, relative to the run, in their order, `*` standing for a trial's id."""
    names = (value.replace(trial.trial_id, "*") for trial in trials for value in vars(trial).values()
             if isinstance(value, str) and value.startswith(FOLDERS) and ".." not in value)
    return list(dict.fromkeys(name for name in names if "*" in name and " " not in name))
