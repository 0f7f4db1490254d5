"""Parameters of synthetic runs: threads, live sizes, loads, fixed heaps; and ops that arrive at a rate."""

from dataclasses import dataclass

import numpy as np

CAPACITY_OF_SLOWEST = 0.5
"""What 100 % load is, over the rate at which `unique` works."""
SMALLEST_HEAP = 1.2
"""Over the live bytes."""


@dataclass(frozen=True)
class Point:
    """One combination of the parameters that a workload may have; `load` in %."""

    threads: int = 1
    live_mib: int | None = None
    load: float | None = None


def slug(cell: dict) -> str:
    """The parameters of a cell as the end of a file name."""
    parts = [f"t{cell['threads']}"]
    parts += [f"{name}{cell[field]}" for name, field in
              (("live", "live_mib"), ("load", "load"), ("heap", "heap_limit_bytes")) if cell[field] is not None]
    return "-".join(parts)


def heaps(factors: tuple[float, ...], live_mib: float, collects: bool) -> list[tuple[int | None, float | None]]:
    """(limit in bytes, its factor) of the cells that a sweep of heaps makes of one cell."""
    if not collects or not factors:
        return [(None, None)]
    return [(int(factor * SMALLEST_HEAP * live_mib * 2**20), factor) for factor in factors]


def rate_per_s(median_ns: float, load: float | None) -> float | None:
    """Ops that are due per second, the same for all cells of a workload."""
    return None if load is None else load / 100 * CAPACITY_OF_SLOWEST * 1e9 / median_ns


def responses(service_ns: np.ndarray, rate: float) -> np.ndarray:
    """Response times in ns of ops that are due evenly at `rate` per s and done one after the other."""
    due = np.arange(len(service_ns)) * (1e9 / rate)
    done_alone = np.cumsum(service_ns)
    begun_late = np.maximum.accumulate(due - (done_alone - service_ns))
    return np.maximum((done_alone + begun_late - due).astype(np.int64), service_ns)


def is_saturated(service_ns: np.ndarray, rate: float) -> bool:
    """Whether ops are done at less than 99 % of their rate."""
    return 1e9 / service_ns.mean() < 0.99 * rate


def smallest_heaps(cells: list[dict]) -> list[dict]:
    """The manifest's `smallest_heaps` for planned cells, each of which has but the parameter heap."""
    found = {}
    for planned in cells:
        cell = planned["cell"]
        if planned["heap_factor"]:
            name = f"{cell['variant']}{':' if cell['config'] else ''}{cell['config']}"
            size = int(cell["heap_limit_bytes"] / planned["heap_factor"])
            found[f"{cell['workload']} {name}/{cell['allocator']}"] = size
    return [{"cell": label, "bytes": size, "too_small_bytes": size - 4096} for label, size in found.items()]
