"""What is not the same in two manifests, for people: a reader must know it before reading any number."""

from reports.run import provenance
from reports.run.load import Run
from reports.run.machine import MACHINE
from reports.text.table import ABSENT, Table

COMPARED = ("host", "allocators", "profile", "seed", "script_seed", "timeout_s",
            "rss_every_ms", "env", "child_env", "tuned", "sweep")
PASSING = ("load", "cpu_pressure", "io_pressure", "memory_pressure", "memory_available", "swap_free", "frequency_khz",
           "steal_ticks_since_boot", "throttled_ns", "throttled_periods", "timer_cost_ns")
"""Fields of the host that are never twice the same; the noise of a run is in its own report."""


def facts(run: Run) -> dict[str, str]:
    """Dotted path -> text of everything that may not differ unsaid."""
    host = {name: value for name, value in run.manifest.host.items() if name not in PASSING}
    built = {side["name"]: _built(side) for side in run.manifest.raw["sides"]}
    told = {key: run.manifest.raw.get(key) for key in COMPARED} | {"host": host} | built.get("", built)
    return {path: text for key, value in told.items() if value not in (None, {}, [])
            for path, text in provenance.flat(value, key)}


def _built(side: dict) -> dict:
    """What a side tells of itself. Where the executables lie is nobody's concern; what is in them is."""
    children = [{name: child.get(name) for name in ("variant", "sha256")} for child in side.get("children") or []]
    found = {name: side.get(name) for name in ("toolchain", "git", "env")} | {"children": children}
    return {name: value for name, value in found.items() if value}


def table(a: Run, b: Run) -> Table:
    """A line for each fact that differs."""
    both = facts(a), facts(b)
    paths = list(dict.fromkeys([*both[0], *both[1]]))
    rows = [(path, [found.get(path, ABSENT) for found in both]) for path in paths
            if both[0].get(path) != both[1].get(path)]
    note = (f"Of {len(paths)} facts in the manifests {len(paths) - len(rows)} are the same. {ABSENT}: not recorded. "
            "Left aside is what is never twice the same, such as the load.")
    return Table("What differs", [f"A: {a.manifest.run_id}", f"B: {b.manifest.run_id}"], rows, note)


def machines_differ(a: Run, b: Run) -> list[str]:
    """The fields by which the two runs were made on different machines; empty where they may be one."""
    hosts = [run.manifest.host for run in (a, b)]
    return [name for name in MACHINE if hosts[0].get(name) != hosts[1].get(name)]
