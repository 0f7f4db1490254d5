"""What the gate looks at: how two sides are compared in each metric, and from where on that counts.

A metric that cannot be zero is compared by its ratio on the log scale, any other by a difference. `floor` is what
is never called worse, `target` what must be detectable for the metric to be gated; both are log ratios, or plain
differences of shares.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from reports.load import Trial


@dataclass(frozen=True)
class Metric:
    """`of` reads it from a trial: None where the trial has none. `why_not` says why it is never gated.

    `per`, where there is one, reads what it is a share of. Sides of a pair do the same work, so both are divided by
    the base's: a slower head has more of it, and would dilute its own stops.
    """

    name: str
    family: str
    """`time`, `pause` or `memory`: a change that helps one and harms another is a trade."""
    is_ratio: bool
    better: str
    floor: float
    target: float
    of: Callable[[Trial], float | None]
    per: Callable[[Trial], float | None] | None = None
    why_not: str = ""

    @property
    def sign(self) -> int:
        """Turns `head - base` into how much worse the head is."""
        return 1 if self.better == "less" else -1

    def alone(self, trial: Trial) -> float | None:
        """The metric of a trial that has no base: a share of its own work."""
        value = self.of(trial)
        if value is None or self.per is None:
            return value
        whole = self.per(trial)
        return value / whole if whole else None

    def text(self, shift: float) -> str:
        """A shift as people read it: `+5.1 %`, or `+1.3 pp` (points) for a difference of shares."""
        if not math.isfinite(shift):
            return "any"
        if self.is_ratio:
            return f"{100 * math.expm1(shift):+.1f} %"
        return f"{100 * shift:+.2f} pp"


def _named(name: str) -> Callable[[Trial], float | None]:
    return lambda trial: trial.metrics.get(name)


def _closed_loop(name: str) -> Callable[[Trial], float | None]:
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


def _ratio(name: str, family: str, floor: float, target: float, better: str = "less", of=None) -> Metric:
    return Metric(name, family, True, better, math.log1p(floor), math.log1p(target), of or _named(name))


def _share(name: str, of, per=None, floor: float = 0.005, target: float = 0.02, why_not: str = "") -> Metric:
    return Metric(name, "pause", False, "less", floor, target, of, per, why_not)


ONE_EVENT = "a maximum is one event of many; read it beside the totals"
METRICS = {metric.name: metric for metric in (
    _ratio("cpu_ns_per_op", "time", 0.02, 0.05),
    _ratio("ops_per_s", "time", 0.02, 0.05, better="more", of=_closed_loop("ops_per_s")),
    _ratio("service_p50_ns", "time", 0.02, 0.05),
    _ratio("service_p99_ns", "time", 0.02, 0.05),
    _ratio("service_p999_ns", "pause", 0.05, 0.15),
    _ratio("response_p99_ns", "pause", 0.05, 0.15),
    _share("saturated", _saturated, floor=0.1, target=0.5),
    _share("interruption_share", _named("interruption_total_ns"), _work_ns),
    _share("gc_pause_share", _named("gc_pause_total_ns"), _work_ns),
    _share("deadline_miss_1ms", _named("deadline_miss_1ms")),
    _share("deadline_miss_16ms", _named("deadline_miss_16ms")),
    _share("interruption_max_share", _named("interruption_max_ns"), _work_ns, why_not=ONE_EVENT),
    _share("gc_pause_max_share", _named("gc_pause_max_ns"), _work_ns, why_not=ONE_EVENT),
    _ratio("rss_peak_bytes", "memory", 0.01, 0.02),
    _ratio("rss_steady_bytes", "memory", 0.01, 0.02),
)}
"""Name -> metric, in the order in which they are shown."""
