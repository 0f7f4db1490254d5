"""Latencies over time as children count them (docs/protocol.md): decode, join slices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KINDS = ("service", "response")
COLUMNS = ["slice", "max_ns", "counts"]
MAX_SLICES = 4096
"""More are refused: what is drawn has room for a few hundred."""


@dataclass(frozen=True)
class LatencySeries:
    """Ops by slice of time and bucket of length.

    `counts`, int64, has the shape (slices, buckets); bucket b is edges_ns[b] up to, but not with,
    edges_ns[b + 1]. `max_ns` is the longest op of each slice, exactly; 0 where none ended in it.
    """

    start_ns: int
    slice_ns: int
    edges_ns: np.ndarray
    counts: np.ndarray
    max_ns: np.ndarray

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    def joined(self, slice_ns: int) -> LatencySeries:
        """The same in slices of that length. Raises ValueError unless it is a multiple of the present one."""
        several, rest = divmod(slice_ns, self.slice_ns)
        if rest or not several:
            raise ValueError(f"slices of {self.slice_ns} ns do not fit into those of {slice_ns} ns")
        firsts = np.arange(0, len(self.counts), several)
        if not len(firsts):
            return LatencySeries(self.start_ns, slice_ns, self.edges_ns, self.counts, self.max_ns)
        return LatencySeries(self.start_ns, slice_ns, self.edges_ns, np.add.reduceat(self.counts, firsts),
                             np.maximum.reduceat(self.max_ns, firsts))


def decode(record: dict) -> dict[str, LatencySeries]:
    """Kind of time -> its series, of a LATENCY SERIES object. Raises ValueError where it contradicts itself."""
    if not isinstance(record, dict):
        raise ValueError("latency series is not an object")
    try:
        start_ns, slice_ns = int(record["start_ns"]), int(record["slice_ns"])
        edges = np.array(record["edges_ns"], dtype=np.int64)
        if slice_ns <= 0 or edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
            raise ValueError("latency series has slices without length, or edges that do not ascend")
        return {kind: LatencySeries(start_ns, slice_ns, edges, *_slices(record[kind], edges))
                for kind in KINDS if kind in record}
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"latency series lacks or garbles {error}") from None


def _slices(record: dict, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts and maxima of a SLICES object."""
    if record["columns"] != COLUMNS:
        raise ValueError(f"unexpected columns {record['columns']}")
    rows = record["rows"]
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    if np.any(numbers < 0) or np.any(np.diff(numbers) <= 0) or (len(rows) and numbers[-1] >= MAX_SLICES):
        raise ValueError(f"slices do not ascend, or reach beyond the {MAX_SLICES}th")
    counts = np.zeros((numbers[-1] + 1 if len(rows) else 0, len(edges) - 1), dtype=np.int64)
    max_ns = np.zeros(len(counts), dtype=np.int64)
    for number, longest, pairs in rows:
        bucket, ops = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        if not len(bucket) or np.any(np.diff(bucket) <= 0) or np.any(ops <= 0) or bucket[0] < 0:
            raise ValueError(f"slice {number} has no counts, or some that are not positive in ascending order")
        if bucket[-1] >= len(edges) - 1 or not edges[bucket[-1]] <= longest < edges[bucket[-1] + 1]:
            raise ValueError(f"slice {number} has a longest op outside its highest bucket")
        counts[number, bucket] = ops
        max_ns[number] = longest
    return counts, max_ns
