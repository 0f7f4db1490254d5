"""`python -m reports DIR`: see --help."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reports.errors import ReportError

FORMATS = ("svg", "png", "pdf")
DESCRIPTION = """\
Makes the report of a run of bench_all: DIR/report/index.html, a single page to open in any browser or to
send to someone, and beside it ratios.csv for further reckoning.

With --figure it draws single figures for slides and papers instead, each with a caption that stands alone.

Nothing is measured here and nothing in DIR but report/ is touched, so a report may be made again at any
time, also of a run that was stopped half way: what is missing is shown as missing.
"""
EPILOG = """\
examples:
  scripts/report results/2024-06-01T12-00-00Z
  xdg-open results/2024-06-01T12-00-00Z/report/index.html
  scripts/report results/2024-06-01T12-00-00Z --figure list
  scripts/report results/2024-06-01T12-00-00Z --figure live-request_server-load50 --format pdf

exit codes: 0 what was asked for was written (warnings on standard error say what was left out); 2 DIR cannot
be read as a run, has no such figure, or nothing can be written there.
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="report", description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", type=Path,
                        help="run directory: manifest.json, results.jsonl, hist/, series/")
    parser.add_argument("--figure", metavar="NAME", action="append", default=[],
                        help="draw this figure into DIR/report/figures (may be given again); `all` draws every "
                             "one, `list` prints their names, as they stand in the page's links")
    parser.add_argument("--format", choices=FORMATS, default="svg", help="of --figure (default: %(default)s)")
    parser.add_argument("--jobs", metavar="N", type=int, default=None,
                        help="draw with N processes (default: one per CPU that this process may use)")
    parser.add_argument("--again", action="store_true",
                        help="make the page even where nothing has changed since it was made")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    # Imported late: matplotlib takes half a second, which --help and a mistyped option need not wait for.
    from reports import build
    try:
        if options.figure:
            written, warnings = build.figures(options.directory, options.figure, options.format, options.jobs)
        else:
            index, warnings = build.build(options.directory, options.jobs, options.again)
            written = [index]
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
