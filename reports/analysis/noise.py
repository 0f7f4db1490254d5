"""How noisy the machine was: what its counters tell of each trial, how well trials repeat, and the noise floor.

The noise floor is what the workload that does nothing shows of the harness and the machine.
"""

import math
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reports.analysis.findings import Findings
from reports.analysis.ratios import text
from reports.run.cells import NULL, Cell
from reports.run.load import Run, Trial
from reports.run.metrics import Read
from reports.run.topics import Topic, block_values
from reports.text import units
from reports.text.table import ABSENT, Table

FLOOR = ("cpu_ns_per_op", "ops_per_s")
"""What the floor is told of: CPU time, and by the wall clock, to which what else runs adds."""
MIN_BLOCKS = 3
"""A spread over fewer blocks says nothing."""
CROWDED = 0.1
"""Share of a trial's time in which some task waited for a CPU, over which the trial was hardly alone."""
UNKNOWN = "n/a"
_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?")
Form = Callable[[float], str]


def _field(name: str, form: Form) -> tuple[Read, Form]:
    return lambda trial: (trial.noise or {}).get(name), form


def _hiccup_rate(trial: Trial) -> float | None:
    number = (trial.noise or {}).get("hiccups")
    lifetime_ns = trial.env.lifetime_ns
    return None if number is None or not lifetime_ns else number / (lifetime_ns * 1e-9)


def _signed(form: Form) -> Form:
    return lambda value: ("+" if value > 0 else "") + form(value)


READINGS: dict[str, tuple[Read, Form]] = {
    "CPU time that a hypervisor took": _field("steal_share", units.percent),
    "hiccups of a thread that only sleeps": (_hiccup_rate, lambda rate: f"{units.significant(rate)} /s"),
    "its longest hiccup": _field("hiccup_max_ns", units.duration),
    "stopped by a CPU limit": _field("throttled_ns", units.duration),
    "change of CPU frequency": _field("frequency_drift", _signed(units.percent)),
    "drift of the clock": _field("clock_drift_ppm", _signed(lambda ppm: f"{units.significant(ppm)} ppm")),
    "time in which some task waited for a CPU": _field("cpu_pressure_share", units.percent),
    "time in which some task waited for memory": _field("memory_pressure_share", units.percent),
    "major page faults": _field("major_faults", units.count),
}
"""What the host tells -> how it is found in a trial, None where the host did not tell, and written."""


@dataclass(frozen=True)
class Machine:
    """What the page says on top of how far its numbers can be trusted."""

    sentences: list[str]
    table: Table


def machine(findings: Findings) -> Machine:
    """All that is known of the noise of a run but its floor."""
    run = findings.run
    said = [*caution_sentences(run.manifest.warnings), noisy_sentence(run), crowd_sentence(run),
            spread_sentence(findings.topics)]
    return Machine(list(filter(None, said)), machine_table(run))


def caution_sentences(warnings: list[str]) -> list[str]:
    """What bench_all warned of before it measured."""
    return [f"Before it measured, bench_all warned: {text}." for text in warnings] or [
        "Before it measured, bench_all found nothing about the host to warn of."]


def crowd_sentence(run: Run) -> str:
    """How many trials had to share the CPUs, which makes none noisy; empty where no host told."""
    found = [share for trial in run.trials if trial.metrics
             and (share := (trial.noise or {}).get("cpu_pressure_share")) is not None]
    if not found:
        return ""
    crowded = sum(share > CROWDED for share in found)
    return (f"In {crowded} of {units.plural(len(found), 'trial')} some task waited for a CPU for more than "
            f"{CROWDED * 100:g} % of the time, as where other programs run beside the suite; that alone makes no "
            "trial noisy.")


def machine_table(run: Run) -> Table:
    """What the host's counters tell, over all trials that gave numbers."""
    measured = [trial for trial in run.trials if trial.metrics]
    rows = []
    for name, (read, form) in READINGS.items():
        found = [(value, trial) for trial in measured if (value := read(trial)) is not None]
        if not found:
            rows.append((name, [f"0 of {len(measured)}", UNKNOWN, UNKNOWN, UNKNOWN]))
            continue
        # Drifts have a sign; the worst is the farthest from none.
        worst, where = max(found, key=lambda pair: abs(pair[0]))
        rows.append((name, [f"{len(found)} of {len(measured)}",
                            form(statistics.median(value for value, _ in found)), form(worst),
                            f"{where.cell.setting.workload}, {where.cell.label}" if worst else ABSENT]))
    return Table("How noisy the machine was", ["trials that tell", "median", "worst", "worst in"], rows,
                 "Over all trials with numbers, noisy ones too, each from its start to its end. A hiccup: a "
                 f"thread that only sleeps woke more than 0.5 ms late. {UNKNOWN}: the host does not tell.")


def noisy_sentence(run: Run) -> str:
    """How many trials were noisy, why, and what became of them."""
    attempts: dict[tuple[Cell, int, int], list[Trial]] = {}
    for trial in run.trials:
        attempts.setdefault((trial.cell, trial.block, trial.repeat), []).append(trial)
    for lines in attempts.values():
        lines.sort(key=lambda trial: trial.attempt)
    noisy = [lines for lines in attempts.values() if any(trial.status == "noisy" for trial in lines)]
    if not noisy:
        return "No trial was noisy."
    repeats = [lines for lines in noisy if len(lines) > 1]
    settled = sum(lines[-1].ok for lines in repeats)
    again = (f"{len(repeats)} of them {'was' if len(repeats) == 1 else 'were'} measured again, after which "
             f"{settled} {'was' if settled == 1 else 'were'} ok" if repeats else "none was measured again")
    return (f"{units.plural(len(noisy), 'trial')} of {len(attempts)} {'was' if len(noisy) == 1 else 'were'} "
            f"noisy; {again}. Why, by attempt: "
            + "; ".join(f"{number} × such as “{reason}”" for reason, number in _reasons(noisy)) + ".")


def _reasons(noisy: list[list[Trial]]) -> list[tuple[str, int]]:
    """(first reason of its kind, attempts with it), the most frequent first; kinds differ not in figures."""
    found: dict[str, tuple[str, int]] = {}
    for trial in (trial for lines in noisy for trial in lines if trial.status == "noisy"):
        for reason in trial.reason.split("; "):
            first, number = found.get(_FIGURE.sub("#", reason), (reason, 0))
            found[_FIGURE.sub("#", reason)] = (first, number + 1)
    return sorted(found.values(), key=lambda pair: -pair[1])


def spread(values: list[float]) -> float | None:
    """Robust coefficient of variation: 1.4826 MAD / median, which is SD / mean for normal values."""
    if len(values) < MIN_BLOCKS or not (middle := float(np.median(values))):
        return None
    return 1.4826 * float(np.median(np.abs(np.array(values) - middle))) / middle


def spread_sentence(topics: list[Topic]) -> str:
    """How far the median op of the same cell lies apart over blocks, for each topic."""
    workloads = [topic.setting.workload for topic in topics]
    parts = []
    for topic, workload in zip(topics, workloads):
        found = [value for entry in topic.cells if (value := spread(
            list(block_values(entry.trials, "service_p50_ns").values()))) is not None]
        name = workload if workloads.count(workload) == 1 else topic.title
        parts.append(f"{name} " + (units.percent(statistics.median(found)) if found else UNKNOWN))
    return ("Repeatability: spread of a cell's median op over blocks (1.4826 MAD / median), the median over "
            f"cells: {'; '.join(parts) or 'no cell'}. 0 %: less than "
            f"the clock resolves; {UNKNOWN}: fewer than {MIN_BLOCKS} blocks.")


def sentences(findings: Findings) -> list[str]:
    """One sentence per setting of the null workload, and one where response times have no floor."""
    nulls = [topic for topic in findings.topics if topic.setting.workload == NULL]
    if not nulls:
        return ["This run has no null workload, so that its noise floor is not known."]
    found = [_sentence(findings, topic) for topic in nulls]
    if any(topic.setting.load for topic in findings.topics) and not any(topic.setting.load for topic in nulls):
        found.append("null was measured in a closed loop only: how far response times are the machine's is not known.")
    return found


def _farthest(findings: Findings, topic: Topic, metric: str) -> str:
    rows = [(abs(math.log(row.interval.estimate)), row) for row in findings.ratios(topic, metric) if row.interval]
    if not rows:
        return ""
    distance, far = max(rows, key=lambda found: found[0])
    off = math.expm1(distance) * 100
    return (f"of its {units.plural(len(rows), 'ratio')} of {topic.metrics[metric].words} the farthest from 1 is "
            f"{text(far)} ({far.cell.label}), off by {units.significant(off, 2)} %")


def _sentence(findings: Findings, topic: Topic) -> str:
    # In open loop ops per second are the rate's.
    wanted = FLOOR[:1] if topic.setting.load is not None else FLOOR
    parts = [part for metric in wanted if (part := _farthest(findings, topic, metric))]
    responses = [(trial.metrics["response_p99_ns"], trial.cell.label) for entry in topic.cells
                 for trial in entry.ok if "response_p99_ns" in trial.metrics]
    if responses:
        slowest, label = max(responses)
        parts.append(f"in the worst of its {units.plural(len(responses), 'trial')} response p99 was "
                     f"{units.duration(slowest)} ({label})")
    longest = [(trial.metrics["interruption_max_ns"], trial.cell.label) for entry in topic.cells
               for trial in entry.ok if "interruption_max_ns" in trial.metrics]
    if longest:
        length, label = max(longest)
        parts.append(f"the longest interruption in its {units.plural(len(longest), 'trial')} took "
                     f"{units.duration(length)} ({label})" if length else
                     f"none of its {units.plural(len(longest), 'trial')} was interrupted")
    return (f"Noise floor, from {topic.title}, where every variant does the same: "
            + ("; ".join(parts) or "no ok trial") + ".")
