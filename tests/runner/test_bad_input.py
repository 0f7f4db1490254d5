"""Bad input: one line on standard error that names the fix, exit code 2, nothing written."""

import json
import os
import subprocess

import pytest


def complaint(suite, *words, verb="run", **more):
    done = suite.call(*words, verb=verb, **more)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("bench_all: "), done.stderr
    return done.stderr


@pytest.fixture
def usual(suite):
    return suite.add("unique", ["tree_build", "alloc_churn"]).add("value", ["tree_build"], allocators=["jemalloc"])


CASES = [
    (["--workload", "tree_biuld"], "unknown workload 'tree_biuld': did you mean 'tree_build'?"),
    (["--workload", "zzzzzzzz*"], "valid are tree_build, alloc_churn"),
    (["--variant", "uniqe"], "did you mean 'unique'?"),
    (["--variant", "unique:naive"], "unknown variant 'unique:naive'"),
    (["--allocator", "jemaloc"], "did you mean 'jemalloc'?"),
    (["--profile", "ful"], "did you mean 'full'?"),
    (["--profil", "full"], "unknown option '--profil': did you mean '--profile'?"),
    (["--blok=3"], "did you mean '--blocks'?"),
    (["-x"], "unknown option '-x'"),
    (["rnu"], "the verbs are run, sweep, list and plan"),
    (["--blocks", "0"], "--blocks wants a whole number from 1"),
    (["--blocks", "-1"], "--blocks wants"),
    (["--blocks", "three"], "not 'three'"),
    (["--blocks", "3x"], "not '3x'"),
    (["--blocks", ""], "--blocks is empty"),
    (["--trials", "0"], "--trials wants"),
    (["--rounds", "0"], "--rounds wants"),
    (["--seed", "1.5"], "--seed wants"),
    (["--timeout", "-1"], "--timeout wants seconds above 0"),
    (["--timeout", "0"], "--timeout wants"),
    (["--timeout", "nan"], "--timeout wants"),
    (["--timeout"], "--timeout"),
    (["--env", "NOVALUE"], "--env wants NAME=VALUE"),
    (["--env", "=x"], "--env wants NAME=VALUE"),
    (["--env", "1A=x"], "--env wants NAME=VALUE"),
    (["--env", "A=1", "--env", "A=2"], "sets A twice"),
    (["--env", "OVG_PADDING=x"], "cannot set OVG_PADDING"),
    (["--json"], "--json goes with list and plan"),
    (["--variant", "value", "--allocator", "glibc"], "nothing to run"),
    (["--resume", "somewhere", "--blocks", "3"], "leave out --blocks"),
    (["--out", ""], "--out is empty"),
    (["--head", "nowhere"], "nowhere: give an existing file"),
    (["--head", ""], "--head is empty"),
    (["--base-env", "NOVALUE"], "--base-env wants NAME=VALUE"),
    (["--head-env", "OVG_PADDING=x"], "--head-env cannot set OVG_PADDING"),
    (["--resume", "somewhere", "--head-env", "A=1"], "leave out --head-env"),
]


@pytest.mark.parametrize("words, expected", CASES, ids=[" ".join(words) for words, _ in CASES])
def test_one_line_that_names_the_fix(usual, words, expected):
    out = [] if "--resume" in words or "--out" in words else ["--out", usual.out]
    assert expected in complaint(usual, *out, *words)
    assert not usual.out.exists()
    assert usual.calls() == []


def test_a_directory_that_cannot_be_made(usual):
    assert "cannot make the run directory /proc/none" in complaint(usual, "--out", "/proc/none")


def test_a_directory_that_is_not_writable(usual):
    usual.out.mkdir(mode=0o555)
    # Root may write everywhere, unless it gives up that very right.
    wrapper = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    text = complaint(usual, "--out", usual.out, wrapper=wrapper)
    assert str(usual.out) in text and "Permission denied" in text
    assert list(usual.out.iterdir()) == []


def test_a_file_where_the_directory_should_be(usual):
    usual.out.write_text("mine")
    assert "is not a directory" in complaint(usual, "--out", usual.out)
    assert usual.out.read_text() == "mine"


def test_out_that_holds_another_run(usual):
    usual.run("--workload", "alloc_churn", "--rounds", "1", code=1)  # alloc_churn is no behaviour, so it crashes
    before = {path: path.read_bytes() for path in usual.out.rglob("*") if path.is_file()}
    assert f"--resume {usual.out}" in complaint(usual, "--out", usual.out)
    assert {path: path.read_bytes() for path in usual.out.rglob("*") if path.is_file()} == before


def test_out_that_holds_something_else(usual):
    usual.out.mkdir()
    (usual.out / "thesis.tex").write_text("mine")
    assert "is not empty" in complaint(usual, "--out", usual.out)
    assert [path.name for path in usual.out.iterdir()] == ["thesis.tex"]


def test_a_missing_child(usual):
    (usual.folder / "bench_unique").unlink()
    text = complaint(usual, "--out", usual.out)
    assert f"{usual.folder}/bench_unique is missing: build" in text
    assert not usual.out.exists()


def test_no_children_file(usual):
    command = usual.command("--out", usual.out)
    (usual.folder / "children.json").unlink()
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and "children.json" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("card, expected", [
    ({"list_fails": True}, "list' exited with 7"),
    ({"protocol": 1}, "protocol is not 2"),
    ({"group": "other"}, "neither ownership nor collection"),
    ({"allocators": "glibc"}, "allocators is not a list"),
    ({"workloads": [{"name": "x"}]}, "workloads[0].max_threads is missing"),
])
def test_a_child_that_does_not_answer_list(suite, card, expected):
    suite.add("unique")
    path = suite.folder / "bench_unique.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **card}))
    assert expected in complaint(suite, "--out", suite.out)
    assert not suite.out.exists()


def test_a_child_that_dies_says_on_which_side_with_which_variables_and_what_it_said(suite, head):
    """A preloaded library that aborts without its variable is the usual cause."""
    suite.add("unique")
    child = head.add("unique").folder / "bench_unique"
    child.unlink()
    child.write_text("#!/bin/sh\nprintf 'shim: no schedule\\033[31m\\n\\n' >&2\nkill -ABRT $$\n")
    child.chmod(0o755)
    text = complaint(suite, "--head", head.children_file(), "--head-env", "A=1", "--env", "B=2", "--base-env", "C=3")
    assert f"'{head.folder}/bench_unique list' of the head side was killed by signal 6 (Aborted)" in text
    assert "with A=1 B=2 set" in text and 'its last words were "shim: no schedule [31m"' in text
    assert "run it by hand with these variables" in text and "preloaded library" not in text
    text = complaint(suite, "--head", head.children_file(), "--head-env", "LD_PRELOAD=libm.so.6")
    assert "LD_PRELOAD=libm.so.6 set" in text and "a preloaded library may want a variable" in text
    text = complaint(head)
    assert "side" not in text and "set" not in text and "run it by hand to see why" in text


def test_jemalloc_that_is_not_installed(usual):
    empty = usual.folder / "no_libraries"
    empty.mkdir()
    where = ["--allocator-dir", empty]
    text = complaint(usual, "--allocator", "jemalloc", "--out", usual.out, *where)
    assert "jemalloc is not installed: apt install libjemalloc2" in text
    assert not usual.out.exists()


def test_only_cells_that_cannot_run(suite):
    suite.add("unique").add_unavailable("boehm", "libgc is not installed: apt install libgc-dev")
    assert "libgc is not installed: apt install libgc-dev" in complaint(suite, "--variant", "boehm")


def test_resume_where_nothing_was_measured(usual):
    usual.out.mkdir()
    assert "start again without --resume" in complaint(usual, "--resume", usual.out)
    assert "start again without --resume" in complaint(usual, "--resume", usual.folder / "nowhere")


def test_plan_and_list_complain_alike(usual):
    assert "did you mean" in complaint(usual, "--workload", "tree_biuld", verb="plan")
    assert "--resume goes with run" in complaint(usual, "--resume", "x", verb="plan")


@pytest.mark.parametrize("words", [["--head", "x"], ["--head-env", "A=1"], ["--base-env", "A=1"], ["--only", "x"]])
def test_what_is_listed_has_no_sides(usual, words):
    assert f"{words[0]} goes with run and plan" in complaint(usual, *words, verb="list")
