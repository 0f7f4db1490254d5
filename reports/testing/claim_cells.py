"""Cells of which a claim holds, fails or is undecided, and the claim's verdict on them."""

import numpy as np

from reports import claims
from reports.analysis.findings import Findings
from reports.claims.model import Claim
from reports.testing.synthetic_cells import BLOCKS, STEADY_NS, Logs, Values, run_of
from reports.text.units import MIB

_RNG = np.random.default_rng(7)
ONE = 1 + 0.001 * _RNG.standard_normal(BLOCKS)
"""Values that hardly differ."""
WILD = np.exp(_RNG.permutation(np.linspace(-1.5, 1.5, BLOCKS)))
"""Values that differ so much that nothing can be told from them."""
NO_ALLOCATION = {"w": {"allocates": False}}
"""The card that says that the workload allocates nothing."""


def judged(claim, cells: list[Values], cards: dict | None = None) -> Claim:
    """The claim of a module on a run with these cells."""
    return claims.judge_one(claim, Findings.of(run_of(cells, cards)), Logs())


def pair(metric: str, value, base: float = 100.0, **more) -> list[Values]:
    """unique and a collector with these values of a metric."""
    return [Values("unique", {metric: base * ONE}, **more), Values("boehm", {metric: value}, **more)]


def stops(lengths, cause: str = "stw", every: int = STEADY_NS // 4) -> tuple:
    """One event of each length, evenly spaced."""
    return tuple((1000 + i * every, length, cause) for i, length in enumerate(lengths))


def growing(unique, boehm, **more) -> list[Values]:
    """p99 at 1 and 256 MiB of both, in open loop."""
    return [Values(variant, {"response_p99_ns": value}, live_mib=live, load=50, **more)
            for variant, ends in (("unique", unique), ("boehm", boehm)) for live, value in zip((1, 256), ends)]


def memory(cpu, rss, **more) -> list[Values]:
    """unique, and the collector with these ratios to it."""
    return [Values("unique", {"cpu_ns_per_op": 100 * ONE, "rss_peak_bytes": 110 * MIB,
                              "rss_baseline_bytes": 10 * MIB}),
            Values("boehm", {"cpu_ns_per_op": 100 * cpu, "rss_peak_bytes": 10 * MIB + 100 * MIB * rss,
                             "rss_baseline_bytes": 10 * MIB}, **more)]


def dropping(unique, shared=None) -> list[Values]:
    """Owners whose drops take so long, in a list for each block."""
    return [Values(variant, {"interruption_max_ns": 1.0}, events=events)
            for variant, events in (("unique", unique), ("shared", shared)) if events is not None]


def put_off(events) -> list[Values]:
    """An owner that drops, and one that puts that off and is interrupted so, in a list for each block."""
    return dropping(stops([50e6], "cascade")) + [
        Values("unique", {"interruption_max_ns": 1.0}, config="deferred", events=events, told={"headline": False})]
