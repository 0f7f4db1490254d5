"""`python -m reports DIR`: see --help."""

import argparse
import sys
from pathlib import Path

from reports.run.errors import ReportError

FORMATS = ("svg", "png", "pdf")
DESCRIPTION = """\
Makes the report of a run of bench_all: DIR/report/index.html, a single page to open in any browser or to
send to someone, and beside it ratios.csv for further reckoning. It ends in what became of the cards'
predictions: how many came true, and the largest contradictions.

With --figure it draws single figures for slides and papers instead; N, interval, heap policy and machine stand
below each.
With two runs it sets their ratios side by side, each to unique on glibc of its own run, and never pools times.

Nothing is measured here and nothing in DIR but report/ is touched, so a report may be made again at any
time, also of a run that was stopped half way: what is missing is shown as missing.
"""
EPILOG = """\
examples:
  scripts/report results/2024-06-01T12-00-00Z
  xdg-open results/2024-06-01T12-00-00Z/report/index.html
  scripts/report results/laptop results/server
  scripts/report results/2024-06-01T12-00-00Z --figure list
  scripts/report results/2024-06-01T12-00-00Z --figure live-request_server-load50 --format pdf

exit codes: 0 what was asked for was written (warnings on standard error say what was left out); 2 DIR cannot
be read as a run, has no such figure, or nothing can be written there.
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="report", description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", metavar="DIR", type=Path, nargs="+",
                        help="run directory: manifest.json, results.jsonl, hist/, series/; a second one is "
                             "compared with the first")
    parser.add_argument("--out", metavar="FOLDER", type=Path,
                        help="of a comparison: write it there (default: the second run's report/)")
    parser.add_argument("--figure", metavar="NAME", action="append", default=[],
                        help="draw this figure into DIR/report/figures (may be given again); `all` draws every "
                             "one, `list` prints their names, as they stand in the page's links")
    parser.add_argument("--format", choices=FORMATS, default="svg", help="of --figure (default: %(default)s)")
    parser.add_argument("--jobs", metavar="N", type=int, default=None,
                        help="draw with N processes (default: one per CPU that this process may use)")
    parser.add_argument("--ledger", metavar="FILE", type=Path,
                        help="show these tests of the gate, as scripts/gate selftest --ledger FILE wrote them on this "
                             "machine (default: those that this version came with)")
    parser.add_argument("--again", action="store_true",
                        help="make the page even where nothing has changed since it was made")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    first, *others = options.directories
    if len(others) > 1:
        parser.error("at most two runs can be compared")
    if others and options.figure:
        parser.error("--figure draws figures of one run; give one DIR")
    if options.ledger and others:
        parser.error("--ledger is for the report of one run")
    if options.out and not others:
        parser.error("--out is for comparing two runs; one run's report is written into its own report/")
    # Imported late: matplotlib takes half a second, which --help and a mistyped option need not wait for.
    from reports import compare
    from reports.page import build, gate_record
    ledger = options.ledger or gate_record.SHIPPED
    try:
        if options.figure:
            written, warnings = build.figures(first, options.figure, options.format, options.jobs, ledger)
        elif others:
            page, warnings = compare.build(first, others[0], options.out)
            written = [page]
        else:
            page, warnings, predictions = build.build(first, options.jobs, options.again, ledger)
            written = [page, *predictions]
    except ReportError as error:
        print(f"report: error: {error}", file=sys.stderr)
        return 2
    for warning in warnings:
        print(f"report: warning: {warning}", file=sys.stderr)
    for line in written:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
