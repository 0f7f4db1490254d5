"""Builds two commits for the gate, one after the other in the same folder.

The folder's path stands in debug information. Built in one place, programs that did not change are equal to the
byte, and the gate need not measure what is unchanged by definition. Uncommitted changes are in neither commit.
The head's build only compiles what differs from the base; ccache, where there is one, spares what was built before.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.gate.measure.runner import call
from reports.run.errors import ReportError

ROOT = Path(__file__).resolve().parents[3]
PRESET = "release"
KEPT = ("bin", "share")


@contextmanager
def of_refs(base: str, head: str, say: Callable[[str], None], root: Path = ROOT) -> Iterator[tuple[Path, Path]]:
    """(base, head): folders with the programs of both commits; removed again with the worktree they were built in.

    Raises ReportError; the last lines of a build that failed go to standard error.
    """
    commits = [_commit(root, ref) for ref in (base, head)]
    with tempfile.TemporaryDirectory(prefix="ovg-gate-") as folder:
        tree, built = Path(folder) / "tree", []
        _output(root, "git", "worktree", "prune")  # of a run that was killed
        _output(root, "git", "worktree", "add", "--detach", str(tree), commits[0])
        try:
            for name, ref, commit in zip(("base", "head"), (base, head), commits):
                say(f"building {name}: {ref} ({commit[:12]})")
                began = time.monotonic()
                _output(tree, "git", "checkout", "--detach", commit)
                _build(tree)
                say(f"built {name} in {time.monotonic() - began:.0f} s")
                built.append(Path(folder) / name)
                for part in KEPT:
                    if (tree / "build" / PRESET / part).exists():
                        shutil.copytree(tree / "build" / PRESET / part, built[-1] / part, symlinks=True)
            yield built[0], built[1]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=root, capture_output=True)


def _commit(root: Path, ref: str) -> str:
    try:
        return _output(root, "git", "rev-parse", "--verify", f"{ref}^{{commit}}")
    except ReportError as error:
        is_shallow = _output(root, "git", "rev-parse", "--is-shallow-repository") == "true"
        raise ReportError(f"there is no commit {ref} here: " + (
            "this clone is shallow; fetch all of it (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab, "
            "git fetch --unshallow by hand)" if is_shallow else f"fetch it, or name another ({error})")) from None


def _build(tree: Path) -> None:
    languages = ("C", "CXX") if shutil.which("ccache") else ()
    ccache = [f"-DCMAKE_{language}_COMPILER_LAUNCHER=ccache" for language in languages]
    # The folder has another name in every run; without it in the key, objects of earlier runs are found again.
    variables = {**os.environ, "CCACHE_BASEDIR": str(tree), "CCACHE_NOHASHDIR": "1"}
    for words in (["cmake", "--preset", PRESET, *ccache], ["cmake", "--build", "--preset", PRESET]):
        done = call(words, cwd=tree, env=variables, capture_output=True)
        if done.returncode:
            print(*(done.stdout + done.stderr).splitlines()[-40:], sep="\n", file=sys.stderr)
            raise ReportError(f"{shlex.join(words)} failed; its last lines are above")


def _output(where: Path, *words: str) -> str:
    done = call(words, cwd=where, capture_output=True)
    if done.returncode:
        raise ReportError(f"{shlex.join(words)} failed: {done.stderr.strip()}")
    return done.stdout.strip()
