"""Two runs side by side: a faster machine changes nothing, a changed variant shows, what is not alike is refused."""

import json
import math
import re
import shutil
from dataclasses import asdict

import pytest

from reports import compare as package
from reports.analysis.ratios import METRICS
from reports.compare import differences, figure, tables
from reports.compare.pairs import compare
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.testing.html import Checker
from reports.testing.records import side
from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

PLAN = Plan(workloads=("null", "tree_build", "request_server"), blocks=8, ops=1500, failing=False,
            points=(Point(), Point(live_mib=16, load=50)))
EVIL = "<script>alert('$x$ & \"y\"')</script>"


def as_run(directory, run_id):
    manifest = json.loads((directory / "manifest.json").read_text())
    (directory / "manifest.json").write_text(json.dumps({**manifest, "run_id": run_id}))
    return directory


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same plan measured twice."""
    folder = tmp_path_factory.mktemp("runs")
    return (as_run(write(folder / "first", PLAN, seed=1), "run-a"),
            as_run(write(folder / "second", PLAN, seed=2), "run-b"))


@pytest.fixture
def copies(runs, tmp_path):
    return tuple(shutil.copytree(run, tmp_path / run.name) for run in runs)


def edit_lines(run, change):
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    kept = [line for line in lines if change(line) is not False]
    (run / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in kept))


def edit_manifest(run, **fields):
    manifest = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps({**manifest, **fields}))


def times(line, factor, names=METRICS):
    for name in names:
        if name in line["metrics"]:
            line["metrics"][name] *= factor


def package_changes(runs):
    return tables.change_table(compare(*map(load_run, runs)).pairs)[0].rows


def rows_of(runs):
    return [row for pair in compare(*map(load_run, runs)).pairs for row in pair.rows()]


def test_the_same_plan_twice_is_mostly_told_to_be_the_same(runs):
    rows = [row for row in rows_of(runs) if row.change]
    assert len(rows) > 100 and all(row.change.n == 8 for row in rows)
    assert sum(row.is_told_apart for row in rows) <= 0.1 * len(rows)


def test_a_machine_three_times_as_fast_changes_no_ratio(copies):
    before = [(row.change, row.ratios) for row in rows_of(copies)]
    edit_lines(copies[1], lambda line: times(line, 1 / 3))
    for (change, ratios), row in zip(before, rows_of(copies)):
        assert (change is None) == (row.change is None)
        if change:
            assert row.change.estimate == pytest.approx(change.estimate)
            assert [row.change.low, row.change.high] == pytest.approx([change.low, change.high])


def test_a_changed_variant_is_found_where_it_changed_and_nowhere_else(copies):
    plain = {(row.entries[0].cell, row.metric): row.change for row in rows_of(copies)}

    def slower(line):
        if line["cell"]["variant"] == "shared":
            times(line, 2, ["cpu_ns_per_op"])
    edit_lines(copies[1], slower)
    for row in rows_of(copies):
        if row.change is None:
            continue
        is_changed = row.entries[0].cell.variant == "shared" and row.metric == "cpu_ns_per_op"
        factor = 2 if is_changed else 1
        assert row.change.estimate == pytest.approx(factor * plain[row.entries[0].cell, row.metric].estimate)
        assert row.is_told_apart or not is_changed


def test_a_change_is_the_quotient_of_the_ratios_and_turns_round(runs):
    there, back = rows_of(runs), rows_of(runs[::-1])
    for row, turned in zip(there, back):
        if row.change:
            quotient = row.ratios[1].interval.estimate / row.ratios[0].interval.estimate
            assert row.change.estimate == pytest.approx(quotient) and row.change.low < quotient < row.change.high
            assert [row.change.low, row.change.high] == pytest.approx([1 / turned.change.high, 1 / turned.change.low])


def test_a_missing_side_says_which_and_why(copies):
    edit_lines(copies[1], lambda line: line["cell"]["variant"] != "value" or line["cell"]["workload"] != "null")
    row = next(row for row in rows_of(copies) if row.entries[0].cell.variant == "value")
    assert row.change is None and row.note == "in B: no ok trial"


def test_too_few_blocks_give_a_change_without_an_interval(copies):
    edit_lines(copies[0], lambda line: line["block"] <= 4)
    row = next(row for row in rows_of(copies) if row.change)
    assert row.change.low is None and row.note == "N too small for an interval" and not row.is_told_apart


def test_cells_of_one_run_are_listed(copies):
    cells = json.loads((copies[0] / "manifest.json").read_text())["cells"]
    edit_manifest(copies[0], cells=[cell for cell in cells if cell["cell"]["workload"] != "null"])
    edit_lines(copies[0], lambda line: line["cell"]["workload"] != "null")
    compared = compare(*map(load_run, copies))
    assert compared.only[0] == [] and len(compared.only[1]) == 16
    assert all(title.startswith("null (quick") for title in compared.only[1])


@pytest.mark.parametrize("field, value, words", [("digest", "feedfeedfeedfeed", "observed different things"),
                                                 ("items_per_op", 64, "ops are of another size")])
def test_a_setting_that_did_other_work_is_not_compared(copies, field, value, words):
    edit_lines(copies[1], lambda line: line["cell"]["workload"] != "tree_build" or line.update({field: value}))
    compared = compare(*map(load_run, copies))
    refused = {pair.topics[0].setting.workload for pair in compared.pairs if pair.refused}
    assert refused == {"tree_build"} and words in next(pair.refused for pair in compared.pairs if pair.refused)
    path, warnings = package.build(*copies)
    text = " ".join(Checker(path.read_text()).text.split())
    assert "Not comparable: " in text and f"{value} in B" in text
    assert not [row for row, _ in package_changes(copies) if row.startswith("tree_build")]
    assert sum("not comparable" in warning for warning in warnings) == 2


@pytest.mark.parametrize("change, message", [
    (lambda a, b: edit_manifest(b, script_seed=8), r"script_seed is 7 in .*first and 8 in .*second; measure one"),
    (lambda a, b: edit_manifest(b, run_id="run-a"), r"are the same run, run-a"),
    (lambda a, b: (edit_manifest(b, cells=[]), edit_lines(b, lambda line: line["cell"].update(scale="full"))),
     r"no cell in common \(scales: quick; full\)"),
    (lambda a, b: edit_manifest(a, schema=3), r"schema 3 is newer"),
    (lambda a, b: (b / "manifest.json").unlink(), r"does not exist")])
def test_what_cannot_be_compared_is_refused(copies, change, message):
    change(*copies)
    with pytest.raises(ReportError, match=message):
        package.build(*copies)


def test_a_page_that_cannot_be_written_is_one_error(runs, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ReportError, match="cannot write the comparison"):
        package.build(*runs, tmp_path / "taken")


def test_what_differs_is_said_and_passing_state_is_not(copies):
    host = json.loads((copies[1] / "manifest.json").read_text())["host"]
    edit_manifest(copies[1], host={**host, "cpu": "Another CPU", "load": "9.99"}, seed=43)
    runs = [load_run(run) for run in copies]
    assert dict(differences.table(*runs).rows) == {"host.cpu": ["Synthetic CPU @ 2.00GHz", "Another CPU"],
                                                   "seed": ["42", "43"]}
    assert differences.machines_differ(*runs) == ["cpu"]
    assert any("the machines differ (cpu)" in warning for warning in package.build(*copies)[1])


def test_the_page_is_sound_and_keeps_the_machines_apart(runs, tmp_path):
    path, warnings = package.build(*runs, tmp_path)
    assert path == tmp_path / "compare-run-a.html" and warnings == []
    page = Checker(path.read_text())
    text = " ".join(page.text.split())
    assert len(page.ids) == len(set(page.ids)) and "script" not in page.tags and "img" not in page.tags
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not re.search(r"\b(nan|inf|None|Undefined)\b", text)
    assert len(page.alts) == 3 and all(len(alt) > 40 for alt in page.alts)
    assert text.count("A alone: Synthetic CPU") == text.count("B alone: Synthetic CPU") == 6
    assert path.read_text().count("<th scope=\"row\">unique · glibc, cpu_ns_per_op") == 6
    assert "the reference" in text and "No cell." in text
    again, _ = package.build(*runs, tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()
    assert package.build(*runs)[0] == runs[1] / "report" / "compare-run-a.html"


def test_data_is_escaped(copies, tmp_path):
    host = json.loads((copies[1] / "manifest.json").read_text())["host"]
    edit_manifest(copies[0], run_id=f"../{EVIL}", sides=[asdict(side(commit=EVIL))])
    edit_manifest(copies[1], host={**host, "cpu": EVIL})

    def poison(line):
        line["env"]["settings"] = {EVIL: EVIL}
        line["cell"].update(workload=line["cell"]["workload"] + EVIL)
    for run in copies:
        edit_manifest(run, cells=[])
        edit_lines(run, poison)
    path, _ = package.build(*copies, tmp_path / "page")
    assert path.parent == tmp_path / "page"
    page = Checker(path.read_text())
    assert "script" not in page.tags and "<script" not in path.read_text().lower()
    assert page.text.count("<script>alert(") >= 10


def test_the_figure_draws_both_ratios_and_the_change(runs):
    measured = figure.measure(compare(*map(load_run, runs)).pairs, "cpu_ns_per_op")
    fig = figure.draw(measured, "cpu_ns_per_op", ["footer"])
    drawn = sorted(line.get_xdata()[1] for ax in fig.axes for line in ax.lines if line.get_gid())
    expected = sorted(side.interval.estimate for _, rows in measured for row in rows for side in row.ratios)
    assert drawn == pytest.approx(expected) and len(drawn) == len(fig.marks) == 2 * 7 * 6
    for ax, (_, rows) in zip(fig.axes, measured):
        ends = sorted((line.get_xdata()[0], line.get_xdata()[2]) for line in ax.lines if line.get_gid())
        assert ends == sorted((side.interval.low, side.interval.high) for row in rows for side in row.ratios)
        assert {figure.text(row) for row in rows} <= {text.get_text() for text in ax.texts}
    marks = [line for ax in fig.axes for line in ax.lines if line.get_gid()]
    for line in marks:
        is_a = line.get_markerfacecolor() == "white"
        assert line.get_ydata()[0] % 1 == pytest.approx(1 - figure.APART if is_a else figure.APART)
    assert all(math.isfinite(end) for ax in fig.axes for end in ax.get_xlim())


def test_what_bench_all_warned_of_is_said_of_its_run(copies, tmp_path):
    edit_manifest(copies[1], warnings=["the host is busy: load 9 on 2 CPUs"])
    path, warnings = package.build(*copies, tmp_path / "out")
    assert "B: before it was measured, the host is busy: load 9 on 2 CPUs" in warnings
    assert "the host is busy: load 9" in path.read_text()
