"""A runner without a machine: it writes runs of two sides whose numbers are invented, and harm is planted."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from reports.gate.measure.runner import Changed, Job

TOOLCHAIN = {"compiler": "GNU 12.2.0", "flags": "-O2", "build_type": "Release"}
METRICS = {"cpu_ns_per_op": 400, "ops_per_s": 2.5e6, "service_p50_ns": 380, "service_p99_ns": 900,
           "rss_peak_bytes": 64 * 2**20, "rss_steady_bytes": 48 * 2**20}
STEADY_NS = 500e6
FILES = ("interruptions", "pauses", "mmu", "histograms", "latency_series", "rss_series", "log")


def cell(workload: str = "tree_build", variant: str = "unique", **others) -> dict:
    """A `cell` object without its side."""
    return {"workload": workload, "variant": variant, "config": "", "allocator": "glibc", "scale": "quick",
            "threads": 1, "live_mib": None, "load": None, "arrivals": "poisson" if others.get("load") else None,
            "heap_limit_bytes": None, **others}


CELLS = tuple(cell(workload, variant) for workload in ("alloc_churn", "tree_build", "null")
              for variant in ("unique", "shared", "boehm"))


@dataclass
class FakeRunner:
    """`harm(trial)` and `spoil(manifest)` change records before they are written; `jobs` are what was asked for."""

    harm: Callable[[dict], None] = lambda trial: None
    spoil: Callable[[dict], None] = lambda manifest: None
    cells: tuple[dict, ...] = CELLS
    unchanged: tuple[str, ...] = ()
    sd: float = 0.01
    seed: int = 1
    command: str = "scripts/gate paired --base a --head b"
    jobs: list[Job] = field(default_factory=list)

    def changed(self) -> Changed:
        cells = tuple(cell for cell in self.cells if cell["variant"] not in self.unchanged)
        return Changed(self.unchanged, cells if self.unchanged else ())

    def measure(self, job: Job) -> None:
        self.jobs.append(job)
        rng = np.random.default_rng((self.seed, len(self.jobs)))
        cells = [cell for cell in self.cells if not job.only or cell in job.only]
        job.directory.mkdir(parents=True)
        manifest = self._manifest(job, cells)
        self.spoil(manifest)
        (job.directory / "manifest.json").write_text(json.dumps(manifest))
        with (job.directory / "results.jsonl").open("w") as file:
            for block in range(1, job.blocks + 1):
                for repeat in range(1, job.trials + 1):
                    for position, one in enumerate(cells):
                        for side in ("base", "head"):
                            trial = self._trial(rng, one, side, block, repeat)
                            trial["trial_id"] = f"b{block}-c{position}-{side}-{repeat}"
                            self.harm(trial)
                            file.write(json.dumps(trial) + "\n")

    def _manifest(self, job: Job, cells: list[dict]) -> dict:
        counts = {"objects": 1000, "bytes_requested": 64_000, "bytes_served": 80_000, "frees": 1000}
        sides = [{"name": name, "env": {}, "git": {"commit": "n/a", "dirty": "n/a"},
                  "toolchain": TOOLCHAIN, "counter": None, "libraries": [],
                  "children": [{"variant": "unique", "executable": "bench_unique", "sha256": name}]}
                 for name in ("base", "head")]
        planned = [{"cell": {**one, "side": name}, "group": _group(one), "status": "ok", "reason": "", "apart": False,
                    "headline": not one["config"], "atomic_counts": False, "heap_factor": None, "rate_per_s": None,
                    "rounds": 20, "estimate_ms": 500,
                    "counts_per_round": dict(counts)} for one in cells for name in ("base", "head")]
        return {"schema": 2, "run_id": f"fake-{len(self.jobs)}", "host": {"cpu": "fake", "cores_online": 2},
                "profile": {"name": "quick", "scale": "quick", "blocks": job.blocks, "trials_per_block": job.trials,
                            "steady_target_ms": 500}, "workloads": {},
                "sides": sides, "cells": planned, "rates": [], "created": "2024-06-01", "command": [], "seed": 1,
                "script_seed": 1, "timeout_s": 60, "warnings": [], "allocators": [], "sources": [], "sweep": None,
                "smallest_heaps": [], "metrics": {}}

    def _trial(self, rng, one: dict, side: str, block: int, repeat: int) -> dict:
        metrics = {name: level * float(rng.lognormal(0, self.sd / 10 if name.endswith("_bytes") else self.sd))
                   for name, level in METRICS.items()}
        stops = float(rng.poisson(1)) * 1e6
        metrics |= {"steady_ns": STEADY_NS + stops, "interruption_total_ns": stops,
                    "interruption_max_ns": min(stops, 1e6), "gc_pause_total_ns": 0.0}
        return {"schema": 2, "kind": "trial", "run_id": "fake", "block": block, "slot": 0, "repeat": repeat,
                "attempt": 1, "cell": {**one, "side": side}, "group": _group(one), "status": "ok", "reason": "",
                "metrics": metrics, "digest": "00c0ffee00c0ffee", "notes": [], "phases": [], "items_per_op": 1,
                "item": "op", "live_bytes": 0, "interruption_threshold_ns": 20_000, "interruptions_lost": 0,
                "pauses_lost": 0, **dict.fromkeys(FILES), "rate_per_s": None, "started_unix_ms": None, "noise": None,
                "env": {"settings": {"mode": "default"}, "lifetime_ns": 1}}


def _group(one: dict) -> str:
    return "collection" if one["variant"] == "boehm" else "ownership"


def worse(metric: str, factor: float = 1.0, plus: float = 0.0, where: dict = cell()) -> Callable[[dict], None]:
    """Harm to one metric of one cell on the head, in every trial."""
    def harm(trial: dict) -> None:
        if trial["cell"] == {**where, "side": "head"}:
            trial["metrics"][metric] = trial["metrics"][metric] * factor + plus
    return harm


def both(*harms) -> Callable[[dict], None]:
    """All of these harms."""
    return lambda trial: [harm(trial) for harm in harms] and None
