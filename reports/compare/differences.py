"""What is not the same in two manifests, for people: a reader must know it before reading any number."""

from __future__ import annotations

from reports.run import provenance
from reports.run.load import Run
from reports.run.machine import MACHINE
from reports.text.table import ABSENT, Table

COMPARED = ("host", "toolchain", "git", "allocators", "children", "profile", "seed", "script_seed", "timeout_s",
            "rss_every_ms", "env", "child_env", "tuned", "sweep")
PASSING = ("load", "cpu_pressure", "io_pressure", "memory_pressure", "memory_available", "swap_free", "frequency_khz",
           "steal_ticks_since_boot", "throttled_ns", "throttled_periods", "timer_cost_ns")
"""Fields of the host that are never twice the same; the noise of a run is in its own report."""


def facts(run: Run) -> dict[str, str]:
    """Dotted path -> text of everything that may not differ unsaid."""
    manifest = dict(run.manifest)
    # Where the executables lie is nobody's concern; what is in them is.
    manifest["children"] = [{name: child.get(name) for name in ("variant", "sha256")}
                            for child in manifest.get("children") or [] if isinstance(child, dict)]
    manifest["host"] = {name: value for name, value in (manifest.get("host") or {}).items() if name not in PASSING}
    return {path: text for key in COMPARED if manifest.get(key) not in (None, {}, [])
            for path, text in provenance.flat(manifest[key], key)}


def table(a: Run, b: Run) -> Table:
    """A line for each fact that differs."""
    sides = facts(a), facts(b)
    paths = list(dict.fromkeys([*sides[0], *sides[1]]))
    rows = [(path, [side.get(path, ABSENT) for side in sides]) for path in paths
            if sides[0].get(path) != sides[1].get(path)]
    note = (f"Of {len(paths)} facts in the manifests {len(paths) - len(rows)} are the same. {ABSENT}: not recorded. "
            "Left aside is what is never twice the same, such as the load.")
    return Table("What differs", [f"A: {a.manifest.get('run_id')}", f"B: {b.manifest.get('run_id')}"], rows, note)


def machines_differ(a: Run, b: Run) -> list[str]:
    """The fields by which the two runs were made on different machines; empty where they may be one."""
    hosts = [run.manifest.get("host") or {} for run in (a, b)]
    return [name for name in MACHINE if hosts[0].get(name) != hosts[1].get(name)]
