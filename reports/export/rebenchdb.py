"""What ReBenchDB's `PUT /rebenchdb/results` takes, API version 2: a run for each cell, an invocation for each trial.

Every trial is a process of its own, so it is an invocation with one iteration. ReBenchDB draws the criterion `total`,
in ms; here that is the CPU time of an op, the one time that every cell has. All metrics stand beside it in their units.
Source: the types of ReBenchDB's API (BenchmarkData).
"""

from __future__ import annotations

import json

from reports import host
from reports.cells import SIDES, Cell
from reports.errors import ReportError
from reports.export import names
from reports.export.format import Choice, Exported, Format
from reports.export.measures import Quantity, Series, measures, named

PROJECT, SUITE = "ownership-vs-gc", "bench_all"
UNKNOWN = "n/a"
NO_LIMIT = -1
"""What ReBench itself sends for an invocation without a time limit."""
TOTAL = Quantity("total", "ms", "less", lambda trial: _ms(named("cpu_ns_per_op")(trial)))


def export(choice: Choice) -> Exported:
    """The body of the request.

    Raises ReportError where no trial is ok, where the run does not say when it was made, and for cells of two sides.
    """
    created = choice.run.manifest.get("created")
    if not created:
        raise ReportError("the manifest does not say when the run was created, which ReBenchDB needs")
    found = measures(choice, always=(TOTAL,))
    criteria = {quantity: number for number, quantity in enumerate(dict.fromkeys(one.quantity for one in found.series))}
    cells: dict[Cell, list[Series]] = {}
    for one in found.series:
        cells.setdefault(one.cell, []).append(one)
    head = {"projectName": PROJECT, "experimentName": choice.about["run_id"], "experimentDesc": choice.said,
            "startTime": str(created), "source": _source(choice), "env": _environment(choice.run.manifest),
            "criteria": [{"i": number, "c": one.name, "u": one.unit} for one, number in criteria.items()]}
    lines = ",\n".join(json.dumps({"runId": _run_id(cell, choice), "d": _points(series, criteria)}, allow_nan=False)
                       for cell, series in cells.items())
    return Exported(f'{json.dumps(head, indent=1)[:-2]},\n "data": [\n{lines}\n]}}\n', found.remarks)


FORMAT = Format("JSON for ReBenchDB; an invocation is a trial", False, export)


def _ms(ns: float | None) -> float | None:
    return None if ns is None else ns / 1e6


def _points(series: list[Series], criteria: dict[Quantity, int]) -> list[dict]:
    """By trial, in the order of blocks: ReBenchDB keeps one value for each invocation and criterion."""
    trials: dict[tuple[int, int], list[dict]] = {}
    for one in series:
        for value in one.values:
            trials.setdefault((value.block, value.repeat), []).append({"c": criteria[one.quantity], "v": value.value})
    return [{"in": number, "it": 1, "m": trials[key]} for number, key in enumerate(sorted(trials), start=1)]


def _run_id(cell: Cell, choice: Choice) -> dict:
    at = cell.setting
    extra = [f"load:{names.number(at.load)}"] if at.load is not None else []
    extra += [f"heap:{names.number(cell.heap_limit_bytes)}"] if cell.heap_limit_bytes is not None else []
    extra += [cell.side] if cell.side else []
    executor = f"{cell.config_name}/{cell.allocator}"
    limit = choice.run.manifest.get("timeout_s")
    return {"benchmark": {"name": at.workload, "suite": {"name": SUITE, "desc": None,
                                                         "executor": {"name": executor, "desc": None}},
                          "runDetails": {"maxInvocationTime": NO_LIMIT if limit is None else limit,
                                         "minIterationTime": 0, "warmup": None}},
            # It tells runs apart in the database, so it is the cell's name and nothing that varies.
            "cmdline": names.of_cell(cell), "location": "",
            "varValue": None if at.live_mib is None else names.number(at.live_mib), "cores": str(at.threads),
            "inputSize": at.scale, "extraArgs": " ".join(extra) or None}


def _source(choice: Choice) -> dict:
    """The commit; the run does not keep who wrote it, and what is not known is not made up.

    Raises ReportError for cells of both sides: ReBenchDB has one commit for all that is sent at once.
    """
    sides = {cell.side for cell in choice.cells}
    if len(sides) > 1:
        raise ReportError(f"these are two commits, and ReBenchDB takes one; choose with --side {' or '.join(SIDES)}")
    side = (choice.run.manifest.get("sides") or {}).get(sides.pop()) or choice.run.manifest
    commit = str((side.get("git") or {}).get("commit") or UNKNOWN)
    return {"repoURL": UNKNOWN, "branchOrTag": UNKNOWN, "commitId": commit, "commitMsg": UNKNOWN,
            "authorName": UNKNOWN, "authorEmail": UNKNOWN, "committerName": UNKNOWN, "committerEmail": UNKNOWN}


def _environment(manifest: dict) -> dict:
    machine, tools = host.known(manifest.get("host")), host.known(manifest.get("toolchain"))
    return {"hostName": UNKNOWN, "userName": UNKNOWN, "manualRun": True, "cpu": host.machine(manifest),
            "clockSpeed": _number(machine["frequency_khz"]) * 1000, "memory": _number(machine["memory_total"]) * 1024,
            "osType": f"Linux {machine['kernel']}",
            "software": [{"name": name, "version": str(version)} for name, version in
                         (("compiler", tools["compiler"]), ("flags", tools["flags"]), ("libc", machine["libc"]))]}


def _number(text) -> int:
    """The digits of `24590436 kB`; 0 where the host did not tell."""
    digits = str(text).split(" ")[0]
    return int(digits) if digits.isdecimal() else 0
