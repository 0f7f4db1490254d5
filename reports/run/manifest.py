"""What a run's manifest.json tells (docs/protocol.md), as far as reports ask for it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from reports.run.cells import SIDES, Cell
from reports.text import units


@dataclass(frozen=True)
class Metric:
    """What a number of a trial is.

    `better` is `less` or `more`, `kind` is `time`, `bytes`, `count` or `share`, `family` what a reader picks it by,
    empty for none, `words` how people call it inside a sentence.
    """

    unit: str
    better: str
    kind: str
    family: str
    words: str

    @property
    def title(self) -> str:
        """The words where they begin."""
        return self.words[:1].upper() + self.words[1:]

    @property
    def form(self) -> Callable[[float], str]:
        """How a number of its unit is written."""
        forms: dict[str, Callable[[float], str]] = {
            "ns": units.duration, "bytes": units.mib, "share": units.percent, "ops/s": units.rate,
            "ratio": units.significant}
        return forms.get(self.unit, units.count)


@dataclass(frozen=True)
class Profile:
    """How much is measured, and how often."""

    name: str
    scale: str
    blocks: int
    trials_per_block: int
    steady_target_ms: float


@dataclass(frozen=True)
class Git:
    """`n/a` for what is not known; `dirty` is otherwise true or false."""

    commit: str
    dirty: Any


@dataclass(frozen=True)
class Child:
    """A program of a variant."""

    variant: str
    executable: str
    sha256: str


@dataclass(frozen=True)
class File:
    """A file that was loaded or compiled."""

    sha256: str
    path: str = ""


@dataclass(frozen=True)
class Side:
    """What is measured: the only side of a run, whose name is empty, or the base or the head."""

    name: str
    children: list[Child]
    env: dict[str, str]
    git: Git
    toolchain: dict
    libraries: list[File]


@dataclass(frozen=True)
class Allocator:
    """A malloc; None for the package of the platform's own."""

    name: str
    package: str | None


@dataclass(frozen=True)
class SourceFile:
    """None stands for what variants share, or all answers of a variant use. `file` is relative to the run."""

    variant: str | None
    workload: str | None
    file: str
    sha256: str


@dataclass(frozen=True)
class Planned:
    """A cell as it was planned; it knows all that the plan tells of it. The status is that of its pilot."""

    cell: Cell
    group: str
    status: str
    reason: str
    headline: bool
    atomic_counts: bool
    heap_factor: float | None
    rate_per_s: float | None
    counts_per_round: dict[str, float] | None

    def __post_init__(self) -> None:
        told = replace(self.cell, headline=self.headline, atomic_counts=self.atomic_counts,
                       heap_factor=self.heap_factor)
        object.__setattr__(self, "cell", told)


@dataclass(frozen=True)
class Rate:
    """What 100 % load is for a workload."""

    workload: str
    threads: int
    per_s: float


@dataclass(frozen=True)
class SmallestHeap:
    """The smallest heap in which a collecting cell ran, by the runner's label of the cell without its limit."""

    cell: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """The manifest. `raw` is all of it as it stands in the file, for whoever lists facts."""

    run_id: str
    created: str
    command: list[str]
    profile: Profile
    seed: int
    script_seed: int
    timeout_s: float
    host: dict
    warnings: list[str]
    allocators: list[Allocator]
    sides: list[Side]
    sources: list[SourceFile]
    cells: list[Planned]
    workloads: dict[str, dict]
    sweep: str | None
    rates: list[Rate]
    smallest_heaps: list[SmallestHeap]
    metrics: dict[str, Metric]
    raw: dict = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ValueError for sides that make no run."""
        if [side.name for side in self.sides] not in ([""], list(SIDES)):
            raise ValueError("sides are neither one without a name nor a base and a head")

    @property
    def is_of_two_sides(self) -> bool:
        return len(self.sides) > 1

    def side(self, name: str) -> Side:
        """The side of this name, which must be there."""
        return next(side for side in self.sides if side.name == name)
