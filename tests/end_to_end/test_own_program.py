"""A program of one's own, as docs/ci.md shows it, goes through the whole gate: equal, slower, and answering wrongly."""

import json
import math
import os
import shutil
import subprocess

import pytest

from hang_guard import HANGS_S
from built_suite import BIN, ROOT, bench_all, measured, quiet_host

EXAMPLE = ROOT / "docs" / "examples" / "own_program"
AMOUNT = ("--profile", "smoke", "--blocks", "6", "--confirm-blocks", "12", "--trials", "1")


CLOCK = """
class time:
    now = real_time.monotonic_ns()

    @classmethod
    def monotonic_ns(cls):
        cls.now += 50
        return cls.now

    process_time_ns = monotonic_ns
"""
"""Passes when it is read, and by 100 ns with each word: so what the gate is shown does not depend on the machine."""
OF_THE_MACHINE = [("import time\n", "import time as real_time\n" + CLOCK),
                  ("        table[word] = table.get(word, 0) + 1\n",
                   "        table[word] = table.get(word, 0) + 1\n        time.now += 100\n"),
                  ("after.ru_majflt - before.ru_majflt", "0")]


def copy(folder, old="", new=""):
    """The example with one line of it changed and a clock of its own; beside it a runner that reads no noise."""
    shutil.copytree(EXAMPLE, folder)
    (folder / "host").mkdir()
    runner = folder / "bench_all"
    runner.write_text(f'''#!/bin/sh
case $1 in run) exec {BIN}/bench_all "$@" --host-root {folder}/host ;; esac
exec {BIN}/bench_all "$@"
''')
    runner.chmod(0o755)
    program = folder / "bench_words"
    text = program.read_text()
    for before, after in [*OF_THE_MACHINE, (old, new)]:
        assert before in text
        text = text.replace(before, after, 1)
    program.write_text(text)
    return folder


def gate(tmp_path, base, head, *words):
    return subprocess.run([ROOT / "scripts/gate", "paired", "--base", base, "--head", head, "--out", tmp_path / "out",
                           *AMOUNT, *words], capture_output=True, text=True, timeout=HANGS_S, stdin=subprocess.DEVNULL,
                          env={**os.environ, "OVG_LOCK_FILE": str(tmp_path / "lock")})


def test_it_runs_by_itself(tmp_path):
    bench_all("run", "--children", EXAMPLE, "--profile", "smoke", "--no-lock", *quiet_host(tmp_path), "--out",
              tmp_path / "run")
    lines = measured(tmp_path / "run")
    assert len(lines) == 2
    assert {line["metrics"]["ops"] for line in lines} == {2000 * line["rounds"] for line in lines}


@pytest.mark.parametrize("selection", [(), ("--workload", "words")])
def test_a_slower_head_is_confirmed_to_be_worse(tmp_path, selection):
    slower = copy(tmp_path / "head", "    for word in line.split():", "    for word in 3 * line.split():")
    # It counts every word three times, and sees the same number of words.
    done = gate(tmp_path, copy(tmp_path / "base"), slower, *selection)
    result = json.loads((tmp_path / "out" / "gate.json").read_text())
    cpu, = (row for row in result["metrics"] if row["metric"] == "cpu_ns_per_op")
    assert cpu["label"] == "words words/glibc" and cpu["state"] == "worse", done.stderr
    assert cpu["confirm"]["low"] == pytest.approx(math.log(3), abs=0.05)
    assert done.returncode == 1, done.stdout


def test_a_head_that_sees_something_else_is_not_compared(tmp_path):
    wrong = copy(tmp_path / "head", "return len(table)", "return len(table) + 1")
    done = gate(tmp_path, copy(tmp_path / "base"), wrong)
    assert done.returncode == 3 and "it asks another question" in done.stdout


def test_equal_programs_are_not_measured(tmp_path):
    done = gate(tmp_path, copy(tmp_path / "base"), copy(tmp_path / "head"))
    assert done.returncode == 0 and "unchanged by definition" in done.stdout
