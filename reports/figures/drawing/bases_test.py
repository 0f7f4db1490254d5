"""What is said beside a worst case where cells were watched for unequal times."""

from dataclasses import replace

import pytest

from reports.figures import mmu
from reports.figures.drawing import bases
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.topics import topics
from reports.testing.lengths import lasting


@pytest.fixture(scope="module")
def topic(synthetic_run):
    return next(found for found in topics(load_run(synthetic_run)) if any(entry.ok for entry in found.cells))


def test_unequal_lengths_are_told_with_what_they_do(topic):
    text = bases.remark(lasting(topic, 500_000_000, 1_900_000_000).cells)
    assert text.startswith(" Steady phases last 500 ms to 1.90 s") and "the longer one is, the more" in text


def test_equal_lengths_are_not_worth_a_word(topic):
    assert bases.remark(lasting(topic, 500_000_000, 540_000_000).cells) == ""
    assert bases.remark([replace(entry, trials=[]) for entry in topic.cells]) == ""


def test_it_stands_below_utilisation(topic, synthetic_run):
    unequal, equal = lasting(topic, 500_000_000, 1_900_000_000), lasting(topic, 500_000_000)
    curves = mmu.measure(topic, Files(synthetic_run))
    assert curves and bases.remark(unequal.cells) in mmu.told(unequal, curves).caption
    assert "Steady phases last" not in mmu.told(equal, curves).caption
