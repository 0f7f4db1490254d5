"""What was measured: the cell, the setting that cells share, and the order in which both are shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from reports.run import records
from reports.text import units

VARIANT_ORDER = ("value", "arena", "unique", "intrusive", "shared", "boehm")
"""Others follow by name."""
ALLOCATOR_ORDER = ("glibc", "jemalloc", "mimalloc", "tcmalloc")
REFERENCE_VARIANT, REFERENCE_ALLOCATOR = "unique", "glibc"
SIDES = ("base", "head")
CELL_FIELDS = ("workload", "scale", "threads", "live_mib", "load", "arrivals", "variant", "config", "allocator",
               "heap_limit_bytes")
"""What tells the cells of a side apart, as columns of tables for programs."""
USUAL_ARRIVALS = "poisson"
NULL = "null"
"""The workload that does nothing, so that what it shows is the harness's and the machine's."""


@dataclass(frozen=True)
class Setting:
    """Everything about a cell but who answers it: cells of one setting may be compared.

    `side` is one of SIDES in a run that compares two builds or environments, otherwise empty; `arrivals` says how ops
    follow each other in open loop where that is not as usual.
    """

    workload: str
    scale: str
    threads: int
    live_mib: float | None
    load: float | None
    side: str = ""
    arrivals: str = ""

    @property
    def parameters(self) -> str:
        """The parameters for people, such as `quick, 1 thread, 64 MiB live, closed loop`; ends in the side."""
        return ", ".join(self.told().values())

    def told(self) -> dict[str, str]:
        """Each parameter in words, by its name."""
        words = {"scale": self.scale, "threads": units.plural(self.threads, "thread")}
        words |= {"live_mib": f"{self.live_mib:g} MiB live"} if self.live_mib is not None else {}
        words["load"] = "closed loop" if self.load is None else f"load {self.load:g} % {self.arrivals}".rstrip()
        return words | ({"side": self.side} if self.side else {})

    @property
    def words(self) -> tuple[str, ...]:
        """What is not as usual in it, such as `16 MiB live` and `load 50 %`."""
        usual = {"threads": 1, "live_mib": None, "load": None}
        return tuple(text for name, text in self.told().items() if getattr(self, name) != usual.get(name, text))

    @property
    def place(self) -> str:
        """Such as `request_server, 16 MiB live, load 50 %`."""
        return ", ".join([self.workload, *self.words])


@dataclass(frozen=True)
class _Fields:
    """A `cell` object of a manifest or a trial."""

    workload: str
    variant: str
    config: str
    allocator: str
    scale: str
    threads: int
    live_mib: float | None
    load: float | None
    arrivals: str | None
    heap_limit_bytes: int | None
    side: str | None


@dataclass(frozen=True)
class Cell:
    """workload x variant:config x allocator x scale x threads x live x load x arrivals x heap limit x side.

    `heap_limit_bytes` is the fixed heap of a collector, None without one; `heap_factor` is how many times the
    smallest heap that is. `headline` says whether its config stands for its variant, in most runs the plain one;
    `atomic_counts` whether its handles count owners with atomic operations. These three are told by the manifest
    only, and are no part of what a cell is.
    """

    setting: Setting
    variant: str
    config: str
    allocator: str
    heap_limit_bytes: int | None = None
    heap_factor: float | None = field(default=None, compare=False)
    headline: bool = field(default=True, compare=False)
    atomic_counts: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, value: Any, path: str = "cell") -> Cell:
        """The cell of a `cell` object. Raises ValueError for a missing field or a wrong type."""
        told = records.read(_Fields, value, path)
        if told.side not in (None, *SIDES):
            raise ValueError(f"{path}.side is neither null nor one of {', '.join(SIDES)}")
        unusual = told.arrivals if told.arrivals not in (None, USUAL_ARRIVALS) else ""
        setting = Setting(told.workload, told.scale, told.threads, told.live_mib, told.load, told.side or "", unusual)
        return cls(setting, told.variant, told.config, told.allocator, told.heap_limit_bytes, headline=not told.config)

    @property
    def fields(self) -> dict:
        """The `cell` object without its side: what --only reads."""
        at = self.setting
        return {"workload": at.workload, "variant": self.variant, "config": self.config, "allocator": self.allocator,
                "scale": at.scale, "threads": at.threads, "live_mib": at.live_mib, "load": at.load,
                "arrivals": None if at.load is None else at.arrivals or USUAL_ARRIVALS,
                "heap_limit_bytes": self.heap_limit_bytes}

    @property
    def without_side(self) -> Cell:
        """What the cells of both sides have in common."""
        return replace(self, setting=replace(self.setting, side=""))

    @property
    def side(self) -> str:
        """One of SIDES, or empty in a run that has none."""
        return self.setting.side

    @property
    def config_name(self) -> str:
        """`variant` for the headline config, otherwise `variant:config`, whatever its heap."""
        return f"{self.variant}:{self.config}" if self.config else self.variant

    @property
    def heap(self) -> str:
        """A fixed heap for people, `1.5×` the smallest or else its size; empty without one."""
        if self.heap_limit_bytes is None:
            return ""
        if self.heap_factor is not None:
            return f"{self.heap_factor:g}×"
        return units.mib(self.heap_limit_bytes)

    @property
    def panel(self) -> str:
        """What cells are drawn together: those on one allocator, or all heaps of one collector."""
        return self.without_heap if self.heap else self.allocator

    @property
    def without_heap(self) -> str:
        """What all heaps of a collector are called: `boehm:incremental · glibc`."""
        return f"{self.config_name} · {self.allocator}"

    @property
    def name(self) -> str:
        """Such as `boehm:incremental`, or with a fixed heap `boehm:incremental @ 1.5×`."""
        return f"{self.config_name} @ {self.heap}" if self.heap else self.config_name

    @property
    def label(self) -> str:
        """Name and allocator, unique within a setting, and its side: `boehm · glibc (head)`."""
        return f"{self.name} · {self.allocator}" + (f" ({self.side})" if self.side else "")

    @property
    def reference(self) -> Cell:
        """The cell to which this one is compared: `unique` on glibc in the same setting, and so on its own side."""
        return replace(self, variant=REFERENCE_VARIANT, config="", allocator=REFERENCE_ALLOCATOR,
                       heap_limit_bytes=None, heap_factor=None, headline=True, atomic_counts=False)


def _rank(name: str, order: tuple[str, ...]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def allocator_key(allocator: str) -> tuple:
    """Sort key: the platform's allocator first, unknown ones last by name."""
    return _rank(allocator, ALLOCATOR_ORDER)


def cell_key(cell: Cell, group: str) -> tuple:
    """Sort key within a setting: ownership before collection, then variant, config, allocator, heap."""
    return (group != "ownership", _rank(cell.variant, VARIANT_ORDER), cell.config,
            allocator_key(cell.allocator), cell.heap_factor or 0.0, cell.heap_limit_bytes or 0)


def panels(cells: list[Cell]) -> list[str]:
    """The distinct panels of these cells in the order in which they are drawn: allocators come first."""
    keys = {cell.panel: (bool(cell.heap), allocator_key(cell.allocator), _rank(cell.variant, VARIANT_ORDER),
                         cell.config) for cell in cells}
    return sorted(keys, key=keys.__getitem__)


def setting_key(setting: Setting) -> tuple:
    """Sort key of settings: by workload, then from small to large, the head behind its base."""
    return (setting.workload, setting.scale, setting.threads, setting.live_mib or 0.0, setting.load or 0.0,
            setting.arrivals, setting.side)
