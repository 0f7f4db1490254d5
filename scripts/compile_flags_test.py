"""A user's flags reach the compiler, and the list of children records those that did. Only configures."""

import json
import os
import pathlib
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.endswith(("FLAGS", "_LAUNCHER"))}
DEFAULT = ["-O2", "-g1", "-DNDEBUG"]


def flags(folder, *words, cxxflags=""):
    """Flags as recorded, and those in the command that compiles an answer (no warnings, paths, standard)."""
    subprocess.run(["cmake", "--preset", "release", "-B", folder, *words], cwd=ROOT, check=True, capture_output=True,
                   env={**ENVIRONMENT, "CXXFLAGS": cxxflags})
    subprocess.run(["cmake", "--build", folder, "--target", "children_json"], check=True, capture_output=True)
    recorded = json.loads((folder / "bin/children.json").read_text())["toolchain"]["flags"]
    commands = json.loads((folder / "compile_commands.json").read_text())
    answer, = (entry["command"] for entry in commands if entry["file"].endswith("/raii_variants/value/tree_build.cpp"))
    compiler, *given = shlex.split(answer.partition(" -o ")[0])
    return shlex.split(recorded), [word for word in given if not word.startswith(("-I", "-W", "-std="))]


@pytest.mark.parametrize("words, cxxflags, expected", [
    ([], "", DEFAULT),
    (["-DCMAKE_CXX_FLAGS_RELEASE=-O3 -DNDEBUG"], "", ["-O3", "-DNDEBUG"]),
    ([], "-march=x86-64-v2 -DNAME='\"quoted\"'", ["-march=x86-64-v2", '-DNAME="quoted"', *DEFAULT]),
    (["-DOVG_SANITIZE=address,undefined"], "", [*DEFAULT, "-fsanitize=address,undefined", "-fno-omit-frame-pointer"]),
    (["-DCMAKE_BUILD_TYPE=Debug"], "-Og", ["-Og", "-g"]),
])
def test_what_is_recorded_is_what_compiles(tmp_path, words, cxxflags, expected):
    assert flags(tmp_path, *words, cxxflags=cxxflags) == (expected, expected)
