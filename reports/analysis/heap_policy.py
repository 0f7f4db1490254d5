"""Heap policies of collectors in few words: what all share is said once, then what differs.

A policy is what a manager reports as facts: name -> number, flag or text. Nothing here knows a collector: a fact is
written by its name, whose ending is its unit. What came of it, the heap when warm-up began and in the end, stands in
front.
"""

from reports.run.topics import CellTrials, Topic, median_of_blocks
from reports.text import units

_UNITS = {"_bytes": (1 / 2**20, " MiB"), "_ms": (1, " ms")}
"""How a name ends -> by what its numbers are multiplied, and the unit that they are then in."""
NONE = "none"
"""What a place has of a fact that others report."""


def describe(topics: list[Topic]) -> str:
    """The policies of every collecting cell with an ok trial, over these topics."""
    workloads = [topic.setting.workload for topic in topics]
    one_allocator = len({entry.cell.allocator for topic in topics for entry in topic.cells
                         if entry.group == "collection" and entry.ok}) == 1
    found: dict[str, dict[str, dict[str, str]]] = {}
    for topic, workload in zip(topics, workloads):
        place = workload if workloads.count(workload) == 1 else topic.title
        for entry in topic.cells:
            if entry.group == "collection" and entry.ok:
                name = entry.cell.config_name + ("" if one_allocator else f" · {entry.cell.allocator}")
                heap = f"{place} @ {entry.cell.heap}" if len(topics) > 1 else entry.cell.heap
                found.setdefault(name, {})[heap if entry.cell.heap else place] = {
                    **sizes(entry), **within_cell([trial.env.settings for trial in entry.ok])}
    if not found:
        return "no collector measured"
    return over_names({label: over_places(places) for label, places in found.items()})


def sizes(entry: CellTrials) -> dict[str, str]:
    """The heap of a collecting cell, medians over blocks."""
    found = {words: median_of_blocks(entry.trials, metric) for words, metric in (
        ("initial_heap", "heap_initial_bytes"), ("final_heap", "heap_final_bytes"))}
    return {words: units.mib(size) for words, size in found.items() if size}


def within_cell(trials: list[dict]) -> dict[str, str]:
    """The facts of one cell from those of its trials: `4 to 6 MiB` where they differ."""
    names = dict.fromkeys(name for facts in trials for name in facts)
    found = {name: [facts[name] for facts in trials if name in facts] for name in names}
    return {name: _written(name, values) + ("" if len(values) == len(trials) else " (not in every trial)")
            for name, values in found.items()}


def over_places(found: dict[str, dict[str, str]]) -> list[str]:
    """The clauses of one name over places: `initial heap 4 MiB`, or which it is where."""
    clauses = []
    for name in dict.fromkeys(name for facts in found.values() for name in facts):
        where: dict[str, list[str]] = {}
        for place, facts in found.items():
            where.setdefault(facts.get(name, NONE), []).append(place)
        words = name.removesuffix(_ending(name)).replace("_", " ")
        clauses.append(f"{words} {next(iter(where))}" if len(where) == 1 else f"{words} [{_by_place(where)}]")
    return clauses or ["settings not reported"]


def in_words(settings: dict) -> str:
    """Those of one trial, such as `free space divisor 3, initial heap 4 MiB`; empty for none."""
    return ", ".join(over_places({"": within_cell([settings])})) if settings else ""


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


def _by_place(where: dict[str, list[str]]) -> str:
    """`6 MiB in a, 4 MiB elsewhere`."""
    usual = max(where, key=lambda text: len(where[text]))
    others = len(where[usual]) > 1
    said = [f"{text} in {', '.join(places)}" for text, places in where.items() if text != usual or not others]
    return ", ".join(said + ([f"{usual} elsewhere"] if others else []))


def _written(name: str, values: list) -> str:
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        factor, unit = _UNITS.get(_ending(name), (1, ""))
        ends = dict.fromkeys(f"{end * factor:.6g}" for end in (min(values), max(values)))
        return " to ".join(ends) + unit
    return " or ".join(dict.fromkeys({True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool)
                                     else str(value) for value in values))


def _ending(name: str) -> str:
    return next((ending for ending in _UNITS if name.endswith(ending)), "")
