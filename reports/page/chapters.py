"""The order of the page: which figures stand together, and what to look for in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from reports.figures.drawing.charts import Chart
from reports.run.manifest import Metric
from reports.run.metrics import described

_FIGURES = {"latency": ("service", "response"), "heat": ("service", "response"),
            "live": ("service", "response", "interruptions", "collections"),
            "pauses": ("interruptions", "collections"), "timeline": ("interruptions", "collections"),
            "causes": ("interruptions",), "mmu": ("interruptions", "collections"), "rss": ("memory",),
            "lbo": ("cpu",), "space": ("cpu", "memory"), "time-memory": ("cpu", "memory"),
            "threads": ("throughput", "cpu")}
"""Kind of a figure -> what it is about."""


@dataclass(frozen=True)
class Chapter:
    """Kinds of figures under one heading; `lead` tells a reader what they show."""

    slug: str
    title: str
    lead: str
    kinds: tuple[str, ...]


CHAPTERS = (
    Chapter("ratios", "Ratios to unique on glibc",
            "How much more or less of everything each cell needs than unique on glibc does for the same work.",
            ("ratios",)),
    Chapter("time-memory", "Time against memory",
            "A collector buys time with memory, so neither number means anything without the other.",
            ("time-memory", "space")),
    Chapter("latency", "Latency",
            "How long ops take, from the usual ones at the left to the rarest at the right; in open loop also how "
            "long callers wait, which is where pauses show.", ("latency",)),
    Chapter("interruptions", "Interruptions",
            "When the program got nowhere, for how long, why, and what share of any stretch of time that left it.",
            ("timeline", "pauses", "causes", "mmu")),
    Chapter("memory", "Memory over time",
            "What the process took from the system while it ran, and what it gave back.", ("rss",)),
    Chapter("overhead", "Lower bound of the overhead",
            "The least that managing memory can have cost in all, as far as answers differ in nothing else.", ("lbo",)),
    Chapter("scaling", "What grows", "How latency follows the size of the live set, and throughput the threads.",
            ("live", "threads")),
    Chapter("heat", "Latency over time",
            "When ops took long: collections that come regularly, a drift after warm-up, the queue behind a stop.",
            ("heat",)))


@dataclass(frozen=True)
class Group:
    """The charts of one workload in a chapter: those of the setting shown first, then the others' by setting."""

    workload: str
    shown: list[Chart]
    folded: list[tuple[str, list[Chart]]]


def groups(chapter: Chapter, charts: list[Chart]) -> list[Group]:
    """The chapter's charts by workload, in their order; charts of several workloads have no name."""
    mine = [chart for chart in charts if chart.kind in chapter.kinds]
    by_workload: dict[str, list[Chart]] = {}
    for chart in mine:
        by_workload.setdefault(chart.workload, []).append(chart)
    return [_group(workload, found) for workload, found in by_workload.items()]


def _group(workload: str, charts: Iterable[Chart]) -> Group:
    settings = [(setting, list(found)) for setting, found in groupby(charts, key=lambda chart: chart.setting)]
    # Settings come from small to large and closed before open loop: the last is the one that asks most.
    shown = settings[-1][1] + [chart for setting, found in settings[:-1] if not setting for chart in found]
    return Group(workload, shown, [pair for pair in settings[:-1] if pair[0]])


def of_figure(known: dict[str, Metric], kind: str, name: str, closed_loop: bool = False) -> tuple[str, ...]:
    """The families of a figure; one that is named after a metric (`ratios-rss_peak_bytes`) is of that one's.

    `known` are the manifest's metrics. Empty for figures of everything, which no choice of metrics hides. In a closed
    loop nobody waits for a response.
    """
    if kind in _FIGURES:
        return tuple(family for family in _FIGURES[kind] if not (closed_loop and family == "response"))
    metric = name.removeprefix(f"{kind}-")
    # The tail of whatever a workload has: response times in open loop, service times in a closed one.
    if metric == "p99_ns":
        return ("service", "response")
    found = described(known, metric).family
    return (found,) if found else ()
