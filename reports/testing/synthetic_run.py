"""Writes a whole run directory as docs/protocol.md lays it down, from invented but plausible numbers.

`/usr/bin/python3 -m reports.testing.synthetic_run DIR` makes the run that charts are judged by.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reports.testing import synthetic_cards, synthetic_points, synthetic_series
from reports.testing import stops as invented
from reports.testing.synthetic_metrics import metrics, percentiles
from reports.testing.synthetic_points import Point

COSTS = {"value": 0.45, "unique": 1.0, "shared": 1.55, "boehm": 1.3, "boehm:incremental": 1.9}
ALLOCATORS = {"value": ("glibc", "jemalloc"), "unique": ("glibc", "jemalloc"),
              "shared": ("glibc", "jemalloc"), "boehm": ("glibc",), "boehm:incremental": ("glibc",)}
WORKLOADS = {"null": (20, 1000, "step", 3), "employee_bonus": (2_500, 128, "employee", 8),
             "tree_build": (3_100, 31, "node (the last one is the root)", 60),
             "message_window": (900, 1, "message", 220),
             "lru_cache": (350, 1, "lookup", 150), "cascade_drop": (700, 1, "op", 90),
             "request_server": (6_000, 1, "request", 16),
             "alloc_churn": (1_400, 32, "object", 12), "persistent_map": (4_000, 1, "update", 120)}
"""name -> (median op of `unique` in ns, items per op, item, live MiB)"""
SETTINGS = {"initial_heap_per_in_use": 2, "markers": 1, "interior_pointers": True, "free_space_divisor": 3}
METRICS = json.loads((Path(__file__).parents[2] / "docs/examples/quick_run/manifest.json").read_text())["metrics"]
"""What the runner says of its metrics, as in every manifest."""


@dataclass(frozen=True)
class Plan:
    """What the run holds. `failing` adds failed, missing and impossible trials."""

    workloads: tuple[str, ...] = tuple(WORKLOADS)
    blocks: int = 10
    trials_per_block: int = 1
    ops: int = 60_000
    failing: bool = True
    host_cpu: str = "Synthetic CPU @ 2.00GHz"
    points: tuple[Point, ...] = (Point(),)
    heap_factors: tuple[float, ...] = ()
    sweep: str | None = None


def write(directory: Path, plan: Plan = Plan(), seed: int = 1) -> Path:
    """Writes the run of `plan` below `directory` and returns it; the same bytes for the same arguments."""
    for name in ("hist", "series", "logs", "primitives"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    cells = _cells(plan)
    lines = [line for cell in cells if cell["status"] in ("unavailable", "not_applicable")
             for line in [_line(cell, 0, 0, 1)]]
    rng = np.random.default_rng(seed)
    for block in range(1, plan.blocks + 1):
        runnable = [cell for cell in cells if cell["status"] == "ok"]
        for slot, position in enumerate(rng.permutation(len(runnable))):
            for repeat in range(1, plan.trials_per_block + 1):
                line = _line(runnable[position], block, slot, repeat)
                if plan.failing and _fails(line):
                    _fail(directory, line)
                elif plan.failing and line["cell"]["workload"] == "lru_cache" and block == plan.blocks:
                    continue  # as if the run had been stopped in its last block
                else:
                    _measure(directory, line, rng, plan.ops)
                lines.append(line)
    (directory / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    variants = list(dict.fromkeys(cell["cell"]["variant"] for cell in cells))
    manifest = {**_manifest(plan, cells),
                "sources": synthetic_cards.write_sources(directory, plan.workloads, variants)}
    (directory / "manifest.json").write_text(json.dumps(manifest, indent=1))
    _write_primitives(directory / "primitives")
    return directory


def _cells(plan: Plan) -> list[dict]:
    cells = []
    for workload in plan.workloads:
        for name, allocators in ALLOCATORS.items():
            variant, _, config = name.partition(":")
            status, reason = "ok", ""
            if plan.failing and workload == "persistent_map" and variant in ("unique", "value"):
                status, reason = "not_applicable", "versions share nodes, which a single owner cannot express"
            for allocator in allocators:
                for cell, factor in _parameters(plan, workload, variant):
                    cell = {"workload": workload, "variant": variant, "config": config,
                            "allocator": allocator, "scale": "quick", "side": None, **cell}
                    rate = synthetic_points.rate_per_s(WORKLOADS[workload][0], cell["load"])
                    cells.append({"cell": cell, "group": "collection" if variant == "boehm" else "ownership",
                                  "status": status, "reason": reason, "apart": False, "headline": not config,
                                  "atomic_counts": name == "shared", "heap_factor": factor, "rate_per_s": rate,
                                  "rounds": 20, "estimate_ms": 250, "counts_per_round": None})
    return cells


def _parameters(plan: Plan, workload: str, variant: str):
    """Yields (parameters of a cell, its heap factor)."""
    for point in plan.points:
        live = point.live_mib or WORKLOADS[workload][3]
        for limit, factor in synthetic_points.heaps(plan.heap_factors, live, variant == "boehm"):
            yield {"threads": point.threads, "live_mib": point.live_mib, "load": point.load,
                   "arrivals": None if point.load is None else "poisson", "heap_limit_bytes": limit}, factor


def _line(planned: dict, block: int, slot: int, repeat: int) -> dict:
    cell = planned["cell"]
    parts = [cell["workload"], cell["variant"], cell["config"] or "plain", cell["allocator"],
             synthetic_points.slug(cell)]
    _, items, item, _ = WORKLOADS[cell["workload"]]
    return {"schema": 2, "kind": "trial", "run_id": "synthetic-1",
            "trial_id": "-".join(parts) + f"-b{block:02d}-r{repeat}", "block": block, "slot": slot,
            "repeat": repeat, "attempt": 1, "cell": cell, "group": planned["group"], "status": planned["status"],
            "reason": planned["reason"], "digest": "", "census": None, "rounds": 20, "items_per_op": items,
            "item": item, "rate_per_s": planned["rate_per_s"], "live_bytes": 0, "started_unix_ms": None,
            "metrics": {}, "interruptions": None, "pauses": None, "mmu": None, "histograms": None,
            "latency_series": None,
            "rss_series": None, "log": None, "interruption_threshold_ns": 20_000, "interruptions_lost": 0,
            "pauses_lost": 0, "phases": [], "notes": [], "noise": None,
            "env": {"allocator": cell["allocator"], "ever_threaded": True, "variables": {}, "settings": {},
                    "clock": None, "padding_bytes": 17, "exit_code": 0, "signal": None,
                    "lifetime_ns": 0, "cpu_ns": 0}}


def _fails(line: dict) -> bool:
    cell = line["cell"]
    return ((cell["workload"], cell["variant"], cell["allocator"]) == ("cascade_drop", "shared", "jemalloc")
            or (cell["workload"], cell["config"], line["block"] % 4) == ("message_window", "incremental", 0)
            or (cell["workload"], cell["variant"]) == ("tree_build", "value") and line["block"] == 3)


def _fail(directory: Path, line: dict) -> None:
    kind = {"cascade_drop": ("crashed", "signal 11 (SIGSEGV) in phase drop"),
            "message_window": ("timeout", "no result within 60 s"),
            "tree_build": ("noisy", "steal 2.4 % over 1 %, repeated twice")}[line["cell"]["workload"]]
    line["status"], line["reason"] = kind
    line["log"] = f"logs/{line['trial_id']}.log"
    (directory / line["log"]).write_text("synthetic\n")


def bucket_index(values: np.ndarray) -> np.ndarray:
    """Value in ns -> index: the inverse of the layout in docs/protocol.md."""
    values = np.asarray(values, dtype=np.int64)
    shift = np.maximum(np.floor(np.log2(np.maximum(values, 1))).astype(np.int64) - 10, 0)
    return np.where(values < 2048, values, (shift + 1) * 1024 + (values >> shift) - 1024)


def histogram(values: np.ndarray) -> dict:
    """A HISTOGRAM object of whole ns."""
    index, counts = np.unique(bucket_index(values), return_counts=True)
    return {"significant_digits": 3, "sub_bucket_count": 2048, "min": int(values.min()),
            "max": int(values.max()), "total": len(values), "sum": int(values.sum()),
            "counts": [[int(i), int(n)] for i, n in zip(index, counts)]}


def _measure(directory: Path, line: dict, rng: np.random.Generator, ops: int) -> None:
    cell, trial = line["cell"], line["trial_id"]
    name = cell["variant"] + (f":{cell['config']}" if cell["config"] else "")
    median, _, _, live = WORKLOADS[cell["workload"]]
    live = cell["live_mib"] or live
    cost = COSTS[name] * (0.9 if cell["allocator"] == "jemalloc" else 1)
    if cell["workload"] == "null":
        cost = 1.0
    times = rng.lognormal(np.log(median * cost * rng.lognormal(0, 0.03)), 0.18, ops)
    collects = line["group"] == "collection" and cell["workload"] != "null"
    slices = cell["config"] == "incremental"
    number, typical = (90, live * 4e3) if slices else (24, live * 2e4)
    if cell["heap_limit_bytes"]:
        # A heap with little room is collected more often.
        number = int(number * 2 / (cell["heap_limit_bytes"] / (live * 2**20) - 1))
    stops = rng.lognormal(np.log(typical), 0.3, number if collects else 0)
    times[rng.integers(0, ops, len(stops))] += stops
    if cell["workload"] == "cascade_drop" and not collects:
        times[rng.integers(0, ops, 6)] += 4e6 * cost
    times = times.astype(np.int64)
    phases, starts = [], 0
    steady = int(times.sum())
    for phase, length in (("setup", steady // 5), ("warmup", steady // 8), ("steady", steady),
                          ("drop", 0 if collects else steady // 12), ("trim", steady // 25)):
        phases.append({"phase": phase, "start_ns": starts, "length_ns": int(length), "cpu_ns": int(length),
                       "minor_faults": 100, "major_faults": 0, "voluntary_switches": 1,
                       "involuntary_switches": 2, "collections": 0})
        starts += int(length)
    begin = phases[2]["start_ns"]
    gaps = np.flatnonzero(times > 20_000)
    ends = np.cumsum(times)
    seen = [{"start_ns": int(begin + ends[i] - times[i]), "length_ns": int(times[i]), "phase": "steady",
             "cause": invented.cause(cell, int(times[i]), collects), "thread": 0} for i in gaps]
    pauses = [{"start_ns": int(begin + x), "length_ns": int(s), "phase": "steady"}
              for x, s in zip(np.sort(rng.integers(0, steady, len(stops))), stops)]
    rows = _rss(phases, live * (2.4 if collects else 1.1 * cost ** 0.3), collects, rng)
    curves = invented.utilisation(seen, pauses, phases[2])
    line.update(digest="00c0ffee00c0ffee", phases=phases, status="ok",
                census={"created_in_setup": 1000, "created_per_round": 50, "live_at_end": 1000},
                histograms=f"hist/{trial}.json", rss_series=f"series/{trial}.rss.json",
                interruptions=f"series/{trial}.interruptions.json", pauses=f"series/{trial}.pauses.json",
                mmu=f"series/{trial}.mmu.json", latency_series=f"series/{trial}.latency.json",
                noise=invented.noise(line["block"], line["slot"]),
                notes=["gc_not_exercised"] if collects and cell["workload"] == "employee_bonus" else [])
    line["metrics"] = metrics(times, phases, seen, stops, rows)
    line["metrics"]["ops_per_s"] *= cell["threads"] ** (0.2 if cell["variant"] == "shared" else 0.9)
    latencies = {"service": times}
    if line["rate_per_s"]:
        latencies["response"] = _respond(line, times)
        ends = np.arange(ops) * (1e9 / line["rate_per_s"]) + latencies["response"]
    histograms = {kind: histogram(values) for kind, values in latencies.items()}
    over_time = synthetic_series.latency_series(begin, ends.astype(np.int64), latencies)
    rss = {name: line["metrics"][f"rss_{name}_bytes"] for name in ("baseline", "steady")}
    line["metrics"].update(invented.metrics(curves, seen, phases[2], ops, live * 2**20, rss))
    line["env"]["lifetime_ns"] = starts
    if line["group"] == "collection":
        line["env"]["settings"] = {**SETTINGS, **({"slice_limit_ms": 5} if slices else {})}
        line["metrics"].update(heap_in_use_bytes=live * 2**20, heap_initial_bytes=2 * live * 2**20,
                               heap_final_bytes=(2 * live + line["block"] % 3) * 2**20)
    (directory / line["histograms"]).write_text(json.dumps(histograms))
    series = {"columns": ["time_ns", "rss_bytes"], "rows": rows}
    (directory / line["rss_series"]).write_text(json.dumps(series))
    (directory / line["interruptions"]).write_text(json.dumps(seen))
    (directory / line["pauses"]).write_text(json.dumps(pauses))
    (directory / line["mmu"]).write_text(json.dumps(curves))
    (directory / line["latency_series"]).write_text(json.dumps(over_time))


def _respond(line: dict, times: np.ndarray) -> np.ndarray:
    """Response times in ns; adds what is measured in open loop only."""
    response = synthetic_points.responses(times, line["rate_per_s"])
    achieved = min(line["rate_per_s"], 1e9 / times.mean())
    line["metrics"]["achieved_rate_per_s"] = achieved
    if synthetic_points.is_saturated(times, line["rate_per_s"]):
        line["notes"].append("saturated")
    else:
        line["metrics"].update(percentiles("response", response))
    return response


def _rss(phases: list[dict], live_mib: float, collects: bool, rng: np.random.Generator) -> list[list[int]]:
    end = phases[-1]["start_ns"] + phases[-1]["length_ns"]
    times = np.linspace(0, end, 60)
    marks = [0, phases[1]["start_ns"], phases[3]["start_ns"], phases[4]["start_ns"], end]
    levels = [6, live_mib, live_mib * 1.03, live_mib if collects else live_mib * 0.7, live_mib * 0.4]
    mib = np.interp(times, np.array(marks) + np.arange(5), levels) * (1 + 0.01 * rng.standard_normal(60)) + 5
    return [[int(t), int(m * 2**20)] for t, m in zip(times, mib)]


def _manifest(plan: Plan, cells: list[dict]) -> dict:
    return {"schema": 2, "run_id": "synthetic-1", "created": "2024-06-01T12:00:00Z",
            "command": ["bench_all", "run", "--profile", "quick"],
            "profile": {"name": "quick", "scale": "quick", "blocks": plan.blocks,
                        "trials_per_block": plan.trials_per_block, "steady_target_ms": 250},
            "seed": 42, "script_seed": 7, "timeout_s": 60, "env": {},
            "host": {"cpu": plan.host_cpu, "microcode": "0x1", "cores_online": 2, "page_bytes": 4096,
                     "memory_total": "8142000 kB", "kernel": "6.1.0-synthetic", "libc": "glibc 2.36",
                     "governor": "n/a", "thp": "madvise", "aslr": "2", "clock_source": "tsc",
                     "virtualisation": "virtual machine (KVM)", "load": "0.10 0.20 0.10 1/99 7",
                     "cpu_pressure": "some avg10=0.00\nfull avg10=0.00",
                     "cgroup": {"cpu_limit": "max 100000", "memory_limit": "max"}},
            "sides": [{"name": "", "env": {}, "counter": None, "libraries": [],
                       "toolchain": {"compiler": "g++ 12.2.0", "flags": "-O2", "build_type": "Release",
                                     "libraries": {"bdwgc": "8.2.2", "glibc": "2.36"}},
                       "git": {"commit": "54ab2120000000000000000000000000000000aa", "dirty": False},
                       "children": [{"variant": "unique", "executable": "bench_unique", "sha256": "00"}]}],
            "allocators": [{"name": "glibc", "path": None, "package": None},
                           {"name": "jemalloc", "path": "/usr/lib/libjemalloc.so.2",
                            "package": "libjemalloc2"}],
            "cells": cells, "metrics": METRICS,
            "workloads": {name: synthetic_cards.card(name, *WORKLOADS[name][1:3]) for name in plan.workloads},
            "sweep": plan.sweep, "rates": [], "warnings": [], "tuned": None, "primitives": True, "child_env": {},
            "rss_every_ms": 10, "smallest_heaps": synthetic_points.smallest_heaps(cells),
            "reference_digests": {name: "00c0ffee00c0ffee" for name in plan.workloads}}


def _write_primitives(directory: Path) -> None:
    for column, factor in (("unique-glibc", 1.0), ("shared-glibc", 2.2), ("boehm-glibc", 1.7)):
        runs = [{"name": name, "run_name": name, "run_type": "iteration", "repetitions": 3,
                 "repetition_index": i, "iterations": 1000, "real_time": ns * factor * (1 + i / 50),
                 "cpu_time": ns * factor * (1 + i / 50), "time_unit": "ns"}
                for name, ns in (("make_and_drop/16", 14.0), ("make_and_drop/256", 21.0), ("copy", 1.2))
                for i in range(3)]
        name = "drop_tree/4/iterations:8/manual_time"
        runs.append({"name": name, "run_name": name, "run_type": "iteration", "real_time": 700 * factor,
                     "cpu_time": 5e7, "time_unit": "ns", "label": "frees node by node"})
        if column == "unique-glibc":
            runs.append({"name": "copy_handle", "run_name": "copy_handle", "run_type": "iteration",
                         "error_occurred": True, "real_time": 0, "cpu_time": 0,
                         "error_message": "not applicable: a sole owner cannot be copied", "time_unit": "ns"})
        (directory / f"{column}.json").write_text(json.dumps({"context": {}, "benchmarks": runs}))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
