"""A run whose every free text tries to break out of the page, of a chart, of a file name, or of its line.

`/usr/bin/python3 -m reports.testing.evil DIR` writes it. What a browser must never do sets `window.hacked`.
"""

import json
import sys
from pathlib import Path

from reports.run.strings import showable
from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

TAGS = '<img src=x onerror="window.hacked=1">'
SCRIPT = "</script><script>window.hacked=1</script>"
ATTRIBUTE = "\"'><svg onload=window.hacked=1>"
TEMPLATE = "{{7*7}}{% raise %}"
COMMENT = "]]>--><!--"
ENTITIES = "&lt;b&gt; &amp;nbsp;"
FORMULA = r"$x^2$ \frac{1}{0}"
CONTROL = "nul\x00bel\x07esc\x1b[31m c1\x9b del\x7f"
REVERSED = "\u202egnp.exe\u2066"
SURROGATE = "\ud800"
PATH = "../../../../etc/passwd"
LONG = "w" * 2000
EVIL = " ".join((TAGS, SCRIPT, ATTRIBUTE, TEMPLATE, COMMENT, ENTITIES, FORMULA, CONTROL, REVERSED, SURROGATE, PATH))
SAYS = showable(EVIL)
"""How a page shows it."""
SHOWN = (TAGS, SCRIPT, ATTRIBUTE, TEMPLATE, COMMENT, ENTITIES, FORMULA, PATH)
"""Texts that a page shows as they are."""

PLAN = Plan(workloads=("null", "message_window", "tree_build"), blocks=8, ops=400,
            points=(Point(), Point(live_mib=16, load=50), Point(live_mib=64, load=50)))
KEPT = {"schema", "kind", "status", "group", "variant", "scale", "phase", "sweep", "unit", "better", "kind", "family",
        "phases", "columns"}
"""Fields whose values are words of ours, which the loader checks or figures look for."""
LONG_IN = {"cpu", "reason", "item", "expectation"}


def write_evil(directory: Path, plan: Plan = PLAN) -> Path:
    """Writes the run of `plan` with evil texts below `directory` and returns it."""
    write(directory, plan)
    _rewrite(directory / "manifest.json", _manifest)
    lines = [_line(json.loads(text)) for text in (directory / "results.jsonl").read_text().splitlines()]
    (directory / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for path in (directory / "series").glob("*.interruptions.json"):
        _rewrite(path, lambda events: [{**event, "cause": f"{event['cause']} {EVIL}"} for event in events])
    for path in (directory / "sources").rglob("*.*"):
        # What was built with these texts has another digest, which is said on the page.
        path.write_text(f"{path.read_text()}\n{SAYS}\n", encoding="utf-8")
    for path in (directory / "primitives").glob("*.json"):
        _rewrite(path, _primitives)
        path.rename(path.with_name(f"{path.stem}-<img src=x onerror=hacked()>.json"))
    return directory


def _rewrite(path: Path, change) -> None:
    path.write_text(json.dumps(change(json.loads(path.read_text()))))


def _poisoned(value, key: str = ""):
    """The value with EVIL behind every text but those of KEPT; keys stay, since they are names of ours."""
    if key in KEPT:
        return value
    if isinstance(value, dict):
        return {name: _poisoned(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, key) for inner in value]
    if isinstance(value, str):
        return f"{value} {EVIL}" + (f" {LONG}" if key in LONG_IN else "")
    return value


def _cell(cell: dict) -> dict:
    """The cell with an evil workload, and all of its names evil that need not be known."""
    return {**cell, "workload": f"{cell['workload']} {EVIL}", "config": cell["config"] and f"{cell['config']} {EVIL}",
            "allocator": cell["allocator"] if cell["allocator"] == "glibc" else f"{cell['allocator']} {EVIL}"}


def _manifest(manifest: dict) -> dict:
    evil = _poisoned({name: value for name, value in manifest.items() if name not in ("cells", "workloads", "sources")})
    evil["sides"] = [{**_poisoned(side), "name": side["name"]} for side in manifest["sides"]]
    # What stands before a slash is what forms of a workload share.
    evil["sources"] = [{**entry, "workload": f"{entry['workload']} {EVIL}".partition("/")[0]}
                       for entry in manifest["sources"]]
    evil["cells"] = [{**_poisoned(planned), "cell": _cell(planned["cell"])} for planned in manifest["cells"]]
    evil["workloads"] = {f"{name} {EVIL}": {**_poisoned(card), "predictions": [
        {"metric": "cpu_ns_per_op", "variant": "value", "than": f"unique {EVIL}", "expect": "less", "by": 2}]}
        for name, card in manifest["workloads"].items()}
    evil["host"][EVIL] = {EVIL: [EVIL]}
    evil["warnings"] = [EVIL]
    return evil


def _line(line: dict) -> dict:
    files = {name: line.get(name) for name in ("histograms", "rss_series", "interruptions", "pauses", "mmu",
                                               "latency_series")}
    counted = {name: line[name] for name in ("metrics", "census", "noise")}
    return {**_poisoned(line), **files, **counted, "cell": _cell(line["cell"]),
            "notes": [EVIL, *line["notes"]] if line["status"] == "ok" else []}


def _primitives(record: dict) -> dict:
    kept = ("run_type", "time_unit")
    return {**record, "benchmarks": [
        {name: f"{value} {EVIL}" if isinstance(value, str) and name not in kept and name != "error_message" else value
         for name, value in line.items()} for line in record["benchmarks"]]}


if __name__ == "__main__":
    write_evil(Path(sys.argv[1]))
