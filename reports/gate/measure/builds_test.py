"""Two commits built in one folder, with a stub for cmake: what is asked of it, what is cleaned up, what is said."""

import signal
import subprocess
from functools import partial

import pytest

from reports.gate.__main__ import main
from reports.gate.measure import builds
from reports.gate.measure.builds import of_refs
from reports.run.errors import ReportError


def git(where, *words):
    done = subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e@x", *words], cwd=where, check=True,
                          capture_output=True, text=True)
    return done.stdout.strip()


def worktrees(root):
    return len(git(root, "worktree", "list").splitlines())


def stub(folder, name, body):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/bash\n{body}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A repository of three commits, of which the last does not build. A program holds its source and its folder."""
    stubs, root = tmp_path / "stubs", tmp_path / "project"
    stub(stubs, "cmake", "mkdir -p build/release/bin\n(cat source; pwd) >build/release/bin/bench_unique\n"
         f'echo "$CCACHE_BASEDIR $*" >>{tmp_path}/asked\n'
         'grep -q bad source && echo "error: bad source" && exit 1\nexit 0')
    for name in ("bash", "cat", "pwd", "mkdir", "grep", "git", "sleep"):  # no ccache, wherever the machine has one
        (stubs / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(stubs))
    root.mkdir()
    git(root, "init", "-q")
    for text in ("one", "two", "bad"):
        (root / "source").write_text(text + "\n")
        git(root, "add", "source")
        git(root, "commit", "-qm", text)
    return root


def test_both_commits_are_built_in_one_folder_which_is_removed(root):
    said = []
    with of_refs("HEAD~2", "HEAD~1", said.append, root) as (base, head):
        texts = [(side / "bin" / "bench_unique").read_text().split() for side in (base, head)]
        assert [text[0] for text in texts] == ["one", "two"] and texts[0][1] == texts[1][1]
    assert not base.exists() and worktrees(root) == 1
    assert [words.split()[:2] for words in said] == [["building", "base:"], ["built", "base"], ["building", "head:"],
                                                     ["built", "head"]]


def test_a_commit_that_does_not_build_says_why(root, capsys):
    with pytest.raises(ReportError, match="cmake --preset release failed; its last lines are above"):
        with of_refs("HEAD~1", "HEAD", lambda words: None, root):
            pass
    assert worktrees(root) == 1 and "error: bad source" in capsys.readouterr().err


def test_a_commit_that_is_not_there_is_named(root):
    with pytest.raises(ReportError, match="no commit nowhere here: fetch it"):
        with of_refs("nowhere", "HEAD", lambda words: None, root):
            pass


def test_a_shallow_clone_says_how_to_mend_it(root, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    with pytest.raises(ReportError, match="no commit HEAD~1 here: this clone is shallow; .*fetch-depth: 0"):
        with of_refs("HEAD~1", "HEAD", lambda words: None, tmp_path / "shallow"):
            pass


def test_ccache_finds_objects_of_earlier_folders_again(root, tmp_path):
    with of_refs("HEAD~2", "HEAD~1", lambda words: None, root):
        assert "ccache" not in (tmp_path / "asked").read_text()
    stub(tmp_path / "stubs", "ccache", "exit 0")
    (tmp_path / "asked").unlink()
    with of_refs("HEAD~2", "HEAD~1", lambda words: None, root) as (base, _):
        tree = (base / "bin" / "bench_unique").read_text().split()[1]
        for line in (tmp_path / "asked").read_text().splitlines():
            assert line.startswith(f"{tree} ") and ("--build" in line or line.count("LAUNCHER=ccache") == 2)


def test_a_gate_that_is_terminated_takes_its_worktree_away(root, tmp_path, monkeypatch):
    stub(tmp_path / "stubs", "cmake", "kill -TERM $PPID\nexec sleep 60")
    monkeypatch.setattr(builds, "of_refs", partial(of_refs, root=root))
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as ended:
            main(["paired", "--base-ref", "HEAD~2", "--out", str(tmp_path / "out")])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 143 and worktrees(root) == 1
