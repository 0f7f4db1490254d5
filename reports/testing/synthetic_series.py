"""Latency over time of synthetic trials, as docs/protocol.md has it."""

import numpy as np

FIRST_SLICE_NS, MOST_SLICES = 250_000, 128
EDGES_NS = np.array(sorted({0} | {1 << octave for octave in range(42)} | {3 << octave for octave in range(41)}))
"""Two buckets for each octave, exact up to 4 ns."""


def latency_series(start_ns: int, ended_ns: np.ndarray, lengths_ns: dict[str, np.ndarray]) -> dict:
    """LATENCY SERIES of ops that ended so long after the start; `lengths_ns` has their times by kind."""
    slice_ns = FIRST_SLICE_NS
    while ended_ns[-1] >= MOST_SLICES * slice_ns:
        slice_ns *= 2
    highest = max(int(lengths.max()) for lengths in lengths_ns.values())
    edges = EDGES_NS[:np.searchsorted(EDGES_NS, highest, side="right") + 1]
    return {"start_ns": start_ns, "slice_ns": slice_ns, "edges_ns": edges.tolist(),
            **{kind: {"columns": ["slice", "max_ns", "counts"], "rows": _rows(ended_ns // slice_ns, edges, lengths)}
               for kind, lengths in lengths_ns.items()}}


def _rows(slices: np.ndarray, edges: np.ndarray, lengths: np.ndarray) -> list:
    rows = []
    for number in np.unique(slices):
        mine = lengths[slices == number]
        bucket, ops = np.unique(np.searchsorted(edges, mine, side="right") - 1, return_counts=True)
        rows.append([int(number), int(mine.max()), np.column_stack([bucket, ops]).tolist()])
    return rows
