"""The cells that a gate measures without a selection: this build has them all, and they fit into ten minutes."""

import json

from built_suite import BIN, bench_all
from reports.gate.measure import selection

SIDES = ("--head", BIN, "--profile", "quick", "--blocks", "10", "--trials", "3")
"""What the gate asks for when it screens."""


def plan(*words):
    return json.loads(bench_all("plan", "--json", *SIDES, *words).stdout)


def test_the_default_cells_exist_and_leave_time_for_two_builds_and_a_confirmation(tmp_path):
    chosen = selection.default([planned["cell"] for planned in plan()["cells"]])
    wanted = sum(len(chosen.who) for chosen in selection.DEFAULT)
    assert len(chosen) == wanted, "one of them is misspelt, or is no longer there"
    listed = tmp_path / "only.jsonl"
    listed.write_text("".join(json.dumps(cell) + "\n" for cell in chosen))
    screen = plan("--only", listed)
    assert len(screen["cells"]) == 2 * wanted and screen["trials"] == 2 * wanted * 30
    assert screen["estimated_s"] < 5 * 60
