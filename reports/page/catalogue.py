"""Every kind of figure there is, in the order in which a page shows them. A new kind is a module and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from reports import claims
from reports.analysis import space
from reports.analysis.findings import Findings
from reports.claims.model import Claim
from reports.figures import (causes, forest, heat_map, latency_curve, lbo, live_scaling, mmu, pauses, response_curve,
                             rss, threads, time_memory, timeline)
from reports.figures import claims as claims_figure
from reports.figures import space as space_figure
from reports.figures.drawing.charts import Drawing, Job, drawing, origin
from reports.run import provenance
from reports.run.files import Files
from reports.run.sweeps import Sweep
from reports.run.topics import Topic


Measure = Callable[[Files], tuple]
"""What a module of figures draws, measured: what its functions are given."""


@dataclass(frozen=True)
class Kind:
    """A figure of one topic: a module that measures, draws and says it."""

    name: str
    title: str
    module: ModuleType


def of_topic(topic: Topic) -> list[Kind]:
    """The figures of a topic, in their order."""
    closed = topic.setting.load is None
    return [
        Kind("latency", "Service time", latency_curve) if closed else
        Kind("latency", "Service and response time", response_curve),
        Kind("timeline", "When it was interrupted", timeline),
        Kind("pauses", "Pauses and interruptions", pauses),
        Kind("causes", "Interruptions by cause", causes),
        Kind("mmu", "What the program got of its time, at worst", mmu),
        Kind("rss", "Resident memory over time", rss),
        Kind("lbo", "Overhead of managing memory, at least", lbo),
        Kind("heat", "Latency over time", heat_map)]


def jobs(findings: Findings, tested: list[Claim] | None = None) -> list[Job]:
    """Every figure that this run has the settings for. Claims that are not `tested` yet are when theirs is drawn."""
    topics, metrics, sweep = findings.topics, findings.run.metrics, findings.run.manifest.sweep
    source = provenance.provenance(findings.run.manifest)

    def overview(name: str, kind: str, title: str, module: ModuleType, measure: Measure, its: list[Topic],
                 workload: str = "", closed_loop: bool = False) -> Job:
        return Job(name, kind, title, workload, None, partial(_drawn, module, measure, its, source), closed_loop)

    def of_sweep(kind: str, module: ModuleType, sweep: Sweep, asks: str) -> Job:
        return overview(f"{kind}-{sweep.slug}", kind, f"{sweep.title}: {asks}", module,
                        lambda _: (module.measure(sweep),), sweep.topics, sweep.workload, not sweep.open_loop)

    def of_one(topic: Topic, name: str, title: str, module: ModuleType, measure: Callable[[Files], object]) -> Job:
        return Job(f"{name}-{topic.slug}", name, title, topic.setting.workload, topic,
                   partial(_drawn, module, lambda files: (topic, measure(files)), [topic], source),
                   topic.setting.load is None)

    found = [overview("claims", "claims", "The claims, row by row", claims_figure, lambda files: (
                 claims_figure.measure(claims.judge(findings, files) if tested is None else tested),), []),
             *(overview(f"ratios-{metric}", "ratios", forest.title(metrics, metric), forest,
                        partial(_ratios, findings, metric), topics) for metric in forest.REMARKS),
             overview("time-memory", "time-memory", "Time against memory, all workloads", time_memory,
                      lambda _: (time_memory.measure(findings),), topics)] if topics else []
    if sweep == "heap":
        found += [of_one(topic, "space", f"{topic.title}: time against space", space_figure,
                         partial(_spots, findings, topic)) for topic in topics]
    found += [of_one(topic, kind.name, kind.title, kind.module, partial(kind.module.measure, topic))
              for topic in topics for kind in of_topic(topic)]
    found += [of_sweep("live", live_scaling, sweep, "does latency grow with the live set?")
              for sweep in sorted(findings.live, key=lambda sweep: not sweep.open_loop)]
    return found + [of_sweep("threads", threads, sweep, "what more threads bring and cost")
                    for sweep in findings.threads if not sweep.open_loop]


def _drawn(module: ModuleType, measure: Measure, topics: list[Topic], source: str, files: Files) -> Drawing:
    return drawing(module, measure(files), origin(topics, source))


def _ratios(findings: Findings, metric: str, _: Files) -> tuple[forest.Forest]:
    return forest.measure(findings, metric),


def _spots(findings: Findings, topic: Topic, _: Files) -> list[space.Spot]:
    return space.spots(findings, topic)
