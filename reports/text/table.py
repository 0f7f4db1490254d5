"""The numbers behind the figures as tables of text, ready to print, and tables for programs."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ABSENT = "–"


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """A line for each row; None is empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class Table:
    """`rows` are (row header, cells); a cell may have several lines. `note` says how to read it.

    `footnotes` are (mark, text); a cell refers to one by its mark in square brackets.
    """

    title: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    note: str
    footnotes: list[tuple[str, str]] = field(default_factory=list)
