"""A program of one's own, as docs/ci.md shows it, goes through the whole gate: equal, slower, and answering wrongly."""

import json
import math
import os
import shutil
import subprocess

import pytest

from built_suite import BIN, ROOT, bench_all, quiet_host, trials

EXAMPLE = ROOT / "docs" / "examples" / "own_program"
AMOUNT = ("--profile", "smoke", "--blocks", "6", "--confirm-blocks", "12", "--trials", "1")


def copy(folder, old="", new=""):
    """The example with one line of it changed, and the runner beside it."""
    shutil.copytree(EXAMPLE, folder)
    (folder / "bench_all").symlink_to(BIN / "bench_all")
    program = folder / "bench_words"
    text = program.read_text()
    assert old in text
    program.write_text(text.replace(old, new, 1))
    return folder


def gate(tmp_path, base, head, *words):
    return subprocess.run([ROOT / "scripts/gate", "paired", "--base", base, "--head", head, "--out", tmp_path / "out",
                           *AMOUNT, *words], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
                          env={**os.environ, "OVG_LOCK_FILE": str(tmp_path / "lock")})


def test_it_runs_by_itself(tmp_path):
    bench_all("run", "--children", EXAMPLE, "--profile", "smoke", "--no-lock", *quiet_host(tmp_path), "--out",
              tmp_path / "run")
    lines = trials(tmp_path / "run")
    assert len(lines) == 2 and {line["status"] for line in lines} == {"ok"}
    assert {line["metrics"]["ops"]["value"] for line in lines} == {2000 * line["rounds"] for line in lines}


@pytest.mark.parametrize("selection", [(), ("--workload", "words")])
def test_a_slower_head_is_confirmed_to_be_worse(tmp_path, selection):
    slower = copy(tmp_path / "head", "    for word in line.split():", "    for word in 3 * line.split():")
    # It counts every word three times, and sees the same number of words.
    done = gate(tmp_path, copy(tmp_path / "base"), slower, *selection)
    result = json.loads((tmp_path / "out" / "gate.json").read_text())
    cpu, = (row for row in result["metrics"] if row["metric"] == "cpu_ns_per_op")
    assert cpu["label"] == "words words/glibc" and cpu["confirm"]["low"] > math.log(1.5), done.stderr
    # Where other tests run the gate may have said that it cannot see 5 %: then it is inconclusive.
    assert cpu["state"] == "worse" and done.returncode == 1 or cpu["state"] == "worse, advisory", done.stdout
    assert done.returncode in (1, 2)


def test_a_head_that_sees_something_else_is_not_compared(tmp_path):
    wrong = copy(tmp_path / "head", "return len(table)", "return len(table) + 1")
    done = gate(tmp_path, copy(tmp_path / "base"), wrong)
    assert done.returncode == 3 and "it asks another question" in done.stdout


def test_equal_programs_are_not_measured(tmp_path):
    done = gate(tmp_path, copy(tmp_path / "base"), copy(tmp_path / "head"))
    assert done.returncode == 0 and "unchanged by definition" in done.stdout
