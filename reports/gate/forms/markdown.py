"""The result as a step summary of a CI service: GitHub's Markdown, and nothing that another one cannot show."""

from reports.gate.forms import said
from reports.gate.judge.result import ADVISORY, BETTER, UNRESOLVED, WORSE, Result, Row, by_cell

MARKS = {"pass": "✅", "regression": "❌", "inconclusive": "⚠️", "error": "🛑"}


def markdown(result: Result) -> str:
    """The summary, ending in a newline."""
    lines = [f"## {MARKS[result.verdict]} Benchmark gate: {result.verdict}", ""]
    lines += [f"- {escaped(reason)}" for reason in result.reasons]
    facts = [fact for fact in result.exact if fact.is_worse]
    if facts:
        lines += ["", "### Exactly worse", ""] + [f"- {escaped(fact.line)}" for fact in facts]
    if result.trades:
        lines += ["", "### Traded", ""]
        lines += [escaped(f"- {trade.pair.label}: {said.changes(trade.better)} for {said.changes(trade.worse)}")
                  for trade in result.trades]
    for title, state in (("Worse, confirmed", WORSE), ("Worse, too noisy here to be gated", ADVISORY),
                         ("Suspects without a confirmation", UNRESOLVED), ("Better, confirmed", BETTER)):
        lines += _table(title, result.of_state(state))
    again = by_cell([*result.of_state(WORSE, ADVISORY, UNRESOLVED), *facts])
    if again:
        lines += ["", "### Measure again", "", "```sh", *(result.reproduce(pair) for pair, _ in again), "```"]
    lines += _detectable(result)
    if result.notes:
        lines += ["", "<details><summary>Notes</summary>", "", *(f"- {escaped(note)}" for note in result.notes), "",
                  "</details>"]
    return "\n".join(lines) + "\n"


def escaped(words: str) -> str:
    """Text as text: no markup, no table cell and no line of its own."""
    for character in "\\`*_[]<>|#":
        words = words.replace(character, f"\\{character}")
    return " ".join(words.split())


def _table(title: str, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    lines = ["", f"### {title}", "", "| cell | metric | change | 95 % interval | base to head | worse in |",
             "|---|---|--:|---|---|---|"]
    return lines + [f"| {escaped(row.pair.label)} | `{row.metric.name}` | {row.change} | {row.interval} | "
                    f"{said.levels(row)} | {said.blocks(row)} |" for row in rows]


def _detectable(result: Result) -> list[str]:
    table = said.detectable(result)
    if not table:
        return []
    lines = ["", "<details><summary>What could have been seen: minimum detectable effects at 80 % power</summary>", "",
             "| metric | median cell | worst cell | target | gated in |", "|---|--:|--:|--:|---|"]
    for metric, median, worst, target, rows in table:
        gated = f"{sum(row.is_gated for row in rows)} of {len(rows)} cells"
        gated = f"never: {metric.why_not}" if metric.why_not else gated
        lines.append(f"| `{metric.name}` | {median} | {worst} | {target} | {gated} |")
    return lines + ["", "</details>"]
