"""The result as JUnit XML: a test case for each cell and one for the verdict, for servers that show tests.

A regression is a `failure`, what could not be decided is `skipped` in its cell and an `error` in the verdict:
servers turn red on it, as the exit code does.
"""

from xml.etree import ElementTree

from reports.gate.forms import said
from reports.gate.judge.pairs import Pair
from reports.gate.judge.result import ADVISORY, PASS, REGRESSION, TOO_FEW, UNRESOLVED, UNUSABLE, WORSE, Result, by_cell


def junit(result: Result) -> str:
    """The document, ending in a newline."""
    suite = ElementTree.Element("testsuite", name="gate")
    _verdict(ElementTree.SubElement(suite, "testcase", classname="gate", name="verdict"), result)
    for pair, _ in by_cell([*result.rows, *result.exact]):
        family = f"gate.{pair.cell.setting.workload}"
        case = ElementTree.SubElement(suite, "testcase", classname=family, name=pair.label)
        _cell(case, pair, result)
    cases = suite.findall("testcase")
    for kind in ("failure", "error", "skipped"):
        count = sum(case.find(kind) is not None for case in cases)
        suite.set({"failure": "failures", "error": "errors"}.get(kind, kind), str(count))
    suite.set("tests", str(len(cases)))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _verdict(case: ElementTree.Element, result: Result) -> None:
    if result.verdict != PASS:
        kind = "failure" if result.verdict == REGRESSION else "error"
        ElementTree.SubElement(case, kind, message=_clean("; ".join(result.reasons)), type=result.verdict)


def _cell(case: ElementTree.Element, pair: Pair, result: Result) -> None:
    rows = [row for row in result.rows if row.pair.label == pair.label]
    worse = [f"{row.metric.name} {row.change} ({row.interval}), worse in {said.blocks(row)}"
             for row in rows if row.state == WORSE]
    worse += [fact.text for fact in result.exact if fact.is_worse and fact.pair.label == pair.label]
    doubtful = [f"{row.metric.name}: {row.state}" + (f" ({row.note})" if row.note else "")
                for row in rows if row.state in (UNRESOLVED, ADVISORY, TOO_FEW, UNUSABLE)]
    if worse:
        failure = ElementTree.SubElement(case, "failure", message=_clean("; ".join(worse)), type="regression")
        failure.text = _clean(f"again: {result.reproduce(pair)}")
    elif doubtful and not any(row.is_gated for row in rows) or any(row.state == UNRESOLVED for row in rows):
        ElementTree.SubElement(case, "skipped", message=_clean("; ".join(doubtful)))
    elif doubtful:
        ElementTree.SubElement(case, "system-out").text = _clean("; ".join(doubtful))


def _clean(words: str) -> str:
    """Without the control characters that XML 1.0 cannot hold, escaped or not."""
    return "".join(character for character in words if character >= " " or character in "\t\n")
