"""What measures for the gate: an interface, so that tests need no machine, and bench_all behind it."""

import hashlib
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from reports.gate.measure import selection
from reports.run.cells import SIDES
from reports.run.errors import ReportError

RELEASE = Path(__file__).resolve().parents[3] / "build" / "release" / "bin"
INSTALLED = "libexec/ownership-vs-gc"


@dataclass(frozen=True)
class Job:
    """One run of both sides into a new directory. `only` are `cell` objects; empty: the runner's own selection."""

    directory: Path
    blocks: int
    trials: int
    seed: int | None = None
    only: tuple[dict, ...] = ()
    capacity_per_s: float | None = None


@dataclass(frozen=True)
class Changed:
    """Where the sides can differ at all. `unchanged` names variants that run the same bytes in the same environment.

    `cells` are `cell` objects; where `unchanged` is empty they are left out, since all of the selection can differ.
    """

    unchanged: tuple[str, ...] = ()
    cells: tuple[dict, ...] = ()


class Runner(Protocol):
    """Measures two sides."""

    @property
    def command(self) -> str:
        """What a person types to have the gate measure them again."""

    def changed(self) -> Changed:
        """What of the selection can differ, as far as can be told beforehand. Raises ReportError."""

    def measure(self, job: Job) -> None:
        """Fills the job's directory with a run. Raises ReportError where there is none to judge."""


@dataclass
class BenchAll:
    """Two builds, or one in two environments, measured by bench_all.

    `base` and `head` are folders with a children.json, builds or installations. The runner is the head's, or where
    programs of others have none beside them, that of this project's release build. `options` go to it as they are:
    the profile and the selection of cells. With `is_default` those of the selected cells are measured that stand in
    `selection`, or all where none does.
    """

    base: Path
    head: Path
    base_env: list[str] = field(default_factory=list)
    head_env: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    given_as: tuple[str, ...] = ()
    """How a person named the sides, where not by the folders themselves."""
    is_default: bool = False

    def __post_init__(self) -> None:
        self.base_bin, self.head_bin = (_bin_of(build) for build in (self.base, self.head))

    @property
    def command(self) -> str:
        sides = ["--base", str(self.base)] + (["--head", str(self.head)] if self.head != self.base else [])
        words = ["scripts/gate", "paired", *(self.given_as or sides), *self._env()]
        return shlex.join(words + _without_selection(self.options))

    def changed(self) -> Changed:
        if self.base_env != self.head_env:
            return Changed()
        base, head = _contents(self.base_bin), _contents(self.head_bin)
        unchanged = tuple(sorted(variant for variant in base.keys() & head.keys() if base[variant] == head[variant]))
        if not unchanged or base == head:
            return Changed(unchanged)
        changed = [cell for cell in self._planned() if cell["variant"] not in unchanged]
        return Changed(unchanged, tuple(self._by_default(changed)))

    def measure(self, job: Job) -> None:
        words = [*self._command("run"), "--blocks", str(job.blocks), "--trials", str(job.trials),
                 "--out", str(job.directory)]
        words += ["--seed", str(job.seed)] if job.seed is not None else []
        words += ["--capacity", repr(job.capacity_per_s)] if job.capacity_per_s else []
        only = job.only or (self._by_default(self._planned()) if self.is_default else ())
        if only:
            job.directory.parent.mkdir(parents=True, exist_ok=True)
            listed = job.directory.with_name(job.directory.name + "-only.jsonl")
            listed.write_text("".join(json.dumps({**cell, "side": None}) + "\n" for cell in only), encoding="utf-8")
            words += _without_selection(self.options) + ["--only", str(listed)]
        else:
            words += self.options
        # Its table of ratios is not the gate's verdict; it is shown as progress.
        code = call(words, stdout=sys.stderr).returncode
        # 1 says that some trials failed, which the gate judges itself.
        if code not in (0, 1) or not (job.directory / "results.jsonl").exists():
            raise ReportError(f"bench_all ended with exit code {code} (its messages are above): {shlex.join(words)}")

    def _by_default(self, cells: list[dict]) -> list[dict]:
        return (selection.default(cells) if self.is_default else []) or cells

    def _planned(self) -> list[dict]:
        """The `cell` objects that the options select, without their sides."""
        words = [*self._command("plan"), "--json", *self.options]
        done = call(words, capture_output=True)
        if done.returncode:
            raise ReportError(f"bench_all cannot plan what to measure: {done.stderr.strip()}")
        cells = [planned["cell"] for planned in json.loads(done.stdout)["cells"]]
        return [{name: value for name, value in cell.items() if name != "side"}
                for cell in cells if cell["side"] == SIDES[1]]

    def _command(self, verb: str) -> list[str]:
        return [str(_runner_for(self.head_bin)), verb, "--children", str(self.base_bin), "--head", str(self.head_bin),
                *self._env()]

    def _env(self) -> list[str]:
        return [word for name, values in (("--base-env", self.base_env), ("--head-env", self.head_env))
                for value in values for word in (name, value)]


SELECTION = ("--workload", "--variant", "--allocator", "--threads", "--live", "--load", "--arrivals",
             "--heap-limit", "--only")


def _without_selection(options: list[str]) -> list[str]:
    """What is left of options, all of which take one value, when those that select cells are taken out."""
    pairs = zip(options[::2], options[1::2])
    return [word for name, value in pairs if name not in SELECTION for word in (name, value)]


def call(words: Sequence[str], **options: Any) -> subprocess.CompletedProcess:
    """A program that has ended, however. Raises ReportError where it cannot be started."""
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, text=True, **options)
    except OSError as error:
        raise ReportError(f"{words[0]} cannot be started: {error.strerror}") from None


def _runner_for(folder: Path) -> Path:
    for program in (folder / "bench_all", folder / "../../bin/bench_all", RELEASE / "bench_all"):  # 2nd: installed
        if program.is_file():
            return program
    raise ReportError(f"{folder} has no bench_all, and {RELEASE} neither: scripts/bench_all list builds the latter")


def _bin_of(build: Path) -> Path:
    for folder in (build, build / "bin", build / INSTALLED):
        if (folder / "children.json").is_file():
            return folder.resolve()
    raise ReportError(f"{build} has no children.json, nor has its bin/: give a build, such as build/release")


def _contents(folder: Path) -> dict[str, str]:
    """Variant -> SHA-256 of its program; those that are missing here have none."""
    try:
        children = json.loads((folder / "children.json").read_text(encoding="utf-8"))["children"]
        return {child["variant"]: hashlib.sha256((folder / child["executable"]).read_bytes()).hexdigest()
                for child in children if "executable" in child}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReportError(f"{folder / 'children.json'} cannot be used: {error}") from None
