"""What cells and settings are called in links, in files and in other programs: made of data, but of few signs only."""

import hashlib
import json
import re

from reports.run.cells import Cell, Setting

LONGEST = 60
FIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,%d}" % (LONGEST - 1))
"""What every program takes for a part of a name: no blanks, quotes or separators, and no path upwards."""
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]|^[.-]")


def kept(text: str) -> str:
    """The text as a part of a file name or a link."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in text)[:LONGEST]


def of_setting(setting: Setting, without: str = "") -> str:
    """Such as `request_server-64mib-load50`; what has its usual value, or is the axis `without`, is left out."""
    words = [kept(setting.workload)]
    if setting.threads != 1 and without != "threads":
        words.append(f"{setting.threads}threads")
    if setting.live_mib is not None and without != "live_mib":
        words.append(f"{setting.live_mib:g}mib")
    if setting.load is not None:
        words += [f"load{setting.load:g}", *([setting.arrivals] if setting.arrivals else [])]
    if setting.side:
        words.append(setting.side)
    return kept("-".join(words))


def unique(settings: list[Setting]) -> dict[Setting, str]:
    """A slug for each setting; those that would have the same one are numbered in this order."""
    found: dict[Setting, str] = {}
    for setting in settings:
        slug, number = of_setting(setting), 1
        while (name := slug if number == 1 else f"{slug}-{number}") in found.values():
            number += 1
        found[setting] = name
    return found


def anchor(cell: Cell) -> str:
    """The id that a page gives to this cell, such as `cell-tree_build-boehm-incremental-glibc-1f3a9c02`.

    Of letters, digits, `_` and `-`, the same in every run, and another one for every other cell: the names
    in front are for people and may be cut, the digits at the end come from all that tells cells apart.
    """
    at = cell.setting
    told = json.dumps([at.workload, at.scale, at.threads, cell.variant, cell.config, cell.allocator,
                       # 50 and 50.0 are the same load.
                       *(None if number is None else float(number)
                         for number in (at.live_mib, at.load, cell.heap_limit_bytes)),
                       *([at.arrivals] if at.arrivals else []), *([cell.side] if cell.side else [])])
    words = [cell.setting.workload, cell.variant, cell.config, cell.allocator]
    return f"cell-{kept('-'.join(filter(None, words)))}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def runner_label(cell: Cell) -> str:
    """The cell without its limit as the runner writes it: `tree_build boehm/glibc, 2 threads, 64 MiB live`."""
    return ", ".join([f"{cell.setting.workload} {cell.config_name}/{cell.allocator}", *cell.setting.words])


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
                     *([f"arrivals:{_fit(at.arrivals)}"] if at.arrivals else []),
                     *([cell.side] if cell.side else [])])
    return name if all(map(FIT.fullmatch, words)) else f"{name}/{anchor(cell)[-8:]}"


def _fit(word: str) -> str:
    return _UNFIT.sub("_", word)[:LONGEST] or "_"


def number(value: float) -> str:
    """With all digits, since no two cells may share a name; 50 and 50.0 are the same load."""
    return str(int(value)) if value == int(value) else repr(value)
