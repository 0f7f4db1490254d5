"""The ledger of the gate's own tests: JSON lines, only ever appended, that say what alarmed and what was caught.

A line is {schema, kind: "ledger", when, machine: "simulated" or a CPU, test, planted, runs, alarms, caught, gated,
inconclusive, seed, cells, effect_of, effect_low, effect_high}. `planted` is empty for equal sides. Where something was
planted, `gated` counts the runs in which the gate had said that it could see so much. On a real machine `cells` names
what was measured, and the effects are how much the plant really changed the metric or fact `effect_of` in the cells
where it did least and most: a log ratio or a difference of shares, as in metrics.py, or the share of a fact's base.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from reports.gate.judge.metrics import METRICS
from reports.run.load import parse_record
from reports.stats import bounds
from reports.text import units

SCHEMA = 1
TEXTS = ("machine", "test", "planted", "cells", "effect_of")
COUNTS = ("runs", "alarms", "caught", "gated", "inconclusive")
MOST_EFFECT = 100
"""A log ratio beyond is none that a run can have."""


@dataclass(frozen=True)
class Entry:
    """`runs` runs of one test."""

    machine: str
    test: str
    planted: str
    runs: int
    alarms: int
    caught: int = 0
    gated: int = 0
    inconclusive: int = 0
    seed: int | None = None
    cells: str = ""
    effect_of: str = ""
    effect_low: float | None = None
    effect_high: float | None = None

    @property
    def where(self) -> str:
        """What was measured: up to two cells by their names, more by their number; empty for a simulation."""
        found = self.cells.split("; ") if self.cells else []
        workloads = {cell.partition(" ")[0] for cell in found}
        return self.cells if len(found) < 3 else \
            f"{units.plural(len(found), 'cell')} of {units.plural(len(workloads), 'workload')}"

    @property
    def effect(self) -> str:
        """`cpu_ns_per_op +4.9 % to +5.3 %`, or `-`."""
        if self.effect_low is None or self.effect_high is None:
            return "-"
        metric = METRICS.get(self.effect_of)
        low, high = (metric.text(end) if metric else f"{100 * end:+.1f} %"
                     for end in (self.effect_low, self.effect_high))
        return f"{self.effect_of} {low}" + (f" to {high}" if high != low else "")


def append(path: Path, entry: Entry) -> None:
    """Adds a line; nothing that stands in the file is touched."""
    when = f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
    line = {"schema": SCHEMA, "kind": "ledger", "when": when, **asdict(entry)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def read(path: Path) -> tuple[list[Entry], list[str]]:
    """(entries, what is wrong with which line). A line that cannot be read is left out and left alone."""
    entries, problems = [], []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            if line.strip():
                entries.append(_entry(parse_record(line.decode("utf-8"))))
        except (ValueError, TypeError) as error:
            problems.append(f"{path.name}:{number}: left out: {error}")
    return entries, problems


def _entry(fields: object) -> Entry:
    """The entry of a line. Raises ValueError, or TypeError for a field that is missing."""
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    if fields.get("kind") != "ledger" or fields.get("schema") != SCHEMA:
        raise ValueError(f"kind {fields.get('kind')!r}, schema {fields.get('schema')!r}")
    entry = Entry(**{name: fields[name] for name in Entry.__dataclass_fields__ if name in fields})
    if not all(isinstance(getattr(entry, name), str) for name in TEXTS):
        raise ValueError("a name is not a text")
    counts = [getattr(entry, name) for name in COUNTS]
    if not all(type(count) is int and 0 <= count <= entry.runs for count in counts) or entry.runs < 1:
        raise ValueError("a count is not a whole number from 0 to the number of runs")
    if not all(end is None or type(end) in (int, float) and abs(end) <= MOST_EFFECT
               for end in (entry.effect_low, entry.effect_high)):
        raise ValueError(f"an effect is not a number up to {MOST_EFFECT}")
    return entry


def merged(entries: list[Entry]) -> list[Entry]:
    """One entry for each machine, test, plant and choice of cells, with the counts added up."""
    found: dict[tuple, list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.machine, entry.test, entry.planted, entry.cells), []).append(entry)
    return [_sum(group) for group in found.values()]


def _sum(group: list[Entry]) -> Entry:
    def known(name: str) -> list:
        return [value for entry in group if (value := getattr(entry, name)) is not None]
    counts = {name: sum(known(name)) for name in COUNTS}
    return replace(group[0], **counts, seed=group[0].seed if len({entry.seed for entry in group}) == 1 else None,
                   effect_low=min(known("effect_low"), default=None),
                   effect_high=max(known("effect_high"), default=None))


def share(count: int, runs: int) -> str:
    """`0.3 % (0.1 to 0.7)`: with its interval."""
    low, high = bounds.share(count, runs)
    return f"{100 * count / runs:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def table(entries: list[Entry]) -> str:
    """Markdown, a line for each entry. The columns of real runs are there where an entry has something for them."""
    real = any(entry.cells for entry in entries)
    head = ["machine", "test", "planted", "runs", "false alarms", "caught", "could be seen"]
    head += ["inconclusive", "measured effect"] if real else []
    rows = [head]
    for entry in entries:
        planted = [share(count, entry.runs) if entry.planted else "-" for count in (entry.caught, entry.gated)]
        test = f"{entry.test}: {entry.where}" if entry.cells else entry.test
        rows.append([entry.machine, test, entry.planted or "-", str(entry.runs), share(entry.alarms, entry.runs),
                     *planted, *([str(entry.inconclusive), entry.effect] if real else [])])
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    return "".join([lines[0], "|---|---|---|" + "--:|" * (len(head) - 3) + "\n", *lines[1:]])
