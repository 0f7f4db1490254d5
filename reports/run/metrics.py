"""What metrics and figures are about, in the few words by which a reader picks them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.run.load import Trial
from reports.run.manifest import Metric

INTERRUPTED = "interrupted_share"
"""The share of steady, which no trial has as a metric."""
COLUMNS = ("cpu_ns_per_op", "ops_per_s", "service_p50_ns", "service_p99_ns", "service_p999_ns", "response_p50_ns",
           "response_p99_ns", "response_p999_ns", "interruption_max_ns", INTERRUPTED, "gc_collections",
           "gc_pause_max_ns", "rss_peak_bytes", "bloat")
"""Of the table of all cells."""
FAMILIES = {"cpu": "CPU time", "throughput": "throughput", "service": "service time", "response": "response time",
            "interruptions": "interruptions", "collections": "collections and pauses", "memory": "memory"}
"""Name in links -> name for people, in the order in which they are offered."""


def described(known: dict[str, Metric], name: str) -> Metric:
    """What the manifest's table says of a metric. What is none, but worked out of some, is a share."""
    if name == INTERRUPTED:
        return replace(known["interruption_total_ns"], unit="share", kind="share", words="interrupted share")
    return known.get(name) or Metric("share", "less", "share", "", name)


Read = Callable[[Trial], float | None]
"""Reads a trial: None where it has nothing to read."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`of` reads a trial.

    `per`, where there is one, reads what it is a share of. Sides of a pair do the same work, so both are divided by
    the base's: a slower head has more of it, and would dilute its own stops.
    """

    name: str
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


def _reading(name: str, of: Read | None = None, per: Read | None = None) -> Reading:
    return Reading(name=name, of=of or named(name), per=per)


READINGS = {reading.name: reading for reading in (
    _reading("cpu_ns_per_op"),
    _reading("ops_per_s", _closed_loop("ops_per_s")),
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
