"""The files keep the action's rules, and an entry is the median of the trials."""

import json
import re
import statistics
from pathlib import Path

import pytest
import yaml

from reports.export import github_action_benchmark
from reports.run import names
from reports.run.load import load_run
from reports.testing.consumers import Refused
from reports.testing.consumers import github_action_benchmark as accepted
from reports.testing.evil import write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/github_action_benchmark.json"
DOCUMENT = Path(__file__).parents[2] / "docs/export.md"


def files(run, metrics=(), **asked):
    return github_action_benchmark.export(choice(run, metrics, **asked)).files


def test_entries_are_medians_of_the_trials(sample):
    found = {name: accepted(text) for name, text in files(sample).items()}
    assert set(found) == {"less_is_better.json", "more_is_better.json"}
    assert len(found["more_is_better.json"]) == 4, "closed loops only"
    for entry in (entry for entries in found.values() for entry in entries.values()):
        cell, metric = entry["name"].rsplit("/", 1)
        values = [trial.metrics[metric] for trial in sample.trials if names.of_cell(trial.cell) == cell]
        assert entry["value"] == statistics.median(values)
        assert entry["unit"] == sample.metrics[metric].unit
        # Of six blocks the sign test's interval is from the least to the greatest.
        assert entry["range"] == f"{float(min(values))!r} to {float(max(values))!r} (95 %)"
        assert entry["extra"].startswith("N 6 blocks; run 20261125-060335-eeff8c, commit 997254ba042d, ")


def test_few_blocks_have_no_range(sample):
    for entry in accepted(files(sample, blocks=["1", "2"])["less_is_better.json"]).values():
        assert "range" not in entry and entry["extra"].startswith("N 2 blocks")


def test_the_documented_steps_read_each_file_by_its_direction(sample):
    found = re.search(r"^```\n( +- uses: benchmark-action.*?)^```$", DOCUMENT.read_text(), re.M | re.S)
    steps = yaml.safe_load(found[1])
    tools = {"less_is_better.json": "customSmallerIsBetter", "more_is_better.json": "customBiggerIsBetter"}
    assert {step["with"]["output-file-path"]: step["with"]["tool"] for step in steps} == {
        f"trends/{name}": tools[name] for name in files(sample)}
    assert len({step["with"]["name"] for step in steps}) == len(steps), "two steps would write one history"


def test_hostile_names_are_plain_ones(tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    for text in files(run).values():
        assert all(name.isascii() and " " not in name and "<" not in name for name in accepted(text))


def test_the_text_is_the_golden_one(sample):
    found = files(sample, ["rss_peak_bytes", "cpu_ns_per_op"], workloads=["null"])
    assert found["less_is_better.json"] == GOLDEN.read_text() and len(found) == 1


@pytest.mark.parametrize("damage, refused", [
    (lambda entries: entries.append(entries[0]), "twice"), (lambda entries: entries[0].update(value=0), "divided"),
    (lambda entries: entries[0].update(value="1"), "not of type"), (lambda entries: entries[0].pop("unit"), "required"),
    (lambda entries: entries[0].update(value=float("nan")), "NaN"),
    (lambda entries: entries.clear(), "non-empty|short")])
def test_the_rules_refuse_what_the_action_cannot_use(damage, refused):
    entries = json.loads(GOLDEN.read_text())
    damage(entries)
    with pytest.raises(Refused, match=refused):
        accepted(json.dumps(entries))
