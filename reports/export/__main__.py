"""`python -m reports.export DIR --format NAME`: see --help."""

import argparse
import sys
import textwrap
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reports.export import output
from reports.export.format import Choice, Exported, Format
from reports.export.quantities import QUANTITIES, chosen
from reports.export.select import EVERY_BLOCK, Selection, cells, select
from reports.run.cells import SIDES
from reports.run.errors import ReportError
from reports.run.load import load_run


def _later(module: str) -> Callable[[Choice], Exported]:
    """What a module exports by, loaded when it is asked for: numbers take long to load, and --help needs none."""
    return lambda choice: import_module(f"reports.export.{module}").export(choice)


FORMATS = {
    "perfetto": Format("a timeline of phases, interruptions, pauses and RSS, for https://ui.perfetto.dev", True,
                       _later("perfetto")),
    "googlebench": Format("JSON of Google Benchmark, for its compare.py; a repetition is a block", False,
                          _later("googlebench")),
    "pyperf": Format("JSON of pyperf, for `pyperf compare_to`; a run is a block", False, _later("pyperf")),
    "openmetrics": Format("OpenMetrics text, for Prometheus; a sample is the median over blocks", False,
                          _later("openmetrics")),
    "github-action-benchmark": Format(
        "JSON of github-action-benchmark; the median over blocks, a file for each direction", False,
        _later("github_action_benchmark"), several=True),
    "bencher": Format("Bencher Metric Format; the median over blocks with its interval", False, _later("bencher")),
    "otava-csv": Format("tables for Apache Otava, a row for the run, with its configuration", False,
                        _later("otava"), several=True),
    "rebenchdb": Format("JSON for ReBenchDB; an invocation is a trial", False, _later("rebenchdb")),
}
"""Name on the command line -> format."""

DESCRIPTION = """\
Writes what a run of bench_all measured in the format of another program. Nothing is measured, and DIR is only read.

formats:
{formats}

metrics, for formats without a time axis; all unless --metric says which:
{metrics}
"""
EPILOG = """\
examples:
  scripts/export results/DIR --format perfetto --out trace.json
      one trial of each cell, where it happened; open trace.json in https://ui.perfetto.dev
  scripts/export results/DIR --format perfetto --workload cascade_drop --align --out drop.json
      the same of one workload, all from zero, so that variants can be held against each other
  scripts/export results/DIR --format perfetto --variant 'boehm*' --block 3 | gzip > trace.json.gz
  scripts/export results/DIR --format googlebench --out run.json
      every cell and metric; compare.py compares two such files, or with `filters run.json /unique/ /boehm/` variants
  scripts/export results/DIR --format pyperf --metric '*_bytes' | python3 -m pyperf show -
  scripts/export results/DIR --format openmetrics --side head --out ovg.prom
  scripts/export results/DIR --format github-action-benchmark --out trends
      two files, for an action's step of customSmallerIsBetter and one of customBiggerIsBetter
  scripts/export results/DIR --format bencher --metric cpu_ns_per_op | bencher run --adapter json
  scripts/export results/DIR --format otava-csv --out otava
      a table for each cell, with otava.yaml
  scripts/export results/DIR --format rebenchdb | curl -X PUT -H 'Content-Type: application/json' -d @- URL

WORKLOAD, VARIANT, ALLOCATOR, METRIC and ID may be patterns with *. A trial must match one of each kind that is given.

docs/export.md says what each format holds and what is lost in it.

exit codes: 0 written (remarks on standard error say what was chosen and what was left out); 2 DIR cannot be read
as a run, nothing matches, or the file cannot be written.
"""


def _parser() -> argparse.ArgumentParser:
    formats = "\n".join(f"  {name:23} {found.summary}" for name, found in FORMATS.items())
    metrics = textwrap.fill(", ".join(QUANTITIES), 116, initial_indent="  ", subsequent_indent="  ")
    parser = argparse.ArgumentParser(prog="export", description=DESCRIPTION.format(formats=formats, metrics=metrics),
                                     epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", type=Path, help="run directory that bench_all wrote")
    parser.add_argument("--format", required=True, choices=FORMATS, help="see above")
    parser.add_argument("--out", metavar="PATH", type=Path,
                        help="write this file instead of standard output; for a format of several files, this new or "
                             "empty folder")
    for option, meta, words in (
            ("--workload", "WORKLOAD", "only this workload; may be repeated, like the ones below"),
            ("--variant", "VARIANT", "only this variant, such as unique or boehm:incremental"),
            ("--allocator", "ALLOCATOR", "only over this malloc"),
            ("--side", "SIDE", f"only this side of a run of two sides: {' or '.join(SIDES)}"),
            ("--block", "N", f"only this block, or `{EVERY_BLOCK}` (default of a format with a time axis: "
                             "the first ok trial of each cell)"),
            ("--trial", "ID", "only the trial with this trial_id of results.jsonl"),
            ("--metric", "METRIC", "only this metric of those above")):
        parser.add_argument(option, metavar=meta, action="append", default=[], help=words)
    parser.add_argument("--align", action="store_true",
                        help="on a time axis let each trial begin at 0, not where it happened in the run")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    form = FORMATS[options.format]
    if options.align and not form.timeline:
        parser.error(f"--align is for formats with a time axis, which {options.format} is not; leave it out")
    if options.metric and form.timeline:
        parser.error(f"--metric is for formats without a time axis, and {options.format} has one; leave it out")
    try:
        run = load_run(options.directory)
        asked = Selection(options.trial, options.workload, options.variant, options.allocator, options.side,
                          options.block)
        trials, said = select(run, asked, one_per_cell=form.timeline)
        exported = form.export(Choice(run, trials, said, cells(run, asked, trials), asked.whole,
                                      chosen(options.metric), options.align))
        output.write(exported, form.several, options.out)
    except ReportError as error:
        print(f"export: error: {error}", file=sys.stderr)
        return 2
    for remark in [*run.warnings, *exported.remarks]:
        print(f"export: {remark}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
