"""The ledger of the gate's own tests: JSON lines, only ever appended, that say what alarmed and what was caught.

A line is {schema, kind: "ledger", when, machine: "simulated" or a CPU, test, planted, runs, alarms, caught, gated,
inconclusive, seed}. `planted` is empty for equal sides. Where something was planted, `gated` counts the runs
in which the gate had said that it could see so much.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from scipy.stats import beta

SCHEMA = 1


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
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            fields = json.loads(line)
            if fields["kind"] != "ledger" or fields["schema"] != SCHEMA:
                raise ValueError(f"kind {fields['kind']!r}, schema {fields['schema']!r}")
            entries.append(Entry(**{name: fields[name] for name in Entry.__dataclass_fields__}))
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{path}:{number}: left out: {error}")
    return entries, problems


def merged(entries: list[Entry]) -> list[Entry]:
    """One entry for each machine, test and plant, with the counts added up."""
    found: dict[tuple, list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.machine, entry.test, entry.planted), []).append(entry)
    return [Entry(*key, *(sum(getattr(entry, name) for entry in group)
                          for name in ("runs", "alarms", "caught", "gated", "inconclusive")),
                  group[0].seed if len({entry.seed for entry in group}) == 1 else None)
            for key, group in found.items()]


def share(count: int, runs: int) -> str:
    """`0.3 % (0.1 to 0.7)`: with the exact 95 % interval of Clopper and Pearson (1934)."""
    low = beta.ppf(0.025, count, runs - count + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, runs - count) if count < runs else 1.0
    return f"{100 * count / runs:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def table(entries: list[Entry]) -> str:
    """Markdown, a line for each entry."""
    lines = ["| machine | test | planted | runs | false alarms | caught | could be seen |",
             "|---|---|---|--:|--:|--:|--:|"]
    for entry in entries:
        planted = share(entry.caught, entry.runs) if entry.planted else "-"
        seen = share(entry.gated, entry.runs) if entry.planted else "-"
        lines.append(f"| {entry.machine} | {entry.test} | {entry.planted or '-'} | {entry.runs} | "
                     f"{share(entry.alarms, entry.runs)} | {planted} | {seen} |")
    return "\n".join(lines) + "\n"
