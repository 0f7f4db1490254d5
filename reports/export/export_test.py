"""The command line of the exports: what is chosen, what is said, and one line for each mistake."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reports.export import __main__ as command
from reports.export.format import Exported, Format
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.testing.export import choice
from reports.testing.records import side

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs/examples/quick_run"


def chosen(run, one_per_cell=True, **asked):
    found = choice(run, one_per_cell=one_per_cell, **asked)
    return found.trials, found.said


@pytest.fixture(scope="module")
def run():
    return load_run(SAMPLE)


def test_without_a_choice_each_cell_has_its_first_ok_trial(synthetic_run):
    run = load_run(synthetic_run)
    trials, said = chosen(run)
    assert said == "the first ok trial of each cell"
    assert len({trial.cell for trial in trials}) == len(trials) == len({t.cell for t in run.trials if t.ok})
    for trial in trials:
        assert trial.ok and trial.block == min(t.block for t in run.trials if t.ok and t.cell == trial.cell)
    assert len(chosen(run, one_per_cell=False)[0]) == len(run.trials)


def test_kinds_of_choices_narrow_each_other(run):
    trials, said = chosen(run, workloads=["cascade_drop", "null"], allocators=["jemalloc"], blocks=["2", "3"])
    assert {(t.cell.setting.workload, t.cell.allocator, t.block) for t in trials} == {
        ("cascade_drop", "jemalloc", 2), ("cascade_drop", "jemalloc", 3)}
    assert said == "workload cascade_drop or null, allocator jemalloc, block 2 or 3"
    assert len(chosen(run, blocks=["all"])[0]) == len(run.trials)
    assert {t.cell.variant for t in chosen(run, variants=["boe*"])[0]} == {"boehm"}
    one = run.trials[7].trial_id
    assert [t.trial_id for t in chosen(run, trials=[one])[0]] == [one]


@pytest.mark.parametrize("asked, message", [
    ({"workloads": ["nul"]}, r"no workload 'nul' among 48 trials; there is .*cascade_drop"),
    ({"blocks": ["7"]}, r"no block '7' among 48 trials; there is 1, 2, 3, 4, 5, 6"),
    ({"workloads": ["null"], "allocators": ["jemalloc"]}, r"no allocator 'jemalloc' among 12 trials; there is glibc"),
    ({"trials": ["x"]}, r"no trial 'x' .* and 36 more")])
def test_what_is_not_there_is_an_error_that_says_what_is(run, asked, message):
    with pytest.raises(ReportError, match=message):
        chosen(run, **asked)


def shell(*arguments):
    return subprocess.run([ROOT / "scripts/export", *arguments], capture_output=True, text=True,
                          env={**os.environ, "OVG_PYTHON": sys.executable})


def test_the_script_writes_to_a_file_or_to_standard_output(tmp_path):
    out = tmp_path / "trace.json"
    done = shell(SAMPLE, "--format", "perfetto", "--workload", "null", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "export: 2 trials: workload null, the first ok trial of each cell\n"
    assert shell(SAMPLE, "--format", "perfetto", "--workload", "null").stdout == out.read_text()
    assert json.loads(out.read_text())["otherData"]["chosen"] == "workload null, the first ok trial of each cell"


def test_a_reader_that_has_gone_is_no_error():
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run([ROOT / "scripts/export", SAMPLE, "--format", "perfetto"], stdout=write_end,
                          stderr=subprocess.PIPE, text=True, env={**os.environ, "OVG_PYTHON": sys.executable})
    os.close(write_end)
    assert done.returncode == 0 and done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments, message", [
    (["/nowhere", "--format", "perfetto"], "not a directory"),
    ([SAMPLE, "--format", "perfetto", "--block", "9"], "no block '9'"),
    ([SAMPLE, "--format", "perfetto", "--out", "/nowhere/trace.json"], "cannot write /nowhere/trace.json"),
    ([SAMPLE, "--format", "perfetto", "--workload", "null", "--out", ROOT], "cannot write")])
def test_a_mistake_is_one_line_and_exit_code_2(arguments, message, capsys):
    assert command.main([str(argument) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("export: error: ") and message in error and error.count("\n") == 1


def test_bad_usage_is_exit_code_2_and_help_teaches(monkeypatch, capsys):
    plain = Format("a list", False, lambda choice: Exported(f"{len(choice.trials)}\n"))
    monkeypatch.setitem(command.FORMATS, "plain", plain)
    for arguments in ([str(SAMPLE)], [str(SAMPLE), "--format", "flamegraph"],
                      [str(SAMPLE), "--format", "plain", "--align"]):
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
    assert "--align is for formats with a time axis" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        command.main([str(SAMPLE), "--format", "perfetto", "--metric", "bloat"])
    assert ended.value.code == 2 and "--metric is for formats without a time axis" in capsys.readouterr().err
    assert command.main([str(SAMPLE), "--format", "plain"]) == 0
    assert capsys.readouterr().out == "48\n"  # no time axis: every trial
    help_text = shell("--help").stdout
    assert all(f"--format {name}" in help_text for name in command.FORMATS if name != "plain"), "an example of each"
    for words in ("ui.perfetto.dev", "exit codes", "examples", "--align", "--metric", "interruption_share"):
        assert words in help_text


def several(choice):
    return Exported(files={f"{name}.txt": name for name in choice.metrics}, remarks=["said"])


def test_a_format_of_several_files_wants_a_new_folder(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(command.FORMATS, "several", Format("files", False, several, several=True))
    asked = [str(SAMPLE), "--format", "several", "--metric", "service_p99*", "--metric", "bloat"]
    assert command.main(asked) == 2
    output = capsys.readouterr()
    assert output.out == "" and output.err == (
        "export: error: these are 3 files (service_p99_ns.txt, service_p999_ns.txt, bloat.txt): add --out FOLDER, or "
        "choose metrics with --metric until one is left\n")
    folder = tmp_path / "made/for it"
    assert command.main([*asked, "--out", str(folder)]) == 0
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        f"{name}.txt": name for name in ("service_p99_ns", "service_p999_ns", "bloat")}
    assert capsys.readouterr() == ("", "export: said\n")
    assert command.main([*asked, "--out", str(folder)]) == 2
    assert "is not empty; give --out a new or an empty folder" in capsys.readouterr().err
    assert command.main([*asked, "--out", str(folder / "bloat.txt")]) == 2
    assert "cannot write the folder" in capsys.readouterr().err
    assert command.main([str(SAMPLE), "--format", "several", "--metric", "bloat"]) == 0
    assert capsys.readouterr().out == "bloat"


def test_a_side_can_be_chosen_where_there_are_two(run):
    with pytest.raises(ReportError, match="no side 'head' among 48 trials; there is none"):
        chosen(run, sides=["head"])
    trials = [replace(t, cell=replace(t.cell, setting=replace(t.cell.setting, side="head"))) for t in run.trials]
    both = replace(run, trials=[*run.trials, *trials])
    assert chosen(both, sides=["head"], one_per_cell=False)[0] == trials


def test_of_two_sides_both_commits_are_told(run):
    sides = [side("base", "a" * 40), side("head", "b" * 40, dirty=True)]
    both = replace(run, manifest=replace(run.manifest, sides=sides))
    assert choice(both).about["commit"] == f"base {'a' * 12}, head {'b' * 12} with uncommitted changes"
