"""From a run directory to its report directory."""

from __future__ import annotations

import difflib
import json
import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

from reports import claims
from reports.analysis import predictions
from reports.analysis.ratios import as_csv
from reports.claims.export import as_json
from reports.claims.model import Claim
from reports.figures.drawing import charts
from reports.figures.drawing.charts import Chart, Job
from reports.page import cache, catalogue, full_table, gate_record, render, sections
from reports.page.gate_record import Record
from reports.run import left_out, primitives, sources
from reports.run.errors import ReportError
from reports.run.files import Files
from reports.run.load import Run, load_run
from reports.run.topics import Topic, topics


def build(directory: Path, jobs: int | None = None, again: bool = False,
          ledger: Path = gate_record.SHIPPED) -> tuple[Path, list[str]]:
    """Writes DIRECTORY/report and returns its page and the warnings.

    `jobs` processes draw at the same time (default: one per CPU). Where neither the run nor what makes reports
    has changed since, the page stays as it is, unless `again`. `ledger` tells of the gate's own tests. Raises
    ReportError for a run that cannot be read or a report that cannot be written.
    """
    out = directory / "report"
    index = out / "index.html"
    state = out / "made_from.json"
    made_from = cache.fingerprint(directory, ledger) if directory.is_dir() else ""
    if not again and (kept := _kept(state, made_from)) is not None and index.exists():
        return index, kept
    run = load_run(directory)
    found = topics(run)
    record = gate_record.load(ledger, run.warnings)
    tested, drawn, warnings = _draw(run, found, [record.job] if record else [], jobs)
    content = _content(run, found, tested, drawn, warnings, record)
    cells = content.cells()
    try:
        out.mkdir(exist_ok=True)
        state.unlink(missing_ok=True)
        ratios = [row for section in content.sections for row in section.ratios]
        (out / "ratios.csv").write_text(as_csv(ratios), encoding="utf-8")
        (out / "claims.json").write_text(json.dumps(as_json(content.claims), indent=1), encoding="utf-8")
        (out / "cells.csv").write_text(full_table.as_csv(cells), encoding="utf-8")
        index.write_text(render.render(content, cells), encoding="utf-8")
        state.write_text(json.dumps({"made_from": made_from, "warnings": content.warnings}), encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot write the report: {error}") from None
    return index, content.warnings


def _content(run: Run, found: list[Topic], tested: list[Claim], drawn: list[Chart],
             warnings: list[str], record: Record | None) -> render.Content:
    predicted = {topic.setting.workload: predictions.of_card(topic.card, run.warnings)
                 for topic in {topic.setting.workload: topic for topic in found}.values()}
    code = sources.of_run(run.directory, run.manifest, run.warnings)
    return render.Content(run, [sections.build(topic, predicted[topic.setting.workload]) for topic in found],
                          tested, drawn, primitives.load(run.directory, run.warnings),
                          # The same unreadable file is met once per figure that wants it.
                          left_out.grouped(run.warnings + warnings), code, record)


def _kept(state: Path, made_from: str) -> list[str] | None:
    """The warnings of a report that was made from the same; None where it must be made."""
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
        return found["warnings"] if found["made_from"] == made_from else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def figures(directory: Path, names: list[str], form: str, jobs: int | None = None,
            ledger: Path = gate_record.SHIPPED) -> tuple[list, list[str]]:
    """Draws figures into DIRECTORY/report/figures; returns their paths and the warnings.

    `all` stands for every figure. With `list` nothing is drawn, and what is returned are the names. Raises
    ReportError like `build`, and for a name that no figure of the run has.
    """
    run = load_run(directory)
    able = {job.name: job for job in catalogue.jobs(run, topics(run))}
    if record := gate_record.load(ledger, run.warnings):
        able[record.job.name] = record.job
    if "list" in names:
        return list(able), run.warnings
    wanted = able if "all" in names else dict.fromkeys(names)
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


def _draw(run: Run, found: list[Topic], more: list[Job],
          processes: int | None) -> tuple[list[Claim], list[Chart], list[str]]:
    """The claims, the figures and what could not be read for them."""
    wanted = [job for job in catalogue.jobs(run, found) if job.kind != "claims"] + more
    # The figures of a topic read the same files, which one process reads once.
    tasks = [partial(_charts, run.directory, list(its))
             for _, its in groupby(wanted, key=lambda job: job.topic.slug if job.topic else job.name)]
    (tested, strip, said), *done = _all([partial(_claims, run, found), *tasks], processes)
    done = [(strip, said), *done]
    return (tested, [chart for drawn, _ in done for chart in drawn], [text for _, said in done for text in said])


def _claims(run: Run, found: list[Topic]) -> tuple[list[Claim], list[Chart], list[str]]:
    """The verdicts, and the figure of just these."""
    files = Files(run.directory)
    tested = claims.test_all(run, found, files)
    return tested, [charts.chart(catalogue.strip(run, lambda _: tested), files)] if found else [], files.warnings


def _charts(directory: Path, wanted: list[Job]) -> tuple[list[Chart], list[str]]:
    files = Files(directory)
    return [charts.chart(job, files) for job in wanted], files.warnings


_tasks: list[Callable] = []
"""What processes are forked for. They find it in their memory, so that no run is ever sent through a pipe."""


def _all(tasks: list[Callable], processes: int | None) -> list:
    """The results of all tasks, in their order."""
    processes = min(processes or len(os.sched_getaffinity(0)), len(tasks))
    if processes <= 1:
        return [task() for task in tasks]
    _tasks[:] = tasks
    # Forked, not spawned: matplotlib is already imported here, and importing it costs as much as two figures.
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        return pool.map(_call, range(len(tasks)), chunksize=1)


def _call(number: int):
    return _tasks[number]()
