"""The newest run against those before it: median and MAD of the last 30 points, and two re-measurements."""

from dataclasses import dataclass

import numpy as np

from reports.gate.history.points import Point, metric_of
from reports.gate.history.store import History
from reports.gate.judge.metrics import Metric
from reports.stats.change_points import change_points

WINDOW = 30
LEAST_POINTS = 10
DEVIATIONS = 4.0
"""SDs, of 1.4826 MAD each, that a value must be off before anybody is asked to measure again."""
AGAIN = 2
NOTED_WINDOW = 100
"""Points in which change points are looked for."""


@dataclass(frozen=True)
class Standing:
    """One series of a run: its value and re-measured ones, all oriented, against the median of the past.

    `threshold` is how much worse than the median makes a suspect; also the smallest change that can be seen.
    """

    series: str
    metric: Metric
    points: int
    median: float
    threshold: float
    values: tuple[float, ...]

    @property
    def is_gated(self) -> bool:
        return not self.metric.why_not and self.threshold <= self.metric.target

    @property
    def off(self) -> tuple[float, ...]:
        """How much worse each value is."""
        return tuple(value - self.median for value in self.values)

    @property
    def is_suspect(self) -> bool:
        return self.is_gated and self.off[0] > self.threshold

    @property
    def is_settled(self) -> bool:
        """Whether enough was measured to say; one value within bounds clears."""
        return len(self.values) > AGAIN or any(off <= self.threshold for off in self.off)

    @property
    def is_worse(self) -> bool:
        """Worse every time; three times in a row is no accident."""
        return self.is_suspect and len(self.values) > AGAIN and all(off > self.threshold for off in self.off)


def standings(history: History, point: Point, again: list[Point]) -> tuple[list[Standing], int]:
    """(series with enough of a past, number of series without) of a run, in order of their names."""
    past, found, young = history.before(point), [], 0
    for series, value in sorted(point.values.items()):
        metric = metric_of(series)
        if metric is None:
            continue
        earlier = [other.values[series] for other in past[-3 * WINDOW:] if series in other.values][-WINDOW:]
        if len(earlier) < LEAST_POINTS:
            young += 1
            continue
        oriented = metric.sign * np.array(earlier)
        median = float(np.median(oriented))
        deviation = 1.4826 * float(np.median(np.abs(oriented - median)))
        values = [value] + [other.values[series] for other in again if series in other.values]
        found.append(Standing(series, metric, len(earlier), median, max(metric.floor, DEVIATIONS * deviation),
                              tuple(metric.sign * one for one in values)))
    return found, young


def notes(history: History, fingerprint: str) -> list[str]:
    """Change points of every series of a machine within its newest epoch, as sentences."""
    mine = [point for point in history.points if point.fingerprint == fingerprint]
    if not mine:
        return []
    since = max((epoch.created for epoch in history.epochs), default="")
    recent = [point for point in mine if point.created >= since][-NOTED_WINDOW:]
    found = []
    for series in sorted({name for point in recent for name in point.values}):
        having, metric = [point for point in recent if series in point.values], metric_of(series)
        values = np.array([point.values[series] for point in having])
        if metric is None or len(values) < LEAST_POINTS:
            continue
        bounds = [0, *change_points(values), len(values)]
        for before, at, after in zip(bounds, bounds[1:], bounds[2:]):
            shift = float(np.median(values[at:after]) - np.median(values[before:at]))
            if abs(shift) > metric.floor:
                changed = _changed(having[at - 1].software, having[at].software)
                found.append(f"{series}: {metric.text(shift)} since {having[at].created} (run {having[at].run_id}, "
                             f"commit {having[at].commit[:12]}{changed})")
    return found


def _changed(before: dict, after: dict) -> str:
    names = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    return f"; changed: {', '.join(names)}" if names else ""
