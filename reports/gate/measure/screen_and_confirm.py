"""A whole gate run: nothing to do, or a screen, and a confirmation of what it flagged."""

from collections.abc import Callable
from pathlib import Path

from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.judge.numbers import Rules
from reports.gate.judge.pairs import Pair, PairedRun
from reports.gate.judge.result import UNRESOLVED, Result, by_cell, unchanged
from reports.gate.measure.runner import Changed, Job, Runner
from reports.run.errors import ReportError


def paired(runner: Runner, out: Path, rules: Rules = Rules(), trials: int = 3, seed: int | None = None,
           declared: frozenset[str] = frozenset(), even_if_equal: bool = False,
           say: Callable[[str], None] = lambda _: None) -> Result:
    """Measures into OUT/screen and, where it must, OUT/confirm. Raises ReportError.

    The confirmation has a seed of its own: the same shuffles would repeat what order did to the screen.
    """
    changed = Changed() if even_if_equal else runner.changed()
    if changed.unchanged and not changed.cells:
        return unchanged()
    for name in ("screen", "confirm"):
        if (out / name).exists():
            raise ReportError(f"{out / name} exists; give --out a new directory")
    say(f"screen: {rules.screen_blocks} blocks, {trials} trials each")
    runner.measure(Job(out / "screen", rules.screen_blocks, trials, seed, changed.cells))
    screen = pairs.load(out / "screen")
    result = judge(screen, None, rules, declared, runner.command)
    flagged = [pair for pair, _ in by_cell(result.of_state(UNRESOLVED))]
    if not flagged:
        return _noted(result, changed)
    say(f"confirmation: {len(flagged)} cells, {rules.confirm_blocks} fresh blocks")
    runner.measure(Job(out / "confirm", rules.confirm_blocks, trials, None if seed is None else seed + 1,
                       tuple(pair.cell.fields for pair in flagged), _capacity(screen, flagged)))
    return _noted(judge(screen, pairs.load(out / "confirm"), rules, declared, runner.command), changed)


def _noted(result: Result, changed: Changed) -> Result:
    if changed.unchanged:
        result.notes.insert(0, "unchanged by definition, so not measured: both sides run the same program of "
                               + ", ".join(changed.unchanged))
    return result


def _capacity(screen: PairedRun, flagged: list[Pair]) -> float | None:
    """What 100 % load was, so that fewer cells find no other rate; where there are several, none is right."""
    workloads = {pair.cell.setting.workload for pair in flagged if pair.cell.setting.load is not None}
    rates = {rate.per_s for rate in screen.manifest.rates if rate.workload in workloads}
    return rates.pop() if len(rates) == 1 else None
