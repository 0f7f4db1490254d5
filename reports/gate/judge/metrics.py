"""What the gate looks at: how two sides are compared in each metric, and from where on that counts.

A metric that cannot be zero is compared by its ratio on the log scale, any other by a difference. `floor` is what
is never called worse, `target` what must be detectable for the metric to be gated; both are log ratios, or plain
differences of shares.
"""

import math
from dataclasses import dataclass

from reports.run.metrics import READINGS, Reading


@dataclass(frozen=True, kw_only=True)
class Metric(Reading):
    """A reading with what makes a difference in it count. `why_not` says why it is never gated."""

    family: str
    """`time`, `pause` or `memory`: a change that helps one and harms another is a trade."""
    is_ratio: bool
    floor: float
    target: float
    why_not: str = ""
    better: str = "less"

    @property
    def sign(self) -> int:
        """Turns `head - base` into how much worse the head is."""
        return 1 if self.better == "less" else -1

    def text(self, shift: float) -> str:
        """A shift as people read it: `+5.1 %`, or `+1.3 pp` (points) for a difference of shares."""
        if not math.isfinite(shift):
            return "any"
        if self.is_ratio:
            return f"{100 * math.expm1(shift):+.1f} %"
        return f"{100 * shift:+.2f} pp"


def _ratio(name: str, family: str, floor: float, target: float, better: str = "less") -> Metric:
    return Metric(**vars(READINGS[name]), family=family, is_ratio=True, floor=math.log1p(floor),
                  target=math.log1p(target), better=better)


def _share(name: str, floor: float = 0.005, target: float = 0.02, why_not: str = "") -> Metric:
    return Metric(**vars(READINGS[name]), family="pause", is_ratio=False, floor=floor, target=target, why_not=why_not)


ONE_EVENT = "a maximum is one event of many; read it beside the totals"
METRICS = {metric.name: metric for metric in (
    _ratio("cpu_ns_per_op", "time", 0.02, 0.05),
    _ratio("ops_per_s", "time", 0.02, 0.05, better="more"),
    _ratio("service_p50_ns", "time", 0.02, 0.05),
    _ratio("service_p99_ns", "time", 0.02, 0.05),
    _ratio("service_p999_ns", "pause", 0.05, 0.15),
    _ratio("response_p99_ns", "pause", 0.05, 0.15),
    _share("saturated", floor=0.1, target=0.5),
    _share("interruption_share"),
    _share("gc_pause_share"),
    _share("deadline_miss_1ms"),
    _share("deadline_miss_16ms"),
    _share("interruption_max_share", why_not=ONE_EVENT),
    _share("gc_pause_max_share", why_not=ONE_EVENT),
    _ratio("rss_peak_bytes", "memory", 0.01, 0.02),
    _ratio("rss_steady_bytes", "memory", 0.01, 0.02),
)}
"""Name -> metric, in the order in which they are shown."""
