"""The metrics of a synthetic trial, computed from the very numbers that its files hold."""

from __future__ import annotations

import numpy as np


def metrics(times, phases, seen, stops, rows) -> dict:
    """What every trial has, from its op times in ns, phases, interruptions, pauses and RSS samples."""
    length = {phase["phase"]: phase["length_ns"] for phase in phases}
    lengths = [gap["length_ns"] for gap in seen]
    values = {"ops": (len(times), "ops", "more", "count"),
              "ops_per_s": (len(times) / (length["steady"] * 1e-9), "ops/s", "more", "time"),
              "cpu_ns_per_op": (length["steady"] / len(times), "ns", "less", "time"),
              "service_max_ns": (int(times.max()), "ns", "less", "time"),
              "minor_faults": (100, "faults", "less", "count"),
              "gc_collections": (len(stops), "collections", "less", "count"),
              "gc_pause_total_ns": (float(sum(stops)), "ns", "less", "time"),
              "gc_pause_max_ns": (float(max(stops, default=0)), "ns", "less", "time"),
              "interruption_count": (len(seen), "interruptions", "less", "count"),
              "interruption_total_ns": (sum(lengths), "ns", "less", "time"),
              "interruption_max_ns": (max(lengths, default=0), "ns", "less", "time")}
    for phase in ("setup", "steady", "drop", "trim"):
        values[f"{phase}_ns"] = (length[phase], "ns", "less", "time")
    for name, row in (("baseline", 0), ("steady", 45), ("after_drop", 55), ("after_trim", 59)):
        values[f"rss_{name}_bytes"] = (rows[row][1], "bytes", "less", "bytes")
    values["rss_peak_bytes"] = (max(row[1] for row in rows), "bytes", "less", "bytes")
    return {**{name: metric(*entry) for name, entry in values.items()}, **percentiles("service", times)}


def metric(value, unit: str, better: str, kind: str) -> dict:
    """One metric as a line of results.jsonl has it."""
    return {"value": value, "unit": unit, "better": better, "kind": kind}


def percentiles(kind: str, times: np.ndarray) -> dict:
    """The percentiles of `kind` beyond which at least 10 of these times in ns lie."""
    ordered = np.sort(times)
    return {f"{kind}_{name}_ns": metric(int(ordered[len(times) - len(times) // one_in - 1]), "ns", "less", "time")
            for name, one_in in (("p50", 2), ("p90", 10), ("p99", 100), ("p999", 1000), ("p9999", 10_000))
            if len(times) // one_in >= 10}
