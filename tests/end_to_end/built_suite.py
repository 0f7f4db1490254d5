"""The built programs, run as a user would run them: children by hand, and bench_all into a run directory."""

import functools
import json
import os
import pathlib
import subprocess

import pytest
from hang_guard import HANGS_S

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("OVG_BIN", ROOT / "build/ci/bin")).resolve()
VARIANTS = ("value", "arena", "unique", "intrusive", "shared", "boehm")
# Without soft-dirty: few kernels keep these bits.
BOEHM_CONFIGS = ("", "incremental", "generational", "mprotect", "parallel", "default-heap", "interior", "scanned",
                 "many", "tuned")


def program(name):
    """Path of a built program; ends the test run when it was not built."""
    path = BIN / name
    if not path.exists():
        pytest.exit(f"{path} is missing: build it, or set OVG_BIN to the folder that holds it", returncode=2)
    return path


def run_child(variant, workload, folder, scale="smoke", rounds=1, config="", env=None, wrapper=(), words=()):
    """Runs one trial of a child outside the runner. Returns its result message and what it printed.

    `wrapper` is a command to run it under, `words` are further arguments. Raises CalledProcessError when the
    child fails.
    """
    record = folder / "record.jsonl"
    with open(record, "wb") as channel:
        descriptor = channel.fileno()
        command = [*wrapper, program(f"bench_{variant}"), "run", "--workload", workload, "--scale", scale,
                   "--rounds", str(rounds), "--config", config, "--fd", str(descriptor), *words]
        done = subprocess.run(command, pass_fds=[descriptor], env={**os.environ, **(env or {})}, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=HANGS_S)
    messages = [json.loads(line) for line in record.read_text().splitlines()]
    assert messages[-1]["type"] == "result"
    return messages[-1], done.stdout


def bench_all(*words, check=True):
    """Runs bench_all with the words as its arguments; the lock is not taken, tests may share a host."""
    return subprocess.run([program("bench_all"), *map(str, words)], check=check, capture_output=True,
                          text=True, timeout=HANGS_S, stdin=subprocess.DEVNULL)


def quiet_host(folder):
    """Options for a run that is to be judged by other things than noise: an empty folder tells of none."""
    host = folder / "host"
    host.mkdir(exist_ok=True)
    return ["--host-root", host]


def trials(run_directory):
    """The records of a run directory, in the order in which they were written."""
    return [json.loads(line) for line in (run_directory / "results.jsonl").read_text().splitlines()]


def measured(run_directory):
    """The last attempt of each trial of a run in which all went well, but for what variants decline. A machine may make
    some noisy: they have their numbers, and what this suite asks of them is nothing that noise could change."""
    last = {(record["block"], record["slot"], record["repeat"]): record for record in trials(run_directory)
            if record["status"] != "not_applicable"}
    for record in last.values():
        assert record["status"] in ("ok", "noisy"), record["reason"]
    return list(last.values())


@functools.cache
def card_of(variant):
    done = subprocess.run([program(f"bench_{variant}"), "list"], check=True, capture_output=True)
    return json.loads(done.stdout)


def workloads_of(variant):
    return [entry["name"] for entry in card_of(variant)["workloads"]]


def declines(variant, workload, config="", threads=1):
    """Whether the variant's card says that this is not applicable."""
    return any(entry["name"] == workload and entry.get("config", config) == config
               and entry.get("from_threads", 1) <= threads for entry in card_of(variant)["not_applicable"])
