"""Reads manifest.json and results.jsonl of a run directory, and refuses what it cannot vouch for."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reports.run import shapes
from reports.run.cells import SIDES, Cell
from reports.run.errors import ReportError
from reports.run.strings import may_be_unshowable, showable

SCHEMA = 2
GROUPS = ("ownership", "collection")
STATUSES = ("ok", "wrong_digest", "census_mismatch", "timeout", "out_of_memory", "crashed", "bad_record",
            "unavailable", "not_applicable", "noisy")
MOST = 2**63
"""No whole number of ours is as large; larger ones do not fit into what computes with them."""
METRIC = ("unit", "better", "kind", "family", "words")
"""What the manifest tells of a metric."""
CANNOT_RUN = ("unavailable", "not_applicable")


@dataclass(frozen=True)
class Metric:
    """What a number of a trial is, as the manifest tells it (docs/protocol.md).

    `better` is `less` or `more`, `kind` is `time`, `bytes`, `count` or `share`, `family` what a reader picks it by,
    empty for none, `words` how people call it inside a sentence.
    """

    name: str
    unit: str
    better: str
    kind: str
    family: str
    words: str


@dataclass(frozen=True)
class Trial:
    """One line of results.jsonl. `metrics` maps a name to its value; what it is stands in `Run.metrics`.

    `line` is the number of the line, from 1.
    """

    trial_id: str
    block: int
    repeat: int
    cell: Cell
    group: str
    status: str
    reason: str
    metrics: dict[str, float]
    raw: dict = field(repr=False, compare=False)
    line: int = field(default=0, compare=False)

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def saturated(self) -> bool:
        """Whether ops arrived faster than they could be done, so that response times mean nothing."""
        return "saturated" in (self.raw.get("notes") or [])


@dataclass
class Run:
    """A loaded run directory. `warnings` collects what was left out and why; the page prints it."""

    directory: Path
    manifest: dict
    trials: list[Trial]
    warnings: list[str]

    @property
    def metrics(self) -> dict[str, Metric]:
        """Name -> metric, in the order of the manifest: all that a trial can have."""
        return {name: Metric(name, *(of[part] for part in METRIC)) for name, of in
                (self.manifest.get("metrics") or {}).items()}


def sides(manifest: dict) -> dict[str, dict]:
    """Name -> what was measured (docs/protocol.md): `""` alone in a run of one side, otherwise base and head."""
    return {side.get("name"): side for side in manifest.get("sides") or [{"name": ""}]}


def first_side(manifest: dict) -> dict:
    """What was measured; of two sides the base."""
    return next(iter(sides(manifest).values()))


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
    planned = {cell: cell for cell in map(Cell.of_plan, run.manifest.get("cells") or [])}
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


def _load_manifest(path: Path) -> dict:
    try:
        manifest = parse_record(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportError(f"{path} does not exist; is {path.parent} a run directory?") from None
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read: {error}; restore it, since no line of the run can be read "
                          "without it") from None
    if not isinstance(manifest, dict):
        raise ReportError(f"{path}: not a JSON object")
    _check_schema(manifest, str(path))
    if problem := shapes.problem(manifest, shapes.MANIFEST):
        raise ReportError(f"{path}: {problem}")
    try:
        for planned in manifest.get("cells") or []:
            Cell.of_plan(planned)
    except (KeyError, TypeError, AttributeError) as error:
        raise ReportError(f"{path}: malformed cells: {error}") from None
    if list(sides(manifest)) not in ([""], list(SIDES)):
        raise ReportError(f"{path}: malformed sides: neither one nor a base and a head")
    if any(of is None or None in map(of.get, METRIC) for of in (manifest.get("metrics") or {}).values()):
        raise ReportError(f"{path}: malformed metrics: one lacks {', '.join(METRIC[:-1])} or {METRIC[-1]}")
    for heap in manifest.get("smallest_heaps") or []:
        if not isinstance(heap, dict) or heap.get("cell") is None or heap.get("bytes") is None:
            raise ReportError(f"{path}: malformed smallest_heaps: an entry lacks its cell or its bytes")
    return manifest


def _check_schema(record: dict, where: str) -> None:
    version = record.get("schema")
    if type(version) is not int or version < SCHEMA:
        raise ReportError(f"{where}: schema is {version!r}, expected {SCHEMA}")
    if version > SCHEMA:
        raise ReportError(f"{where}: schema {version} is newer than {SCHEMA}, the newest that this report reads; use "
                          f"the report of the suite that wrote the run{_version(record)}")


def _version(record: dict) -> str:
    """Such as `, version 0.2.0 or newer`, where the record tells."""
    try:
        version = record["sides"][0]["toolchain"]["version"]
    except (KeyError, IndexError, TypeError):
        return ""
    return f", version {version} or newer" if isinstance(version, str) else ""


def _malformed(where: str, problem: object) -> ReportError:
    return ReportError(f"{where}: malformed line: {problem}; restore the file, or take the line out: its trial then "
                       "counts as missing")


def _lines(path: Path, warnings: list[str]) -> Iterator[tuple[int, dict]]:
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


def _trial(record: dict, where: str) -> Trial:
    if not isinstance(record, dict):
        raise _malformed(where, "not a JSON object")
    _check_schema(record, where)
    if problem := shapes.problem(record, shapes.TRIAL):
        raise _malformed(where, problem)
    try:
        trial = Trial(record["trial_id"], record["block"], record.get("repeat", 1), Cell.of(record["cell"]),
                      record["group"], record["status"], record.get("reason") or "",
                      record.get("metrics") or {}, record)
        _check(trial)
    except KeyError as error:
        raise _malformed(where, f"field {error} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise _malformed(where, error) from None
    return trial


def _check(trial: Trial) -> None:
    if trial.raw.get("kind") != "trial":
        raise ValueError(f"kind is {trial.raw.get('kind')!r}, expected 'trial'")
    if None in (trial.trial_id, trial.block, trial.repeat):
        raise TypeError("trial_id, block or repeat is null")
    if trial.status not in STATUSES:
        raise ValueError(f"unknown status {trial.status!r}")
    if trial.group not in GROUPS:
        raise ValueError(f"unknown group {trial.group!r}")
    for phase in trial.raw.get("phases") or []:
        if not phase["phase"] or phase["start_ns"] < 0 or phase["length_ns"] < 0:
            raise ValueError("a phase has no name or runs backwards")
    for name, value in trial.metrics.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"metric {name} is not a finite number")
