"""What was measured: the cell, the setting that cells share, and the order in which both are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reports import units

VARIANT_ORDER = ("value", "arena", "unique", "shared", "intrusive", "boehm")
ALLOCATOR_ORDER = ("glibc", "jemalloc", "mimalloc", "tcmalloc")
REFERENCE_VARIANT, REFERENCE_ALLOCATOR = "unique", "glibc"


@dataclass(frozen=True)
class Setting:
    """Everything about a cell but who answers it: cells of one setting may be compared."""

    workload: str
    scale: str
    threads: int
    live_mib: float | None
    load: float | None

    @property
    def parameters(self) -> str:
        """The parameters for people, such as `quick, 1 thread, 64 MiB live`."""
        words = [self.scale, units.plural(self.threads, "thread")]
        if self.live_mib is not None:
            words.append(f"{self.live_mib:g} MiB live")
        words.append("closed loop" if self.load is None else f"load {self.load:g}")
        return ", ".join(words)


@dataclass(frozen=True)
class Cell:
    """workload x variant:config x allocator x scale x threads x live x load (docs/protocol.md)."""

    setting: Setting
    variant: str
    config: str
    allocator: str

    @classmethod
    def of(cls, fields: dict) -> "Cell":
        """The cell of a `cell` object. Raises KeyError for a missing field, TypeError for a wrong type."""
        for name in ("workload", "variant", "config", "allocator", "scale"):
            if not isinstance(fields[name], str):
                raise TypeError(f"cell.{name} is not a string")
        if not isinstance(fields["threads"], int):
            raise TypeError("cell.threads is not a whole number")
        for name in ("live_mib", "load"):
            if not isinstance(fields.get(name), (int, float, type(None))):
                raise TypeError(f"cell.{name} is neither a number nor null")
        setting = Setting(fields["workload"], fields["scale"], fields["threads"], fields.get("live_mib"),
                          fields.get("load"))
        return cls(setting, fields["variant"], fields["config"], fields["allocator"])

    @property
    def name(self) -> str:
        """`variant` for the headline config, otherwise `variant:config`."""
        return f"{self.variant}:{self.config}" if self.config else self.variant

    @property
    def label(self) -> str:
        """Name and allocator, unique within a setting."""
        return f"{self.name} · {self.allocator}"

    @property
    def reference(self) -> "Cell":
        """The cell to which this one is compared: `unique` on glibc in the same setting."""
        return replace(self, variant=REFERENCE_VARIANT, config="", allocator=REFERENCE_ALLOCATOR)


def _rank(name: str, order: tuple[str, ...]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def allocator_key(allocator: str) -> tuple:
    """Sort key: the platform's allocator first, unknown ones last by name."""
    return _rank(allocator, ALLOCATOR_ORDER)


def cell_key(cell: Cell, group: str) -> tuple:
    """Sort key within a setting: ownership before collection, then variant, config, allocator."""
    return (group != "ownership", _rank(cell.variant, VARIANT_ORDER), cell.config,
            allocator_key(cell.allocator))


def setting_key(setting: Setting) -> tuple:
    """Sort key of settings: by workload, then from small to large."""
    return (setting.workload, setting.scale, setting.threads, setting.live_mib or 0.0, setting.load or 0.0)
