"""`python -m reports.gate`: see --help."""

import signal
import sys
from importlib import import_module

from reports.gate.cli.options import parse
from reports.run.errors import ReportError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code. When terminated it ends with 143, and what it made is removed."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    options = parse(arguments)
    # Imported late: what computes takes several times as long to load as --help to print.
    command = import_module(f"reports.gate.cli.{options.command}")
    from reports.gate.judge.result import ERROR, EXIT_CODES
    try:
        return command.run(options)
    except ReportError as error:
        print(f"gate: error: {error}", file=sys.stderr)
        return EXIT_CODES[ERROR]
    except OSError as error:
        print(f"gate: error: {error}; look at the path and at the space left there", file=sys.stderr)
        return EXIT_CODES[ERROR]


if __name__ == "__main__":
    sys.exit(main())
