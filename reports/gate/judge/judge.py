"""Makes the result of a screen and, where there is one, of its confirmation (docs/gate.md)."""

from reports.gate.judge import comparable, mde, verdicts
from reports.gate.judge.differences import Series, series
from reports.gate.judge.exact import compare, failures
from reports.gate.judge.metrics import METRICS
from reports.gate.judge.numbers import Rules
from reports.gate.judge.pairs import Pair, PairedRun
from reports.gate.judge.result import (ADVISORY, BETTER, CLEARED, LIKELY_BETTER, NOTED, SAME, TOO_FEW, UNRESOLVED,
                                       UNUSABLE, WORSE, Look, Result, Row)
from reports.gate.judge.rules import confirmed, flagged, holm, weigh
from reports.run.cells import SIDES
from reports.run.load import CANNOT_RUN
from reports.stats.signed_rank import smallest_p


def judge(screen: PairedRun, fresh: PairedRun | None = None, rules: Rules = Rules(),
          declared: frozenset[str] = frozenset(), command: str = "scripts/gate paired") -> Result:
    """The verdict on a run of two sides. Raises ReportError where they cannot be compared.

    Without `fresh`, suspects stay suspects and the verdict is no better than inconclusive.
    """
    comparable.check_sides(screen, declared)
    if fresh:
        comparable.check_confirmation(screen, fresh)
        comparable.check_sides(fresh, declared)
    rows = [row for pair in screen.pairs for row in _rows(pair, rules)]
    family = sum(row.state == UNRESOLVED for row in rows)
    for row in rows:
        if row.screen:
            row.detectable = float(mde.detectable(row.screen.spread, row.metric.floor, row.screen.blocks,
                                                  rules.confirm_blocks, family, rules))
    if fresh:
        _confirm(rows, fresh, rules)
    exact = [fact for run in (screen, fresh) if run for pair in run.pairs for fact in compare(pair, rules)]
    exact = list({(fact.pair.label, fact.what): fact for fact in reversed(exact)}.values())[::-1]
    notes, problems = _left_out(screen)
    warnings = screen.warnings + (fresh.warnings if fresh else [])
    verdict, reasons = verdicts.of(rows, exact, problems, rules)
    runs = {"screen": str(screen.directory)} | ({"confirm": str(fresh.directory)} if fresh else {})
    return Result(verdict, reasons, rows, exact, verdicts.trades(rows), notes + warnings, runs, command)


def look(found: Series) -> Look:
    """What a series says; it must have differences."""
    worse, better = weigh(found.worsening), weigh(-found.worsening)
    return Look(found, *(float(values[0]) for values in (worse.estimate, worse.low, worse.high, worse.p, better.p,
                                                         worse.spread)))


def _rows(pair: Pair, rules: Rules) -> list[Row]:
    rows = []
    for metric in METRICS.values():
        found = series(pair, metric)
        if found is None:
            continue
        if found.problem:
            rows.append(Row(pair, metric, UNUSABLE, note=found.problem))
        elif len(found.blocks) < rules.least_blocks:
            note = f"{len(found.blocks)} blocks have it on both sides, {rules.least_blocks} are needed"
            rows.append(Row(pair, metric, TOO_FEW, note=note))
        else:
            seen = look(found)
            state = _screened(seen, metric.floor, rules)
            rows.append(Row(pair, metric, NOTED if state == UNRESOLVED and metric.why_not else state, seen,
                            note=metric.why_not))
    return rows


def _screened(seen: Look, floor: float, rules: Rules) -> str:
    if flagged(seen.p, seen.shift, floor, rules):
        return UNRESOLVED
    return LIKELY_BETTER if flagged(seen.p_better, -seen.shift, floor, rules) else SAME


def _confirm(rows: list[Row], fresh: PairedRun, rules: Rules) -> None:
    """Settles suspects on the fresh blocks, and what looked better in the cells that were measured again."""
    again = {pair.cell: pair for pair in fresh.pairs}
    for row in rows:
        if row.state in (UNRESOLVED, LIKELY_BETTER) and row.pair.cell in again:
            found = series(again[row.pair.cell], row.metric)
            if found and not found.problem and len(found.blocks) >= rules.least_confirm_blocks:
                row.fresh = look(found)
            elif row.state == UNRESOLVED:
                row.note = "too few fresh blocks" if not found or not found.problem else found.problem
    _settle([row for row in rows if row.state == UNRESOLVED], rules, "p", 1)
    _settle([row for row in rows if row.state == LIKELY_BETTER and row.fresh], rules, "p_better", -1)


def _settle(rows: list[Row], rules: Rules, p: str, sign: int) -> None:
    # What could not be measured again stays in the family, as if it had shown nothing.
    ps = [getattr(row.fresh, p) if row.fresh else 1.0 for row in rows]
    shifts = [sign * row.fresh.shift if row.fresh else 0.0 for row in rows]
    proven = confirmed(ps, shifts, [row.metric.floor for row in rows], rules)
    for row, adjusted_p, is_proven in zip(rows, holm(ps), proven):
        if not row.fresh:
            continue
        row.adjusted_p = float(adjusted_p)
        if is_proven:
            row.state = (WORSE if row.is_gated else ADVISORY) if sign > 0 else BETTER
        elif smallest_p(row.fresh.blocks) * len(rows) > rules.confirm_p:
            row.note = f"{row.fresh.blocks} fresh blocks cannot prove one of {len(rows)} suspects"
        elif sign > 0:
            row.state = CLEARED


def _left_out(run: PairedRun) -> tuple[list[str], list[str]]:
    """(notes, problems): cells without a comparison; a problem where one side could have been measured."""
    notes: list[str] = []
    problems: list[str] = []
    for pair in run.pairs:
        cannot = {side: (planned.status, planned.reason) for side, planned in pair.planned.items()
                  if planned.status in CANNOT_RUN}
        if len(cannot) == len(SIDES):
            words = f"{pair.label} cannot run: {cannot['base'][1] or cannot['head'][1]}"
            (notes if cannot["base"] == cannot["head"] else problems).append(words)
        elif cannot:
            problems += [f"{pair.label} cannot run on the {side}: {reason}" for side, (_, reason) in cannot.items()]
        elif all(failures(pair, side) for side in SIDES):
            problems.append(f"{pair.label} fails on both sides")
    return notes, problems
