"""What a cell needs relative to unique on glibc over all workloads: a geometric mean, with an interval.

One setting of a workload enters, and its forms (`employee_bonus/batch`) share one vote, so that no workload
counts more because it was measured in more ways. In each block the logs of the ratios are averaged over the
workloads; over blocks these means are one sample of paired differences, like the logs of a single ratio, and
get the same estimate and the same exact interval (stats.signed_rank). A block in which a workload is missing
is left out. The interval says how well these workloads repeat on this machine, not how others would fare.

Source of the mean: P. J. Fleming and J. J. Wallace, "How not to lie with statistics: the correct way to
summarize benchmark results", CACM 29(3), 1986.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from reports.analysis.findings import Findings
from reports.run.cells import NULL
from reports.run.topics import Topic, block_values
from reports.stats.intervals import Interval
from reports.stats.signed_rank import location


@dataclass(frozen=True)
class Overall:
    """The geometric mean of a cell's ratios over `workloads`; None says why in `note`."""

    label: str
    interval: Interval | None
    workloads: list[str]
    note: str


def metric_of(topic: Topic, metric: str) -> str:
    """`p99_ns` is what callers wait where ops are due at a rate, and what ops take elsewhere."""
    if metric != "p99_ns":
        return metric
    return "service_p99_ns" if topic.setting.load is None else "response_p99_ns"


def representatives(topics: list[Topic], metric: str) -> list[Topic]:
    """The setting of each workload, of either side of a run of two, that enters the mean.

    Fewest threads; in a closed loop, for p99 in open loop where there is one; of the live sizes the middle
    one, or the smaller of the two in the middle. Demonstrations of a compiler or an idiom are no work and do not enter.
    """
    found: dict[tuple[str, str], list[Topic]] = defaultdict(list)
    for topic in topics:
        if topic.setting.workload != NULL and not topic.card.get("demonstration"):
            found[topic.setting.workload, topic.setting.side].append(topic)
    return [_middle(its, open_first=metric == "p99_ns") for its in found.values()]


def _middle(topics: list[Topic], open_first: bool) -> Topic:
    first = min((topic.setting.threads, (topic.setting.load is None) == open_first, topic.setting.load or 0)
                for topic in topics)
    alike = [topic for topic in topics
             if (topic.setting.threads, (topic.setting.load is None) == open_first, topic.setting.load or 0) == first]
    alike.sort(key=lambda topic: topic.setting.live_mib or 0)
    return alike[(len(alike) - 1) // 2]


def overall(findings: Findings, topics: list[Topic], label: str, metric: str) -> Overall:
    """The mean of the cell with this label over `topics`, of which each workload has one."""
    by_family: dict[str, list[dict[int, float]]] = defaultdict(list)
    entered = []
    for topic in topics:
        entry = next((entry for entry in topic.cells if entry.cell.label == label), None)
        name = metric_of(topic, metric)
        if entry is None or topic.reference is None or findings.ratio(entry, topic.reference, name).interval is None:
            continue
        above, below = block_values(entry.trials, name), block_values(topic.reference.trials, name)
        by_family[topic.setting.workload.partition("/")[0]].append(
            {block: math.log(above[block] / below[block]) for block in above.keys() & below.keys()})
        entered.append(topic.setting.workload)
    if len(entered) < 2:
        return Overall(label, None, entered, "fewer than two workloads")
    shared = set.intersection(*(set(logs) for forms in by_family.values() for logs in forms))
    if not shared:
        return Overall(label, None, entered, "no block has all workloads")
    means = [sum(sum(logs[block] for logs in forms) / len(forms) for forms in by_family.values()) / len(by_family)
             for block in sorted(shared)]
    return Overall(label, location(means).exp(), entered, "")
