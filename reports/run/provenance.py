"""Where, when and from what a run was made, in a few words and in full."""

import shlex

from reports.run.manifest import Manifest, Side
from reports.text import units

PLACES = ("--out", "--resume")
"""Options of the runner that say where a run is, not what."""
UNKNOWN = "n/a"


def machine(manifest: Manifest) -> str:
    """CPU model, cores, and whether they are virtual, in a few words; `n/a` where unknown."""
    host = manifest.host
    words = [str(host.get("cpu") or f"CPU {UNKNOWN}")]
    if isinstance(host.get("cores_online"), int):
        words.append(units.plural(host["cores_online"], "core"))
    if str(host.get("virtualisation")).startswith("virtual machine"):
        words.append(host["virtualisation"])
    return ", ".join(words)


def commit(side: Side) -> str:
    """The first 12 digits of a side's commit, and whether the tree is known to have had changes."""
    return side.git.commit[:12] + (" with uncommitted changes" if side.git.dirty is True else "")


def sides(manifest: Manifest) -> list[tuple[str, str]]:
    """(side, commit and what only it had in its environment) of a run of two sides; empty for others."""
    return [(side.name, f"commit {commit(side)}; {_environment(side)}")
            for side in manifest.sides if manifest.is_of_two_sides]


def _environment(side: Side) -> str:
    told = ", ".join(f"{name}={value}" for name, value in side.env.items())
    return f"environment of its own: {told or 'none'}"


def provenance(manifest: Manifest) -> str:
    """One line for a caption or a copied image: machine, commit, profile, run, date; of two sides the base's."""
    return (f"machine {machine(manifest)}; commit {commit(manifest.sides[0])}; profile {manifest.profile.name}; "
            f"run {manifest.run_id} of {manifest.created}")


def flat(value: object, path: str = "") -> list[tuple[str, str]]:
    """Nested objects as (dotted path, text) pairs in the order of the file; objects in lists by name."""
    if isinstance(value, dict):
        prefix = f"{path}." if path else ""
        return [pair for key, inner in value.items() for pair in flat(inner, prefix + key)]
    if isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            return [pair for i, inner in enumerate(value) for pair in flat(inner, path + _place(inner, i))]
        return [(path, ", ".join(map(str, value)))]
    return [(path, UNKNOWN if value is None or value == "" else str(value))]


def _place(inner: object, position: int) -> str:
    name = (inner.get("name") or inner.get("variant")) if isinstance(inner, dict) else None
    return f"[{name or position}]"


def command(manifest: Manifest) -> str:
    """What measures the same cells with the same ops in the same order.

    A rate that the pilot found is given where there is one: `--capacity` is for all workloads.
    """
    kept, rest = ["scripts/bench_all"], iter(manifest.command[1:])
    for word in rest:
        if word in PLACES:
            next(rest, None)
        elif not word.startswith(tuple(f"{place}=" for place in PLACES)):
            kept.append(word)
    drawn: dict[str, float] = {"--seed": manifest.seed, "--script-seed": manifest.script_seed}
    if len(rates := {rate.per_s for rate in manifest.rates}) == 1:
        drawn["--capacity"] = rates.pop()
    for option, value in drawn.items():
        if not any(word.partition("=")[0] == option for word in kept):
            kept += [option, str(value)]
    return shlex.join(kept)
