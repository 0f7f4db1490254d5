"""From what was found to one verdict. Too little data is never a pass."""

from reports.gate.judge.exact import Exact
from reports.gate.judge.numbers import Rules
from reports.gate.judge.result import (ADVISORY, BETTER, INCONCLUSIVE, PASS, REGRESSION, TOO_FEW, UNRESOLVED, UNUSABLE,
                                       WORSE, Row, Trade, by_cell)
from reports.text import units

OPPOSITES = (("pause", "memory"), ("memory", "pause"))


def of(rows: list[Row], exact: list[Exact], problems: list[str], rules: Rules) -> tuple[str, list[str]]:
    """(verdict, its reasons). A regression outweighs what is unclear beside it; the reasons name both."""
    worse = [row for row in rows if row.state == WORSE]
    facts = [fact for fact in exact if fact.is_worse]
    reasons = []
    if facts:
        reasons.append(f"{units.plural(len(facts), 'exact fact')} got worse (tier 0)")
    if worse:
        reasons.append(f"{units.plural(len(worse), 'metric')} confirmed worse on fresh blocks (tier 1)")
    doubts = _doubts(rows, problems, rules)
    if reasons:
        return REGRESSION, reasons + doubts
    if doubts:
        return INCONCLUSIVE, doubts
    gated = sum(row.is_gated for row in rows)
    return PASS, [f"no regression: {gated} of {units.plural(len(rows), 'metric')} gated, none confirmed worse"]


def trades(rows: list[Row]) -> list[Trade]:
    """Cells that confirmed worse in pauses and better in memory, or the other way round."""
    found = []
    for pair, mine in by_cell(rows):
        for lost, won in OPPOSITES:
            worse = tuple(row for row in mine if row.metric.family == lost and row.state in (WORSE, ADVISORY))
            better = tuple(row for row in mine if row.metric.family == won and row.state == BETTER)
            found += [Trade(pair, worse, better)] if worse and better else []
    return found


def _doubts(rows: list[Row], problems: list[str], rules: Rules) -> list[str]:
    doubts = list(problems)
    # A single metric that is often absent does not starve a cell.
    starved = [pair.label for pair, mine in by_cell(rows) if all(row.state in (TOO_FEW, UNUSABLE) for row in mine)]
    if starved:
        more = f" and {len(starved) - 3} more" if len(starved) > 3 else ""
        doubts.append(f"too few blocks (under {rules.least_blocks}) in {', '.join(starved[:3])}{more}")
    unusable = [row for row in rows if row.state == UNUSABLE and not row.metric.why_not]
    doubts += [f"{row.metric.name} of {row.pair.label}: {row.note}" for row in unusable[:5]]
    open_rows = [row for row in rows if row.state == UNRESOLVED]
    if open_rows:
        notes = sorted({row.note for row in open_rows if row.note})
        doubts.append(f"{units.plural(len(open_rows), 'suspect')} could not be settled"
                      + (f": {'; '.join(notes)}" if notes else ": no fresh blocks"))
    loud = [row for row in rows if row.state == ADVISORY]
    if loud:
        doubts.append(f"{units.plural(len(loud), 'metric')} got worse that this machine is too noisy to gate; "
                      "measure with more --trials")
    if not rows:
        doubts.append("nothing was compared")
    elif not any(row.is_gated for row in rows):
        doubts.append("every metric is advisory: no change of the size that is looked for could have been seen")
    return doubts
