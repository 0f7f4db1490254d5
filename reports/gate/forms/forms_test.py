"""All forms of one result, as they stand in reports/gate/testing/golden; OVG_GOLDEN=write writes them anew."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reports.gate.forms.as_json import as_json
from reports.gate.forms.files import FORMS
from reports.gate.forms.junit import junit
from reports.gate.forms.markdown import escaped, markdown
from reports.gate.forms.text import text
from reports.gate.judge.result import failure, unchanged
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, both, cell, worse

GOLDEN = Path(__file__).parents[1] / "testing" / "golden"


def harmed():
    """A bit of everything: a slowdown, a trade, a count, a suspect that is cleared, noise."""
    boehm = cell("null", variant="boehm")

    def stops(trial):
        if {**trial["cell"], "side": ""} == {**boehm, "side": ""}:
            more = 60e6 if trial["cell"]["side"] == "base" else 20e6
            trial["metrics"]["interruption_total_ns"] += more
            trial["metrics"]["steady_ns"] += more

    def spoil(manifest):
        counts = manifest["cells"][1]["counts_per_round"]
        counts.update(objects=1100, frees=1100, bytes_served=70_000)
    harm = both(worse("cpu_ns_per_op", 1.05), worse("ops_per_s", 1.08), worse("rss_peak_bytes", 1.3, where=boehm),
                stops)
    return FakeRunner(cells=(cell(), boehm), harm=harm, spoil=spoil)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    found = paired(harmed(), tmp_path_factory.mktemp("gate") / "out", seed=1)
    found.runs = {name: f"results/gate/{name}" for name in found.runs}
    return found


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_the_golden_one(result, name):
    made, path = FORMS[name](result), GOLDEN / name
    if os.environ.get("OVG_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_lines_for_people_fit_a_terminal(result):
    long = [line for line in text(result).splitlines() if len(line) > 100 and "again: " not in line]
    assert not long


def test_every_form_names_verdict_cell_size_and_command(result):
    row = next(row for row in result.of_state("worse") if row.metric.name == "cpu_ns_per_op")
    for form in FORMS.values():
        made = form(result)
        assert "regression" in made.lower() and "tree_build" in made and result.reproduce(row.pair) in made
    for form in (text, markdown, junit):
        assert row.change in form(result)


def test_json_is_strict_and_of_documented_fields(result):
    def refuse(constant):
        raise AssertionError(constant)
    value = json.loads(as_json(result), parse_constant=refuse)
    documented = (Path(__file__).parents[3] / "docs" / "gate.md").read_text(encoding="utf-8")
    for fields in (value, value["metrics"][0], value["metrics"][0]["screen"], value["exact"][0], value["trades"][0]):
        assert [name for name in fields if f"`{name}`" not in documented] == []


def test_numbers_that_json_lacks_are_null(tmp_path):
    def starve(trial):
        if trial["block"] > 5:
            trial.update(status="noisy")
    value = json.loads(as_json(paired(FakeRunner(harm=starve), tmp_path / "out")))
    assert {row["detectable"] for row in value["metrics"]} == {None} and value["exit_code"] == 2


def test_junit_counts_what_it_holds(result):
    suite = ElementTree.fromstring(junit(result))
    cases = suite.findall("testcase")
    assert int(suite.get("tests")) == len(cases) == 3
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(attribute)) == len(suite.findall(f"testcase/{tag}"))
    assert int(suite.get("failures")) == 3  # the verdict and two cells


@pytest.mark.parametrize("made", [failure("a <b> & \x00 'c' | d"), unchanged()])
def test_results_without_rows_have_every_form(made):
    for form in (text, markdown, as_json):
        assert made.verdict in form(made).lower()
    suite = ElementTree.fromstring(junit(made))
    assert int(suite.get("errors")) == (made.exit_code == 3)


def test_names_are_no_markup():
    assert escaped("a|b <i> `x` *y*\nz [l](u)") == "a\\|b \\<i\\> \\`x\\` \\*y\\* z \\[l\\](u)"
