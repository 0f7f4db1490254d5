"""Claims as JSON: every number with all its digits, every verdict with the lines of results.jsonl behind it."""

import math

from reports.claims.model import Claim, Part, Row, Side

SCHEMA = 1


def as_json(claims: list[Claim]) -> dict:
    """An object that json.dumps can write. Numbers are finite or null: an end that is infinite is null too."""
    return {"schema": SCHEMA, "claims": [_claim(claim) for claim in claims]}


def _claim(claim: Claim) -> dict:
    card = claim.card
    return {"id": card.id, "title": card.title, "sentence": card.sentence, "tests": card.tests,
            "metric": card.metric, "rule": card.rule, "verdict": claim.verdict, "because": claim.because,
            "against_best": claim.against_best, "with_best_setting": claim.with_best_setting,
            "error_of_an_end": claim.error,
            "sentences": list(claim.sentences), "rows": [_row(row) for row in claim.rows]}


def _row(row: Row) -> dict:
    return {"workload": row.setting.workload, "place": row.place, "subject": row.subject, "detail": row.detail,
            "role": row.role, "verdict": row.verdict, "note": row.note, "left_out": row.left_out,
            "parts": [_part(part) for part in row.parts], "sides": [_side(side) for side in row.sides]}


def _part(part: Part) -> dict:
    got = part.interval
    return {"what": part.what, "estimate": _finite(got.estimate), "low": _finite(got.low),
            "high": _finite(got.high), "blocks": got.n, "confidence": got.achieved, "boundary": part.boundary,
            "expected": "above" if part.above else "not above", "verdict": part.verdict}


def _side(side: Side) -> dict:
    return {"cell": side.cell.label, "anchor": side.anchor,
            "trials": [{"line": trial.line, "trial_id": trial.trial_id, "block": trial.block}
                       for trial in side.trials]}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
