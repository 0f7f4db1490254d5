"""What the command line says, and what it teaches."""

import argparse
from pathlib import Path
from typing import NoReturn

from reports.gate.judge.comparable import DECLARABLE
from reports.gate.judge.numbers import Rules
from reports.gate.selftest.plants import PLANTS

DESCRIPTION = """\
Says whether a change made memory management slower, larger or less predictable, and does not cry wolf.

  paired     measures two builds, or one build in two environments, in turn in one run: the gate for a change
  history    watches runs of one machine over time: the gate for what no change was blamed for
  selftest   proves on itself how often the gate alarms without reason, and what it catches
"""
EPILOG = """\
exit codes, of all commands: 0 pass; 1 a regression is confirmed; 2 inconclusive (too few blocks, too much noise,
not confirmed yet), which is never a pass; 3 the two sides cannot be compared, or an error. docs/gate.md explains.
"""
PAIRED = """\
examples:
  scripts/gate paired --base ../before/build/release --head build/release
  scripts/gate paired --base-ref main                       # builds both commits, each in the same folder
  scripts/gate paired --base build/release --head-env LD_PRELOAD=/opt/libnew_malloc.so --variant unique
  scripts/gate paired --base build/release --head-env GC_FREE_SPACE_DIVISOR=6 --variant boehm
  scripts/gate paired --judge OUT                           # judges again what was measured into OUT

Of sides with equal bytes in equal environments nothing is measured: they are unchanged by definition. Otherwise
every cell is screened; what looks worse is measured again on fresh blocks, and only those convict.

"""
HISTORY = """\
examples:
  scripts/gate history --store history --add results/tonight         # keeps the run's ratios, and judges it
  scripts/gate history --store history --judge results/tonight --again results/again1 --again results/again2

The store is a folder of files to which lines are only ever added; two of them merge by concatenation. Suspects
need two re-measurements: exit code 2 prints the command, and --again judges with them.

"""
SELFTEST = """\
examples:
  scripts/gate selftest --simulated                          # 2000 runs of each kind on a fake machine, a minute
  scripts/gate selftest --base build/ci --shims build/ci/bin/shims --workload tree_build --variant unique

On a real machine equal builds go through the whole gate, and so do planted regressions: a slower malloc, one that
allocates a tenth more, one that stops for 20 ms. Every outcome is a line in the ledger.

"""


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options; `command` is the module of this folder that does it.

    Exits with code 3 on bad usage, since 2 has a meaning here.
    """
    parser = _Parser(prog="gate", description=DESCRIPTION, epilog=EPILOG,
                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for fill, examples, words in ((_paired, PAIRED, "compare two builds or two environments"),
                                  (_history, HISTORY, "watch one machine over time"),
                                  (_selftest, SELFTEST, "count false alarms and detections")):
        name = fill.__name__.lstrip("_")
        command = commands.add_parser(name, help=words, description=words.capitalize() + ".", epilog=examples + EPILOG,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
        command.set_defaults(command=name)
        fill(command)
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(3, f"{self.format_usage()}{self.prog}: error: {message}; see {self.prog} --help\n")


def _paired(parser: argparse.ArgumentParser) -> None:
    _sides(parser)
    parser.add_argument("--base-ref", metavar="REF", help="build this commit as base, and --head-ref as head")
    parser.add_argument("--head-ref", metavar="REF", default="HEAD", help="with --base-ref (default: %(default)s)")
    parser.add_argument("--compare", action="append", choices=sorted(DECLARABLE), default=[],
                        help="declare that this difference is what you compare: "
                             + ", ".join(f"{name}: {words}" for name, words in DECLARABLE.items()))
    parser.add_argument("--even-if-equal", action="store_true", help="measure also where both sides are the same bytes")
    parser.add_argument("--judge", metavar="OUT", type=Path, help="measure nothing: judge OUT/screen, OUT/confirm")
    _amount(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, help="new folder (default: results/gate-<UTC time>)")
    for name, words in (("markdown", "append the step summary, as CI services want it"),
                        ("junit", "write JUnit XML there, too"), ("json", "write JSON there, too")):
        parser.add_argument(f"--{name}", metavar="FILE", type=Path, help=words)


def _sides(parser: argparse.ArgumentParser) -> None:
    sides = parser.add_argument_group("the two sides")
    sides.add_argument("--base", metavar="BUILD", type=Path, help="a build, such as build/release")
    sides.add_argument("--head", metavar="BUILD", type=Path, help="another one (default: the base's)")
    for side in ("base", "head"):
        sides.add_argument(f"--{side}-env", metavar="NAME=VALUE", action="append", default=[],
                           help=f"set a variable in every child of the {side} (repeatable)")
    cells = parser.add_argument_group("cells (as of bench_all; repeatable; without any, those listed in docs/gate.md)")
    cells.add_argument("--all", action="store_true", help="every cell of the profile")
    cells.add_argument("--profile", default="quick", help="of bench_all (default: %(default)s)")
    for name in ("workload", "variant", "allocator", "threads", "live", "load", "arrivals", "heap-limit"):
        cells.add_argument(f"--{name}", metavar=name.upper().replace("-", "_"), action="append", default=[])


def _amount(parser: argparse.ArgumentParser) -> None:
    rules = Rules()
    amount = parser.add_argument_group("how much to measure")
    for name, default, words in (("blocks", rules.screen_blocks, "of the screen"),
                                 ("confirm-blocks", rules.confirm_blocks, "of the confirmation"),
                                 ("trials", 3, "of each cell in a block, of which the median counts")):
        amount.add_argument(f"--{name}", metavar="N", type=int, default=default, help=f"{words} (default: %(default)s)")
    amount.add_argument("--seed", metavar="N", type=int, help="of the shuffles, or of the simulation")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", metavar="DIR", type=Path, required=True, help="folder; made where missing")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--add", metavar="RUN", type=Path, help="judge this run, and keep its ratios")
    what.add_argument("--judge", metavar="RUN", type=Path, help="judge this run only")
    what.add_argument("--epoch", metavar="WORDS", help="begin a new epoch: nothing before is compared any more")
    what.add_argument("--notes", action="store_true", help="print change points of all series")
    parser.add_argument("--again", metavar="RUN", type=Path, action="append", default=[],
                        help="a re-measurement of the suspects (give two)")
    parser.add_argument("--suspects", metavar="FILE", type=Path,
                        help="write the series that need re-measurements there, one a line; empty where none do")


def _selftest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--simulated", action="store_true", help="on a fake machine, deterministic for a --seed")
    parser.add_argument("--runs", metavar="N", type=int, default=None,
                        help="of each kind (default: 2000 simulated, 12 on a real machine)")
    parser.add_argument("--metrics", metavar="N", type=int, default=200, help="of a simulated run (default: 200)")
    parser.add_argument("--ledger", metavar="FILE", type=Path, help="append a line for each kind, or each real run")
    parser.add_argument("--total", action="store_true", help="show and judge all that the ledger holds, not this run's")
    parser.add_argument("--shims", metavar="DIR", type=Path, help="where slow_malloc.so and the others are")
    parser.add_argument("--plant", action="append", choices=PLANTS, default=[],
                        help="on a real machine: only this kind (repeatable; default: all)")
    parser.add_argument("--slow-by", metavar="PERCENT", type=float, default=5.0,
                        help="what the planted slowdown costs an op, found by a short run (default: %(default)s)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="new folder for real runs (results/selftest-…)")
    _sides(parser)
    _amount(parser)
