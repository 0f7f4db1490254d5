"""The command that measures a run again, also where the run drew lots."""

from __future__ import annotations

import shlex

PLACES = ("--out", "--resume")
"""Options of the runner that say where a run is, not what."""


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
