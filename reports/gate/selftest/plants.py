"""Regressions that are planted to be caught: libraries that both sides load, and variables that wake them in one."""

from dataclasses import dataclass
from pathlib import Path

from reports.run.errors import ReportError

SPIN_NS = 100
"""One spin of slow_malloc: what costs less drowns in the reading of the clock, so fewer mallocs spin instead."""
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
    """Every `every`-th malloc of a thread spins for SPIN_NS. Raises ReportError where the library is missing."""
    words = _preload(shims, "slow_malloc"), f"OVG_SLOW_NS={SPIN_NS}"
    return Plant("malloc spins", (*words, "OVG_SLOW_EVERY=0"), (*words, f"OVG_SLOW_EVERY={every}"), TIME,
                 ("interruption_share", "saturated"), "cpu_ns_per_op")


def allocations(shims: Path, every: int) -> Plant:
    """A tenth more allocations, freed at once. Raises ReportError where the library is missing."""
    more = _preload(shims, "more_malloc")
    return Plant("+10 % allocations", (more, "OVG_MORE_EVERY=0"), (more, "OVG_MORE_EVERY=10"), COUNTS,
                 (*TIME, *STOPS, "rss_peak_bytes", "rss_steady_bytes"), "objects")


def pause(shims: Path, every: int) -> Plant:
    """A stop of 20 ms in each 100 ms, which makes at least one in a trial. Raises ReportError as above."""
    sleep = _preload(shims, "scheduled_sleep")
    return Plant("stops of 20 ms", (sleep, "OVG_SLEEP_AT=clock:100000000:1"),
                 (sleep, "OVG_SLEEP_AT=clock:100000000:20000000"), STOPS, effect_of="interruption_share")


PLANTS = {plant.__name__: plant for plant in (equal, slow, allocations, pause)}
"""Name on the command line -> what makes the plant."""


def _preload(shims: Path, name: str) -> str:
    path = (shims / f"{name}.so").resolve()
    if not path.exists():
        raise ReportError(f"{path} does not exist: build the preset ci, and give --shims build/ci/bin/shims")
    return f"LD_PRELOAD={path}"
