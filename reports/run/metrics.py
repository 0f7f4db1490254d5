"""What metrics and figures are about, in the few words by which a reader picks them."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.run.load import Trial
from reports.run.manifest import Metric
from reports.text import units

COLUMNS: dict[str, tuple[str, Callable[[float], str]]] = {
    "CPU per op": ("cpu_ns_per_op", units.duration), "ops per s": ("ops_per_s", units.count),
    "service\np50": ("service_p50_ns", units.duration), "service\np99": ("service_p99_ns", units.duration),
    "service\np99.9": ("service_p999_ns", units.duration), "response\np50": ("response_p50_ns", units.duration),
    "response\np99": ("response_p99_ns", units.duration), "response\np99.9": ("response_p999_ns", units.duration),
    "longest\ninterruption": ("interruption_max_ns", units.duration),
    "interrupted\nshare": ("interrupted_share", units.percent),
    "collections": ("gc_collections", units.count), "longest\npause": ("gc_pause_max_ns", units.duration),
    "peak RSS": ("rss_peak_bytes", units.mib), "bloat": ("bloat", units.significant)}
"""Heading -> (metric, how it is written)."""
FAMILIES = {"cpu": "CPU time", "throughput": "throughput", "service": "service time", "response": "response time",
            "interruptions": "interruptions", "collections": "collections and pauses", "memory": "memory"}
"""Name in links -> name for people, in the order in which they are offered."""


def family(known: dict[str, Metric], name: str) -> str:
    """The family of a metric, or of a table's heading, by the manifest's table; empty for a name that is none's."""
    if name.startswith("interrupted"):  # the share of steady, which no trial has as a metric
        return known["interruption_total_ns"].family
    return known[name].family if name in known else ""


Read = Callable[[Trial], float | None]
"""Reads a trial: None where it has nothing to read."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`of` reads a trial.

    `per`, where there is one, reads what it is a share of. Sides of a pair do the same work, so both are divided by
    the base's: a slower head has more of it, and would dilute its own stops.
    """

    name: str
    better: str
    """`less` or `more`."""
    of: Read
    per: Read | None = None

    def alone(self, trial: Trial) -> float | None:
        """What a trial that has no base reads: a share of its own work."""
        value = self.of(trial)
        if value is None or self.per is None:
            return value
        whole = self.per(trial)
        return value / whole if whole else None


def named(name: str) -> Read:
    """Reads a metric of results.jsonl as it stands there."""
    return lambda trial: trial.metrics.get(name)


def _closed_loop(name: str) -> Read:
    # In open loop the rate is given, so that throughput says nothing.
    return lambda trial: trial.metrics.get(name) if trial.cell.setting.load is None else None


def _work_ns(trial: Trial) -> float | None:
    """For how long the threads worked in steady, all together."""
    steady, interrupted = (trial.metrics.get(name) for name in ("steady_ns", "interruption_total_ns"))
    if not steady or interrupted is None:
        return None
    whole = steady * trial.cell.setting.threads
    # A trial that did next to nothing but stop would make any share out of a rounding error.
    return max(whole - interrupted, 0.01 * whole)


def _saturated(trial: Trial) -> float | None:
    return None if trial.cell.setting.load is None else float(trial.saturated)


def _reading(name: str, of: Read | None = None, per: Read | None = None, better: str = "less") -> Reading:
    return Reading(name=name, better=better, of=of or named(name), per=per)


READINGS = {reading.name: reading for reading in (
    _reading("cpu_ns_per_op"),
    _reading("ops_per_s", _closed_loop("ops_per_s"), better="more"),
    _reading("service_p50_ns"),
    _reading("service_p99_ns"),
    _reading("service_p999_ns"),
    _reading("response_p99_ns"),
    _reading("saturated", _saturated),
    _reading("interruption_share", named("interruption_total_ns"), _work_ns),
    _reading("gc_pause_share", named("gc_pause_total_ns"), _work_ns),
    _reading("deadline_miss_1ms"),
    _reading("deadline_miss_16ms"),
    _reading("interruption_max_share", named("interruption_max_ns"), _work_ns),
    _reading("gc_pause_max_share", named("gc_pause_max_ns"), _work_ns),
    _reading("rss_peak_bytes"),
    _reading("rss_steady_bytes"),
)}
"""Name -> what the gate compares and exports hold, in the order in which it is shown."""
