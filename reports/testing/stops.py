"""What the synthetic run says of interruptions: causes, utilisation, broken frames, and a host's noise.

Utilisation is computed by brute force over all windows that can be worst, in O(stops squared): right and
slow, and nothing like the suite's own way to it.
"""

import numpy as np

from reports.run.files import MMU_COLUMNS

WINDOWS_NS = [round(1e5 * 10 ** (step / 10)) for step in range(41)]


def stopped_until(stops: list[dict], times: np.ndarray) -> np.ndarray:
    """How much of the time before each of `times` was stopped; where stops overlap, it counts once."""
    merged: list[list[float]] = []
    for start, end in sorted((stop["start_ns"], stop["start_ns"] + stop["length_ns"]) for stop in stops):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    edges = np.array(merged, dtype=float).reshape(-1, 2)
    return np.clip(times[:, None] - edges[:, 0], 0, edges[:, 1] - edges[:, 0]).sum(axis=1)


def worst_share(stops: list[dict], begin: float, end: float, window: float) -> float:
    """The lowest share that the mutator got of any window of exactly this length within begin .. end."""
    starts = np.array([begin] + [stop["start_ns"] for stop in stops]
                      + [stop["start_ns"] + stop["length_ns"] - window for stop in stops])
    starts = np.clip(starts, begin, end - window)
    stopped = stopped_until(stops, starts + window) - stopped_until(stops, starts)
    return float(np.clip(1 - stopped.max() / window, 0, 1))


def stretches(stops: list[dict], begin: float, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of all stretches within begin .. end from a stop's start to a stop's end, and their shares."""
    starts = np.array([stop["start_ns"] for stop in stops], dtype=float)
    ends = np.array([stop["start_ns"] + stop["length_ns"] for stop in stops], dtype=float)
    starts, ends = starts[starts >= begin], ends[ends <= end]
    lengths = ends[None, :] - starts[:, None]
    stopped = stopped_until(stops, ends)[None, :] - stopped_until(stops, starts)[:, None]
    return lengths[lengths > 0], 1 - stopped[lengths > 0] / lengths[lengths > 0]


def worst_share_from(stops: list[dict], begin: float, end: float, window: float, found=None) -> float:
    """The lowest share of any window of this length or longer; `found` are the stretches, where known."""
    lengths, shares = stretches(stops, begin, end) if found is None else found
    return max(0.0, min(worst_share(stops, begin, end, window),
                        float(shares[lengths >= window].min(initial=1.0))))


def utilisation(seen: list[dict], pauses: list[dict], steady: dict) -> dict:
    """The contents of TRIAL.mmu.json for the phase `steady`."""
    begin, end = steady["start_ns"], steady["start_ns"] + steady["length_ns"]
    rows = [[window] for window in WINDOWS_NS if window <= steady["length_ns"]]
    for stops in (seen, pauses):
        found = stretches(stops, begin, end)
        for row in rows:
            row += [worst_share(stops, begin, end, row[0]), worst_share_from(stops, begin, end, row[0], found)]
    return {"columns": list(MMU_COLUMNS), "rows": rows}


def cause(cell: dict, length_ns: int, collects: bool) -> str:
    """What the invented interruption is put down to."""
    if collects:
        return "slice" if cell["config"] == "incremental" else "stw"
    return "cascade" if length_ns > 1_000_000 else "preempted"


def metrics(curves: dict, seen: list[dict], steady: dict, ops: int, live_bytes: float, rss: dict) -> dict:
    """Utilisation, broken frames, bloat and counted allocations."""
    found = {}
    for window, name in ((1_000_000, "1ms"), (10_000_000, "10ms"), (100_000_000, "100ms")):
        for row in curves["rows"]:
            if row[0] == window:
                found[f"mmu_{name}"] = row[1]
                found[f"gc_mmu_{name}"] = row[3]
    for frame, name in ((1_000_000, "1ms"), (16_600_000, "16ms")):
        broken = {number for stop in seen if stop["length_ns"] >= frame
                  for number in range((stop["start_ns"] - steady["start_ns"]) // frame,
                                      (stop["start_ns"] + stop["length_ns"] - steady["start_ns"] - 1)
                                      // frame + 1)}
        frames = -(-steady["length_ns"] // frame)
        found[f"deadline_miss_{name}"] = min(1.0, len(broken) / frames)
    bloat = (rss["steady"] - rss["baseline"]) / live_bytes
    return found | {"bloat": max(0.0, bloat), "objects_allocated": ops * 3, "bytes_allocated": ops * 120,
                    "object_size_served": 48.5}


def noise(block: int, slot: int) -> dict:
    """What a host without frequencies and CPU limits tells of a trial; worse in later slots of a block."""
    return {"steal_share": 0.0004 * slot, "steal_ticks": slot // 8, "throttled_periods": 0, "throttled_ns": 0,
            "major_faults": 0, "frequency_drift": None, "cpu_pressure_share": 0.01 * (block % 3),
            "memory_pressure_share": None, "hiccups": slot % 4, "hiccup_total_ns": 700_000 * (slot % 4),
            "hiccup_max_ns": 800_000 + 1000 * slot if slot % 4 else 0, "clock_drift_ppm": 0.25 * (-1) ** slot}
