"""The suite where `cmake --install` puts it does what it does in its tree."""

import json
import os
import shutil
import subprocess

import pytest

from hang_guard import HANGS_S
from built_suite import BIN, ROOT, measured

ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run(["cmake", "--install", BIN.parent, "--prefix", prefix], check=True, capture_output=True)
    return prefix


def said(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=HANGS_S, env=ENVIRONMENT).stdout


def report(root, folder):
    """What scripts/report under `root` makes of the sample run, name -> bytes. The path has to be one: pages name it.

    But for what tells whether a page is up to date: it holds the digest of the code, with its tests in the tree.
    """
    shutil.copytree(ROOT / "docs/examples/quick_run", folder)
    said(root / "scripts/report", folder)
    made = {file.name: file.read_bytes() for file in (folder / "report").iterdir() if file.name != "made_from.json"}
    shutil.rmtree(folder)
    return made


def test_it_finds_its_children(installed, tmp_path):
    listed = said(installed / "bin/bench_all", "list")
    assert "tree_build" in listed and "boehm" in listed
    said(installed / "bin/bench_all", "run", "--profile", "smoke", "--no-lock", "--no-primitives", "--workload", "null",
         "--load", "0", "--blocks", "1", "--out", tmp_path / "run")
    found = {record["cell"]["variant"] for record in measured(tmp_path / "run")}
    assert found >= {"value", "unique", "shared", "boehm"}
    counted = {"objects_allocated" in record["metrics"] for record in measured(tmp_path / "run")}
    assert counted == {(BIN / "libovg_count.so").exists()}, "the counter is installed where one was built"


def test_its_page_is_that_of_the_tree(installed, tmp_path):
    tree, there = (report(root, tmp_path / "run") for root in (ROOT, installed / "share/ownership-vs-gc"))
    assert {"index.html", "ratios.csv", "claims.json"} <= tree.keys()
    assert {name for name in tree.keys() | there.keys() if tree.get(name) != there.get(name)} == set()


@pytest.mark.parametrize("words", [["report", "--help"], ["export", "--help"], ["gate", "--help"],
                                   ["gate", "paired", "--help"]])
def test_its_scripts_know_what_those_of_the_tree_know(installed, words):
    script, *rest = words
    there = said(installed / "share/ownership-vs-gc/scripts" / script, *rest)
    assert there == said(ROOT / "scripts" / script, *rest) and there


def test_its_gate_judges_installations(installed, tmp_path):
    """Against itself, in one environment, nothing can differ: it finds all programs and measures nothing."""
    said(installed / "share/ownership-vs-gc/scripts/gate", "paired", "--base", installed, "--out", tmp_path / "gate")
    assert json.loads((tmp_path / "gate/gate.json").read_text())["verdict"] == "pass"
