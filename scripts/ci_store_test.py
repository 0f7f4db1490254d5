"""scripts/ci/store on real repositories: lines are only added, whoever else adds some, and nothing else is touched."""

import subprocess

import pytest


def git(folder, *words):
    done = subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e@x", *words], cwd=folder, check=True,
                          capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def store(project, tmp_path):
    """The project as a clone of the bare repository `remote`."""
    project.take("ci/store")
    project.remote = tmp_path / "remote.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(project.remote))
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "one")
    git(project.root, "remote", "add", "origin", str(project.remote))
    git(project.root, "push", "-q", "origin", "main")
    return project


def write(folder, name, *lines):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines))


def kept(store, name):
    return git(store.remote, "show", f"data:{name}").splitlines()


def test_a_new_history_is_empty_and_what_is_put_comes_back(store):
    done = store.run("ci/store", "get", "data", "history")
    assert done.returncode == 0 and list((store.root / "history").iterdir()) == []
    write(store.root / "history", "m.jsonl", "a", "b")
    write(store.root / "history", "ledger/equal.jsonl", "1")
    assert store.run("ci/store", "put", "data", "history").returncode == 0
    assert store.run("ci/store", "get", "data", "again").returncode == 0
    assert (store.root / "again/m.jsonl").read_text() == "a\nb\n"
    assert (store.root / "again/ledger/equal.jsonl").read_text() == "1\n"
    assert git(store.remote, "rev-list", "--count", "data") == "1", "it shares no commit with the code"


def test_lines_are_only_added(store):
    write(store.root / "h", "m.jsonl", "a", "b")
    (store.root / "h/cut.jsonl").write_text("half a line")
    assert store.run("ci/store", "put", "data", "h").returncode == 0
    write(store.root / "other", "m.jsonl", "b", "c")
    write(store.root / "other", "cut.jsonl", "whole")
    assert store.run("ci/store", "put", "data", "other").returncode == 0
    assert kept(store, "m.jsonl") == ["a", "b", "c"] and kept(store, "cut.jsonl") == ["half a line", "whole"]
    before = git(store.remote, "rev-parse", "data")
    assert "has all of it already" in store.run("ci/store", "put", "data", "other").stderr
    assert git(store.remote, "rev-parse", "data") == before


def test_whoever_was_quicker_loses_nothing(store):
    write(store.root / "h", "m.jsonl", "a")
    assert store.run("ci/store", "put", "data", "h").returncode == 0
    # Just before the push of one job, another one pushes.
    hook = store.root / ".git/hooks/pre-push"
    hook.write_text("#!/bin/bash\nrm $0\nscripts/ci/store put data quicker\n")
    hook.chmod(0o755)
    write(store.root / "quicker", "m.jsonl", "q")
    write(store.root / "mine", "m.jsonl", "mine")
    done = store.run("ci/store", "put", "data", "mine")
    assert done.returncode == 0 and "push 1 was refused" in done.stderr
    assert kept(store, "m.jsonl") == ["a", "q", "mine"]


def test_the_work_tree_and_what_is_staged_are_left_alone(store):
    write(store.root, "staged", "x")
    git(store.root, "add", "staged")
    write(store.root / "h", "m.jsonl", "a")
    before = git(store.root, "status", "--porcelain"), git(store.root, "rev-parse", "HEAD")
    assert store.run("ci/store", "put", "data", "h").returncode == 0
    assert (git(store.root, "status", "--porcelain"), git(store.root, "rev-parse", "HEAD")) == before


def test_a_remote_that_does_not_answer_is_no_empty_history(store):
    git(store.root, "remote", "set-url", "origin", "/nowhere")
    done = store.run("ci/store", "get", "data", "history")
    assert done.returncode == 3 and "cannot be asked" in done.stderr and not (store.root / "history").exists()
    write(store.root / "h", "m.jsonl", "a")
    assert store.run("ci/store", "put", "data", "h").returncode == 3


def test_a_push_that_is_not_allowed_fails(store):
    hook = store.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/bash\nexit 1\n")
    hook.chmod(0o755)
    write(store.root / "h", "m.jsonl", "a")
    done = store.run("ci/store", "put", "data", "h")
    assert done.returncode == 3 and "may this job write" in done.stderr


@pytest.mark.parametrize("words", [(), ("get", "data"), ("got", "data", "x"), ("put", "data", "nowhere")])
def test_bad_usage(store, words):
    assert store.run("ci/store", *words).returncode == 3
