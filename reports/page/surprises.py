"""What became of the cards' predictions, for a terminal: how many came true, and what contradicts them most."""

import textwrap
from collections import Counter

from reports.analysis.findings import Findings
from reports.analysis.predictions import (CONFIRMED, CONTRADICTED, NOT_MEASURED, UNDECIDED, Outcome, Predictions)
from reports.run.topics import Topic

COLUMNS = 100
MOST = 3


def lines(findings: Findings, predicted: Predictions) -> list[str]:
    """The counts, and at most MOST contradictions, the largest first; none where no card predicts anything.

    Of two sides the base is told: what the head may be is no news of a card.
    """
    told = [(topic, outcome) for topic in findings.topics if topic.setting.side != "head"
            for outcome in predicted.outcomes[topic.slug]]
    if not told:
        return []
    counts = Counter(outcome.verdict for _, outcome in told)
    said = ["predictions: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in (
        CONFIRMED, CONTRADICTED, UNDECIDED, NOT_MEASURED))]
    for number, (topic, outcome) in enumerate(largest(told)[:MOST], start=1):
        text = (f"{topic.setting.place}: {outcome.prediction.pair} "
                f"{findings.run.metrics[outcome.prediction.metric].words} {outcome.measured}; "
                f"the card expected {outcome.prediction.expected}")
        said += textwrap.wrap(text, COLUMNS, initial_indent=f"  {number}. ", subsequent_indent="     ")
    return said


def largest(told: list[tuple[Topic, Outcome]]) -> list[tuple[Topic, Outcome]]:
    """What is contradicted, the most surprising first, and of a workload and a pair of variants only that."""
    found: dict[tuple, tuple[Topic, Outcome]] = {}
    for topic, outcome in sorted((pair for pair in told if pair[1].verdict == CONTRADICTED),
                                 key=lambda pair: -pair[1].surprise):
        variants = frozenset((outcome.prediction.variant, outcome.prediction.than))
        found.setdefault((topic.setting.workload, variants), (topic, outcome))
    return list(found.values())
