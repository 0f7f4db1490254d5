"""The store: a folder of JSON lines to which lines are only ever added.

A line is a point or an epoch. Order means nothing and doubles are harmless, so that two stores merge by
concatenating their files, or by copying them into one folder. What cannot be read is named and left alone.
"""

import json
import math
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from reports.gate.history.points import SCHEMA, Point
from reports.run.errors import ReportError


@dataclass(frozen=True)
class Epoch:
    """From `created` on, older points are not compared any more, because of `reason`."""

    created: str
    reason: str


@dataclass
class History:
    """All points by the time they were made, epochs likewise, and what was skipped and why."""

    points: list[Point]
    epochs: list[Epoch]
    problems: list[str]

    def before(self, point: Point) -> list[Point]:
        """The points that a run may be compared with: same machine, same epoch, made before it, oldest first."""
        since = max((epoch.created for epoch in self.epochs if epoch.created <= point.created), default="")
        return [other for other in self.points if other.fingerprint == point.fingerprint
                and since <= other.created < point.created and other.run_id != point.run_id]


def add(folder: Path, point: Point, history: History) -> bool:
    """Appends a point to the file of its machine; False where `history`, as just read, has its run already."""
    if any(other.run_id == point.run_id and other.fingerprint == point.fingerprint for other in history.points):
        return False
    _append(folder / f"{point.fingerprint}.jsonl", {"schema": SCHEMA, "kind": "point", **asdict(point)})
    return True


def begin_epoch(folder: Path, reason: str) -> Epoch:
    """Appends an epoch that begins now, for all machines. Raises ReportError without a reason."""
    if not reason.strip():
        raise ReportError("an epoch needs a reason: quote the line of CHANGELOG.md, Results-affecting")
    epoch = Epoch(f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}", reason.strip())
    _append(folder / "epochs.jsonl", {"schema": SCHEMA, "kind": "epoch", **asdict(epoch)})
    return epoch


def read(folder: Path) -> History:
    """Everything in *.jsonl, sorted and each point once. Raises ReportError where the folder is no folder."""
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder} is not a folder; --store takes one, and makes it where it is missing")
    points: dict[tuple[str, str], Point] = {}
    epochs: set[Epoch] = set()
    problems: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    found = _parsed(line)
                except (ValueError, KeyError, TypeError) as error:
                    problems.append(f"{path.name}:{number}: skipped: {error}")
                    continue
                if isinstance(found, Epoch):
                    epochs.add(found)
                elif found is not None and points.setdefault((found.fingerprint, found.run_id), found) != found:
                    problems.append(f"{path.name}:{number}: skipped: run {found.run_id} is there with other values")
    return History(sorted(points.values(), key=lambda point: (point.created, point.run_id)),
                   sorted(epochs, key=lambda epoch: epoch.created), problems)


def _parsed(line: bytes) -> Point | Epoch | None:
    if not line.strip():
        return None
    value = json.loads(line)
    if value["schema"] != SCHEMA:
        raise ValueError(f"schema {value['schema']!r}, expected {SCHEMA}")
    if value["kind"] == "epoch":
        return Epoch(_text(value["created"]), _text(value["reason"]))
    if value["kind"] != "point":
        raise ValueError(f"kind {value['kind']!r} is neither point nor epoch")
    values = value["values"]
    for name, number in values.items():
        if type(number) not in (int, float) or not math.isfinite(number):
            raise ValueError(f"{name} is {number!r}, not a finite number")
    return Point(_text(value["fingerprint"]), _text(value["run_id"]), _text(value["created"]), _text(value["commit"]),
                 values, value.get("software") or {}, value.get("machine") or {})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _append(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A file that was cut off, or merged without its last newline, must not swallow the new line.
    cut_off = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if cut_off else "") + json.dumps(value, allow_nan=False) + "\n")
