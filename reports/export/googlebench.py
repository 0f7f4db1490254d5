"""Google Benchmark's JSON, for its compare.py and whatever else reads it: a benchmark for each cell.

A repetition is a block, with the medians of its trials: trials of one block are not independent, and compare.py
counts repetitions in its U test. Times are per op, in ns: `real_time` is the time that went by in steady, 1e9 /
`ops_per_s`, and `cpu_time` is `cpu_ns_per_op`, which with several threads is what Google Benchmark means by them, too.
The other metrics are counters under their own names. Source: Google Benchmark 1.7, user guide, "Output Formats",
"Reporting Statistics", and the files that its JSON reporter writes.
"""

import json
import math
import statistics
from collections.abc import Callable

from reports.export.format import Choice, Exported
from reports.export.measures import Series, listed, measures
from reports.export.quantities import QUANTITIES
from reports.run.load import Trial
from reports.run.metrics import Reading, named

OPEN_LOOP = "open loop: real_time is given by the rate at which ops were due"


def _wall_ns(trial: Trial) -> float | None:
    per_s = trial.metrics.get("ops_per_s")
    return 1e9 / per_s if per_s else None


TIMES = (Reading(name="real_time", of=_wall_ns), QUANTITIES["cpu_ns_per_op"], Reading(name="ops", of=named("ops")))
"""What every benchmark needs, whichever metrics are chosen."""


def export(choice: Choice) -> Exported:
    """The file of these trials. Raises ReportError where none is ok."""
    found = measures(choice, always=TIMES)
    cells = found.by_cell
    unfit = [name for name, series in cells.items() if not _has_times(series)]
    remarks = found.remarks + ([f"left out for want of times above zero: {listed(unfit)}"] if unfit else [])
    lines = [line for number, (name, series) in enumerate(
        (name, series) for name, series in cells.items() if name not in unfit)
        for line in _benchmark(number, name, series)]
    about = {"date": choice.run.manifest.created, "executable": "bench_all",
             **_cores(choice), **choice.about, "remarks": remarks}
    text = ",\n".join(json.dumps(line, allow_nan=False) for line in lines)
    return Exported(f'{{"context": {json.dumps(about)},\n"benchmarks": [\n{text}\n]}}\n', remarks)


def _has_times(series: dict[str, Series]) -> bool:
    """Whether it can be shown at all, and be divided by."""
    return all(one.name in series and min(series[one.name].numbers) > 0 for one in TIMES) and len(
        {frozenset(series[one.name].blocks) for one in TIMES}) == 1


def _cores(choice: Choice) -> dict:
    cores = choice.run.manifest.host.get("cores_online")
    return {"num_cpus": cores} if isinstance(cores, int) else {}


def _benchmark(number: int, name: str, series: dict[str, Series]) -> list[dict]:
    """The lines of one cell: its repetitions and, as soon as there are two, their statistics."""
    real, cpu, ops = (series[one.name] for one in TIMES)
    setting = real.cell.setting
    head = {"family_index": number, "per_family_instance_index": 0, "run_name": name}
    tail = {"label": OPEN_LOOP} if setting.load is not None else {}
    counters = {metric: one.blocks for metric, one in series.items() if metric not in [time.name for time in TIMES]}
    lines = []
    for index, block in enumerate(real.blocks):
        done = sum(value.value for value in ops.values if value.block == block)
        lines.append({"name": name, **head, "run_type": "iteration", "repetitions": real.n, "repetition_index": index,
                      "threads": setting.threads, "iterations": int(done), "real_time": real.blocks[block],
                      "cpu_time": cpu.blocks[block], "time_unit": "ns", **tail, "block": block,
                      **{metric: values[block] for metric, values in counters.items() if block in values}})
    for statistic, of in STATISTICS.items() if real.n > 1 else ():
        found = {metric: of(list(values.values())) for metric, values in counters.items() if len(values) > 1}
        lines.append({"name": f"{name}_{statistic}", **head, "run_type": "aggregate", "repetitions": real.n,
                      "threads": setting.threads, "aggregate_name": statistic,
                      "aggregate_unit": "percentage" if statistic == "cv" else "time", "iterations": real.n,
                      "real_time": of(list(real.blocks.values())), "cpu_time": of(list(cpu.blocks.values())),
                      "time_unit": "ns", **tail,
                      **{metric: value for metric, value in found.items() if value is not None}})
    return lines


def _deviation(values: list[float]) -> float:
    # statistics.stdev rounds otherwise in older Pythons.
    return math.sqrt(statistics.variance(values))


def _variation(values: list[float]) -> float | None:
    mean = statistics.fmean(values)
    return _deviation(values) / mean if mean else None


STATISTICS: dict[str, Callable[[list[float]], float | None]] = {
    "mean": statistics.fmean, "median": statistics.median, "stddev": _deviation, "cv": _variation}
"""What Google Benchmark says of repetitions. A mean of zero has no coefficient of variation, and JSON no NaN."""
