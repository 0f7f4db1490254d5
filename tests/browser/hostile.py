"""Turns every free text of a run into an attack on the page that shows it."""

import json

SAYS = ('"><img src=x onerror="window.pwned=1"><script>window.pwned=2</script><svg onload="window.pwned=3">'
        "'</style></script>{{7*7}}<a href=\"javascript:window.pwned=4\">")
TAGS = ("img", "script", "svg", "iframe", "style", "object", "form")
"""What the attack would leave in a page that fell for it."""
_KEPT = {"schema", "kind", "status", "group", "expect", "sha256", "phase", "better", "unit", "histograms", "variant",
         "rss_series", "interruptions", "pauses", "mmu", "trial_id", "created", "than", "metric", "file", "log"}
"""Fields whose words are the protocol's, name files, or refuse the whole run when they change."""


def spoil(run):
    """Rewrites the run in `run` in place."""
    manifest = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps(_spoiled(manifest)))
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    lines[-1].update(status="crashed", reason="", metrics={})
    (run / "results.jsonl").write_text("".join(json.dumps(_spoiled(line)) + "\n" for line in lines))
    for path in (run / "series").glob("*.interruptions.json"):
        path.write_text(json.dumps([{**event, "cause": event["cause"] + SAYS}
                                    for event in json.loads(path.read_text())]))
    for path in (run / "sources").rglob("*.*"):
        path.write_text(path.read_text() + SAYS)
    for path in (run / "primitives").glob("*.json"):
        path.write_text(json.dumps(_spoiled(json.loads(path.read_text()))))
    return run


def _spoiled(value, name=""):
    if isinstance(value, dict):
        # The names of workloads are keys here, and values in cells.
        return {key + SAYS if name == "workloads" else key: _spoiled(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoiled(inner, name) for inner in value]
    if not isinstance(value, str) or name in _KEPT or (name == "config" and not value) or value == "glibc":
        return value
    if name in ("run_type", "time_unit"):
        return value
    return value + SAYS
