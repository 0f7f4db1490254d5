"""What a claim is, what was found of it, and the verdict that follows: plain data, ready to be printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports import units
from reports.cells import Cell, Setting
from reports.load import Trial
from reports.stats import Interval

HOLDS, FAILS, UNDECIDED, NOT_MEASURED, MIXED = "holds", "fails", "undecided", "not measured", "mixed"
DECIDES, BESIDE, CONTROL = "decides", "beside", "control"
"""Parts that a row may play: it decides, it is only shown, or it is of a workload where nothing may be found."""
UNPREDICTABLE, OVERHEAD, COUNTER = "unpredictable performance", "unnecessary overhead", "counter-claim"
"""What of the sentence a claim tests."""
BEST = "the best ownership"
"""The detail of rows that hold a collector against it."""


@dataclass(frozen=True)
class Card:
    """A claim as it stood before anything was measured. `rule` says when a row holds and when it fails."""

    id: str
    title: str
    sentence: str
    tests: str
    metric: str
    rule: str


@dataclass(frozen=True)
class Scale:
    """How a quantity is written, and whether it is drawn on a log axis."""

    form: Callable[[float], str]
    log: bool


RATIO = Scale(lambda value: "∞" if value == float("inf") else f"{units.significant(value)} ×", True)
SHARE = Scale(units.percent, False)
LENGTH = Scale(units.duration, True)


@dataclass(frozen=True)
class Part:
    """One quantity and the boundary that it is held against.

    `interval` is of the quantity itself, its ends holding together with those of all rows that decide; its
    ends are None without enough blocks. Either end may be infinite. `above` tells on which side of the
    boundary the claim expects it.
    """

    what: str
    scale: Scale
    interval: Interval
    boundary: float
    above: bool
    verdict: str

    @property
    def text(self) -> str:
        """`1.23 × [1.20 ×, 1.27 ×], N 12`."""
        form, got = self.scale.form, self.interval
        ends = "no interval" if got.low is None else f"[{form(got.low)}, {form(got.high)}]"
        return f"{form(got.estimate)} {ends}, N {got.n}"


@dataclass(frozen=True)
class Side:
    """A cell with those of its trials that the numbers come from."""

    cell: Cell
    trials: list[Trial]


@dataclass(frozen=True)
class Row:
    """The evidence from one workload in one setting; of a sweep, the setting is that of its first step.

    `subject` says which cells are compared, `detail` what else tells the rows of a place apart. `note` says
    why there is no verdict, or what a reader must know of it; `left_out` which trials are not in the numbers.
    """

    setting: Setting
    place: str
    subject: str
    detail: str
    role: str
    sides: list[Side]
    parts: list[Part]
    verdict: str
    note: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim with its rows and its verdict.

    `error` bounds, for each end of each interval, how often it misses; `note` says why no row could be made
    or why the rows' verdicts do not count; `sentences` tell what the rows show beside their verdicts.
    """

    card: Card
    rows: list[Row]
    verdict: str
    error: float
    note: str = ""
    sentences: tuple[str, ...] = ()

    def of(self, verdict: str) -> list[Row]:
        """The deciding rows with this verdict."""
        return [row for row in self.rows if row.role == DECIDES and row.verdict == verdict]

    def places(self, verdict: str) -> str:
        """Where the deciding rows have this verdict, each with no more words than tell it apart."""
        return "; ".join(dict.fromkeys(self.name(row) for row in self.of(verdict)))

    def name(self, row: Row) -> str:
        """The place of a row; its cells too where the claim compares several pairs."""
        several = len({other.subject for other in self.rows if other.role == DECIDES}) > 1
        return ", ".join(filter(None, [row.place, row.subject if several else "", row.detail]))

    @property
    def because(self) -> str:
        """The verdict as a count: `holds in 9, fails in 2, undecided in 3 of 14`; or why there is none."""
        said = _counted([row.verdict for row in self.rows if row.role == DECIDES])
        if not said:
            return self.note or "; ".join(dict.fromkeys(row.note for row in self.of(NOT_MEASURED)))
        return f"{said}; {self.note}" if self.note else said

    @property
    def against_best(self) -> str:
        """The same for the rows against the best ownership variant, which do not decide; empty without any."""
        return _counted([row.verdict for row in self.rows if row.detail == BEST])


def _counted(verdicts: list[str]) -> str:
    counts = [(verdict, verdicts.count(verdict)) for verdict in (HOLDS, FAILS, UNDECIDED)]
    said = ", ".join(f"{verdict} in {number}" for verdict, number in counts if number)
    return f"{said} of {sum(number for _, number in counts)}" if said else ""


def place(setting: Setting, without: str = "") -> str:
    """The workload with what is not as usual, such as `request_server, 16 MiB live, load 50 %`."""
    words = [setting.workload]
    if setting.threads != 1:
        words.append(units.plural(setting.threads, "thread"))
    if setting.live_mib is not None and without != "live_mib":
        words.append(f"{setting.live_mib:g} MiB live")
    if setting.load is not None:
        words.append(f"load {setting.load:g} %")
    return ", ".join(words)
