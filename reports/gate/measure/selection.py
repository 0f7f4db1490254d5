"""What a gate measures when nobody selects cells: few enough for ten minutes on two CPUs, and of every kind.

Each cell is there because a change can hurt it and no other. All live in the profile `quick`; of another profile
those are taken that it has, too.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chosen:
    """Cells of one workload, by `variant[:config]/allocator`, and what only they would show."""

    workload: str
    who: tuple[str, ...]
    why: str
    parameters: dict = field(default_factory=dict)
    """Those of the `cell` object that are not 1 thread, no live size and a closed loop."""


DEFAULT = (
    Chosen("null", ("unique/glibc",), "the harness itself, and how steady the machine is"),
    Chosen("alloc_churn", ("unique/glibc", "unique/jemalloc"), "malloc and free of mixed sizes"),
    Chosen("employee_bonus/fifo", ("unique/glibc",), "a small object allocated and freed, nothing else"),
    Chosen("tree_build", ("value/glibc", "unique/glibc", "shared/glibc", "boehm/glibc", "boehm:incremental/glibc"),
           "links built, followed and dropped, in each way to own them; what marking costs"),
    Chosen("message_window", ("boehm/glibc",), "blocks without pointers, which a collector need not scan"),
    Chosen("cascade_drop", ("unique/glibc", "shared/glibc"), "ownership's own pause"),
    Chosen("request_server", ("unique/glibc", "shared/glibc", "boehm/glibc"),
           "response times behind pauses: the headline", {"live_mib": 16, "load": 50, "arrivals": "poisson"}),
    Chosen("shared_readers/hot", ("shared/glibc",), "counting references between threads", {"threads": 2}),
)
PLAIN = {"threads": 1, "live_mib": None, "load": None, "arrivals": None, "heap_limit_bytes": None}


def default(planned: list[dict]) -> list[dict]:
    """Those of the `cell` objects that are measured by default; none where the programs are not this project's."""
    cells = {_key(cell): cell for cell in planned}
    wanted = (_key({**PLAIN, **chosen.parameters, "workload": chosen.workload, **_who(name)})
              for chosen in DEFAULT for name in chosen.who)
    return [cells[key] for key in wanted if key in cells]


def _who(name: str) -> dict:
    variant, allocator = name.split("/")
    variant, _, config = variant.partition(":")
    return {"variant": variant, "config": config, "allocator": allocator}


def _key(cell: dict) -> tuple:
    return tuple(cell[name] for name in ("workload", "variant", "config", "allocator", *PLAIN))
