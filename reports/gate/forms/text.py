"""The result for people at a terminal: at most 100 columns, but for commands, which stay whole to be copied."""

import textwrap

from reports.gate.forms import said
from reports.gate.judge.result import (ADVISORY, BETTER, CLEARED, LIKELY_BETTER, NOTED, UNRESOLVED, WORSE, Result, Row,
                                       by_cell)
from reports.text import units

WIDTH = 100


def text(result: Result) -> str:
    """The whole table, ending in a newline."""
    lines = [f"gate: {result.verdict.upper()} (exit code {result.exit_code})"]
    lines += [line for reason in result.reasons for line in _wrapped(reason, "  ")]
    lines += _exact(result)
    lines += _trades(result)
    lines += _detailed("Worse, confirmed", result.of_state(WORSE), result)
    lines += _detailed("Worse, but too noisy here to be gated", result.of_state(ADVISORY), result)
    lines += _detailed("Suspects without a confirmation", result.of_state(UNRESOLVED), result)
    for title, state in (("Better, confirmed", BETTER), ("Better in the screen; not measured again", LIKELY_BETTER),
                         ("Suspected by the screen, not confirmed", CLEARED),
                         ("Worse in the screen, and never gated", NOTED)):
        lines += _short(title, result.of_state(state))
    lines += _detectable(result)
    if result.notes:
        lines += ["", "Notes"] + [line for note in result.notes for line in _wrapped(note, "  ")]
    lines += [""] * bool(result.runs) + [f"{name}: {directory}" for name, directory in result.runs.items()]
    return "\n".join(lines) + "\n"


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
                         break_long_words=False, break_on_hyphens=False)


def _exact(result: Result) -> list[str]:
    lines = []
    for title, worse in (("Exactly worse (tier 0)", True), ("Exactly better (tier 0)", False)):
        facts = [fact for fact in result.exact if fact.is_worse == worse]
        lines += ["", title] if facts else []
        for pair, group in by_cell(facts):
            lines += [line for fact in group for line in _wrapped(fact.line, "  ")]
            lines += [f"    again: {result.reproduce(pair)}"] if worse else []
    return lines


def _trades(result: Result) -> list[str]:
    lines = ["", "Traded"] if result.trades else []
    for trade in result.trades:
        lines += _wrapped(f"{trade.pair.label}: {said.changes(trade.better)} for {said.changes(trade.worse)}", "  ")
    return lines


def _detailed(title: str, rows: list[Row], result: Result) -> list[str]:
    lines = ["", title] if rows else []
    for pair, group in by_cell(rows):
        lines += _wrapped(pair.label, "  ")
        for row in group:
            lines.append(f"    {row.metric.name:<22}{row.change:>9}   {row.interval}   ({said.levels(row)})")
            seen, target = (said.bare(row.metric, effect) for effect in (row.detectable, row.metric.target))
            lines += _wrapped(f"worse in {said.blocks(row)}; detectable {seen} (target {target})", "      ")
            lines += _wrapped(row.note, "      ") if row.note else []
        lines.append(f"    again: {result.reproduce(pair)}")
    return lines


def _short(title: str, rows: list[Row], most: int = 12) -> list[str]:
    lines = ["", title] if rows else []
    for row in rows[:most]:
        lines += _wrapped(f"{row.metric.name} {row.change} ({row.interval}) {row.pair.label}", "  ")
    return lines + ([f"  and {len(rows) - most} more"] if len(rows) > most else [])


def _detectable(result: Result) -> list[str]:
    lines = ["", "What could have been seen (minimum detectable effect, 80 % power)",
             f"  {'metric':<24}{'median cell':>12}{'worst':>10}{'target':>10}   gated in"]
    for metric, median, worst, target, rows in said.detectable(result):
        gated = f"{sum(row.is_gated for row in rows)} of {units.plural(len(rows), 'cell')}"
        lines.append(f"  {metric.name:<24}{median:>12}{worst:>10}{target:>10}   {'never' if metric.why_not else gated}")
    return lines if len(lines) > 3 else []
