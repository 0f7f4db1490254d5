"""Figures of the committed sample: the same bytes whoever draws them, in whatever surroundings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs/examples/quick_run"
HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "MPLBACKEND": "pdf", "SOURCE_DATE_EPOCH": "0"}
RC_FILE = "lines.linewidth: 9\nfont.size: 20\nsvg.fonttype: path\npatch.linewidth: 5\nxtick.major.size: 20\n"
"""Settings of a reader's own, which must not matter."""


def drawn(place: Path, environment: dict[str, str], form: str, names: list[str], jobs: int) -> dict[str, bytes]:
    """Draws figures of a copy of the sample in a process of its own; the copies have one name, and so one content."""
    run = place / "quick"
    shutil.copytree(SAMPLE, run, dirs_exist_ok=True)
    wanted = [word for name in names for word in ("--figure", name)]
    subprocess.run([sys.executable, "-m", "reports", run, *wanted, "--format", form, "--jobs", str(jobs)], check=True,
                   cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, stdout=subprocess.DEVNULL)
    return {path.name: path.read_bytes() for path in (run / "report/figures").iterdir()}


@pytest.mark.parametrize("form, names", [
    ("svg", ["all"]), ("png", ["heat-cascade_drop", "ratios-cpu_ns_per_op"]), ("pdf", ["heat-cascade_drop", "claims"])])
def test_the_same_bytes_whoever_draws_them(tmp_path, form, names):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "matplotlibrc").write_text(RC_FILE)
    (tmp_path / "here").mkdir()
    first = drawn(tmp_path / "here", HERE, form, names, jobs=2)
    second = drawn(tmp_path / "elsewhere", ELSEWHERE, form, names, jobs=1)
    assert first == second
    assert len(first) > 30 if names == ["all"] else len(first) == len(names)
