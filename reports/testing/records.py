"""Trials, sides and manifests that are invented but for what a test says of them."""

from reports.run.cells import Cell, Setting
from reports.run.load import Environment, Phase, Trial
from reports.run.manifest import Git, Manifest, Profile, Side

CELL = Cell(Setting("w", "quick", 1, None, None), "unique", "", "glibc")
NONE = dict.fromkeys(("rate_per_s", "started_unix_ms", "noise", "interruptions", "pauses", "mmu", "histograms",
                      "latency_series", "rss_series", "log"))


def steady(length_ns: int) -> Phase:
    """A steady phase that begins at 0."""
    return Phase(0, 0, 0, length_ns, 0, 0, "steady", 0, 0)


def trial(**fields) -> Trial:
    """An ok trial without any numbers."""
    return Trial(**{**NONE, "trial_id": "t", "block": 1, "repeat": 1, "attempt": 1, "cell": CELL, "group": "ownership",
                    "status": "ok", "reason": "", "digest": "", "items_per_op": 1, "item": "item", "live_bytes": 0,
                    "metrics": {}, "interruption_threshold_ns": 20_000, "interruptions_lost": 0, "pauses_lost": 0,
                    "phases": [], "notes": [], "env": Environment({}, 0), **fields})


def side(name: str = "", commit: str = "n/a", dirty: object = False, **fields) -> Side:
    """A side of which nothing else is known."""
    return Side(**{"name": name, "children": [], "env": {}, "git": Git(commit, dirty), "toolchain": {},
                   "libraries": [], **fields})


def manifest(**fields) -> Manifest:
    """The manifest of a run of nothing."""
    return Manifest(**{"run_id": "r", "created": "2024-06-01T12:00:00Z", "command": ["bench_all"],
                       "profile": Profile("quick", "quick", 1, 1, 250), "seed": 42, "script_seed": 7, "timeout_s": 60,
                       "host": {}, "warnings": [], "allocators": [], "sides": [side()], "sources": [], "cells": [],
                       "workloads": {}, "sweep": None, "rates": [], "smallest_heaps": [], "metrics": {}, **fields})
