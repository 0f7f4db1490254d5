"""Whether two sides, and two runs of them, may be compared at all. What differs and was not declared is refused."""

import math
from collections import defaultdict

from reports.analysis.heap_policy import in_words
from reports.gate.judge.pairs import PairedRun
from reports.run.cells import SIDES, Setting
from reports.run.errors import ReportError
from reports.run.machine import MACHINE
from reports.run.manifest import Side

DECLARABLE = {"toolchain": "compiler, flags or build type", "heap-policy": "the collector's heap policy"}
"""What a user may say is the very thing to be compared, in words."""
TOOLCHAIN = ("compiler", "flags", "build_type")
PLAN = ("scale", "steady_target_ms", "trials_per_block")


def check_sides(run: PairedRun, declared: frozenset[str] = frozenset()) -> None:
    """Raises ReportError that names every difference which makes the two sides answer different questions."""
    found = _toolchains(run, declared) + _questions(run) + _policies(run, declared)
    if found:
        raise ReportError("the two sides cannot be compared: " + "; ".join(found))


def check_confirmation(screen: PairedRun, fresh: PairedRun) -> None:
    """Raises ReportError where the fresh blocks are of other builds, another machine or another plan."""
    found = []
    for name in MACHINE:
        found += _differs(f"host.{name}", *(run.manifest.host.get(name) for run in (screen, fresh)))
    for name in PLAN:
        found += _differs(f"profile.{name}", *(getattr(run.manifest.profile, name) for run in (screen, fresh)))
    for side in SIDES:
        if not _runs_the_same(screen.side(side), fresh.side(side)):
            found.append(f"the {side}'s programs, libraries or variables changed between the two runs")
    found += _rates(screen, fresh)
    if found:
        raise ReportError(f"{fresh.directory} does not confirm {screen.directory}: " + "; ".join(found))


def _runs_the_same(before: Side, after: Side) -> bool:
    """Programs and variables are equal, and no library is new: fewer cells need fewer mallocs. Paths say nothing."""
    programs = [sorted((child.variant, child.sha256) for child in side.children) for side in (before, after)]
    libraries = [{library.sha256 for library in side.libraries} for side in (before, after)]
    return programs[0] == programs[1] and before.env == after.env and libraries[1] <= libraries[0]


def _differs(name: str, before: object, after: object) -> list[str]:
    if isinstance(before, float) and isinstance(after, float) and math.isclose(before, after, rel_tol=1e-6):
        return []
    return [f"{name} is {before!r} and {after!r}"] if before != after else []


def _rates(screen: PairedRun, fresh: PairedRun) -> list[str]:
    """In open loop the rate is part of the question; a run of fewer cells may have found another one."""
    before = {pair.cell: pair.planned["base"].rate_per_s for pair in screen.pairs if "base" in pair.planned}
    return [text for pair in fresh.pairs if pair.cell in before and "base" in pair.planned
            for text in _differs(f"rate_per_s of {pair.label}", before[pair.cell], pair.planned["base"].rate_per_s)]


def _toolchains(run: PairedRun, declared: frozenset[str]) -> list[str]:
    if "toolchain" in declared:
        return []
    before, after = (run.side(side).toolchain for side in SIDES)
    found = [text for name in TOOLCHAIN for text in _differs(f"toolchain.{name}", before.get(name), after.get(name))]
    return found and [*found, "declare it with --compare toolchain if that is what you compare"]


def _questions(run: PairedRun) -> list[str]:
    """Where all variants of the head agree on another digest, the question changed and not an answer."""
    digests: dict[Setting, dict[str, set[str]]] = defaultdict(lambda: {side: set() for side in SIDES})
    for pair in run.pairs:
        for side in SIDES:
            digests[pair.cell.setting][side] |= {trial.digest for trial in pair.trials[side]} - {""}
    return [f"{setting.workload} ({setting.parameters}) observes {'/'.join(sorted(seen['base']))} on the base and "
            f"{'/'.join(sorted(seen['head']))} on the head, in every variant: it asks another question"
            for setting, seen in digests.items()
            if len(seen["head"]) == 1 and seen["base"] and not seen["base"] & seen["head"]]


def _policies(run: PairedRun, declared: frozenset[str]) -> list[str]:
    before, after = (run.side(side).env for side in SIDES)
    steered = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if "heap-policy" in declared or any(name.startswith("GC_") for name in steered):
        return []
    found = []
    for pair in run.pairs:
        policies = [{in_words(trial.env.settings)
                     for trial in pair.trials[side] if trial.ok} - {""} for side in SIDES]
        if all(policies) and policies[0] != policies[1]:
            base, head = (" / ".join(sorted(side)) for side in policies)
            found.append(f"{pair.label} has the heap policy '{base}' on the base and '{head}' on the head")
    if not found:
        return []
    more = [f"and {len(found) - 1} more cells"] if len(found) > 1 else []
    return [found[0], *more, "declare it with --compare heap-policy if that is what you compare"]
