"""Figures over several settings: what grows with the live set, time against space, threads, ratios."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reports import policy, sections, space, sweep_tables
from reports.figures import live_scaling, threads
from reports.figures import space as space_figure
from reports.sections import Drawn
from reports.sweeps import Sweep, along
from reports.tables import Table
from reports.tidy import Topic

RATIO_METRICS = ("cpu_ns_per_op", "rss_peak_bytes")


@dataclass(frozen=True)
class Chart:
    """A figure with what is computed from it: sentences above it, and the table behind it."""

    drawn: Drawn
    sentences: list[str] = field(default_factory=list)
    table: Table | None = None


def build(topics: list[Topic], manifest: dict, out: Path, source: str) -> list[Chart]:
    """Draws and saves below `out` every overview for which the run has the settings; open loop comes first."""
    live = sorted(along(topics, "live_mib"), key=lambda sweep: not sweep.open_loop)
    charts = [_live(sweep, out, source) for sweep in live]
    charts += [_space(topic, manifest, out, source) for topic in topics if manifest.get("sweep") == "heap"]
    charts += [_threads(sweep, out, source) for sweep in along(topics, "threads") if not sweep.open_loop]
    return charts + [Chart(sections.ratio_overview(topics, metric, out, source))
                     for metric in RATIO_METRICS if topics]


def _live(sweep: Sweep, out: Path, source: str) -> Chart:
    found = live_scaling.measure(sweep)
    origin = sections.origin_of(policy.describe(sweep.topics), source)
    drawn = sections.save(live_scaling.draw(found, [live_scaling.basis(found), *origin]), out,
                          f"live-{sweep.topics[0].slug}", f"{sweep.title}: does latency grow with the live set?",
                          live_scaling.alt(found), " ".join([live_scaling.caption(found), *origin]))
    return Chart(drawn, live_scaling.sentences(found), sweep_tables.scaling_table(found))


def _threads(sweep: Sweep, out: Path, source: str) -> Chart:
    found = threads.measure(sweep)
    origin = sections.origin_of(policy.describe(sweep.topics), source)
    drawn = sections.save(threads.draw(found, [threads.basis(found), *origin]), out,
                          f"threads-{sweep.topics[0].slug}", f"{sweep.title}: what more threads bring and cost",
                          threads.alt(found), " ".join([threads.caption(found), *origin]))
    return Chart(drawn, threads.sentences(found), sweep_tables.threads_table(found))


def _space(topic: Topic, manifest: dict, out: Path, source: str) -> Chart:
    found = space_figure.measure(topic)
    origin = sections.origin_of(policy.describe([topic]), source)
    drawn = sections.save(space_figure.draw(topic, found, [space_figure.basis(found), *origin]), out,
                          f"space-{topic.slug}", f"{topic.title}: time against space",
                          space_figure.alt(topic, found), " ".join([space_figure.caption(topic, found), *origin]))
    table = sweep_tables.space_table(topic, space.spots(topic), space.smallest_heaps(manifest))
    return Chart(drawn, [], table)
