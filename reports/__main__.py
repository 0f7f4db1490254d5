"""`python -m reports DIR`: see --help."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reports.errors import ReportError

DESCRIPTION = """\
Makes the report of a run of bench_all: DIR/report/index.html, a single page to open in any browser or to
send to someone, beside it every figure as SVG and PNG for slides and papers, and ratios.csv for further
reckoning.

Nothing is measured here and nothing in DIR but report/ is touched, so a report may be made again at any
time, also of a run that was stopped half way: what is missing is shown as missing.
"""
EPILOG = """\
examples:
  scripts/report results/2024-06-01T12-00-00Z
  xdg-open results/2024-06-01T12-00-00Z/report/index.html

exit codes: 0 the report was written (warnings on standard error say what was left out); 2 DIR cannot be
read as a run, or the report cannot be written.
"""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="report", description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", type=Path,
                        help="run directory: manifest.json, results.jsonl, hist/, series/")
    parser.add_argument("--jobs", metavar="N", type=int, default=None,
                        help="draw with N processes (default: one per CPU that this process may use)")
    options = parser.parse_args(arguments)
    # Imported late: matplotlib takes half a second, which --help and a mistyped option need not wait for.
    from reports.build import build
    try:
        index, warnings = build(options.directory, options.jobs)
    except ReportError as error:
        print(f"report: error: {error}", file=sys.stderr)
        return 2
    for warning in warnings:
        print(f"report: warning: {warning}", file=sys.stderr)
    print(index)
    return 0


if __name__ == "__main__":
    sys.exit(main())
