"""pyproject.toml: its version is that of bench_all, and what it starts is there."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
STARTED = PYPROJECT["project"]["scripts"]


def test_the_version_is_that_of_bench_all():
    """OVG_VERSION is CMake's PROJECT_VERSION, and both that and Python's are the one in VERSION."""
    file = PYPROJECT["tool"]["setuptools"]["dynamic"]["version"]["file"]
    assert "version" in PYPROJECT["project"]["dynamic"] and re.fullmatch(r"\d+\.\d+\.\d+\n", (ROOT / file).read_text())
    listfile = (ROOT / "CMakeLists.txt").read_text()
    read, = re.findall(r"^file\(STRINGS (\S+) version\b", listfile, re.M)
    assert read == file and re.search(r"^project\(\S+ VERSION \$\{version\} ", listfile, re.M)


@pytest.mark.parametrize("program", STARTED)
def test_a_program_starts_what_its_script_starts(program):
    module, _, function = STARTED[program].partition(":")
    assert callable(getattr(importlib.import_module(module), function))
    script = (ROOT / "scripts" / program.removeprefix("ovg-")).read_text()
    assert f"-m {module.removesuffix('.__main__')} " in script
