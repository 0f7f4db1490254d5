"""Every kind of figure there is, in the order in which a page shows them. A new kind is a module and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

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
    topics, manifest = findings.topics, findings.run.manifest
    source = provenance.provenance(manifest)
    live = sorted(findings.live, key=lambda sweep: not sweep.open_loop)
    found = [_overview(partial(_strip, findings, tested, source), "claims", "claims", "The claims, row by row"),
             *(_overview(partial(_ratios, findings, metric, source), f"ratios-{metric}", "ratios", title)
               for metric, title in forest.TITLES.items()),
             _overview(partial(_time_memory, findings, source), "time-memory", "time-memory",
                       "Time against memory, all workloads")] if topics else []
    if manifest.sweep == "heap":
        found += [Job(f"space-{topic.slug}", "space", f"{topic.title}: time against space",
                      topic.setting.workload, topic, partial(_space, findings, topic, source)) for topic in topics]
    for topic in topics:
        found += [Job(f"{kind.name}-{topic.slug}", kind.name, kind.title, topic.setting.workload, topic,
                      partial(_of_topic, topic, kind, source), topic.setting.load is None)
                  for kind in of_topic(topic)]
    found += [_overview(partial(_sweep, live_scaling, sweep, source), f"live-{sweep.slug}", "live",
                        f"{sweep.title}: does latency grow with the live set?", sweep.workload,
                        not sweep.open_loop) for sweep in live]
    found += [_overview(partial(_sweep, threads, sweep, source), f"threads-{sweep.slug}", "threads",
                        f"{sweep.title}: what more threads bring and cost", sweep.workload)
              for sweep in findings.threads if not sweep.open_loop]
    return found


def _overview(draw: Callable[[Files], Drawing], name: str, kind: str, title: str, workload: str = "",
              closed_loop: bool = False) -> Job:
    return Job(name, kind, title, workload, None, draw, closed_loop)


def _strip(findings: Findings, tested: list[Claim] | None, source: str, files: Files) -> Drawing:
    found = claims_figure.measure(claims.judge(findings, files) if tested is None else tested)
    return _drawn(claims_figure, found, origin([], source)[-1:])


def _ratios(findings: Findings, metric: str, source: str, _: Files) -> Drawing:
    return _drawn(forest, forest.measure(findings, metric), origin(findings.topics, source))


def _time_memory(findings: Findings, source: str, _: Files) -> Drawing:
    return _drawn(time_memory, time_memory.measure(findings), origin(findings.topics, source))


def _sweep(module: ModuleType, sweep: Sweep, source: str, _: Files) -> Drawing:
    return _drawn(module, module.measure(sweep), origin(sweep.topics, source))


def _drawn(module: ModuleType, found: Any, said: list[str]) -> Drawing:
    """A figure of several topics; some modules sum it up in sentences."""
    sentences = module.sentences(found) if hasattr(module, "sentences") else None
    return drawing(module, (found,), module.basis(found), said, module.table(found), sentences)


def _of_topic(topic: Topic, kind: Kind, source: str, files: Files) -> Drawing:
    found = kind.module.measure(topic, files)
    return drawing(kind.module, (topic, found), kind.module.basis(found), origin([topic], source),
                   kind.module.table(topic, found))


def _space(findings: Findings, topic: Topic, source: str, _: Files) -> Drawing:
    every = space.spots(findings, topic)
    found = space_figure.drawable(every)
    return drawing(space_figure, (topic, found), space_figure.basis(found), origin([topic], source),
                   space_figure.space_table(topic, every, space.smallest_heaps(findings.run.manifest)))
