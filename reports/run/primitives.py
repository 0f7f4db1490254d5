"""Google Benchmark's own JSON files, as one table: benchmark by variant-allocator, time in ns."""

import math
import re
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from reports.run import left_out
from reports.run.load import parse_json
from reports.text import units
from reports.text.table import ABSENT, Table

TO_NS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
NOT_APPLICABLE = "not applicable:"
_SUFFIX = re.compile(r"(/iterations:\d+)?(/manual_time)?$")
"""How Google Benchmark appends settings to the name of a benchmark."""


@dataclass(frozen=True)
class Entry:
    """Median over repetitions, in ns, with what the benchmark says of it; None if not applicable."""

    ns: float | None
    note: str


@dataclass(frozen=True)
class Primitives:
    """`entries[benchmark][column]`. `repetitions` is the range of their numbers, `policies` the heap policies of the
    columns that have one.

    Times are CPU times, but elapsed times for the names in `self_timed`, which time a part of an iteration.
    """

    columns: list[str]
    entries: dict[str, dict[str, Entry]]
    self_timed: list[str]
    repetitions: tuple[int, int]
    policies: dict[str, str]


def load(directory: Path, warnings: list[str]) -> Primitives | None:
    """Reads primitives/*.json; unreadable files and benchmarks that failed become warnings."""
    columns, self_timed, sizes, policies = [], {}, [], {}
    table: dict[str, dict[str, Entry]] = {}
    for path in sorted((directory / "primitives").glob("*.json")):
        try:
            record = parse_json(path.read_text(encoding="utf-8"))
            runs, told = _runs(record, path.name, warnings), (record.get("context") or {}).get("settings")
            found = {name: _entry(lines) for name, lines in runs.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            warnings.append(left_out.line(f"primitives/{path.name}", error))
            continue
        columns.append(path.stem)
        if told:
            policies[path.stem] = str(told)
        for full_name, entry in found.items():
            name = _SUFFIX.sub("", full_name)
            table.setdefault(name, {})[path.stem] = entry
            if _is_self_timed(full_name):
                self_timed[name] = True
            if entry.ns is not None:
                sizes.append(len(runs[full_name]))
    return Primitives(columns, table, list(self_timed), (min(sizes), max(sizes)), policies) if sizes else None


def _runs(record: dict, file: str, warnings: list[str]) -> dict[str, list[dict]]:
    """Full name -> its repetitions, or the line that says that it is not applicable."""
    runs = defaultdict(list)
    for line in record["benchmarks"]:
        # Aggregates are recomputed from the repetitions, so that one rule holds with and without them.
        if line["run_type"] != "iteration":
            continue
        if line.get("error_occurred") and not _reason(line).startswith(NOT_APPLICABLE):
            warnings.append(f"primitives/{file}: {line['name']}: {_reason(line) or 'failed'}")
        else:
            runs[line["run_name"]].append(line)
    return runs


def _entry(lines: list[dict]) -> Entry:
    """Raises KeyError for a missing field or unit, ValueError for a time that is not finite."""
    for line in lines:
        if line.get("error_occurred"):
            return Entry(None, _reason(line))
    field = "real_time" if _is_self_timed(lines[0]["run_name"]) else "cpu_time"
    ns = statistics.median(line[field] * TO_NS[line["time_unit"]] for line in lines)
    if not math.isfinite(ns):
        raise ValueError(f"{lines[0]['name']}: {field} is not finite")
    return Entry(ns, str(lines[0].get("label") or ""))


def _is_self_timed(full_name: str) -> bool:
    return full_name.endswith("/manual_time")


def _reason(line: dict) -> str:
    return str(line.get("error_message") or "")


def primitive_table(found: Primitives) -> Table:
    """Time of each primitive by variant-allocator; what a benchmark says of its number is a footnote."""
    marks: dict[str, str] = {}
    rows = [(name, [_primitive(entries.get(column), marks) for column in found.columns])
            for name, entries in found.entries.items()]
    often = ("measured once" if found.repetitions == (1, 1)
             else f"median of {units.span(found.repetitions)} repetitions")
    note = (f"CPU time per iteration by Google Benchmark, {often}. No interval is known, and columns were measured one "
            "after the other, so that a busy moment of the machine looks like a difference between them.")
    if found.self_timed:
        note += f" Of {', '.join(found.self_timed)}: elapsed time of what the benchmark times itself."
    for name, text in found.policies.items():
        note += f" Heap policy of {name}: {text}."
    return Table("Primitives", found.columns, rows, note, [(mark, text) for text, mark in marks.items()])


def _primitive(entry: Entry | None, marks: dict[str, str]) -> str:
    """The time or `n/a`, with the mark of its footnote; a text that was met before keeps its mark."""
    if entry is None:
        return ABSENT
    text = "n/a" if entry.ns is None else units.duration(entry.ns)
    if not entry.note:
        return text
    return f"{text} [{marks.setdefault(entry.note, str(len(marks) + 1))}]"
