"""What is asked for on a command line is understood before anything that takes long to load."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"numpy", "scipy", "matplotlib", "jinja2"}


@pytest.mark.parametrize("module, exit_code, arguments", [
    ("reports", 0, ["--help"]), ("reports.export", 0, ["--help"]), ("reports.gate", 0, ["--help"]),
    ("reports.gate", 0, ["paired", "--help"]), ("reports.gate", 0, ["selftest", "--help"]),
    ("reports", 2, ["--frobnicate"]), ("reports.export", 2, ["DIR", "--format", "flamegraph"]),
    ("reports.gate", 3, ["history", "--frobnicate"])])
def test_a_command_line_is_read_without_what_computes_and_draws(module, exit_code, arguments):
    command = [sys.executable, "-X", "importtime", "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], timeout=60)
    assert done.returncode == exit_code
    assert exit_code or "exit codes" in done.stdout
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "argparse" in loaded and not loaded & HEAVY
