"""The self-test on this machine: equal builds, and planted regressions, through the whole gate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reports.gate.judge import pairs
from reports.gate.judge.differences import series
from reports.gate.judge.metrics import METRICS
from reports.gate.judge.result import Result
from reports.gate.judge.rules import Rules
from reports.gate.measure.runner import Job, Runner
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.selftest.ledger import Entry
from reports.run.errors import GateError

SPIN_NS = 100
"""One spin of slow_malloc: what costs less drowns in the reading of the clock, so fewer mallocs spin instead."""
CALIBRATION_BLOCKS = (3, 10)
TIME = ("cpu_ns_per_op", "ops_per_s", "service_p50_ns", "service_p99_ns", "service_p999_ns", "response_p99_ns")
STOPS = ("interruption_share", "deadline_miss_1ms", "deadline_miss_16ms", "saturated", "ops_per_s", *TIME[3:])
COUNTS = ("objects", "bytes_requested", "bytes_served")


@dataclass(frozen=True)
class Plant:
    """A regression to be caught: variables of both sides, and which metrics or exact facts have to show it.

    Both sides load the same library, so that its mere presence is no difference. `effect_of` is the metric or fact
    that tells how large the plant really was.
    """

    name: str
    base_env: tuple[str, ...] = ()
    head_env: tuple[str, ...] = ()
    caught_by: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    """What else it may make worse; any other alarm is a false one."""
    effect_of: str = ""

    @property
    def is_planted(self) -> bool:
        return self.base_env != self.head_env


def equal(shims: Path | None, every: int) -> Plant:
    """Nothing but equal builds."""
    return Plant("equal builds")


def slow(shims: Path, every: int) -> Plant:
    """Every `every`-th malloc of a thread spins for SPIN_NS. Raises GateError where the library is missing."""
    words = _preload(shims, "slow_malloc"), f"OVG_SLOW_NS={SPIN_NS}"
    return Plant("malloc spins", (*words, "OVG_SLOW_EVERY=0"), (*words, f"OVG_SLOW_EVERY={every}"), TIME,
                 ("interruption_share", "saturated"), "cpu_ns_per_op")


def allocations(shims: Path, every: int) -> Plant:
    """A tenth more allocations, freed at once. Raises GateError where the library is missing."""
    more = _preload(shims, "more_malloc")
    return Plant("+10 % allocations", (more, "OVG_MORE_EVERY=0"), (more, "OVG_MORE_EVERY=10"), COUNTS,
                 (*TIME, *STOPS, "rss_peak_bytes", "rss_steady_bytes"), "objects")


def pause(shims: Path, every: int) -> Plant:
    """A stop of 20 ms in each 100 ms, which makes at least one in a trial. Raises GateError as above."""
    sleep = _preload(shims, "scheduled_sleep")
    return Plant("stops of 20 ms", (sleep, "OVG_SLEEP_AT=clock:100000000:1"),
                 (sleep, "OVG_SLEEP_AT=clock:100000000:20000000"), STOPS, effect_of="interruption_share")


PLANTS = {plant.__name__: plant for plant in (equal, slow, allocations, pause)}
"""Name on the command line -> what makes the plant."""


def slow_every(runner_of: Callable[[Plant], Runner], shims: Path, folder: Path, by: float, seed: int) -> int:
    """Of how many mallocs one has to spin, so that the cell that suffers most takes `by` (0.05: 5 %) more CPU time.

    Measured twice, with every malloc and with the answer, since a rare spin costs more than its share of many.
    Raises GateError where spinning in every malloc costs less than that.
    """
    every = 1
    for step, blocks in enumerate(CALIBRATION_BLOCKS):
        runner_of(slow(shims, every)).measure(Job(folder / str(step + 1), blocks, 1, seed + step))
        effect = _most_slowed(pairs.load(folder / str(step + 1)))
        if step == 0 and effect < by:
            raise GateError(f"{SPIN_NS} ns more in every malloc cost only {100 * effect:.2g} %: "
                            "choose cells that allocate more with --workload and --variant")
        every = max(1, round(every * effect / by))
    return every


def _most_slowed(run: pairs.PairedRun) -> float:
    found = [series(pair, METRICS["cpu_ns_per_op"]) for pair in run.pairs]
    effects = [math.expm1(float(np.median(one.worsening))) for one in found if one and len(one.worsening)]
    if not effects:
        raise GateError(f"{run.directory}: no cell could be measured on both sides")
    return max(effects)


def test(runner_of: Callable[[Plant], Runner], plant: Plant, out: Path, rules: Rules, trials: int,
         seed: int) -> tuple[Entry, Result]:
    """One run of the gate with the plant in place. Raises GateError."""
    result = paired(runner_of(plant), out, rules, trials, seed, even_if_equal=True)
    screen = pairs.load(out / "screen")
    caught, false = _alarms(result, plant)
    # An exact fact needs no quiet machine: it can always be seen.
    gated = (not METRICS.keys() & set(plant.caught_by)
             or any(row.is_gated for row in result.rows if row.metric.name in plant.caught_by))
    effects = _effects(result, plant.effect_of)
    return Entry(str((screen.manifest.get("host") or {}).get("cpu")), "this machine",
                 plant.name if plant.is_planted else "", 1, int(false), int(caught),
                 int(plant.is_planted and (gated or caught)), int(result.exit_code == 2), seed,
                 "; ".join(pair.label for pair in screen.pairs), plant.effect_of if effects else "",
                 min(effects, default=None), max(effects, default=None)), result


def _alarms(result: Result, plant: Plant) -> tuple[bool, bool]:
    """(caught, false alarm)."""
    found = {row.metric.name for row in result.of_state("worse")}
    found |= {fact.what for fact in result.exact if fact.is_worse}
    return bool(found & set(plant.caught_by)), bool(found - set(plant.caught_by + plant.explains))


def _effects(result: Result, name: str) -> list[float]:
    """The change in each cell: on the metric's own scale, or of a fact in shares of the base."""
    return ([row.metric.sign * row.look.shift for row in result.rows if row.metric.name == name and row.look]
            + [fact.head / fact.base - 1 for fact in result.exact if fact.what == name and fact.base])


def _preload(shims: Path, name: str) -> str:
    path = (shims / f"{name}.so").resolve()
    if not path.exists():
        raise GateError(f"{path} does not exist: build the preset ci, and give --shims build/ci/bin/shims")
    return f"LD_PRELOAD={path}"
