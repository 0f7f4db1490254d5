"""Where, when and from what a run was made, in a few words and in full."""

from __future__ import annotations

import shlex
from collections import defaultdict

from reports.run import load
from reports.text import units

PLACES = ("--out", "--resume")
"""Options of the runner that say where a run is, not what."""


def known(record: dict | None) -> defaultdict:
    """The record with `n/a` for every field that it lacks or that is empty."""
    return defaultdict(lambda: "n/a", {key: value for key, value in (record or {}).items()
                                       if value not in (None, "", [], {})})


def machine(manifest: dict) -> str:
    """CPU model, cores, and whether they are virtual, in a few words; `n/a` where unknown."""
    host = manifest.get("host") or {}
    words = [str(host.get("cpu") or "CPU n/a")]
    if isinstance(host.get("cores_online"), int):
        words.append(units.plural(host["cores_online"], "core"))
    if str(host.get("virtualisation")).startswith("virtual machine"):
        words.append(host["virtualisation"])
    return ", ".join(words)


def commit(side: dict) -> str:
    """The first 12 digits of a side's commit, and whether the tree is known to have had changes."""
    git = side.get("git") or {}
    return str(git.get("commit") or "n/a")[:12] + (" with uncommitted changes" if git.get("dirty") is True else "")


def cautions(manifest: dict) -> list[str]:
    """What bench_all warned of before it measured, such as a busy host."""
    return list(manifest.get("warnings") or [])


def sides(manifest: dict) -> list[tuple[str, str]]:
    """(side, commit and what only it had in its environment) of a run of two sides; empty for others."""
    return [(name, f"commit {commit(side)}; {_environment(side.get('env') or {})}")
            for name, side in load.sides(manifest).items() if name]


def _environment(variables: dict) -> str:
    told = ", ".join(f"{name}={value}" for name, value in variables.items())
    return f"environment of its own: {told or 'none'}"


def provenance(manifest: dict) -> str:
    """One line for a caption or a copied image: machine, commit, profile, run, date."""
    profile = (manifest.get("profile") or {}).get("name", "n/a")
    return (f"machine {machine(manifest)}; commit {commit(load.first_side(manifest))}; profile {profile}; "
            f"run {manifest.get('run_id', 'n/a')} of {manifest.get('created', 'n/a')}")


def flat(value: object, path: str = "") -> list[tuple[str, str]]:
    """Nested objects as (dotted path, text) pairs in the order of the file; objects in lists by name."""
    if isinstance(value, dict):
        prefix = f"{path}." if path else ""
        return [pair for key, inner in value.items() for pair in flat(inner, prefix + key)]
    if isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            return [pair for i, inner in enumerate(value) for pair in flat(inner, path + _place(inner, i))]
        return [(path, ", ".join(map(str, value)))]
    return [(path, "n/a" if value is None or value == "" else str(value))]


def _place(inner: object, position: int) -> str:
    name = (inner.get("name") or inner.get("variant")) if isinstance(inner, dict) else None
    return f"[{name or position}]"


def command(manifest: dict) -> str:
    """What measures the same cells with the same ops in the same order; empty without a command.

    A rate that the pilot found is given where there is one: `--capacity` is for all workloads.
    """
    words = [str(word) for word in manifest.get("command") or []]
    if not words:
        return ""
    kept, rest = ["scripts/bench_all"], iter(words[1:])
    for word in rest:
        if word in PLACES:
            next(rest, None)
        elif not word.startswith(tuple(f"{place}=" for place in PLACES)):
            kept.append(word)
    rates = {str(rate["per_s"]) for rate in manifest.get("rates") or [] if rate.get("per_s")}
    drawn = {"--seed": manifest.get("seed"), "--script-seed": manifest.get("script_seed"),
             "--capacity": rates.pop() if len(rates) == 1 else None}
    for option, value in drawn.items():
        if value is not None and not any(word.partition("=")[0] == option for word in kept):
            kept += [option, str(value)]
    return shlex.join(kept)
