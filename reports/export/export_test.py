"""The command line of the exports: what is chosen, what is said, and one line for each mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.errors import ReportError
from reports.export import __main__ as command
from reports.export.format import Exported, Format
from reports.export.select import Selection, select
from reports.load import load_run

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "reports/samples/quick"


def chosen(run, one_per_cell=True, **asked):
    empty = {"trials": [], "workloads": [], "variants": [], "allocators": [], "blocks": []}
    return select(run, Selection(**{**empty, **asked}), one_per_cell)


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
    plain = Format("a list", False, lambda run, trials, said, align: Exported(f"{len(trials)}\n"))
    monkeypatch.setitem(command.FORMATS, "plain", plain)
    for arguments in ([str(SAMPLE)], [str(SAMPLE), "--format", "flamegraph"],
                      [str(SAMPLE), "--format", "plain", "--align"]):
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
    assert "--align is for formats with a time axis" in capsys.readouterr().err
    assert command.main([str(SAMPLE), "--format", "plain"]) == 0
    assert capsys.readouterr().out == "48\n"  # no time axis: every trial
    help_text = shell("--help").stdout
    assert all(words in help_text for words in ("ui.perfetto.dev", "exit codes", "examples", "--align"))
