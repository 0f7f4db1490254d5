"""scripts/report, export and gate run the code beside them, wherever they are called from."""

import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent


@pytest.mark.parametrize("name", ["report", "export", "gate"])
def test_code_in_the_folder_of_the_caller_is_not_run(name, tmp_path):
    for package in ("reports", "reports/export", "reports/gate"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        (tmp_path / package / "__main__.py").write_text("print('another version of the suite')\n")
    result = subprocess.run([str(SCRIPTS / name), "--help"], cwd=tmp_path, stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, timeout=900)
    assert result.returncode == 0 and "usage: " in result.stdout, result.stdout + result.stderr
