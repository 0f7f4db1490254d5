"""What a metric is, told once: the manifest's table, the schema and docs/protocol.md say the same."""

import json
import re

from runner_suite import ROOT, SCHEMA

FAMILIES = {"cpu", "throughput", "service", "response", "interruptions", "collections", "memory", ""}


def documented():
    """Name -> (unit, better, kind), from the table of docs/protocol.md."""
    text = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in
            text.split("### Metrics")[1].split("### `manifest.json`")[0].splitlines() if line.startswith("| `")]
    found = {}
    for names, *facts, _ in rows:
        first, *others = re.findall(r"`(\w+)`", names)
        for name in (first, *others):
            # `service_p50_ns` `_p90_ns`: what begins with a stroke is the first one's end.
            whole = first.split("_")[0] + name if name.startswith("_") else name
            found[whole] = tuple(fact.strip("`") for fact in facts)
    return found


def test_the_table_of_the_manifest_is_that_of_the_documents_and_of_the_schema(suite):
    suite.add("boehm", ["ok"], group="collection")
    lines = suite.run()
    table = suite.manifest()["metrics"]
    assert list(table) == list(documented())
    assert {name: (of["unit"], of["better"], of["kind"]) for name, of in table.items()} == documented()
    assert list(SCHEMA["$defs"]["metrics"]["properties"]) == list(table)
    sample = json.loads((ROOT / "docs/examples/quick_run/manifest.json").read_text(encoding="utf-8"))
    assert sample["metrics"] == table, "what the tests of reports go by"
    assert {of["family"] for of in table.values()} == FAMILIES
    assert len({of["words"] for of in table.values()}) == len(table), "people can tell them apart"
    assert lines and all(line["metrics"].keys() <= table.keys() for line in lines)
