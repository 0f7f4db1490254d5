"""`python -m reports.export DIR --format NAME`: see --help."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from reports.errors import ReportError
from reports.export import perfetto
from reports.export.format import Format
from reports.export.select import EVERY_BLOCK, Selection, select
from reports.load import load_run

FORMATS: dict[str, Format] = {"perfetto": perfetto.FORMAT}

DESCRIPTION = """\
Writes what a run of bench_all measured in the format of another program. Nothing is measured, and DIR is only read.

formats:
{formats}
"""
EPILOG = """\
examples:
  scripts/export results/DIR --format perfetto --out trace.json
      one trial of each cell, where it happened; open trace.json in https://ui.perfetto.dev
  scripts/export results/DIR --format perfetto --workload cascade_drop --align --out drop.json
      the same of one workload, all from zero, so that variants can be held against each other
  scripts/export results/DIR --format perfetto --variant 'boehm*' --block 3 | gzip > trace.json.gz

WORKLOAD, VARIANT, ALLOCATOR and ID may be patterns with *. A trial must match one of each kind that is given.

exit codes: 0 written (remarks on standard error say what was chosen and what was left out); 2 DIR cannot be read
as a run, nothing matches, or the file cannot be written.
"""


def _parser() -> argparse.ArgumentParser:
    formats = "\n".join(f"  {name:10} {found.summary}" for name, found in FORMATS.items())
    parser = argparse.ArgumentParser(prog="export", description=DESCRIPTION.format(formats=formats), epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", type=Path, help="run directory that bench_all wrote")
    parser.add_argument("--format", required=True, choices=FORMATS, help="see above")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write FILE instead of standard output")
    for option, meta, words in (
            ("--workload", "WORKLOAD", "only this workload; may be repeated, like the ones below"),
            ("--variant", "VARIANT", "only this variant, such as unique or boehm:incremental"),
            ("--allocator", "ALLOCATOR", "only over this malloc"),
            ("--block", "N", f"only this block, or `{EVERY_BLOCK}` (default of a format with a time axis: "
                             "the first ok trial of each cell)"),
            ("--trial", "ID", "only the trial with this trial_id of results.jsonl")):
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
    try:
        run = load_run(options.directory)
        asked = Selection(options.trial, options.workload, options.variant, options.allocator, options.block)
        trials, said = select(run, asked, one_per_cell=form.timeline)
        exported = form.export(run, trials, said, options.align)
        _write(exported.text, options.out)
    except ReportError as error:
        print(f"export: error: {error}", file=sys.stderr)
        return 2
    for remark in [*run.warnings, *exported.remarks]:
        print(f"export: {remark}", file=sys.stderr)
    return 0


def _write(text: str, path: Path | None) -> None:
    try:
        if path:
            path.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise ReportError(f"cannot write {path or 'to standard output'}: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
