"""Whether pyperf would load a file, for tests: it is in no package that scripts/setup could install.

Rules of version 1.0, as in pyperf's documentation ("API": Run, Benchmark, BenchmarkSuite; "Metadata"): values are
numbers above zero; a run has values or warmups; a benchmark has runs, all of one name; no two benchmarks of a file
have one name; known metadata are of their type, others are texts or numbers; texts are one line and not empty.
"""

import json
import math

UNITS = ("second", "byte", "integer")
COUNTS = ("loops", "inner_loops", "calibrate_loops", "recalibrate_loops")
"""Whole numbers from 1 on."""
LENGTHS = ("duration", "uptime", "load_avg_1min")
"""Numbers from 0 on."""
SAME_IN_ALL_RUNS = ("name", "unit", "inner_loops", "cpu_count", "cpu_model_name", "hostname", "platform")


class Refused(Exception):
    """What pyperf would not load, and why."""


def load(text: str) -> dict[str, list[dict]]:
    """Benchmark -> its runs, each with `values` and all `metadata` that hold for it. Raises Refused."""
    suite = json.loads(text, parse_constant=_refuse_constant)
    _require(suite.get("version") == "1.0", f"version {suite.get('version')!r}")
    _require(suite.get("benchmarks"), "no benchmarks")
    found: dict[str, list[dict]] = {}
    for benchmark in suite["benchmarks"]:
        shared = {**suite.get("metadata", {}), **benchmark.get("metadata", {})}
        runs = [_run(run, shared) for run in benchmark["runs"]]
        _require(runs, "a benchmark without runs")
        name = runs[0]["metadata"].get("name")
        _require(name, "a benchmark without a name")
        _require(name not in found, f"two benchmarks are called {name!r}")
        for key in SAME_IN_ALL_RUNS:
            _require(len({run["metadata"].get(key) for run in runs}) == 1, f"{name}: {key} differs between runs")
        found[name] = runs
    return found


def _run(run: dict, shared: dict) -> dict:
    values = run.get("values", [])
    _require(values or run.get("warmups"), "a run without values")
    for value in values:
        _require(_is_number(value) and 0 < value < math.inf, f"the value {value!r}")
    metadata = {**shared, **run.get("metadata", {})}
    for name, value in metadata.items():
        _require(_is_metadata(name, value), f"metadata {name!r} is {value!r}")
    return {"values": values, "metadata": metadata, "warmups": run.get("warmups")}


def _is_metadata(name: str, value) -> bool:
    if name in COUNTS:
        return isinstance(value, int) and value >= 1
    if name in LENGTHS:
        return _is_number(value) and value >= 0
    if name == "unit":
        return value in UNITS
    if isinstance(value, str):
        return bool(value.strip()) and "\n" not in value.strip() and "\r" not in value.strip()
    return _is_number(value) and name not in ("name", "date")


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _require(holds, what: str) -> None:
    if not holds:
        raise Refused(what)


def _refuse_constant(constant: str):
    raise Refused(f"{constant} is no JSON")
