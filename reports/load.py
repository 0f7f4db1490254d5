"""Reads manifest.json and results.jsonl of a run directory, and refuses what it cannot vouch for."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from pathlib import Path

from reports.cells import Cell
from reports.errors import ReportError

SCHEMA = 1
GROUPS = ("ownership", "collection")
STATUSES = ("ok", "wrong_digest", "census_mismatch", "timeout", "out_of_memory", "crashed", "bad_record",
            "unavailable", "not_applicable", "noisy")
MANIFEST_TYPES = {"profile": dict, "host": dict, "toolchain": dict, "git": dict, "env": dict, "command": list,
                  "workloads": dict, "cells": list, "smallest_heaps": list}
CANNOT_RUN = ("unavailable", "not_applicable")


@dataclass(frozen=True)
class Trial:
    """One line of results.jsonl. `metrics` maps a name to its value in the unit that the name ends in.

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


def parse_json(text: str):
    """Strict JSON: NaN and infinities are errors (ValueError), because no number of ours may be one."""
    def refuse(constant: str):
        raise ValueError(f"{constant} is not JSON")
    return json.loads(text, parse_constant=refuse)


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
        manifest = parse_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportError(f"{path} does not exist; is {path.parent} a run directory?") from None
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read: {error}") from None
    if not isinstance(manifest, dict):
        raise ReportError(f"{path}: not a JSON object")
    _check_schema(manifest, str(path))
    for key, kind in MANIFEST_TYPES.items():
        if manifest.get(key) is not None and not isinstance(manifest[key], kind):
            raise ReportError(f"{path}: {key} is not a JSON {'object' if kind is dict else 'array'}")
    try:
        for planned in manifest.get("cells") or []:
            Cell.of_plan(planned)
    except (KeyError, TypeError) as error:
        raise ReportError(f"{path}: malformed cells: {error}") from None
    for heap in manifest.get("smallest_heaps") or []:
        if not (isinstance(heap, dict) and isinstance(heap.get("cell"), str)
                and isinstance(heap.get("bytes"), int)):
            raise ReportError(f"{path}: malformed smallest_heaps: an entry lacks its cell or its bytes")
    return manifest


def _check_schema(record: dict, where: str) -> None:
    version = record.get("schema")
    if type(version) is not int or version < 1:
        raise ReportError(f"{where}: schema is {version!r}, expected {SCHEMA}")
    if version > SCHEMA:
        raise ReportError(f"{where}: schema {version} is newer than {SCHEMA}, the newest that this report "
                          "reads; use the report of the suite that wrote the run")


def _lines(path: Path, warnings: list[str]):
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
            record = parse_json(line.decode("utf-8"))
        except ValueError as error:
            # Lines are appended whole and end in a newline, so only the last can be cut off.
            if number == len(lines):
                warnings.append(f"{path.name}:{number}: the last line is truncated and was left out")
                return
            raise ReportError(f"{path}:{number}: malformed line: {error}") from None
        yield number, record


def _trial(record: dict, where: str) -> Trial:
    if not isinstance(record, dict):
        raise ReportError(f"{where}: malformed line: not a JSON object")
    _check_schema(record, where)
    try:
        trial = Trial(record["trial_id"], record["block"], record.get("repeat", 1), Cell.of(record["cell"]),
                      record["group"], record["status"], record.get("reason") or "",
                      {name: metric["value"] for name, metric in (record.get("metrics") or {}).items()},
                      record)
        _check(trial)
    except KeyError as error:
        raise ReportError(f"{where}: malformed line: field {error} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"{where}: malformed line: {error}") from None
    return trial


def _check(trial: Trial) -> None:
    if trial.raw.get("kind") != "trial":
        raise ValueError(f"kind is {trial.raw.get('kind')!r}, expected 'trial'")
    if not isinstance(trial.trial_id, str) or type(trial.block) is not int or type(trial.repeat) is not int:
        raise TypeError("trial_id, block or repeat has the wrong type")
    if trial.status not in STATUSES:
        raise ValueError(f"unknown status {trial.status!r}")
    if trial.group not in GROUPS:
        raise ValueError(f"unknown group {trial.group!r}")
    for name, kind in (("notes", list), ("env", dict), ("phases", list), ("noise", dict)):
        if trial.raw.get(name) is not None and not isinstance(trial.raw[name], kind):
            raise TypeError(f"{name} has the wrong type")
    for phase in trial.raw.get("phases") or []:
        if not phase["phase"] or phase["start_ns"] < 0 or phase["length_ns"] < 0:
            raise ValueError("a phase has no name or runs backwards")
    rate = trial.raw.get("rate_per_s")
    if isinstance(rate, bool) or not isinstance(rate, (int, float, type(None))):
        raise TypeError("rate_per_s is neither a number nor null")
    known = {name: value for name, value in (trial.raw.get("noise") or {}).items() if value is not None}
    for kind, numbers in (("metric", trial.metrics), ("noise", known)):
        for name, value in numbers.items():
            # json reads 1e999 as infinity without asking parse_constant.
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise ValueError(f"{kind} {name} is not a finite number")
