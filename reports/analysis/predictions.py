"""What a card predicted in numbers, held against the measurement: confirmed, contradicted or undecided.

A prediction allows a range of the ratio of two variants on the reference's allocator. It is confirmed where
the whole 95 % interval of the ratio lies within that range, contradicted where it lies wholly outside, and
otherwise undecided: too few blocks are never a contradiction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

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
    def words(self) -> str:
        """Such as `value / unique under 0.100`."""
        low, high = map(units.significant, (1 / self.by, self.by))
        return f"{self.variant} / {self.than} " + {"less": f"under {low}", "more": f"over {high}",
                                                   "alike": f"from {low} to {high}"}[self.expect]


@dataclass(frozen=True)
class Outcome:
    """A prediction with its verdict, and the ratio that it rests on in words."""

    prediction: Prediction
    verdict: str
    measured: str


@dataclass(frozen=True)
class Predictions:
    """Slug of a topic -> the outcomes of what its card predicts, and what is wrong with those that say nothing."""

    outcomes: dict[str, list[Outcome]]
    refused: list[str]


def judge(findings: Findings) -> Predictions:
    """Every prediction of every card in every setting, once for a run."""
    refused: list[str] = []
    stated = {workload: of_card(card, refused)
              for workload, card in {topic.setting.workload: topic.card for topic in findings.topics}.items()}
    return Predictions({topic.slug: [outcome(findings, topic, prediction)
                                     for prediction in stated[topic.setting.workload]]
                        for topic in findings.topics}, refused)


def of_card(card: dict, warnings: list[str]) -> list[Prediction]:
    """The predictions of a card. One that cannot be read is left out, which is said in `warnings`."""
    found, stated = [], card.get("predictions") or []
    for number, said in enumerate(stated if isinstance(stated, list) else [stated], start=1):
        try:
            found.append(_prediction(said))
        except (KeyError, TypeError, ValueError) as error:
            warnings.append(f"manifest.json: prediction {number} of {card.get('name', 'a workload')} left out: "
                            f"{error!r}")
    return found


def _prediction(said: dict) -> Prediction:
    names = [said[name] for name in ("metric", "variant", "than", "expect")]
    if not all(isinstance(name, str) for name in names):
        raise TypeError("a name is not a string")
    if names[-1] not in EXPECTED:
        raise ValueError(f"expect is {names[-1]!r}, which is none of {', '.join(EXPECTED)}")
    by = said.get("by", 1)
    if isinstance(by, bool) or not isinstance(by, (int, float)) or not 1 <= by < math.inf:
        raise ValueError(f"by is {by!r}, which is no number from 1 on")
    return Prediction(*names, float(by))


def outcome(findings: Findings, topic: Topic, prediction: Prediction) -> Outcome:
    """What a topic says of a prediction."""
    above, below = (_entry(topic, name) for name in (prediction.variant, prediction.than))
    missing = [name for name, entry in ((prediction.variant, above), (prediction.than, below))
               if entry is None or not entry.ok]
    if missing:
        said = f"no ok trial of {' and '.join(missing)} on {REFERENCE_ALLOCATOR}"
        return Outcome(prediction, NOT_MEASURED, said)
    row = findings.ratio(above, below, prediction.metric)
    return Outcome(prediction, _verdict(prediction, row), text(row))


def _verdict(prediction: Prediction, row: Ratio) -> str:
    if row.interval is None:
        return NOT_MEASURED
    if row.interval.low is None:
        return UNDECIDED
    low, high = prediction.allowed
    if low <= row.interval.low and row.interval.high <= high:
        return CONFIRMED
    return CONTRADICTED if row.interval.high < low or row.interval.low > high else UNDECIDED


def _entry(topic: Topic, name: str) -> CellTrials | None:
    return next((entry for entry in topic.cells
                 if entry.cell.name == name and entry.cell.allocator == REFERENCE_ALLOCATOR), None)
