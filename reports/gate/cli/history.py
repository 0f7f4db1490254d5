"""`gate history`."""

import argparse

from reports.gate.history import store
from reports.gate.history.points import Point, of_run
from reports.gate.history.verdict import AGAIN, LEAST_POINTS, Standing, notes, standings
from reports.gate.judge.result import EXIT_CODES, INCONCLUSIVE, PASS, REGRESSION
from reports.run.errors import ReportError
from reports.text import units


def run(options: argparse.Namespace) -> int:
    """Does what was asked for and returns the exit code."""
    if options.epoch is not None:
        epoch = store.begin_epoch(options.store, options.epoch)
        print(f"gate: a new epoch begins at {epoch.created}: {epoch.reason}")
        return EXIT_CODES[PASS]
    if options.notes:
        return _notes(options)
    directory = options.add or options.judge
    point, again = of_run(directory), [of_run(path) for path in options.again]
    for path, other in zip(options.again, again):
        if other.fingerprint != point.fingerprint:
            raise ReportError(f"{path} is of another machine than {directory}")
        if other.run_id == point.run_id:
            raise ReportError(f"{path} is {directory} once more; measure again")
    history = store.read(options.store)
    verdict, lines, suspects = judge(history, point, again, str(directory), str(options.store))
    if options.suspects:
        options.suspects.write_text("".join(f"{name}\n" for name in suspects), encoding="utf-8")
    lines += history.problems
    if options.add:
        kept = store.add(options.store, point, history)
        lines.append(f"{'kept' if kept else 'already there'}: run {point.run_id} in {options.store}")
    print("\n".join([f"gate: {verdict.upper()} (exit code {EXIT_CODES[verdict]})", *(f"  {line}" for line in lines)]))
    return EXIT_CODES[verdict]


def judge(history: store.History, point: Point, again: list[Point], directory: str,
          folder: str) -> tuple[str, list[str], list[str]]:
    """(verdict, lines for people, names of series to be measured again) of a run against its past."""
    found, young = standings(history, point, again)
    lines = [f"{young} series have fewer than {LEAST_POINTS} points and were not judged"] if young else []
    worse = [standing for standing in found if standing.is_worse]
    suspects = [standing for standing in found if standing.is_suspect and not standing.is_settled]
    lines += [_line(standing, "worse in three measurements") for standing in worse]
    lines += [_line(standing, "suspect") for standing in suspects]
    gated = sum(standing.is_gated for standing in found)
    lines.append(f"{gated} of {len(found)} series are steady enough to be gated")
    if suspects:
        lines.append(f"measure the suspects {AGAIN - len(again)} more times, as this run was measured, then: "
                     f"scripts/gate history --store {folder} --judge {directory} --again RUN --again RUN")
    if worse:
        return REGRESSION, lines, []
    names = [standing.series for standing in suspects]
    return (INCONCLUSIVE if suspects or not gated else PASS), lines, names


def _line(standing: Standing, words: str) -> str:
    metric = standing.metric
    off = ", ".join(metric.text(metric.sign * value) for value in standing.off)
    return (f"{words}: {standing.series}: {off} against the median of {standing.points} points "
            f"(suspect from {metric.text(metric.sign * standing.threshold)})")


def _notes(options: argparse.Namespace) -> int:
    history = store.read(options.store)
    machines = list(dict.fromkeys(point.fingerprint for point in history.points))
    for fingerprint in machines:
        number = sum(point.fingerprint == fingerprint for point in history.points)
        print(f"machine {fingerprint}: {units.plural(number, 'point')}")
        for line in notes(history, fingerprint) or ["no change points"]:
            print(f"  {line}")
    print("\n".join(history.problems) or "no line was skipped")
    return EXIT_CODES[PASS]
