"""From a run directory to its report directory."""

import difflib
import json
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from reports import claims
from reports.analysis import predictions
from reports.analysis.findings import Findings
from reports.claims.export import as_json
from reports.figures.drawing import charts
from reports.figures.drawing.charts import Chart, Job
from reports.page import cache, catalogue, gate_record, render, sections, surprises
from reports.run import left_out, primitives, sources
from reports.run.errors import ReportError
from reports.run.files import Files
from reports.run.load import Run, load_run


def build(directory: Path, jobs: int | None = None, again: bool = False,
          ledger: Path = gate_record.SHIPPED) -> tuple[Path, list[str], list[str]]:
    """Writes DIRECTORY/report and returns its page, the warnings, and in lines what became of the predictions.

    `jobs` processes draw at the same time (default: one per CPU). Where neither the run nor what makes reports
    has changed since, the page stays as it is, unless `again`. `ledger` tells of the gate's own tests. Raises
    ReportError for a run that cannot be read or a report that cannot be written.
    """
    out = directory / "report"
    index = out / "index.html"
    state = out / "made_from.json"
    made_from = cache.fingerprint(directory, ledger) if directory.is_dir() else ""
    if not again and (kept := _kept(state, made_from)) and index.exists():
        return index, *kept
    content = _content(load_run(directory), ledger, jobs)
    try:
        out.mkdir(exist_ok=True)
        state.unlink(missing_ok=True)
        (out / "ratios.csv").write_text(content.ratios_csv, encoding="utf-8")
        (out / "claims.json").write_text(json.dumps(as_json(content.claims), indent=1), encoding="utf-8")
        (out / "cells.csv").write_text(content.cells_csv, encoding="utf-8")
        index.write_text(render.render(content), encoding="utf-8")
        state.write_text(json.dumps({"made_from": made_from, "warnings": content.warnings,
                                     "predictions": content.predictions}), encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot write the report: {error}") from None
    return index, content.warnings, content.predictions


def _content(run: Run, ledger: Path, processes: int | None) -> render.Content:
    """All that the page says, each thing worked out once: before processes are forked, which so have it, too."""
    findings, files = Findings.of(run), Files(run.directory)
    record = gate_record.load(ledger, run.warnings)
    predicted, tested = predictions.judge(findings), claims.judge(findings, files)
    found = [sections.build(findings, topic, predicted.outcomes[topic.slug]) for topic in findings.topics]
    drawn, said = _draw(run.directory, catalogue.jobs(findings, tested) + ([record.job] if record else []), processes)
    said = files.warnings + said
    code = sources.of_run(run.directory, run.manifest.sources, run.warnings)
    timed = primitives.load(run.directory, run.warnings)
    # The same unreadable file is met once per figure that wants it.
    warnings = left_out.grouped(run.warnings + predicted.refused + said)
    return render.Content(findings, found, tested, drawn, timed, warnings, surprises.lines(findings, predicted), code,
                          record)


def _kept(state: Path, made_from: str) -> tuple[list[str], list[str]] | None:
    """The warnings and predictions of a report that was made from the same; None where it must be made."""
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
        return (found["warnings"], found["predictions"]) if found["made_from"] == made_from else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def figures(directory: Path, names: list[str], form: str, jobs: int | None = None,
            ledger: Path = gate_record.SHIPPED) -> tuple[list[Any], list[str]]:
    """Draws figures into DIRECTORY/report/figures; returns their paths and the warnings.

    `all` stands for every figure. With `list` nothing is drawn, and what is returned are the names. Raises
    ReportError like `build`, and for a name that no figure of the run has.
    """
    run = load_run(directory)
    able = {job.name: job for job in catalogue.jobs(Findings.of(run))}
    if record := gate_record.load(ledger, run.warnings):
        able[record.job.name] = record.job
    if "list" in names:
        return list(able), run.warnings
    wanted = list(able) if "all" in names else list(dict.fromkeys(names))
    for name in wanted:
        if name not in able:
            near = difflib.get_close_matches(name, able, n=3)
            raise ReportError(f"this run has no figure {name!r}" + (f"; did you mean {' or '.join(near)}?" if near
                              else "; --figure list prints their names"))
    folder = directory / "report" / "figures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        done = _all([partial(_write, directory, able[name], folder, form) for name in wanted], jobs)
    except OSError as error:
        raise ReportError(f"cannot write the figure: {error}") from None
    return [path for path, _ in done], left_out.grouped(
        run.warnings + [text for _, said in done for text in said])


def _write(directory: Path, job: Job, folder: Path, form: str) -> tuple[Path, list[str]]:
    files = Files(directory)
    return charts.write(job, files, folder, form), files.warnings


def _draw(directory: Path, wanted: list[Job], processes: int | None) -> tuple[list[Chart], list[str]]:
    """The figures and what could not be read for them."""
    # The figures of a topic read the same files, which one process reads once.
    done = _all([partial(_charts, directory, list(its)) for _, its in
                 groupby(wanted, key=lambda job: job.topic.slug if job.topic else job.name)], processes)
    return [chart for drawn, _ in done for chart in drawn], [text for _, said in done for text in said]


def _charts(directory: Path, wanted: list[Job]) -> tuple[list[Chart], list[str]]:
    files = Files(directory)
    return [charts.chart(job, files) for job in wanted], files.warnings


_tasks: list[Callable] = []
"""What processes are forked for. They find it in their memory, so that no run is ever sent through a pipe."""


def _all(tasks: list[Callable], processes: int | None) -> list:
    """The results of all tasks, in their order. Raises ReportError where a process was ended from outside."""
    processes = min(processes or len(os.sched_getaffinity(0)), len(tasks))
    if processes <= 1:
        return [task() for task in tasks]
    _tasks[:] = tasks
    # Forked, not spawned: matplotlib is already imported here, and importing it costs as much as two figures.
    # An executor, not a Pool: that one waits for ever when the system has ended one of its processes.
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_call, range(len(tasks))))
    except BrokenProcessPool:
        raise ReportError("the system ended a process that drew figures, most likely for want of memory: free some, or "
                          "draw with --jobs 1") from None


def _call(number: int) -> Any:
    return _tasks[number]()
