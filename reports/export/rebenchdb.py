"""What ReBenchDB's `PUT /rebenchdb/results` takes, API version 2: a run for each cell, an invocation for each trial.

Every trial is a process of its own, so it is an invocation with one iteration. ReBenchDB draws the criterion `total`,
in ms; here that is the CPU time of an op, the one time that every cell has. All metrics stand beside it in their units.

The database knows a machine by its host name, a state of the source by its commit, and one upload from another by
experiment, start, machine and user; whatever comes second under a known key counts as the first. So each key holds
all that tells two things apart, and what has none is refused. Source: ReBenchDB, src/shared/api.ts (BenchmarkData) and
src/backend/db/db.sql.
"""

import json
import math

from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures
from reports.run import names, provenance
from reports.run.cells import SIDES, Cell
from reports.run.errors import ReportError
from reports.run.machine import fingerprint, machine
from reports.run.manifest import Manifest
from reports.run.metrics import Reading, named

PROJECT, SUITE = "ownership-vs-gc", "bench_all"
UNKNOWN = "n/a"
SOURCE = {name: UNKNOWN for name in ("repoURL", "branchOrTag", "commitId", "commitMsg", "authorName", "authorEmail",
                                     "committerName", "committerEmail")}
"""The run keeps no more than the commit, and what is not known is not made up."""
TOTAL = Reading(name="total", of=lambda trial: _ms(named("cpu_ns_per_op")(trial)))


def export(choice: Choice) -> Exported:
    """The body of the request.

    Raises ReportError where no trial is ok, where the run does not say where or from which commit it was made,
    and for cells of two sides.
    """
    manifest = choice.run.manifest
    found = measures(choice, always=(TOTAL,))
    units = {one.metric: "ms" if one.metric == TOTAL.name else one.told.unit for one in found.series}
    criteria = {metric: number for number, metric in enumerate(units)}
    cells: dict[Cell, list[Series]] = {}
    for one in found.series:
        cells.setdefault(one.cell, []).append(one)
    side = _side(choice)
    head = {"projectName": PROJECT, "experimentName": " ".join(filter(None, (choice.about["run_id"], side))),
            "experimentDesc": choice.said, "startTime": manifest.created,
            "source": {**SOURCE, "commitId": _commit(manifest, side)},
            "env": _environment(manifest),
            "criteria": [{"i": number, "c": metric, "u": units[metric]} for metric, number in criteria.items()]}
    commit_tells = len({_commit(manifest, of.name) for of in manifest.sides}) > 1
    per_block = max(trial.repeat for trial in choice.run.trials)
    lines = ",\n".join(json.dumps({"runId": _run_id(cell.without_side if commit_tells else cell, choice),
                                   "d": _points(series, criteria, per_block)}, allow_nan=False)
                       for cell, series in cells.items())
    return Exported(f'{json.dumps(head, indent=1)[:-2]},\n "data": [\n{lines}\n]}}\n', found.remarks)


def _ms(ns: float | None) -> float | None:
    return None if ns is None else ns / 1e6


def _points(series: list[Series], criteria: dict[str, int], per_block: int) -> list[dict]:
    """By trial, in the order of blocks. `m` is read by position: a criterion that a trial lacks is null.

    A trial has the same number whatever was chosen beside it, since the database skips numbers that it knows.
    """
    trials: dict[int, dict[int, float]] = {}
    for one in series:
        for value in one.values:
            number = (value.block - 1) * per_block + value.repeat
            trials.setdefault(number, {})[criteria[one.metric]] = value.value
    return [{"in": number, "m": [[found[at]] if at in found else None for at in range(max(found) + 1)]}
            for number, found in sorted(trials.items())]


def _run_id(cell: Cell, choice: Choice) -> dict:
    at = cell.setting
    extra = [f"load:{names.number(at.load)}"] if at.load is not None else []
    extra += [f"arrivals:{at.arrivals}"] if at.arrivals else []
    extra += [f"heap:{names.number(cell.heap_limit_bytes)}"] if cell.heap_limit_bytes is not None else []
    extra += [cell.side] if cell.side else []
    executor = f"{cell.config_name}/{cell.allocator}"
    return {"benchmark": {"name": at.workload, "suite": {"name": SUITE, "desc": None,
                                                         "executor": {"name": executor, "desc": None}},
                          "runDetails": {"maxInvocationTime": math.ceil(choice.run.manifest.timeout_s),
                                         "minIterationTime": 0, "warmup": None}},
            # It tells runs apart in the database, so it is the cell's name and nothing that varies.
            "cmdline": names.of_cell(cell), "location": "",
            "varValue": None if at.live_mib is None else names.number(at.live_mib), "cores": str(at.threads),
            "inputSize": at.scale, "extraArgs": " ".join(extra) or None}


def _side(choice: Choice) -> str:
    """The one side of all cells, or "". Raises ReportError for two: what is sent at once has one commit."""
    sides = {cell.side for cell in choice.cells}
    if len(sides) > 1:
        raise ReportError("these are two sides, and ReBenchDB takes one at a time; choose with --side "
                          f"{' or '.join(SIDES)}")
    return sides.pop()


def _commit(manifest: Manifest, side: str) -> str:
    """The commit of this side; a changed tree is no state of it. Raises ReportError where it is not known."""
    git = manifest.side(side).git
    if git.commit in ("", UNKNOWN):
        raise ReportError("the manifest does not say from which commit the run was built, and ReBenchDB takes all such "
                          "runs for one commit")
    return f"{git.commit}-dirty" if git.dirty is True else git.commit


def _environment(manifest: Manifest) -> dict:
    """The machine, under the name that the gate's history has for it. Raises ReportError where it is not known."""
    host, tools = manifest.host, manifest.sides[0].toolchain
    if not machine(host):
        raise ReportError("the manifest does not say on which machine the run was made, and ReBenchDB takes all such "
                          "runs for one machine")
    return {"hostName": f"machine-{fingerprint(host)}", "userName": UNKNOWN, "manualRun": True,
            "cpu": provenance.machine(manifest), "clockSpeed": _number(host.get("frequency_khz")) * 1000,
            "memory": _number(host.get("memory_total")) * 1024, "osType": f"Linux {host.get('kernel', UNKNOWN)}",
            "software": [{"name": name, "version": str(told.get(name, UNKNOWN))}
                         for name, told in (("compiler", tools), ("flags", tools), ("libc", host))]}


def _number(text: object) -> int:
    """The digits of `24590436 kB`; 0 where the host did not tell."""
    digits = str(text).split(" ")[0]
    return int(digits) if digits.isdecimal() else 0
