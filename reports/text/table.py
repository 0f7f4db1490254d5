"""The numbers behind the figures as tables of text, ready to print."""

from dataclasses import dataclass, field

ABSENT = "–"


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
