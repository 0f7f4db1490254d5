"""The committed sample run is whole and small, keeps the schema, and names no machine's folders."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from reports.run.load import load_run
from reports.run.status import cell_statuses
from reports.run.topics import topics

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs/examples/quick_run"
SCHEMA = ROOT / "harness/record/trial.schema.json"
FILES = ("histograms", "interruptions", "pauses", "mmu", "rss_series", "latency_series")


@pytest.fixture(scope="module")
def run():
    return load_run(SAMPLE)


def test_lines_are_those_that_the_suite_writes():
    validator = jsonschema.validators.validator_for(schema := json.loads(SCHEMA.read_text()))(schema)
    for line in (SAMPLE / "results.jsonl").read_text().splitlines():
        validator.validate(json.loads(line))


def test_nothing_is_missing_and_nothing_is_left_over(run):
    assert all(status.all_ok for topic in topics(run) for status in cell_statuses(run, topic.cells))
    named = {run.directory / getattr(trial, field) for trial in run.trials for field in FILES}
    found = {path for folder in ("hist", "series") for path in (run.directory / folder).iterdir()}
    assert found == named


def test_the_sample_is_small_and_names_no_folder_of_the_machine_that_made_them():
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 2_000_000
    for path in files:
        folders = set(re.findall(r'"(/[^"/]+)/', path.read_text()))
        assert folders <= {"/usr", "/home"}, path
