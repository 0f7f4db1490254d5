"""The noise floor: what the workload that does nothing shows of the harness and the machine."""

from __future__ import annotations

import math

from reports import units
from reports.figures.ratios import text
from reports.ratios import ratios
from reports.tidy import Topic

NULL = "null"


def sentences(topics: list[Topic]) -> list[str]:
    """One sentence per setting of the null workload."""
    found = [_sentence(topic) for topic in topics if topic.setting.workload == NULL]
    return found or ["This run has no null workload, so that its noise floor is not known."]


def _sentence(topic: Topic) -> str:
    rows = [row for row in ratios(topic, ("cpu_ns_per_op",)) if row.interval]
    parts = []
    if rows:
        far = max(rows, key=lambda row: abs(math.log(row.interval.estimate)))
        off = math.expm1(abs(math.log(far.interval.estimate))) * 100
        parts.append(f"of its {units.plural(len(rows), 'ratio')} of CPU time per op the farthest from 1 is "
                     f"{text(far)} ({far.cell.label}), off by {units.significant(off, 2)} %")
    longest = [(trial.metrics["interruption_max_ns"], trial.cell.label) for entry in topic.cells
               for trial in entry.ok if "interruption_max_ns" in trial.metrics]
    if longest:
        length, label = max(longest)
        parts.append(f"the longest interruption in its {units.plural(len(longest), 'trial')} took "
                     f"{units.duration(length)} ({label})" if length else
                     f"none of its {units.plural(len(longest), 'trial')} was interrupted")
    return (f"Noise floor, from {topic.title}, where every variant does the same: "
            + (", and ".join(parts) or "no ok trial") + ".")
