"""What the page tells of the regression gate's own tests, from a ledger (reports/gate/selftest/ledger.py)."""

from dataclasses import dataclass
from pathlib import Path

from reports.figures import gate as figure
from reports.figures.drawing.charts import Job, drawing
from reports.gate.selftest import ledger
from reports.gate.selftest.ledger import Entry
from reports.text import units
from reports.text.table import ABSENT, Table

SHIPPED = Path(ledger.__file__).parent / "gate_ledger.jsonl"
"""The ledger of this version: what was simulated, and what was run on the machine that it names."""
NAME = "gate"
"""Of the figure."""
SIMULATED = "simulated"
OTHERS = "instead:"
"""How tests begin that show what rules in use elsewhere would do."""


@dataclass(frozen=True)
class Record:
    """What happened on real machines in sentences, and everything as a figure with its table."""

    sentences: list[str]
    job: Job


def load(path: Path, warnings: list[str]) -> Record | None:
    """The record, real machines first. None where the file cannot be read, or holds nothing; `warnings` say why."""
    try:
        entries, problems = ledger.read(path)
    except OSError as error:
        warnings.append(f"the gate's ledger {path.name}: left out: {error.strerror}")
        return None
    warnings += problems
    if not entries:
        warnings.append(f"the gate's ledger {path.name} holds no test")
        return None
    entries = sorted(ledger.merged(entries), key=lambda entry: (entry.machine == SIMULATED, _is_other(entry)))
    return Record(_sentences(entries), _job(entries))


def _job(entries: list[Entry]) -> Job:
    lines = figure.measure(entries)
    return Job(NAME, NAME, "False alarms and detections", "", None,
               lambda _: drawing(figure, (lines,), figure.basis(lines), [], _table(entries)))


def _is_other(entry: Entry) -> bool:
    return entry.test.startswith(OTHERS)


def _sentences(entries: list[Entry]) -> list[str]:
    machines: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.machine != SIMULATED:
            machines.setdefault(entry.machine, []).append(entry)
    return ([_sentence(machine, found) for machine, found in machines.items()]
            or ["The gate has not been tested on a real machine in this ledger."])


def _sentence(machine: str, entries: list[Entry]) -> str:
    runs, alarms = (sum(getattr(entry, name) for entry in entries) for name in ("runs", "alarms"))
    equal = sum(entry.runs for entry in entries if not entry.planted)
    planted = [f"{entry.planted}: {entry.caught} of {entry.runs} caught" for entry in entries if entry.planted]
    return (f"On {machine} the gate alarmed without reason in {alarms} of {units.plural(runs, 'run')}, "
            f"in {equal} of which both sides were equal. Planted: {'; '.join(planted) or 'nothing'}.")


def _table(entries: list[Entry]) -> Table:
    rows = [(f"{entry.machine}: {entry.test}", [
        entry.planted or ABSENT, str(entry.runs),
        ledger.share(entry.alarms, entry.runs),
        *(ledger.share(count, entry.runs) if entry.planted else ABSENT for count in (entry.caught, entry.gated)),
        ABSENT if entry.machine == SIMULATED else str(entry.inconclusive),
        entry.effect if entry.effect != "-" else ABSENT, entry.where.replace("; ", "\n") or ABSENT])
        for entry in entries]
    return Table("The gate's own tests",
                 ["planted", "runs", "false alarms", "caught", "could be seen", "inconclusive", "what the plant did",
                  "cells"], rows,
                 "Shares of runs with their exact 95 % interval (Clopper and Pearson). A false alarm is one that what "
                 "was planted does not explain. “Could be seen” counts the runs in which the gate had said that "
                 "so large a change could be seen. What a plant did is what the runs measured, from the cell where it "
                 f"did least to the one where it did most. Tests that begin with “{OTHERS}” show rules in use "
                 "elsewhere on the same invented runs.")
