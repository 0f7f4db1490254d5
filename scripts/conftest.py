"""A copy of the scripts in an empty project, with stubs for the programs that they call."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent


class Project:
    """`root` holds scripts/; programs put into `bin` come first on PATH."""

    def __init__(self, folder):
        self.root = folder / "project"
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        (self.root / "scripts").mkdir(parents=True)
        shutil.copytree(SCRIPTS / "lib", self.root / "scripts" / "lib")
        self.env = {"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(folder)}
        if "OVG_PYTHON" in os.environ:
            self.env["OVG_PYTHON"] = os.environ["OVG_PYTHON"]

    def take(self, name):
        (self.root / "scripts" / name).parent.mkdir(exist_ok=True)
        shutil.copy2(SCRIPTS / name, self.root / "scripts" / name)

    def stub(self, path, body):
        """Writes an executable shell script; a bare name goes to PATH, anything else below the root."""
        file = self.root / path if "/" in path else self.bin / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/bash\n{body}\n")
        file.chmod(0o755)
        return file

    def command(self, name, *arguments):
        return [str(self.root / "scripts" / name), *arguments]

    def run(self, name, *arguments, cwd=None, **env):
        return subprocess.run(self.command(name, *arguments), cwd=cwd or self.root, env={**self.env, **env},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
