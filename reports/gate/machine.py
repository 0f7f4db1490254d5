"""The self-test on this machine: equal builds, and planted regressions, through the whole gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.gate import pairs
from reports.gate.errors import GateError
from reports.gate.ledger import Entry
from reports.gate.paired import paired
from reports.gate.result import Result
from reports.gate.rules import Rules
from reports.gate.runner import Runner


@dataclass(frozen=True)
class Plant:
    """A regression to be caught: variables of both sides, and which metrics or facts may show it.

    Both sides load the same library, so that its mere presence is no difference.
    """

    name: str
    base_env: tuple[str, ...] = ()
    head_env: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    """Names of metrics and of exact facts; any other alarm is a false one."""


TIME = ("cpu_ns_per_op", "ops_per_s", "service_p50_ns", "service_p99_ns", "service_p999_ns", "response_p99_ns")
STOPS = ("interruption_share", "deadline_miss_1ms", "deadline_miss_16ms", "ops_per_s", *TIME[3:])


def plants(shims: Path, slow_ns: int) -> list[Plant]:
    """Equal sides, then a malloc that spins, one that allocates a tenth more, and one that stops for 20 ms.

    Raises GateError where a library is missing.
    """
    slow, more, sleep = (_preload(shims, name) for name in ("slow_malloc", "more_malloc", "scheduled_sleep"))
    never = "OVG_SLEEP_AT=every:1000000000000:1"
    return [Plant("equal builds"),
            Plant(f"malloc spins {slow_ns} ns", (slow, f"OVG_SLOW_NS={slow_ns}", "OVG_SLOW_EVERY=0"),
                  (slow, f"OVG_SLOW_NS={slow_ns}", "OVG_SLOW_EVERY=1"), (*TIME, "interruption_share")),
            Plant("+10 % allocations", (more, "OVG_MORE_EVERY=0"), (more, "OVG_MORE_EVERY=10"),
                  ("objects", "bytes_requested", "bytes_served", "unfreed", *TIME, *STOPS, "rss_peak_bytes",
                   "rss_steady_bytes")),
            Plant("stops of 20 ms", (sleep, never), (sleep, "OVG_SLEEP_AT=every:500000:20000000"), STOPS)]


def test(runner_of: Callable[[Plant], Runner], plant: Plant, out: Path, rules: Rules, trials: int,
         seed: int) -> Entry:
    """One run of the gate with the plant in place. Raises GateError."""
    result = paired(runner_of(plant), out, rules, trials, seed, even_if_equal=True)
    caught, false = _shown(result, plant)
    gated = any(row.is_gated for row in result.rows if row.metric.name in plant.shown_by)
    cpu = str((pairs.load(out / "screen").manifest.get("host") or {}).get("cpu"))
    return Entry(cpu, "this machine", "" if not plant.shown_by else plant.name, 1, int(false), int(caught),
                 int(bool(plant.shown_by) and (gated or caught)), int(result.exit_code == 2), seed)


def _shown(result: Result, plant: Plant) -> tuple[bool, bool]:
    """(caught, false alarm)."""
    alarms = {row.metric.name for row in result.of_state("worse")}
    alarms |= {fact.what for fact in result.exact if fact.is_worse}
    return bool(alarms & set(plant.shown_by)), bool(alarms - set(plant.shown_by))


def _preload(shims: Path, name: str) -> str:
    path = (shims / f"{name}.so").resolve()
    if not path.exists():
        raise GateError(f"{path} does not exist: build the preset ci, and give --shims build/ci/bin/shims")
    return f"LD_PRELOAD={path}"
