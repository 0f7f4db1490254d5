"""What a claim is, what was found of it, and the verdict that follows: plain data, ready to be printed."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.run.cells import Cell, Setting
from reports.run.load import Trial
from reports.run.names import anchor
from reports.stats.intervals import Interval
from reports.text import units

HOLDS, FAILS, UNDECIDED, NOT_MEASURED, MIXED = "holds", "fails", "undecided", "not measured", "mixed"
DECIDES, BESIDE, CONTROL = "decides", "beside", "control"
"""Parts that a row may play: it decides, it is only shown, or it is of a workload where nothing may be found."""
REFUTING = (FAILS, UNDECIDED, HOLDS)
"""Verdicts, from what refutes a claim most to what does least."""
UNPREDICTABLE, OVERHEAD, COUNTER = "unpredictable performance", "unnecessary overhead", "counter-claim"
"""What of the sentence a claim tests."""
BEST = "the best ownership"
"""The detail of rows that hold a collector against it."""


@dataclass(frozen=True)
class Card:
    """A claim in words, the same for every run. `rule` says when a row holds and when it fails."""

    id: str
    title: str
    sentence: str
    tests: str
    metric: str
    rule: str


@dataclass(frozen=True)
class Scale:
    """How a quantity is written, and how it is drawn: whether on a log axis, with which labels."""

    form: Callable[[float], str]
    log: bool
    tick: Callable[[float], str]


def _ratio(value: float) -> str:
    return "∞" if math.isinf(value) else units.significant(value)


def _ratio_tick(value: float) -> str:
    return f"{value:g}×" if value >= 1 else f"1/{1 / value:.4g}×"


def _share_tick(value: float) -> str:
    return f"{100 * value:g} %"


RATIO = Scale(_ratio, True, _ratio_tick)
SHARE = Scale(units.percent, False, _share_tick)
LENGTH = Scale(units.duration, True, units.tick)


@dataclass(frozen=True)
class Sample:
    """A quantity before its interval is known: a value for each block, in which the blocks differ evenly.

    `shown` turns such a value into the quantity (exp, for log ratios). With `levels` they are no differences
    but values of one cell, which need not be symmetric: the interval is then that of their median. Values may
    be infinite: an op that never came is later than all others. `above` tells on which side of the boundary the
    claim expects the quantity.
    """

    what: str
    scale: Scale
    values: list[float]
    boundary: float
    shown: Callable[[float], float] = float
    levels: bool = False
    above: bool = True


@dataclass(frozen=True, kw_only=True)
class Part(Sample):
    """A quantity with its verdict.

    `interval` is of the quantity itself, its ends holding together with those of all rows that decide; its
    ends are None without enough blocks. Either end may be infinite.
    """

    interval: Interval
    verdict: str

    @property
    def text(self) -> str:
        """`1.23 [1.20, 1.27], N 12`."""
        form, got = self.scale.form, self.interval
        ends = "no interval" if got.ends is None else f"[{', '.join(map(form, got.ends))}]"
        return f"{form(got.estimate)} {ends}, N {got.n}"


@dataclass(frozen=True)
class Side:
    """A cell with those of its trials that the numbers come from."""

    cell: Cell
    trials: list[Trial]

    @property
    def anchor(self) -> str:
        """The id of the cell on the page."""
        return anchor(self.cell)

    @property
    def lines(self) -> str:
        """The numbers of its lines in results.jsonl, ascending."""
        return ", ".join(str(line) for line in sorted(trial.line for trial in self.trials))


def every(verdicts: list[str]) -> str:
    """Holds where all hold, and fails where one fails."""
    return FAILS if FAILS in verdicts else UNDECIDED if UNDECIDED in verdicts else HOLDS


@dataclass(frozen=True)
class Evidence:
    """What one workload in one setting shows, before its verdict; a setting of a sweep has no value for what is swept.

    `subject` says which cells are compared, `detail` what else differs between rows. No samples: it could not be
    measured, and `note` says why, or what a reader must know of it; `left_out` which trials are not in the numbers.
    `combined` makes one verdict of those of its samples, in their order. `barred` are verdicts that this
    row may not reach, with the reason: what flatters a side must not decide in its favour. A control has no
    side to flatter.
    """

    setting: Setting
    subject: str
    role: str
    sides: list[Side] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    detail: str = ""
    note: str = ""
    left_out: str = ""
    combined: Callable[[list[str]], str] = every
    barred: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Row(Evidence):
    """The evidence with what its samples say, in their order, and its verdict."""

    parts: list[Part]
    verdict: str

    @property
    def place(self) -> str:
        return self.setting.place


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
        """Where the deciding rows have this verdict: `tree_build, request_server (16 MiB live; 64 MiB live)`.

        In brackets stands what not all deciding rows of the workload have in common.
        """
        found: dict[str, list[str]] = {}
        for row in self.of(verdict):
            alike = [set(self._told(other)) for other in self.rows
                     if other.role == DECIDES and other.setting.workload == row.setting.workload]
            apart = [word for word in self._told(row) if not all(word in words for words in alike)]
            found.setdefault(row.setting.workload, []).append(", ".join(apart))
        said = []
        for workload, told in found.items():
            said += [workload] if "" in told else []
            said += [f"{workload} ({'; '.join(filter(None, told))})"] if any(told) else []
        return ", ".join(said)

    def name(self, row: Row) -> str:
        """The place of a row with all that tells it apart from others of this claim."""
        return ", ".join([row.setting.workload, *self._told(row)])

    def _told(self, row: Row) -> list[str]:
        several = len({other.subject for other in self.rows if other.role == DECIDES}) > 1
        return [*row.setting.words, *([row.subject] if several else []), *([row.detail] if row.detail else [])]

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

    @property
    def with_best_setting(self) -> str:
        """The same where each collector had, in each row, whichever of its measured settings refutes the claim best.

        With those settings. They are picked by the numbers that they are then judged by, so they do not decide. Empty
        for a claim that is not against collectors, and where there was nothing to pick from.
        """
        if self.card.tests == COUNTER:
            return ""
        picked = [(row, self._best_setting(row)) for row in self.rows
                  if row.role == DECIDES and row.verdict in REFUTING]
        if all(len(self._settings(row)) == 1 for row, _ in picked):
            return ""
        names = Counter(best.sides[0].cell.name for row, best in picked if best is not row)
        said = ", ".join(f"{name} in {number}" for name, number in names.most_common())
        return _counted([best.verdict for _, best in picked]) + (f"; by {said}" if said else "")

    def _best_setting(self, row: Row) -> Row:
        return min(self._settings(row), key=lambda other: (REFUTING.index(other.verdict), other is not row))

    def _settings(self, row: Row) -> list[Row]:
        """This row and those that differ from it only in the configuration or the heap of the same collector."""
        return [other for other in self.rows
                if other.verdict in REFUTING and other.sides and row.sides and other.setting == row.setting
                and other.detail == row.detail and other.sides[0].cell.variant == row.sides[0].cell.variant] or [row]


def _counted(verdicts: list[str]) -> str:
    counts = [(verdict, verdicts.count(verdict)) for verdict in (HOLDS, FAILS, UNDECIDED)]
    said = ", ".join(f"{verdict} in {number}" for verdict, number in counts if number)
    return f"{said} of {sum(number for _, number in counts)}" if said else ""
