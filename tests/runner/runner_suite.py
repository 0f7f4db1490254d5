"""Suites of fake children, and bench_all run over them."""

import json
import os
import pathlib
import signal
import subprocess
import sysconfig

import jsonschema
import pytest
from hang_guard import HANGS_S, until

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
LIBRARIES = pathlib.Path("/usr/lib", sysconfig.get_config_var("MULTIARCH"))
SCHEMA = json.loads((ROOT / "harness/record/trial.schema.json").read_text())


def bench_all_path():
    folder = pathlib.Path(os.environ.get("OVG_BIN", ROOT / "build/ci/bin"))
    path = folder / "bench_all"
    if not path.exists():
        pytest.exit(f"{path} is missing: build it, or set OVG_BIN to the folder that holds bench_all", returncode=2)
    return path


def of_side(lines, side):
    return [line for line in lines if line["cell"]["side"] == side]


class Suite:
    """A folder with children.json and fake children, and a way to run bench_all over it."""

    def __init__(self, folder):
        self.folder = folder
        self.children = []
        self.counter = None
        self.out = folder / "out"
        self.host = folder / "host"  # tells nothing unless a test puts files there, so that no noise gets in
        self.host.mkdir()
        self.toolchain = {"compiler": "g++ 12", "flags": "-O2", "build_type": "Release", "version": "0.1.0",
                          "commit": "abc", "dirty": False}

    def add(self, variant, workloads=("ok",), group="ownership", allocators=("glibc",), configs=("",),
            not_applicable=(), primitives=False, **more):
        executable = self.folder / f"bench_{variant}"
        executable.symlink_to(HERE / "fake_child.py")
        card = {
            "protocol": 2, "variant": variant, "group": group, "summary": "fake", "library": "none",
            "allocators": list(allocators), "configs": [{"name": name, "summary": ""} for name in configs],
            "workloads": [{"name": name, "max_threads": 1, "items_per_op": 1, "item": "object", "question": "?",
                           "expectation": "?"} for name in workloads],
            "not_applicable": [{"name": name, "reason": "no such thing"} for name in not_applicable], **more,
        }
        executable.with_suffix(".json").write_text(json.dumps(card))
        self.children.append({"variant": variant, "executable": executable.name})
        if primitives:
            self.children[-1]["primitives"] = executable.name
        return self

    def card(self, variant):
        return json.loads((self.folder / f"bench_{variant}.json").read_text())

    def write_card(self, variant, card):
        (self.folder / f"bench_{variant}.json").write_text(json.dumps(card))

    def extend(self, variant, workloads):
        """Adds workloads whose cards say more than a name."""
        card = self.card(variant)
        card["workloads"] += workloads
        self.write_card(variant, card)
        return self

    def add_unavailable(self, variant, reason):
        self.children.append({"variant": variant, "unavailable": reason})
        return self

    def children_file(self):
        """The path of its children.json, written as things stand."""
        file = self.folder / "children.json"
        file.write_text(json.dumps({"children": self.children, "counter": self.counter,
                                    "toolchain": self.toolchain}))
        return file

    def command(self, *words, verb="run"):
        file = self.children_file()
        children = [] if "--resume" in words else ["--children", file]
        host = [] if verb != "run" else ["--no-lock", "--host-root", self.host]
        return [str(word) for word in [bench_all_path(), verb, *children, *host, *words]]

    def call(self, *words, verb="run", wrapper=(), **more):
        command = [*wrapper, *self.command(*words, verb=verb)]
        return subprocess.run(command, capture_output=True, text=True, timeout=HANGS_S, **more)

    def run(self, *words, code=0, profile="smoke", wrapper=()):
        """Runs into self.out, expects the exit code, and returns the lines of results.jsonl."""
        done = self.call("--profile", profile, "--out", self.out, *words, wrapper=wrapper)
        assert done.returncode == code, done.stdout + done.stderr
        self.shown = done.stdout
        self.said = done.stderr
        return self.results()

    def run_against(self, head, *words, **more):
        """Measures this suite as the base and another as the head: the lines of each."""
        lines = self.run("--head", head.children_file(), *words, **more)
        return of_side(lines, "base"), of_side(lines, "head")

    def hold(self, lines, results=None):
        """From that line of results.jsonl on no trial ends, until `release`: the test has all the time it wants."""
        wanted = {"results": str(results or self.out / "results.jsonl"), "lines": lines}
        (self.folder / "new.json").write_text(json.dumps(wanted))
        (self.folder / "new.json").rename(self.folder / "hold.json")

    def release(self):
        (self.folder / "hold.json").unlink(missing_ok=True)

    def start(self, *words, lines=None):
        """A run that goes on while the test does. With `lines` it has that many, and no more of them until `stop`."""
        if lines is not None:
            self.hold(lines)
        process = subprocess.Popen(self.command("--profile", "smoke", "--out", self.out, *words),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if lines is not None:
            self.wait_for_lines(lines)
        return process

    def put(self, name, text):
        """A file of the host, such as `/proc/stat`."""
        path = self.host / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def read(self, name):
        return (self.host / name.lstrip("/")).read_text().strip()

    def resume(self, *words, code=0):
        done = self.call("--resume", self.out, *words)
        assert done.returncode == code, done.stdout + done.stderr
        self.shown, self.said = done.stdout, done.stderr
        return self.results()

    def results(self):
        lines = [json.loads(line) for line in (self.out / "results.jsonl").read_text().splitlines()]
        for line in lines:
            jsonschema.validate(line, SCHEMA)
        return lines

    def manifest(self):
        return json.loads((self.out / "manifest.json").read_text())

    def plan(self, *words):
        done = self.call("--json", *words, verb="plan")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def calls(self):
        """All runs of fake children, pilots included."""
        path = self.folder / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def wait_for_lines(self, count):
        path = self.out / "results.jsonl"
        until(lambda: path.exists() and path.read_text().count("\n") >= count, f"line {count} of {path}")

    def stop(self, process, how=signal.SIGKILL):
        process.send_signal(how)
        stdout, stderr = process.communicate(timeout=HANGS_S)
        self.release()
        self.shown, self.said = stdout, stderr
        return process.returncode
