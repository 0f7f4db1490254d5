"""From options to a runner and to rules."""

import argparse
import shlex
import sys
from datetime import datetime, timezone
from pathlib import Path

from reports.gate.judge.numbers import Rules
from reports.gate.judge.pairs import PairedRun
from reports.gate.measure.runner import BenchAll
from reports.run.cells import SIDES
from reports.run.errors import ReportError

CELLS = ("workload", "variant", "allocator", "threads", "live", "load", "arrivals", "heap_limit")


def runner(options: argparse.Namespace, base: Path | None = None, head: Path | None = None) -> BenchAll:
    """Two builds, or one in two environments. Raises ReportError where there is nothing to compare."""
    base, head = base or options.base, head or options.head or base or options.base
    if base is None:
        raise ReportError("give --base BUILD, or --base-ref REF to build one")
    for text in options.base_env + options.head_env:
        if "=" not in text or text.startswith("="):
            raise ReportError(f"'{text}' is not NAME=VALUE")
    words = ["--profile", options.profile]
    for name in CELLS:
        for value in getattr(options, name):
            words += [f"--{name.replace('_', '-')}", value]
    refs = getattr(options, "base_ref", None)
    given_as = ("--base-ref", refs, "--head-ref", options.head_ref) if refs else ()
    is_default = len(words) == 2 and not options.all
    return BenchAll(base, head, options.base_env, options.head_env, words, given_as, is_default)


def command_of(run: PairedRun) -> str:
    """What measures the sides of a run again, as far as its manifest tells."""
    words = ["scripts/gate", "paired"]
    for name in SIDES:
        if children := run.side(name).children:
            words += [f"--{name}", str(Path(children[0].executable).parent)]
    for name in SIDES:
        for variable, value in run.side(name).env.items():
            words += [f"--{name}-env", f"{variable}={value}"]
    return shlex.join([*words, "--profile", run.manifest.profile.name])


def rules(options: argparse.Namespace) -> Rules:
    """The gate's rules with the numbers of blocks asked for. Raises ReportError for what can prove nothing."""
    found = Rules(screen_blocks=options.blocks, confirm_blocks=options.confirm_blocks)
    if found.screen_blocks < found.least_blocks or found.least_confirm_blocks < found.least_blocks:
        raise ReportError(f"--blocks takes at least {found.least_blocks}, --confirm-blocks at least "
                          f"{2 * found.least_blocks}: fewer can prove nothing")
    if options.trials < 1:
        raise ReportError("--trials takes at least 1")
    return found


def say(words: str) -> None:
    """What goes on, for people who wait."""
    print(f"gate: {words}", file=sys.stderr, flush=True)


def new_folder(wanted: Path | None, prefix: str) -> Path:
    """`wanted`, or results/PREFIX-<UTC time>."""
    return wanted or Path("results") / f"{prefix}-{datetime.now(timezone.utc):%Y-%m-%dT%H-%M-%SZ}"
