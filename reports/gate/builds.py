"""Builds two commits for the gate, one after the other in the same folder.

The folder's path stands in debug information. Built in one place, programs that did not change are equal to the
byte, and the gate need not measure what is unchanged by definition. Uncommitted changes are in neither commit.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.gate.errors import GateError

PRESET = "release"
KEPT = ("bin", "share")


@contextmanager
def of_refs(base: str, head: str, say: Callable[[str], None], root: Path = Path(".")) -> Iterator[tuple[Path, Path]]:
    """(base, head): folders with the programs of both commits; removed again with the worktree they were built in.

    Raises GateError with the last lines of what failed.
    """
    commits = [_output(root, "git", "rev-parse", "--verify", f"{ref}^{{commit}}") for ref in (base, head)]
    with tempfile.TemporaryDirectory(prefix="ovg-gate-") as folder:
        tree, built = Path(folder) / "tree", []
        _output(root, "git", "worktree", "add", "--detach", str(tree), commits[0])
        try:
            for name, ref, commit in zip(("base", "head"), (base, head), commits):
                say(f"building {name}: {ref} ({commit[:12]})")
                _output(tree, "git", "checkout", "--detach", commit)
                _output(tree, "cmake", "--preset", PRESET)
                _output(tree, "cmake", "--build", "--preset", PRESET)
                built.append(Path(folder) / name)
                for part in KEPT:
                    if (tree / "build" / PRESET / part).exists():
                        shutil.copytree(tree / "build" / PRESET / part, built[-1] / part, symlinks=True)
            yield built[0], built[1]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=root, capture_output=True)


def _output(where: Path, *words: str) -> str:
    try:
        done = subprocess.run(words, cwd=where, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError as error:
        raise GateError(f"{words[0]} cannot be started: {error.strerror}") from None
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise GateError(f"{' '.join(words)} failed:\n{last}")
    return done.stdout.strip()
