"""What a card predicted in numbers, held against the measurement: confirmed, contradicted or undecided.

A prediction allows a range of the ratio of two variants on the reference's allocator. It is confirmed where
the whole 95 % interval of the ratio lies within that range, contradicted where it lies wholly outside, and
otherwise undecided: too few blocks are never a contradiction, nor are too few collections.
"""

import math
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from reports.analysis.findings import Findings
from reports.analysis.ratios import Ratio, text
from reports.run.cells import REFERENCE_ALLOCATOR
from reports.run.topics import CellTrials, Topic
from reports.text import units

CONFIRMED, CONTRADICTED, UNDECIDED, NOT_MEASURED = "confirmed", "contradicted", "undecided", "not measured"
EXPECTED = ("less", "more", "alike")


@dataclass(frozen=True)
class Prediction:
    """`variant` / `than` in `metric` is expected under 1 / by (less), over by (more), or between (alike)."""

    metric: str
    variant: str
    than: str
    expect: str
    by: float

    @property
    def allowed(self) -> tuple[float, float]:
        """The range of the ratio that the card allows."""
        return {"less": (0.0, 1 / self.by), "more": (self.by, math.inf), "alike": (1 / self.by, self.by)}[self.expect]

    @property
    def expected(self) -> str:
        """Such as `under 0.100`."""
        low, high = map(units.significant, (1 / self.by, self.by))
        return {"less": f"under {low}", "more": f"over {high}", "alike": f"from {low} to {high}"}[self.expect]

    @property
    def pair(self) -> str:
        """Such as `value / unique`."""
        return f"{self.variant} / {self.than}"


@dataclass(frozen=True)
class Outcome:
    """A prediction with its verdict, and what it rests on; without a ratio, `measured` says why there is none."""

    prediction: Prediction
    verdict: str
    measured: str
    ratio: Ratio | None = None

    @property
    def surprise(self) -> float:
        """How far the estimate lies beyond what was allowed, as a log ratio; for what is contradicted."""
        if self.ratio is None or self.ratio.interval is None:
            return 0.0
        low, high = self.prediction.allowed
        estimate = self.ratio.interval.estimate
        return math.log(estimate / high) if estimate > high else math.log(low / estimate)


@dataclass(frozen=True)
class Predictions:
    """Slug of a topic -> the outcomes of what its card predicts; `refused` names predictions that nobody can judge."""

    outcomes: dict[str, list[Outcome]]
    refused: list[str]


def judge(findings: Findings) -> Predictions:
    """Every prediction of every card in every setting."""
    refused: list[str] = []
    cards = {topic.setting.workload: topic.card for topic in findings.topics}
    stated = {workload: of_card(workload, card, findings.run.metrics, refused) for workload, card in cards.items()}
    return Predictions({topic.slug: [outcome(findings, topic, prediction)
                                     for prediction in stated[topic.setting.workload]]
                        for topic in findings.topics}, refused)


def of_card(workload: str, card: dict, metrics: Container[str], refused: list[str]) -> list[Prediction]:
    """The predictions of a card. One that nobody can judge is no prediction, which is said in `refused`."""
    found, stated = [], card.get("predictions") or []
    for number, said in enumerate(stated if isinstance(stated, list) else [stated], start=1):
        try:
            found.append(_prediction(said, metrics))
        except ValueError as error:
            refused.append(f"manifest.json: prediction {number} of {workload} cannot be judged: {error}")
    return found


def _prediction(said: object, metrics: Container[str]) -> Prediction:
    """Raises ValueError for what nobody could judge."""
    if not isinstance(said, dict):
        raise ValueError("it is no JSON object")
    for name in ("metric", "variant", "than", "expect"):
        if not isinstance(said.get(name), str):
            raise ValueError(f"its {name} is not a text")
    by: Any = said.get("by")
    found = Prediction(said["metric"], said["variant"], said["than"], said["expect"], by)
    problem = ""
    if found.metric not in metrics:
        problem = "the run knows no such metric"
    elif found.variant == found.than:
        problem = "that is the variant itself"
    elif found.expect not in EXPECTED:
        problem = f"expect is {found.expect!r}, which is none of {', '.join(EXPECTED)}"
    elif isinstance(by, bool) or not isinstance(by, (int, float)) or not 1 <= by < math.inf:
        problem = f"by is {by!r}, which is no number from 1 on"
    elif found.expect == "alike" and by == 1:
        problem = "by 1 allows nothing: alike wants a factor over 1"
    if problem:
        raise ValueError(f"{found.pair} in {found.metric}: {problem}")
    return found


def outcome(findings: Findings, topic: Topic, prediction: Prediction) -> Outcome:
    """What a topic says of a prediction."""
    above, below = (_entry(topic, name) for name in (prediction.variant, prediction.than))
    missing = [name for name, entry in ((prediction.variant, above), (prediction.than, below))
               if entry is None or not entry.ok]
    if above is None or below is None or missing:
        said = f"no ok trial of {' and '.join(missing)} on {REFERENCE_ALLOCATOR}"
        return Outcome(prediction, NOT_MEASURED, said)
    row = findings.ratio(above, below, prediction.metric)
    few = [entry.cell.name for entry in (above, below) if not entry.decides]
    if few and row.interval:
        return Outcome(prediction, UNDECIDED, f"{text(row)}, but {' and '.join(few)} collected fewer than 5 times", row)
    return Outcome(prediction, _verdict(prediction, row), text(row), row)


def _verdict(prediction: Prediction, row: Ratio) -> str:
    if row.interval is None:
        return NOT_MEASURED
    if row.interval.ends is None:
        return UNDECIDED
    (least, most), (low, high) = row.interval.ends, prediction.allowed
    if low <= least and most <= high:
        return CONFIRMED
    return CONTRADICTED if most < low or least > high else UNDECIDED


def _entry(topic: Topic, name: str) -> CellTrials | None:
    return next((entry for entry in topic.cells
                 if entry.cell.name == name and entry.cell.allocator == REFERENCE_ALLOCATOR), None)
