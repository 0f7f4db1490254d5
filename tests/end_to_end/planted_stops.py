"""Stops that tests plant into a process: what the process itself saw of them, and where its interruptions have them.

Nothing here is about how long a stop was meant to be: a busy machine makes it longer, and stops the process besides.
"""

import dataclasses

from built_suite import BIN

DRIFT = 1e-3
"""By which two clocks may differ, beyond which the runner calls a trial noisy."""


@dataclasses.dataclass(frozen=True)
class Stop:
    """A line that tests/shims/scheduled_sleep.c logs: CLOCK_MONOTONIC, and ns."""

    process: int
    start: int
    length: int
    cpu: int

    @property
    def end(self):
        return self.start + self.length


def sleeping(schedule, log=None):
    """The environment of a process that stops in its mallocs as tests/shims/scheduled_sleep.c says."""
    variables = {"LD_PRELOAD": str(BIN / "shims/scheduled_sleep.so"), "OVG_SLEEP_AT": schedule}
    return {**variables, "OVG_SHIM_LOG": str(log)} if log else variables


def as_options(variables, option="--env"):
    return [word for name, value in variables.items() for word in (option, f"{name}={value}")]


def read_stops(log):
    """Those of the process that logged last: pilots come before the trial."""
    stops = [Stop(*map(int, line.split())) for line in log.read_text().splitlines()]
    return [stop for stop in stops if stop.process == stops[-1].process]


def gaps_of(stops, gaps, epochs=(-1e30, 1e30)):
    """The interruption in which each stop lies, all of them distinct. Where some lie in none: an AssertionError.

    `epochs` is where the zero of the interruptions' time line lies on the clock of the stops, as far as it is known:
    where it is not, it has to be one for all of them.
    """
    long_ones = [gap for gap in gaps if gap["length_ns"] >= (1 - DRIFT) * min(stop.length for stop in stops)]

    def placed(left, epochs):
        if not left:
            return []
        stop, *others = left
        for gap in long_ones:
            slack = 10_000 + DRIFT * (gap["start_ns"] + gap["length_ns"])
            low = max(epochs[0], stop.end - gap["start_ns"] - gap["length_ns"] - slack)
            high = min(epochs[1], stop.start - gap["start_ns"] + slack)
            if low <= high and (found := placed(others, (low, high))) is not None:
                return [gap, *found]
        return None

    found = placed(list(stops), epochs)
    assert found is not None, f"no interruptions hold these {len(stops)} stops"
    assert len({id(gap) for gap in found}) == len(stops), "an interruption is one op, and no op stopped twice"
    return found


def inside(stops, gaps):
    """Stops that may have begun before anything was logged, and gone on after it: those between, and their gaps."""
    for outside in range(len(stops)):
        for before in range(outside + 1):
            between = stops[before:len(stops) - outside + before]
            try:
                return between, gaps_of(between, gaps)
            except AssertionError:
                pass
    raise AssertionError("no stop lies in an interruption")


def tightest(stops, gaps):
    """By how much an interruption is longer than its stop, where nothing else came between."""
    return min(gap["length_ns"] / stop.length for stop, gap in zip(stops, gaps)) - 1
