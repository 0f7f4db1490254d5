"""`gate selftest`."""

import argparse
from collections.abc import Iterator

from reports.gate.cli import sides
from reports.gate.cli.sides import say
from reports.gate.forms import files
from reports.gate.judge.numbers import Rules
from reports.gate.judge.result import EXIT_CODES, PASS, REGRESSION
from reports.gate.measure.runner import Runner
from reports.gate.selftest import ledger, planted, plants, simulation
from reports.run.errors import ReportError
from reports.stats import bounds

MOST_ALARMS = 0.01
LEAST_CAUGHT = 0.95
STRICT = ("time, normal", "interruptions", "exact counts", "this machine")
"""Where so much is promised. On a louder fake machine it is the power of the detectable effect."""
SHOWN_ONLY = "+3 %"
"""Under the target: in the table to show the limit."""


def run(options: argparse.Namespace) -> int:
    """Runs the tests, prints their table, and returns 0 where the gate kept its promises, 1 where not."""
    if options.total and not options.ledger:
        raise ReportError("--total needs the --ledger that it is of")
    entries = []
    for entry in _simulated(options) if options.simulated else _real(options):
        entries.append(entry)
        if options.ledger:
            ledger.append(options.ledger, entry)
    if options.total:
        entries, problems = ledger.read(options.ledger)
        for problem in problems:
            say(problem)
    total = ledger.merged(entries)
    print(ledger.table(total), end="")
    broken = [words for entry in total for words in broken_promises(entry)]
    for words in broken:
        say(f"promise broken: {words}")
    return EXIT_CODES[REGRESSION if broken else PASS]


def broken_promises(entry: ledger.Entry) -> list[str]:
    """What an entry shows against the gate: more alarms than 1 %, or less caught of what it said it could see.

    A number of alarms that chance explains is none, and so is a single miss. What others do instead is no promise.
    """
    if entry.test.startswith("instead:"):
        return []
    found, name = [], f"{entry.test} {entry.planted}".strip()
    if entry.alarms > MOST_ALARMS * entry.runs and bounds.chance_of(entry.alarms, entry.runs, MOST_ALARMS) < 0.01:
        found.append(f"{name}: {entry.alarms} false alarms in {entry.runs} runs")
    wanted = LEAST_CAUGHT if entry.test in STRICT else Rules().power
    if not entry.planted.startswith(SHOWN_ONLY) and entry.caught < min(wanted * entry.gated, entry.gated - 1):
        found.append(f"{name}: {entry.caught} caught of {entry.gated} that could be seen")
    return found


def _simulated(options: argparse.Namespace) -> Iterator[ledger.Entry]:
    runs = 2000 if options.runs is None else options.runs
    if runs < 1 or options.metrics < 1:
        raise ReportError("--runs and --metrics take at least 1")
    yield from simulation.entries(runs, options.metrics, options.trials, options.seed or 1, sides.rules(options), say)


def _real(options: argparse.Namespace) -> Iterator[ledger.Entry]:
    kinds, every = options.plant or list(plants.PLANTS), 0
    if options.shims is None and kinds != ["equal"]:
        raise ReportError("give --base BUILD and --shims DIR, --base BUILD and --plant equal, or --simulated for a "
                          "fake machine")
    if not options.slow_by > 0:
        raise ReportError("--slow-by takes per cent above 0")

    def runner_of(plant: plants.Plant) -> Runner:
        both = argparse.Namespace(**vars(options))
        both.base_env, both.head_env = list(plant.base_env), list(plant.head_env)
        return sides.runner(both)
    out, rules, seed = sides.new_folder(options.out, "selftest"), sides.rules(options), options.seed or 1
    if "slow" in kinds:
        say("calibration: how much a slower malloc costs here")
        every = planted.slow_every(runner_of, options.shims, out / "calibration", options.slow_by / 100, seed)
        say(f"one malloc in {every} spins for {plants.SPIN_NS} ns")
    for number in range(12 if options.runs is None else options.runs):
        for kind in kinds:
            plant, folder = plants.PLANTS[kind](options.shims, every), out / f"{number + 1:02d}-{kind}"
            say(f"run {number + 1}: {plant.name}")
            entry, result = planted.test(runner_of, plant, folder, rules, options.trials, seed + 2 * number)
            files.write(result, folder)
            say(f"run {number + 1}: {plant.name}: {result.verdict}" + _outcome(entry))
            yield entry


def _outcome(entry: ledger.Entry) -> str:
    words = [entry.effect] if entry.effect_of else []
    words += ["caught" if entry.caught else "missed"] if entry.planted else []
    return "".join(f", {word}" for word in words + (["a false alarm"] if entry.alarms else []))
