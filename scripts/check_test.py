"""scripts/check on small trees: every rule fails on what it is for, and one failure does not hide another."""

import shutil
import subprocess
from pathlib import Path

import pytest

RULES = ["format", "layering", "flake8", "mypy", "shell_syntax", "length", "doc_width", "json_parses"]
PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


@pytest.fixture(scope="session")
def types(tmp_path_factory):
    """Where mypy keeps what it knows of the standard library, which takes it long to read."""
    return str(tmp_path_factory.mktemp("types"))


@pytest.fixture
def tree(project, types):
    shutil.copy(PYPROJECT, project.root)
    project.env["MYPY_CACHE_DIR"] = types
    for name in ("check", "layering.py", "layering_python.py"):
        project.take(name)
    (project.root / ".clang-format").write_text("BasedOnStyle: Google\n")
    project.stub("scripts/setup", "exit 0")

    def write(files):
        for path, text in files.items():
            file = project.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    project.write = write
    write({"harness/measure/clock.h": "int clock_ns();\n", "reports/load.py": "import json  # noqa\n"})
    return project


def failed(result):
    return [line.split()[1] for line in result.stdout.splitlines() if line.startswith("FAIL")]


def test_sound_tree(tree):
    result = tree.run("check")
    assert result.returncode == 0, result.stdout
    assert result.stdout.splitlines()[-1] == f"check: all {len(RULES)} rules hold"


@pytest.mark.parametrize("program", ["flake8", "mypy"])
def test_installs_what_checks_need_when_it_is_missing(tree, program):
    tree.stub("scripts/setup", 'echo "setup ($*)"')
    without = tree.stub("python", f"[[ $* != *{program}* ]] || exit 1")
    assert "setup (--tests)" in tree.run("check", OVG_PYTHON=str(without)).stderr


@pytest.mark.parametrize("rule, path, text", [
    ("format", "harness/measure/x.h", "int  a ;\n"),
    ("layering", "harness/measure/x.h", '#include "harness/record/trial.h"\n'),
    ("flake8", "reports/x.py", "import os\n"),
    ("mypy", "reports/x.py", "def twice(number: int) -> str:\n    return 2 * number\n"),
    ("mypy", "scripts/x.py", "def twice(number):\n    return 2 * number\n"),
    ("flake8", "scripts/report", "#!/usr/bin/env python3\nimport os\n"),
    ("shell_syntax", "scripts/x", "#!/usr/bin/env bash\nif true\n"),
    ("shell_syntax", ".ci/run", "#!/bin/sh\nfi\n"),
    ("length", "docs/x.md", "line\n" * 301),
    ("length", "scripts/long_files.txt", "docs/gone.md: it was long\n"),
    ("doc_width", "docs/x.md", "| a table | " + "x " * 60 + "|\n"),
    ("doc_width", "README.md", "    " + "ü " * 59 + "\n"),
    ("json_parses", "harness/record/x.json", "{,}"),
])
def test_each_rule_catches(tree, rule, path, text):
    tree.write({path: text})
    result = tree.run("check")
    assert result.returncode == 1
    assert failed(result) == [rule], result.stdout
    assert (path if rule != "length" else "docs/") in result.stdout


def test_all_failures_are_shown(tree):
    tree.write({"harness/measure/x.h": '#include "harness/record/trial.h"\nint  a ;\n', "x.sh": "fi\n",
                "reports/x.py": "import os\nx: int = ''\n", "x.md": "line\n" * 301 + "x " * 61, "x.json": "{"})
    result = tree.run("check")
    assert failed(result) == RULES
    assert result.stdout.splitlines()[-1] == "check: 8 of 8 rules failed: " + " ".join(RULES)


def test_excused_long_file(tree):
    tree.write({"docs/x.md": "line\n" * 301, "scripts/long_files.txt": "# why\ndocs/x.md: a table\n"})
    assert tree.run("check").returncode == 0


@pytest.mark.parametrize("path, text", [
    ("docs/x.md", "ü " * 60 + "\n"),
    ("docs/x.md", "- <https://" + "x" * 120 + ">\n"),
    ("reports/golden/x.md", "x " * 61),
])
def test_width_counts_characters_and_lets_addresses_and_output_pass(tree, path, text):
    tree.write({path: text})
    assert tree.run("check").returncode == 0


def test_fix_formats(tree):
    tree.write({"harness/measure/x.h": "int  a ;\n"})
    assert tree.run("check", "--fix").returncode == 0
    assert (tree.root / "harness/measure/x.h").read_text() == "int a;\n"


def test_places_of_bad_format_are_named(tree):
    tree.write({"harness/measure/x.h": "int  a ;\nint b;\nint  c;\n"})
    assert "harness/measure/x.h: line 1 3\n" in tree.run("check").stdout


def test_ignored_and_deleted_files_are_not_looked_at(tree):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=tree.root, check=True, capture_output=True)

    tree.write({".gitignore": "/build/\n", "build/x.json": "{", "gone.json": "{"})
    git("init")
    git("add", "gone.json")
    (tree.root / "gone.json").unlink()
    assert tree.run("check").returncode == 0
    tree.write({"untracked.json": "{"})
    assert failed(tree.run("check")) == ["json_parses"]


def test_archive_without_git_skips_what_is_built(tree):
    tree.write({"build/x.json": "{", "results/x/manifest.json": "{"})
    assert tree.run("check").returncode == 0


def test_bad_usage(tree):
    assert tree.run("check", "--fxi").returncode == 2
