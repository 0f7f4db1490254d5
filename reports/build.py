"""From a run directory to its report directory."""

from __future__ import annotations

import multiprocessing
import os
from functools import partial
from pathlib import Path

from reports import host, noise, overview, page, primitives, sections, tables
from reports.errors import ReportError
from reports.load import load_run
from reports.ratios import write_csv
from reports.tidy import topics


def build(directory: Path, jobs: int | None = None) -> tuple[Path, list[str]]:
    """Writes DIRECTORY/report and returns its page and the warnings.

    `jobs` processes draw at the same time (default: one per CPU). Raises ReportError for a run that cannot
    be read or a report that cannot be written.
    """
    run = load_run(directory)
    out = directory / "report"
    found = topics(run)
    source = host.provenance(run.manifest)
    try:
        out.mkdir(exist_ok=True)
        charts, *built = _all([partial(overview.build, found, run.manifest, out, source),
                               *(partial(sections.build, topic, directory, out, source) for topic in found)], jobs)
        table = primitives.load(directory, run.warnings)
        write_csv(out / "ratios.csv", [row for section in built for row in section.ratios])
        text = page.render(run, built, charts, noise.sentences(found),
                           noise.machine(run, found), tables.primitive_table(table) if table else None)
        index = out / "index.html"
        index.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot write the report: {error}") from None
    return index, run.warnings + [warning for section in built for warning in section.warnings]


def _all(tasks: list, jobs: int | None) -> list:
    jobs = min(jobs or len(os.sched_getaffinity(0)), len(tasks))
    if jobs <= 1:
        return [task() for task in tasks]
    # Forked, not spawned: matplotlib is already imported here, and importing it costs as much as two figures.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return pool.map(_call, tasks, chunksize=1)


def _call(task):
    return task()
