"""`gate paired`."""

import argparse
from contextlib import nullcontext
from pathlib import Path

from reports.gate.cli import sides
from reports.gate.forms import files
from reports.gate.forms.as_json import as_json
from reports.gate.forms.junit import junit
from reports.gate.forms.markdown import markdown
from reports.gate.forms.text import text
from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.judge.result import Result, failure
from reports.gate.measure import builds
from reports.gate.measure.screen_and_confirm import paired
from reports.run.errors import ReportError


def run(options: argparse.Namespace) -> int:
    """Measures or judges, writes every form, and returns the exit code."""
    out = options.judge or sides.new_folder(options.out, "gate")
    try:
        result = _judged(options) if options.judge else _measured(options, out)
    except ReportError as error:
        result = failure(str(error))
    files.write(result, out)
    _write_copies(result, options)
    print(text(result), end="")
    return result.exit_code


def _judged(options: argparse.Namespace) -> Result:
    screen = pairs.load(options.judge / "screen")
    confirm = options.judge / "confirm"
    fresh = pairs.load(confirm) if confirm.exists() else None
    return judge(screen, fresh, sides.rules(options), frozenset(options.compare), sides.command_of(screen))


def _measured(options: argparse.Namespace, out: Path) -> Result:
    if options.base_ref and (options.base or options.head):
        raise ReportError("--base-ref builds both sides itself: leave out --base and --head")
    rules = sides.rules(options)
    refs = builds.of_refs(options.base_ref, options.head_ref, sides.say)
    with refs if options.base_ref else nullcontext((None, None)) as (base, head):
        return paired(sides.runner(options, base, head), out, rules, options.trials, options.seed,
                      frozenset(options.compare), options.even_if_equal, sides.say)


def _write_copies(result: Result, options: argparse.Namespace) -> None:
    for path, form, mode in ((options.markdown, markdown, "a"), (options.junit, junit, "w"),
                             (options.json, as_json, "w")):
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open(mode, encoding="utf-8") as file:
                file.write(form(result))
