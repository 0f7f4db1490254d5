"""What the page tells of the regression gate's own tests, from a ledger (reports/gate/selftest/ledger.py)."""

from dataclasses import dataclass
from pathlib import Path

from reports.figures import gate as figure
from reports.figures.drawing.charts import Job, drawing
from reports.figures.gate import OTHERS, SIMULATED
from reports.gate.selftest import ledger
from reports.gate.selftest.ledger import Entry
from reports.text import units

SHIPPED = Path(ledger.__file__).parent / "gate_ledger.jsonl"
"""The ledger of this version: what was simulated, and what was run on the machine that it names."""
NAME = "gate"
"""Of the figure."""


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
    entries = sorted(ledger.merged(entries), key=lambda entry: (entry.machine == SIMULATED,
                                                                entry.test.startswith(OTHERS)))
    return Record(_sentences(entries), Job(NAME, NAME, "False alarms and detections", "", None,
                                           lambda _: drawing(figure, (figure.measure(entries),), [])))


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
