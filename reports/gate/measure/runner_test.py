"""How bench_all is called, and what becomes of what it does; a stub stands in for it."""

import json
import shutil

import pytest

from reports.gate.__main__ import main
from reports.gate.cli import sides
from reports.gate.cli.options import parse
from reports.gate.measure.runner import BenchAll, Changed, Job
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, cell, worse
from reports.run.errors import ReportError


def build(folder, program="same", code=0):
    """A build whose bench_all writes down its arguments and makes an empty run."""
    bin = folder / "bin"
    bin.mkdir(parents=True)
    (bin / "children.json").write_text(json.dumps({"children": [{"variant": "unique", "executable": "bench_unique"}]}))
    (bin / "bench_unique").write_text(program)
    stub = bin / "bench_all"
    stub.write_text('#!/bin/bash\n[[ $1 == plan ]] && exec cat "$(dirname "$0")/plan.json"\n'
                    'printf "%s\\n" "$@" >"$(dirname "$0")/arguments"\nout=\n'
                    'while [[ $# -gt 0 ]]; do [[ $1 == --out ]] && out=$2; shift; done\n'
                    f'mkdir -p "$out" && touch "$out/results.jsonl"\nexit {code}\n')
    stub.chmod(0o755)
    return folder


def test_bench_all_gets_both_sides_and_the_selection(tmp_path):
    base, head = build(tmp_path / "a"), build(tmp_path / "b", "other")
    runner = BenchAll(base, head, ["A=1"], ["B=2"], ["--profile", "quick", "--workload", "null"])
    runner.measure(Job(tmp_path / "out", 10, 3, seed=7))
    assert (head / "bin" / "arguments").read_text().split() == [
        "run", "--children", str(base / "bin"), "--head", str(head / "bin"), "--base-env", "A=1", "--head-env", "B=2",
        "--blocks", "10", "--trials", "3", "--out", str(tmp_path / "out"), "--seed", "7", "--profile", "quick",
        "--workload", "null"]


def test_a_confirmation_names_its_cells_and_its_rate_instead_of_the_selection(tmp_path):
    one = build(tmp_path / "a")
    runner = BenchAll(one, one, [], ["B=2"], ["--profile", "quick", "--workload", "null"])
    cells = (cell(), cell("null", variant="boehm"))
    runner.measure(Job(tmp_path / "out" / "confirm", 20, 3, only=cells, capacity_per_s=1234.5))
    words = (one / "bin" / "arguments").read_text().split()
    assert "--workload" not in words and words[words.index("--profile") + 1] == "quick"
    assert words[words.index("--capacity") + 1] == "1234.5"
    listed = open(words[words.index("--only") + 1]).read().splitlines()
    wanted = [{**one, "side": None} for one in cells]
    assert [json.loads(line) for line in listed] == wanted, "bench_all wants every field"


@pytest.mark.parametrize("workloads, taken", [
    (("null", "mine", "tree_build"), ["null", "tree_build"]), (("mine", "other"), ["mine", "other"])])
def test_without_a_selection_the_default_cells_are_measured_or_all_where_there_are_none(tmp_path, workloads, taken):
    one = build(tmp_path / "a")
    planned = [{"cell": cell(workload, side=side)} for workload in workloads for side in ("base", "head")]
    (one / "bin" / "plan.json").write_text(json.dumps({"cells": planned}))
    BenchAll(one, one, [], ["B=2"], ["--profile", "quick"], is_default=True).measure(Job(tmp_path / "out", 10, 3))
    words = (one / "bin" / "arguments").read_text().split()
    listed = open(words[words.index("--only") + 1]).read().splitlines()
    assert [json.loads(line)["workload"] for line in listed] == taken


@pytest.mark.parametrize("words, is_default", [
    ([], True), (["--profile", "default"], True), (["--all"], False), (["--workload", "null"], False),
    (["--live", "16"], False)])
def test_any_selection_replaces_the_default_one(tmp_path, words, is_default):
    options = parse(["paired", "--base", str(build(tmp_path / "a")), *words])
    assert sides.runner(options).is_default == is_default


@pytest.mark.parametrize("code, fails", [(0, False), (1, False), (2, True), (130, True)])
def test_failed_trials_are_judged_and_a_runner_that_failed_is_an_error(tmp_path, code, fails):
    one = build(tmp_path / "a", code=code)
    job = Job(tmp_path / "out", 10, 3)
    if fails:
        with pytest.raises(ReportError, match=f"exit code {code}"):
            BenchAll(one, one).measure(job)
    else:
        BenchAll(one, one).measure(job)


def test_sides_are_equal_by_bytes_and_environment(tmp_path):
    one, same, other = build(tmp_path / "a"), build(tmp_path / "b"), build(tmp_path / "c", "other")
    for equal in ((one, same), (one, one), (one, one, ["A=1"], ["A=1"])):
        assert BenchAll(*equal).changed() == Changed(("unique",))
    assert BenchAll(one, other).changed() == BenchAll(one, one, [], ["A=1"]).changed() == Changed()


def test_of_the_selection_only_what_can_differ_is_left(tmp_path):
    one, other = build(tmp_path / "a"), build(tmp_path / "b", "other")
    for folder in (one, other):
        (folder / "bin" / "bench_boehm").write_text("same")
        (folder / "bin" / "children.json").write_text(json.dumps({"children": [
            *({"variant": name, "executable": f"bench_{name}"} for name in ("boehm", "unique")),
            {"variant": "arena", "unavailable": "not installed"}]}))
    plan = [{"cell": {**cell(variant=variant), "side": side}} for variant in ("unique", "boehm")
            for side in ("base", "head")]
    (other / "bin" / "bench_all").write_text('#!/bin/bash\nprintf "%s\\n" "$@" >"$(dirname "$0")/arguments"\n'
                                             f"echo '{json.dumps({'cells': plan})}'\n")
    runner = BenchAll(one, other, options=["--workload", "tree_build"])
    assert runner.changed() == Changed(("boehm",), (cell(variant="unique"),))
    assert BenchAll(one, other, is_default=True).changed() == runner.changed()
    assert (other / "bin" / "arguments").read_text().split() == [
        "plan", "--children", str(one / "bin"), "--head", str(other / "bin"), "--json", "--workload", "tree_build"]
    (other / "bin" / "bench_all").write_text("#!/bin/bash\necho no such workload >&2\nexit 2\n")
    with pytest.raises(ReportError, match="cannot plan what to measure: no such workload"):
        runner.changed()


def test_a_folder_that_is_no_build_is_named(tmp_path):
    with pytest.raises(ReportError, match="has no children.json"):
        BenchAll(tmp_path, tmp_path)


def test_the_command_line_short_circuits_and_writes_every_form(tmp_path, capsys):
    one, same = build(tmp_path / "a"), build(tmp_path / "b")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    arguments = ["paired", "--base", str(one), "--head", str(same), "--out", str(tmp_path / "out"),
                 "--markdown", str(summary), "--junit", str(tmp_path / "junit" / "gate.xml")]
    assert main(arguments) == 0
    assert "unchanged by definition" in capsys.readouterr().out
    assert summary.read_text().startswith("before\n## ") and (tmp_path / "junit" / "gate.xml").exists()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"gate.json", "gate.md", "gate.txt", "gate.xml"}


@pytest.mark.parametrize("arguments, words", [
    (["paired"], "give --base BUILD"), (["paired", "--base", "nowhere"], "has no children.json"),
    (["paired", "--base", "x", "--blocks", "5"], "--blocks takes at least 6"),
    (["paired", "--base", "x", "--head-env", "A"], "'A' is not NAME=VALUE"),
    (["paired", "--base", "x", "--base-ref", "main"], "leave out --base")])
def test_bad_usage_has_an_exit_code_of_its_own(tmp_path, capsys, arguments, words):
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 3
    out = capsys.readouterr().out
    assert words in out and "ERROR (exit code 3)" in out


def test_an_unknown_option_is_no_inconclusive_run(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["paired", "--bass", "x"])
    assert ended.value.code == 3 and "--help" in capsys.readouterr().err


def test_what_was_measured_can_be_judged_again(tmp_path, capsys):
    def spoil(manifest):
        manifest["sides"][1]["env"] = {"A": "1"}
        for side, folder in enumerate(("old", "new")):
            manifest["sides"][side]["children"][0]["executable"] = f"{folder}/bench_unique"
    paired(FakeRunner(harm=worse("cpu_ns_per_op", 1.1), spoil=spoil), tmp_path)
    assert main(["paired", "--judge", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    again = "again: scripts/gate paired --base old --head new --head-env A=1 --profile quick"
    assert "REGRESSION" in out and again in out
    assert main(["paired", "--judge", str(tmp_path / "nowhere")]) == 3


def test_an_installation_is_measured_by_the_runner_installed_with_it(tmp_path):
    build(tmp_path / "built")
    programs = tmp_path / "usr/libexec/ownership-vs-gc"
    shutil.copytree(tmp_path / "built/bin", programs)
    (tmp_path / "usr/bin").mkdir()
    (programs / "bench_all").rename(tmp_path / "usr/bin/bench_all")
    BenchAll(tmp_path / "usr", tmp_path / "usr").measure(Job(tmp_path / "out", 6, 1))
    assert str(programs) in (tmp_path / "usr/bin/arguments").read_text()
