"""Every cell of a run with its medians, and every trial behind them: the table at the end of the page."""

import math
import statistics
from dataclasses import dataclass

from reports.analysis.ratios import interruption_share
from reports.run.cells import CELL_FIELDS, Cell
from reports.run.files import files
from reports.run.load import Trial
from reports.run.manifest import Metric
from reports.run.metrics import COLUMNS, INTERRUPTED, described
from reports.run.names import anchor
from reports.run.status import CellStatus
from reports.run.topics import CellTrials, Topic, block_medians
from reports.text import table
from reports.text.table import ABSENT

SATURATED = "saturated"


@dataclass(frozen=True)
class Row:
    """A cell as it is printed. `files` are the names of its trials' files, with `*` for the trial's id."""

    topic: Topic
    cell: Cell
    anchor: str
    status: CellStatus
    blocks: int
    values: list[str]
    numbers: list[float | None]
    notes: list[str]
    trials: list[Trial]
    files: list[str]

    def without(self, trial: Trial) -> str:
        """The positions in `files` of those that a trial has not."""
        own = files([trial])
        return " ".join(str(place) for place, name in enumerate(self.files) if name not in own)


def columns(known: dict[str, Metric]) -> list[tuple[str, str]]:
    """(heading, family of its metric) of the columns of medians."""
    found = [described(known, name) for name in COLUMNS]
    return [(metric.words.replace(", ", ",\n"), metric.family) for metric in found]


def rows(topics: list[Topic], statuses: dict[str, list[CellStatus]]) -> list[Row]:
    """One for each cell; `statuses` are those of the cells of a topic, by its slug."""
    return [_row(topic, status) for topic in topics for status in statuses[topic.slug]]


def _row(topic: Topic, status: CellStatus) -> Row:
    entry = status.entry
    numbers = [middle(entry, name) for name in COLUMNS]
    values = [_written(number, described(topic.metrics, name)) for name, number in zip(COLUMNS, numbers)]
    return Row(topic, entry.cell, anchor(entry.cell), status, entry.blocks, values, numbers, entry.notes, entry.trials,
               files(entry.trials))


def _written(number: float | None, metric: Metric) -> str:
    if number is None:
        return ABSENT
    return metric.form(number) if math.isfinite(number) else SATURATED


def middle(entry: CellTrials, metric: str) -> float | None:
    """Median over blocks of the blocks' medians; None where no trial has the metric.

    A saturated trial has no response times because they have no end: it counts as infinitely slow, so that
    the trials that happened to keep up do not speak for the others.
    """
    def value(trial: Trial) -> float | None:
        return math.inf if trial.saturated and metric.startswith("response_") else trial.metrics.get(metric)
    values = interruption_share(entry) if metric == INTERRUPTED else block_medians(entry.trials, value)
    return statistics.median(values.values()) if values else None


def as_csv(found: list[Row]) -> str:
    """All that is known of every cell, one line each, with full digits; empty where there is no number."""
    metrics = [*sorted({name for row in found for trial in row.trials for name in trial.metrics}), INTERRUPTED]
    lines: list[list] = [["anchor", *CELL_FIELDS, "group", "status", "blocks", "ok_trials", "notes", *metrics]]
    for row in found:
        entry = row.status.entry
        medians = [middle(entry, name) for name in metrics]
        lines.append([row.anchor, *(row.cell.fields[name] for name in CELL_FIELDS), entry.group, row.status.text,
                      row.blocks, len(entry.ok), "; ".join(row.notes),
                      *(None if number is None or math.isinf(number) else number for number in medians)])
    return table.as_csv(lines)
