"""pyperf's JSON, version 1.0: a benchmark for each cell and metric, a run for each block.

A run has one value, the median of the block's trials, and no warmups or calibration: bench_all has its own way to
warm up and to choose how much is done. pyperf holds seconds, bytes and whole numbers above zero; what is otherwise is
left out. Source: pyperf documentation, "API" (Run, Benchmark, metadata) and "JSON".
"""

import json

from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures, without_zeros
from reports.run.errors import ReportError
from reports.run.load import Trial
from reports.run.metrics import Reading, named

UNITS = {"ns": ("second", 1e9), "bytes": ("byte", 1), "collections": ("integer", 1)}
"""Unit of ours -> unit of pyperf, and how many of ours it is. pyperf takes less for better, which all of these are."""


def _lifetime_s(trial: Trial) -> float | None:
    return trial.env.lifetime_ns / 1e9 or None


LIFETIME, OPS = Reading(name="process lifetime", of=_lifetime_s), Reading(name="ops", of=named("ops"))
PER_OP = "cpu_ns_per_op"
"""A mean over all ops, whose number pyperf calls loops; other metrics are no means."""


def export(choice: Choice) -> Exported:
    """The file of these trials. Raises ReportError where none is ok, or no metric fits."""
    found = measures(choice, always=(LIFETIME, OPS))
    cells = found.by_cell
    shown, zeros = without_zeros([one for one in found.series if one.told.unit in UNITS])
    unfit = dict.fromkeys(one.metric for one in found.series
                          if one.metric in choice.metrics and one.told.unit not in UNITS)
    remarks = found.remarks + zeros
    if unfit:
        remarks.append(f"left out, since pyperf has no such unit: {', '.join(unfit)}")
    if not shown:
        raise ReportError("no chosen metric is a time or a number of bytes above zero, which is what pyperf holds; "
                          "choose cpu_ns_per_op, or leave --metric out")
    about = {name: _one_line(text) for name, text in
             {"created": choice.run.manifest.created, **choice.about}.items()}
    lines = ",\n".join(json.dumps(_benchmark(one, *(cells[one.name].get(of.name) for of in (LIFETIME, OPS))),
                                  allow_nan=False) for one in shown)
    return Exported(f'{{"version": "1.0", "metadata": {json.dumps(about)},\n"benchmarks": [\n{lines}\n]}}\n', remarks)


def _one_line(text: str) -> str:
    """As metadata must be: no line ends, no blanks around, not empty."""
    return " ".join(text.split()) or "n/a"


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _benchmark(one: Series, lifetime: Series | None, ops: Series | None) -> dict:
    unit, size = UNITS[one.told.unit]
    runs = []
    for block, value in one.blocks.items():
        metadata: dict[str, float] = {"block": block}
        if lifetime and block in lifetime.blocks:
            metadata["duration"] = sum(v.value for v in lifetime.values if v.block == block)
        if one.metric == PER_OP and ops and ops.blocks.get(block, 0) >= 1:
            metadata["loops"] = int(ops.blocks[block])
        runs.append({"metadata": metadata, "values": [_number(value / size)]})
    return {"metadata": {"name": f"{one.name}/{one.metric}", "unit": unit}, "runs": runs}
