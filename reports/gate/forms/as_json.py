"""The result for programs. Numbers are finite or null; the fields stand in docs/gate.md."""

import json
import math

from reports.gate.judge.exact import Exact
from reports.gate.judge.pairs import Pair
from reports.gate.judge.result import Look, Result, Row

SCHEMA = 1


def as_json(result: Result) -> str:
    """One JSON object, ending in a newline."""
    value = {"schema": SCHEMA, "kind": "gate", "verdict": result.verdict, "exit_code": result.exit_code,
             "reasons": result.reasons, "runs": result.runs, "notes": result.notes,
             "exact": [_exact(fact, result) for fact in result.exact],
             "trades": [{"cell": trade.pair.cell.fields, "worse": [row.metric.name for row in trade.worse],
                         "better": [row.metric.name for row in trade.better]} for trade in result.trades],
             "metrics": [_row(row, result) for row in result.rows]}
    return json.dumps(value, indent=1, allow_nan=False) + "\n"


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _cell(pair: Pair, result: Result) -> dict:
    return {"cell": pair.cell.fields, "label": pair.label, "reproduce": result.reproduce(pair)}


def _exact(fact: Exact, result: Result) -> dict:
    return {**_cell(fact.pair, result), "what": fact.what, "base": fact.base, "head": fact.head,
            "worse": fact.is_worse, "text": fact.text}


def _row(row: Row, result: Result) -> dict:
    return {**_cell(row.pair, result), "metric": row.metric.name, "state": row.state,
            "scale": "log_ratio" if row.metric.is_ratio else "difference", "better": row.metric.better,
            "gated": row.is_gated, "floor": row.metric.floor, "target": row.metric.target,
            "detectable": _number(row.detectable), "adjusted_p": row.adjusted_p, "note": row.note,
            "screen": _look(row.screen, row), "confirm": _look(row.fresh, row)}


def _look(look: Look | None, row: Row) -> dict | None:
    if look is None:
        return None
    sign = row.metric.sign
    ends = sorted(sign * end for end in (look.low, look.high))
    return {"base": _number(look.series.base), "head": _number(look.series.head), "change": sign * look.shift,
            "low": _number(ends[0]), "high": _number(ends[1]), "p_worse": look.p, "p_better": look.p_better,
            "blocks": list(look.series.blocks), "changes": [sign * float(d) for d in look.series.worsening]}
