"""What metrics and figures are about, in the few words by which a reader picks them."""

from __future__ import annotations

FAMILIES = {"cpu": "CPU time", "throughput": "throughput", "service": "service time", "response": "response time",
            "interruptions": "interruptions", "collections": "collections and pauses", "memory": "memory"}
"""Name in links -> name for people, in the order in which they are offered."""
_METRICS = {"cpu_": "cpu", "ops": "throughput", "achieved_rate": "throughput", "service_": "service",
            "response_": "response", "interrupt": "interruptions", "mmu_": "interruptions",
            "deadline_miss": "interruptions", "gc_": "collections", "rss_": "memory", "bloat": "memory",
            "bytes_": "memory", "objects_": "memory", "object_": "memory", "minor_faults": "memory"}
"""How a metric's name begins -> its family."""
_FIGURES = {"latency": ("service", "response"), "heat": ("service", "response"),
            "live": ("service", "response", "interruptions", "collections"),
            "pauses": ("interruptions", "collections"), "timeline": ("interruptions", "collections"),
            "causes": ("interruptions",), "mmu": ("interruptions", "collections"), "rss": ("memory",),
            "lbo": ("cpu",), "space": ("cpu", "memory"), "time-memory": ("cpu", "memory"),
            "threads": ("throughput", "cpu")}
"""Kind of a figure -> what it is about."""


def of_metric(name: str) -> str:
    """The family of a metric, empty for a name that is none's."""
    return next((family for start, family in _METRICS.items() if name.startswith(start)), "")


def of_figure(kind: str, name: str, closed_loop: bool = False) -> tuple[str, ...]:
    """The families of a figure; one that is named after a metric (`ratios-rss_peak_bytes`) is of that one's.

    Empty for figures of everything, which no choice of metrics hides. In a closed loop nobody waits for a response.
    """
    if kind in _FIGURES:
        return tuple(family for family in _FIGURES[kind] if not (closed_loop and family == "response"))
    metric = name.removeprefix(f"{kind}-")
    # The tail of whatever a workload has: response times in open loop, service times in a closed one.
    if metric == "p99_ns":
        return ("service", "response")
    family = of_metric(metric)
    return (family,) if family else ()
