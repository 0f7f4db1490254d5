"""What a cell is called in other programs, which keep one history for each name."""

from __future__ import annotations

import re

from reports.cells import Cell, anchor

LONGEST = 60
FIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,%d}" % (LONGEST - 1))
"""What every program takes for a part of a name: no blanks, quotes or separators, and no path upwards."""
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]|^[.-]")


def of_cell(cell: Cell) -> str:
    """Such as `request_server/boehm:incremental/glibc/quick/threads:1/live:16/load:50`, with its side at the end.

    ASCII without blanks, the same in every run, and another one for every other cell. Where a word of it had to be
    changed to be that, the digits of the cell's anchor stand behind it.
    """
    at = cell.setting
    # What stands before a slash is what forms of a workload share.
    workload, slash, form = at.workload.partition("/")
    words = [workload, *([form] if slash else []), cell.variant, *([cell.config] if cell.config else []),
             cell.allocator, at.scale]
    name = "/".join([_fit(workload) + (f"/{_fit(form)}" if slash else ""),
                     _fit(cell.variant) + (f":{_fit(cell.config)}" if cell.config else ""),
                     _fit(cell.allocator), _fit(at.scale), f"threads:{at.threads}",
                     *(f"{key}:{number(value)}" for key, value in (
                         ("live", at.live_mib), ("load", at.load), ("heap", cell.heap_limit_bytes))
                       if value is not None),
                     *([cell.side] if cell.side else [])])
    return name if all(map(FIT.fullmatch, words)) else f"{name}/{anchor(cell)[-8:]}"


def _fit(word: str) -> str:
    return _UNFIT.sub("_", word)[:LONGEST] or "_"


def number(value: float) -> str:
    """With all digits, since no two cells may share a name; 50 and 50.0 are the same load."""
    return str(int(value)) if value == int(value) else repr(value)
