"""Reads manifest.json and results.jsonl of a run directory, and refuses what it cannot vouch for."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reports.run import records
from reports.run.cells import Cell
from reports.run.errors import ReportError
from reports.run.manifest import Manifest, Metric
from reports.run.strings import may_be_unshowable, showable

SCHEMA = 2
GROUPS = ("ownership", "collection")
STATUSES = ("ok", "wrong_digest", "census_mismatch", "timeout", "out_of_memory", "crashed", "bad_record",
            "unavailable", "not_applicable", "noisy")
MOST = 2**63
"""No whole number of ours is as large; larger ones do not fit into what computes with them."""
CANNOT_RUN = ("unavailable", "not_applicable")


@dataclass(frozen=True)
class Phase:
    """A phase of a trial with what it took of the machine; times in ns."""

    collections: int
    cpu_ns: int
    involuntary_switches: int
    length_ns: int
    major_faults: int
    minor_faults: int
    phase: str
    start_ns: int
    voluntary_switches: int

    def __post_init__(self) -> None:
        """Raises ValueError for a phase that cannot be."""
        if not self.phase or self.start_ns < 0 or self.length_ns < 0:
            raise ValueError("a phase has no name or runs backwards")


@dataclass(frozen=True)
class Environment:
    """The process of a trial from outside. `settings` are its memory manager's, name -> value."""

    settings: dict
    lifetime_ns: int


@dataclass(frozen=True)
class Trial:
    """One line of results.jsonl. `metrics` maps a name to its value; what it is stands in `Run.metrics`.

    From `interruptions` to `log` there are names of files relative to the run, None for none. `line` is the number of
    the line, from 1.
    """

    trial_id: str
    block: int
    repeat: int
    attempt: int
    cell: Cell
    group: str
    status: str
    reason: str
    digest: str
    items_per_op: int
    item: str
    rate_per_s: float | None
    live_bytes: int
    started_unix_ms: int | None
    metrics: dict[str, float]
    interruption_threshold_ns: int
    interruptions_lost: int
    pauses_lost: int
    phases: list[Phase]
    notes: list[str]
    noise: dict[str, float | None] | None
    env: Environment
    interruptions: str | None
    pauses: str | None
    mmu: str | None
    histograms: str | None
    latency_series: str | None
    rss_series: str | None
    log: str | None
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raises ValueError for words that are none of ours."""
        if self.status not in STATUSES:
            raise ValueError(f"unknown status {self.status!r}")
        if self.group not in GROUPS:
            raise ValueError(f"unknown group {self.group!r}")

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def saturated(self) -> bool:
        """Whether ops arrived faster than they could be done, so that response times mean nothing."""
        return "saturated" in self.notes

    @property
    def steady(self) -> Phase | None:
        """The phase that is measured; None for a trial that did not get there."""
        return next((phase for phase in self.phases if phase.phase == "steady"), None)


@dataclass
class Run:
    """A loaded run directory. `warnings` collects what was left out and why; the page prints it."""

    directory: Path
    manifest: Manifest
    trials: list[Trial]
    warnings: list[str]

    @property
    def metrics(self) -> dict[str, Metric]:
        """Name -> metric, in the order of the manifest: all that a trial can have."""
        return self.manifest.metrics


def parse_json(text: str, **options: Any) -> Any:
    """Strict JSON: NaN and infinities are errors (ValueError), because no number of ours may be one.

    Characters that must not be shown are replaced, so that no page, chart or file has to look for them. `options`
    are those of json.loads.
    """
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")
    try:
        value = json.loads(text, parse_constant=refuse, **options)
        return showable(value) if may_be_unshowable(text) else value
    except RecursionError:
        raise ValueError("nested too deeply") from None


def parse_record(text: str) -> Any:
    """The same for a manifest or a line, whose numbers go anywhere: too large ones are errors, too."""
    return parse_json(text, parse_int=_whole, parse_float=_finite)


def _whole(text: str) -> int:
    value = int(text)
    if abs(value) >= MOST:
        raise ValueError(f"the number {text[:30]} is too large")
    return value


def _finite(text: str) -> float:
    value = float(text)
    # 1e999 is read as infinity, which parse_constant is not asked about.
    if not math.isfinite(value):
        raise ValueError(f"{text[:30]} is not a finite number")
    return value


def load_run(directory: Path) -> Run:
    """Loads a run directory.

    A truncated last line (the run was killed while it wrote) is left out with a warning. Raises
    ReportError for anything else that is missing, malformed, duplicated or of a newer schema.
    """
    if not directory.is_dir():
        raise ReportError(f"{directory} is not a directory; give the run directory that bench_all wrote")
    run = Run(directory, _load_manifest(directory / "manifest.json"), [], [])
    results = directory / "results.jsonl"
    if not results.exists():
        run.warnings.append("results.jsonl does not exist: no trial has ended yet")
        return run
    seen: dict[str, int] = {}
    planned = {planned.cell: planned.cell for planned in run.manifest.cells}
    for number, line in _lines(results, run.warnings):
        trial = _trial(line, f"{results}:{number}")
        # The same cell, but the plan's knows its heap factor.
        trial = replace(trial, cell=planned.get(trial.cell, trial.cell), line=number)
        if trial.trial_id in seen:
            raise ReportError(f"{results}:{number}: trial_id {trial.trial_id!r} was already used in line "
                              f"{seen[trial.trial_id]}; do not append one run to another")
        seen[trial.trial_id] = number
        run.trials.append(trial)
    return run


def _load_manifest(path: Path) -> Manifest:
    try:
        raw = parse_record(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportError(f"{path} does not exist; is {path.parent} a run directory?") from None
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read: {error}; restore it, since no line of the run can be read "
                          "without it") from None
    if not isinstance(raw, dict):
        raise ReportError(f"{path}: not a JSON object")
    _check_schema(raw, str(path))
    try:
        return records.read(Manifest, {**raw, "raw": raw})
    except ValueError as error:
        raise ReportError(f"{path}: {error}") from None


def _check_schema(record: dict, where: str) -> None:
    version = record.get("schema")
    if type(version) is not int or version < SCHEMA:
        raise ReportError(f"{where}: schema is {version!r}, expected {SCHEMA}")
    if version > SCHEMA:
        raise ReportError(f"{where}: schema {version} is newer than {SCHEMA}, the newest that this report reads; use "
                          "the report of the suite that wrote the run")


def _malformed(where: str, problem: object) -> ReportError:
    return ReportError(f"{where}: malformed line: {problem}; restore the file, or take the line out: its trial then "
                       "counts as missing")


def _lines(path: Path, warnings: list[str]) -> Iterator[tuple[int, Any]]:
    """Yields (line number, parsed object); the numbers count from 1."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ReportError(f"{path}: cannot be read: {error}") from None
    lines = text.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = parse_record(line.decode("utf-8"))
        except ValueError as error:
            # Lines are appended whole and end in a newline, so only the last can be cut off.
            if number == len(lines):
                warnings.append(f"{path.name}:{number}: the last line is truncated and was left out")
                return
            raise _malformed(f"{path}:{number}", error) from None
        yield number, record


def _trial(record: Any, where: str) -> Trial:
    if not isinstance(record, dict):
        raise _malformed(where, "not a JSON object")
    _check_schema(record, where)
    if record.get("kind") != "trial":
        raise _malformed(where, f"kind is {record.get('kind')!r}, expected 'trial'")
    try:
        return records.read(Trial, record)
    except ValueError as error:
        raise _malformed(where, error) from None
