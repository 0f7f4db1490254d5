"""What the page says of the machine and the builds before any number."""

import json
from dataclasses import asdict

import pytest

from reports.page.render_test import render, words
from reports.run import provenance
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.testing.records import manifest, side

SIDES = [asdict(side("base", "a" * 40)), asdict(side("head", "b" * 40, True, env={"GC_FREE_SPACE_DIVISOR": "1"}))]


def edit(directory, **fields):
    told = json.loads((directory / "manifest.json").read_text())
    (directory / "manifest.json").write_text(json.dumps({**told, **fields}))
    return directory


def test_two_sides_say_what_each_of_them_is(tiny_copy):
    text = words(render(edit(tiny_copy, sides=SIDES)))
    assert f"Side basecommit {'a' * 12}; environment of its own: none" in text
    assert (f"Side headcommit {'b' * 12} with uncommitted changes; environment of its own: GC_FREE_SPACE_DIVISOR=1"
            in text)
    assert "head.env.GC_FREE_SPACE_DIVISOR" in text


def test_a_run_of_one_side_has_none():
    assert provenance.sides(manifest()) == []


def test_the_page_says_who_sets_the_load_and_what_was_tuned(tiny_copy):
    rates = [{"workload": "w", "threads": 1, "per_s": 25495.8, "slowest": "w the slow"}]
    tuned = [{"path": "/sys/x", "from": "powersave", "to": "performance"}]
    text = words(render(edit(tiny_copy, rates=rates, tuned=tuned)))
    assert "What 100 % load is" in text and "w the slow" in text
    assert "Changed by --tune" in text and "powersave" in text


@pytest.mark.parametrize("fields", [{"warnings": "busy"}, {"warnings": [None]}, {"warnings": [5]}, {"sides": {}},
                                    {"sides": ["x"]}, {"sides": [{**SIDES[0], "env": [1]}]}])
def test_what_is_not_of_its_shape_is_refused(tiny_copy, fields):
    with pytest.raises(ReportError, match=next(iter(fields))):
        load_run(edit(tiny_copy, **fields))


@pytest.mark.parametrize("dirty, words", [(True, " with uncommitted changes"), (False, ""), ("n/a", "")])
def test_only_a_tree_that_is_known_to_have_changes_has_them(dirty, words):
    assert provenance.commit(side("", "0123456789abcdef", dirty)) == "0123456789ab" + words
