"""The self-test on a fake machine: which simulations make the table of docs/gate.md."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from reports.cells import Cell
from reports.gate import exact, noise, simulate
from reports.gate.ledger import Entry
from reports.gate.metrics import METRICS, Metric
from reports.gate.pairs import Pair
from reports.gate.rules import Rules

SLOWDOWNS = (0.03, 0.05, 0.10)
STEADY_MS, PAUSE_MS = 500, 20
TIME, PAUSE = METRICS["cpu_ns_per_op"], METRICS["interruption_share"]


def entries(runs: int, metrics: int, trials: int, seed: int, rules: Rules = Rules(),
            say: Callable[[str], None] = lambda _: None) -> Iterator[Entry]:
    """Every simulation in turn; the same numbers for the same arguments."""
    def simulated(test: str, machine: noise.Noise, metric: Metric, worse_by: float, planted: str) -> Entry:
        say(f"{test}{': ' + planted if planted else ''}")
        tally = simulate.run(machine, metric, runs, metrics, trials, seed, worse_by, rules)
        return Entry("simulated", test, planted, runs, tally.alarms, tally.caught, tally.gated, seed=seed)

    for name, machine in noise.MACHINES.items():
        yield simulated(f"time, {name}", machine, TIME, 0, "")
        for slower in SLOWDOWNS if machine is noise.QUIET else SLOWDOWNS[1:2]:
            yield simulated(f"time, {name}", machine, TIME, math.log1p(slower), f"+{100 * slower:.0f} % in one metric")
    yield simulated("interruptions", noise.QUIET, PAUSE, 0, "")
    yield simulated("interruptions", noise.QUIET, PAUSE, PAUSE_MS / STEADY_MS, f"+{PAUSE_MS} ms in {STEADY_MS} ms")
    yield counted(runs, seed, "", 1.0)
    yield counted(runs, seed, "+10 % allocations", 1.1)
    for name, machine in (("normal", noise.QUIET), ("all of these", noise.MACHINES["all of these"])):
        for rule, alarms in simulate.naive_alarms(machine, runs, metrics, seed).items():
            yield Entry("simulated", f"instead: {rule}, {name}", "", runs, alarms, seed=seed)


def counted(runs: int, seed: int, planted: str, factor: float) -> Entry:
    """Tier 0: exact counts of as many invented cells, put through the comparison itself."""
    caught = alarms = 0
    for number in range(runs):
        objects = 1000 + (seed + number) % 977
        before, after = ({"objects": count, "frees": count, "bytes_requested": 64 * count, "bytes_served": 80 * count}
                         for count in (objects, round(objects * factor)))
        worse = any(fact.is_worse for fact in exact.compare(_pair(before, after), Rules()))
        caught += worse and bool(planted)
        alarms += worse and not planted
    return Entry("simulated", "exact counts", planted, runs, alarms, caught, runs if planted else 0, seed=seed)


def _pair(before: dict, after: dict) -> Pair:
    fields = {"workload": "tree_build", "variant": "unique", "config": "", "allocator": "glibc", "scale": "quick",
              "threads": 1}
    planned = {side: {"status": "ok", "counts_per_round": counts}
               for side, counts in (("base", before), ("head", after))}
    return Pair(Cell.of(fields), "ownership", fields, planned=planned)
