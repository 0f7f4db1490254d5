"""Packages of npm that tests read things with, as their lock files have them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hang_guard import HANGS_S

BIN = Path(os.environ.get("OVG_BIN", Path(__file__).resolve().parents[1] / "build/ci/bin")).resolve()


def need(found, what, why):
    """Fails the test, which is not skipped: what it guards would then go unnoticed."""
    if not found:
        pytest.fail(f"{what} is missing, which {why}: run scripts/setup --tests", pytrace=False)


def installed(source, program, why):
    """A folder beside the built programs with `program` and the packages that `source` locks; filled once for a lock.

    `why` completes the sentence on what is missing. Installing runs no script of any package.
    """
    need(shutil.which("node"), "a node", why)
    need(shutil.which("npm"), "an npm", why)
    folder = BIN.parent / source.name
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / program, folder)
    lock = (source / "package-lock.json").read_text()
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, folder)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], cwd=folder,
                              capture_output=True, text=True, timeout=HANGS_S, stdin=subprocess.DEVNULL)
        need(done.returncode == 0, f"a package (npm ci in {folder} failed: {done.stderr.strip()[-500:]})", why)
        stamp.write_text(lock)
    return folder
