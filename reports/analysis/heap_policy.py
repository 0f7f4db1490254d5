"""Heap policies of collectors in few words: what all share is said once, then what differs.

A policy is text for people, in clauses set apart by commas. Nothing here knows a collector: clauses that
are equal up to one number are taken for one clause with an X.
"""

from __future__ import annotations

import re

from reports.run.topics import Topic

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COMMA = re.compile(r",\s+(?![^()]*\))")
"""A comma that is not inside brackets."""


def describe(topics: list[Topic]) -> str:
    """The policies of every collecting cell with an ok trial, over these topics."""
    workloads = [topic.setting.workload for topic in topics]
    one_allocator = len({entry.cell.allocator for topic in topics for entry in topic.cells
                         if entry.group == "collection" and entry.ok}) == 1
    found: dict[str, dict[str, list[str]]] = {}
    for topic, workload in zip(topics, workloads):
        place = workload if workloads.count(workload) == 1 else topic.title
        for entry in topic.cells:
            if entry.group == "collection" and entry.ok:
                name = entry.cell.config_name + ("" if one_allocator else f" · {entry.cell.allocator}")
                heap = f"{place} @ {entry.cell.heap}" if len(topics) > 1 else entry.cell.heap
                found.setdefault(name, {})[heap if entry.cell.heap else place] = within_cell(entry.policies)
    if not found:
        return "no collector measured"
    return over_names({label: over_places(places) for label, places in found.items()})


def clauses(text: str) -> list[str]:
    """The clauses of a policy; a comma inside brackets does not end one."""
    return [part.strip() for part in _COMMA.split(text) if part.strip()]


def within_cell(texts: list[str]) -> list[str]:
    """The clauses of one cell from the distinct policies of its trials: `4 to 6 MiB` where they differ."""
    if not texts:
        return ["policy not reported"]
    return [_spanned(found) + ("" if len(found) >= len(texts) else " (not in every trial)")
            for found in _by_shape([clause for text in texts for clause in clauses(text)]).values()]


def over_places(found: dict[str, list[str]]) -> list[str]:
    """The clauses of one name over places; those that are not the same everywhere say where in brackets."""
    where: dict[str, list[str]] = {}
    for place, parts in found.items():
        for clause in parts:
            where.setdefault(clause, []).append(place)
    result = []
    for alike in _by_shape(list(where)).values():
        covered = sorted(place for clause in alike for place in where[clause])
        position = _only_difference(alike)
        if position is not None and covered == sorted(found):
            result.append(_with_x({clause: where[clause] for clause in alike}, position))
        else:
            result += [clause + _places(where[clause], found) for clause in alike]
    return result


def over_names(found: dict[str, list[str]]) -> str:
    """One text for all names: the clauses that all have, then the others of each."""
    shared = [clause for clause in next(iter(found.values()))
              if all(clause in others for others in found.values())]
    rest: dict[tuple[str, ...], list[str]] = {}
    for name, parts in found.items():
        own = tuple(clause for clause in parts if clause not in shared)
        if own:
            rest.setdefault(own, []).append(name)
    texts = [f"{', '.join(found)}: {', '.join(shared)}"] if shared else []
    also = " also" if shared else ""
    return "; ".join(texts + [f"{', '.join(names)}{also}: {', '.join(own)}" for own, names in rest.items()])


def _by_shape(found: list[str]) -> dict[str, list[str]]:
    """Clauses that are equal but for their numbers, together."""
    result: dict[str, list[str]] = {}
    for clause in found:
        result.setdefault(_NUMBER.sub("#", clause), []).append(clause)
    return result


def _columns(alike: list[str]) -> list[list[str]]:
    """The distinct values of each number of clauses of one shape, ascending."""
    return [sorted(set(values), key=float) for values in zip(*map(_NUMBER.findall, alike))]


def _only_difference(alike: list[str]) -> int | None:
    """Which number of clauses of one shape differs; None if not exactly one does."""
    differing = [i for i, values in enumerate(_columns(alike)) if len(values) > 1]
    return differing[0] if len(differing) == 1 else None


def _spanned(alike: list[str]) -> str:
    spans = iter([" to ".join(dict.fromkeys((values[0], values[-1]))) for values in _columns(alike)])
    return _NUMBER.sub(lambda _: next(spans), alike[0])


def _with_x(where: dict[str, list[str]], position: int) -> str:
    """`heap X MiB [X = 6 in a, 4 elsewhere]`."""
    numbers = {_NUMBER.findall(clause)[position]: places for clause, places in where.items()}
    usual = max(numbers, key=lambda number: len(numbers[number]))
    others = len(numbers[usual]) > 1
    said = [f"{number} in {', '.join(places)}" for number, places in numbers.items()
            if number != usual or not others]
    start, end = list(_NUMBER.finditer(next(iter(where))))[position].span()
    clause = next(iter(where))
    return (f"{clause[:start]}X{clause[end:]} "
            f"[X = {', '.join(said + ([f'{usual} elsewhere'] if others else []))}]")


def _places(places: list[str], every: dict[str, list[str]]) -> str:
    """Empty for all places, otherwise the shorter of `[a, b]` and `[all but c]`."""
    without = [place for place in every if place not in places]
    if not without:
        return ""
    return f" [{', '.join(places)}]" if len(places) <= len(without) else f" [all but {', '.join(without)}]"
