"""Google Benchmark's own JSON files, as one table: benchmark by variant-allocator, CPU time in ns."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from pathlib import Path

from reports.load import parse_json

TO_NS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


@dataclass(frozen=True)
class Primitives:
    """`cpu_ns[benchmark][column]`: median over repetitions. `repetitions` is the range of their numbers."""

    columns: list[str]
    cpu_ns: dict[str, dict[str, float]]
    repetitions: tuple[int, int]


def load(directory: Path, warnings: list[str]) -> Primitives | None:
    """Reads primitives/*.json; unreadable files and benchmarks that failed become warnings."""
    columns, table, sizes = [], {}, []
    for path in sorted((directory / "primitives").glob("*.json")):
        try:
            runs = _runs(parse_json(path.read_text(encoding="utf-8")), path.name, warnings)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            warnings.append(f"primitives/{path.name}: left out: {error!r}")
            continue
        columns.append(path.stem)
        for name, times in runs.items():
            table.setdefault(name, {})[path.stem] = statistics.median(times)
            sizes.append(len(times))
    return Primitives(columns, table, (min(sizes), max(sizes))) if sizes else None


def _runs(record: dict, file: str, warnings: list[str]) -> dict[str, list[float]]:
    runs: dict[str, list[float]] = {}
    for line in record["benchmarks"]:
        # Aggregates are recomputed from the repetitions, so that one rule holds with and without them.
        if line.get("run_type", "iteration") != "iteration":
            continue
        if line.get("error_occurred"):
            warnings.append(f"primitives/{file}: {line['name']}: {line.get('error_message', 'failed')}")
            continue
        time = line["cpu_time"] * TO_NS[line["time_unit"]]
        if math.isfinite(time):
            runs.setdefault(line.get("run_name") or line["name"], []).append(time)
    if not runs and any(line.get("aggregate_name") == "median" for line in record["benchmarks"]):
        return {line["run_name"]: [line["cpu_time"] * TO_NS[line["time_unit"]]]
                for line in record["benchmarks"] if line.get("aggregate_name") == "median"}
    return runs
