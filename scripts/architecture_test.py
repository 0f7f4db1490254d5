"""docs/architecture.md: what stands in its picture exists, and no rule of layering.py goes beyond the arrows."""

import re
from pathlib import Path

import layering
import layering_python

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
RULES = {name: {used for used in rule.uses if not used.endswith("/testing")}
         for name, rule in {**layering.LAYERS, **layering_python.FLOORS}.items() if not name.endswith("/testing")}


def picture():
    """Folder -> folders that it reaches by arrows; one node may stand for several folders."""
    text = re.search(r"```mermaid\n(.*?)```", DOCUMENT, re.S)[1]
    nodes = {name: folders.split(", ") for name, folders in re.findall(r'(\w+)\["([a-z_/, ]+)<br>', text)}
    reached = {name: {name} for name in nodes}
    arrows = []
    for line in re.sub(r'\[".*?"\]', "", text).splitlines():
        chain = line.split("-->")
        arrows += [(user.strip(), used.strip()) for user, used in zip(chain, chain[1:])]
    for _ in nodes:
        for user, used in arrows:
            reached[user] |= reached[used]
    return {folder: {other for used in reached[name] for other in nodes[used]}
            for name, folders in nodes.items() for folder in folders}


def drawn(floor, folders):
    """The folder of the picture that stands for a floor: itself, or the floor of which it is a room."""
    parent = floor.rpartition("/")[0]
    return parent if floor not in folders and "/" in parent else floor


def test_every_floor_is_drawn_and_nothing_else():
    shown = picture()
    assert {drawn(floor, shown) for floor in RULES} == set(shown)


def test_rules_allow_only_what_arrows_reach():
    shown = picture()
    assert [] == [f"{floor} -> {used}" for floor, uses in RULES.items() for used in uses
                  if drawn(used, shown) not in shown[drawn(floor, shown)]]


def test_files_and_folders_that_are_named_exist():
    named = re.findall(r"\b(?:harness|workloads|raii_variants|gc_variants|reports)/[\w./]*\w", DOCUMENT)
    assert [] == [name for name in named if not (ROOT / name).exists()]
