"""Numbers for people: three significant digits and a unit."""

import math
from collections.abc import Callable, Collection
from typing import Protocol

MIB = 2**20


class Estimate(Protocol):
    """What `interval` writes of a stats.Interval, of which nothing may be known down here."""

    @property
    def estimate(self) -> float: ...

    @property
    def ends(self) -> tuple[float, float] | None: ...

    @property
    def n(self) -> int: ...


def significant(value: float, digits: int = 3) -> str:
    """`value` with at least so many significant digits, never with an exponent."""
    if value == 0:
        return "0"
    # The digits before the point are those of the rounded value: 0.9999 is 1.00.
    rounded = float(f"{value:.{digits - 1}e}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return f"{value:.{decimals}f}"


def _scaled(value: float, steps: tuple[tuple[float, str], ...]) -> str:
    if value == 0:
        return "0"
    for factor, unit in steps:
        # 0.9995 would be printed as 1.00 of this unit already.
        if abs(value) >= 0.9995 * factor:
            return f"{significant(value / factor)} {unit}".rstrip()
    factor, unit = steps[-1]
    return f"{significant(value / factor)} {unit}".rstrip()


def duration(ns: float) -> str:
    """Nanoseconds as ns, µs, ms or s; `0` for none."""
    return _scaled(ns, ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")))


def tick(ns: float) -> str:
    """A round duration for an axis: `100 ns`, `1 µs`."""
    for factor, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if ns >= factor * 0.999:
            return f"{ns / factor:.4g} {unit}"
    return f"{ns:.4g} ns"


def count(number: float) -> str:
    """A count with k, M or G from ten thousand on; whole below, but for the half that a median of two may have."""
    if abs(number) < 10_000:
        return f"{number:.1f}" if number % 1 == 0.5 else str(round(number))
    return _scaled(number, ((1e9, "G"), (1e6, "M"), (1e3, "k")))


def rate(per_s: float) -> str:
    """Ops per second with three digits and k, M or G: `12.3 k ops/s`."""
    return f"{_scaled(per_s, ((1e9, 'G'), (1e6, 'M'), (1e3, 'k'), (1, '')))} ops/s"


def mib(size_bytes: float) -> str:
    """Bytes as MiB."""
    return f"{significant(size_bytes / MIB)} MiB"


def size(size_bytes: float) -> str:
    """Bytes as B, KiB or MiB; `0` for none."""
    return _scaled(size_bytes, ((MIB, "MiB"), (2**10, "KiB"), (1, "B")))


def percent(share: float) -> str:
    """A share of 1 as `100 %`."""
    return f"{significant(share * 100)} %"


def plural(number: int, noun: str) -> str:
    """`1 block`, `2 blocks`, `3 entries`."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{count(number)} {noun[:-1]}ies"
    return f"{count(number)} {noun}" + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def span(numbers: Collection[float], form: Callable[[float], str] = count) -> str:
    """`30`, or `12 to 30` where the numbers differ as written; `form` writes one of them."""
    low, high = form(min(numbers)), form(max(numbers))
    return low if low == high else f"{low} to {high}"


def interval(found: Estimate, unit: str = "") -> str:
    """An estimate as `1.23 [1.20, 1.27]`; with a unit such as `-fold` behind the estimate."""
    text = f"{significant(found.estimate)}{unit}"
    if found.ends is None:
        return f"{text} (no interval, N {found.n})"
    return f"{text} [{', '.join(map(significant, found.ends))}]"
