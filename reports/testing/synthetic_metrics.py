"""The metrics of a synthetic trial, computed from the very numbers that its files hold."""

import numpy as np


def metrics(times, phases, seen, stops, rows) -> dict:
    """What every trial has, from its op times in ns, phases, interruptions, pauses and RSS samples."""
    length = {phase["phase"]: phase["length_ns"] for phase in phases}
    lengths = [gap["length_ns"] for gap in seen]
    values = {"ops": len(times),
              "ops_per_s": len(times) / (length["steady"] * 1e-9),
              "cpu_ns_per_op": length["steady"] / len(times),
              "service_max_ns": int(times.max()),
              "minor_faults": 100,
              "gc_collections": len(stops),
              "gc_steady_collections": len(stops),
              "gc_pause_total_ns": float(sum(stops)),
              "gc_pause_max_ns": float(max(stops, default=0)),
              "interruptions": len(seen),
              "interruption_total_ns": sum(lengths),
              "interruption_max_ns": max(lengths, default=0)}
    for phase in ("setup", "steady", "drop", "trim"):
        values[f"{phase}_ns"] = length[phase]
    for name, row in (("baseline", 0), ("steady", 45), ("after_drop", 55), ("after_trim", 59)):
        values[f"rss_{name}_bytes"] = rows[row][1]
    values["rss_peak_bytes"] = max(row[1] for row in rows)
    return values | percentiles("service", times)


def percentiles(kind: str, times: np.ndarray) -> dict:
    """The percentiles of `kind` beyond which at least 10 of these times in ns lie."""
    ordered = np.sort(times)
    return {f"{kind}_{name}_ns": int(ordered[len(times) - len(times) // one_in - 1])
            for name, one_in in (("p50", 2), ("p90", 10), ("p99", 100), ("p999", 1000), ("p9999", 10_000))
            if len(times) // one_in >= 10}
