"""The outcome of a gate run: one object from which every form of output is made (`forms`)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from reports.gate.judge.differences import Series
from reports.gate.judge.exact import Exact
from reports.gate.judge.metrics import Metric
from reports.gate.judge.pairs import Pair
from reports.gate.judge.rules import may_convict

PASS, REGRESSION, INCONCLUSIVE, ERROR = "pass", "regression", "inconclusive", "error"
EXIT_CODES = {PASS: 0, REGRESSION: 1, INCONCLUSIVE: 2, ERROR: 3}

WORSE = "worse"
ADVISORY = "worse, advisory"
UNRESOLVED = "suspect"
CLEARED = "not confirmed"
BETTER = "better"
LIKELY_BETTER = "better in the screen"
NOTED = "worse in the screen, never gated"
SAME = "no change seen"
TOO_FEW = "too few blocks"
UNUSABLE = "unusable"


@dataclass(frozen=True)
class Look:
    """What one run says of a metric in a cell: the oriented shift with its 95 % interval, and its p."""

    series: Series
    shift: float
    low: float
    high: float
    p: float
    p_better: float
    spread: float

    @property
    def blocks(self) -> int:
        return len(self.series.blocks)

    @property
    def worse_blocks(self) -> int:
        return int((self.series.worsening > 0).sum())

    @property
    def worst_block(self) -> int:
        """In which the head was furthest behind."""
        return self.series.blocks[int(np.argmax(self.series.worsening))]


@dataclass
class Row:
    """One metric of one cell. `detectable` is its minimum detectable effect, NaN where nothing could be said."""

    pair: Pair
    metric: Metric
    state: str
    screen: Look | None = None
    fresh: Look | None = None
    detectable: float = float("nan")
    adjusted_p: float | None = None
    note: str = ""

    @property
    def is_gated(self) -> bool:
        return not self.metric.why_not and bool(may_convict(self.detectable, self.metric.target))

    @property
    def look(self) -> Look | None:
        """The fresh blocks where there are any."""
        return self.fresh or self.screen

    @property
    def change(self) -> str:
        """From base to head, in the metric's own direction: `+5.1 %`; `-` where nothing could be said."""
        return self.metric.text(self.metric.sign * self.look.shift) if self.look else "-"

    @property
    def interval(self) -> str:
        """The 95 % interval of the change, or `-`."""
        if not self.look or not math.isfinite(self.look.low):
            return "-"
        ends = sorted(self.metric.sign * end for end in (self.look.low, self.look.high))
        return f"{self.metric.text(ends[0])} to {self.metric.text(ends[1])}"


@dataclass(frozen=True)
class Trade:
    """A cell that got worse in pauses and better in memory, or the other way round; all of it is confirmed."""

    pair: Pair
    worse: tuple[Row, ...]
    better: tuple[Row, ...]


@dataclass
class Result:
    """`verdict` with its reasons in words; `command` makes the reproduction of a cell a single line."""

    verdict: str
    reasons: list[str]
    rows: list[Row] = field(default_factory=list)
    exact: list[Exact] = field(default_factory=list)
    trades: list[Trade] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    runs: dict[str, str] = field(default_factory=dict)
    """`screen` and `confirm` -> run directory."""
    command: str = "scripts/gate paired"

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]

    def of_state(self, *states: str) -> list[Row]:
        return [row for row in self.rows if row.state in states]

    def reproduce(self, pair: Pair) -> str:
        """The command that measures this cell again on both sides."""
        at = pair.cell.setting
        words = [self.command, "--workload", at.workload, "--variant", pair.cell.config_name,
                 "--allocator", pair.cell.allocator]
        words += ["--threads", str(at.threads)] if at.threads != 1 else []
        words += ["--live", f"{at.live_mib:g}"] if at.live_mib is not None else []
        words += ["--load", f"{at.load or 0:g}"] if pair.is_open_loop else []
        words += ["--arrivals", at.arrivals] if at.arrivals else []
        words += ["--heap-limit", str(pair.cell.heap_limit_bytes // 2**20)] if pair.cell.heap_limit_bytes else []
        return " ".join(words)


def by_cell(items: Iterable) -> list[tuple[Pair, list]]:
    """Rows or facts with their cell, which is named and measured again once."""
    groups: dict[str, list] = {}
    for item in items:
        groups.setdefault(item.pair.label, []).append(item)
    return [(group[0].pair, group) for group in groups.values()]


def failure(message: str) -> Result:
    """The result of what could not be compared."""
    return Result(ERROR, [message])


def unchanged(runs: dict[str, str] | None = None) -> Result:
    """The result of two sides with the same bytes."""
    return Result(PASS, ["unchanged by definition: both sides run the same programs and libraries in the same "
                         "environment"], runs=runs or {})
