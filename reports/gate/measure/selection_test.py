"""What is measured when nobody selects: a list in one place, of which each machine takes what it has."""

import re
from pathlib import Path

from reports.gate.measure import selection
from reports.gate.testing.fake_runner import cell

GATE_MD = Path(__file__).resolve().parents[3] / "docs" / "gate.md"


def test_cells_are_taken_in_the_order_of_the_list():
    planned = [cell("tree_build"), cell("null"), cell("tree_build", "boehm", config="incremental")]
    assert selection.default(planned) == [planned[1], planned[0], planned[2]]


def test_parameters_tell_cells_apart():
    at_half = cell("request_server", live_mib=16, load=50.0)
    others = (cell("request_server", live_mib=16), cell("request_server", live_mib=1, load=50.0),
              cell("shared_readers/hot", "shared"), cell("tree_build", "unique", heap_limit_bytes=2**25),
              cell("tree_build", allocator="mimalloc"))
    assert selection.default([*others, at_half]) == [at_half]
    assert selection.default([cell("shared_readers/hot", "shared", threads=2)])


def test_programs_of_others_have_none_of_them():
    assert selection.default([cell("mine")]) == []


def test_the_documents_list_is_the_list():
    text = GATE_MD.read_text(encoding="utf-8")
    rows = re.findall(r"^- `(\S+?)`[^(:]*\((.*?)\): (.*?)$", re.sub(r"\n  ", " ", text), re.MULTILINE)
    listed = {workload: (set(re.findall(r"`(\S+?)`", who)), why) for workload, who, why in rows}
    for chosen in selection.DEFAULT:
        assert listed[chosen.workload] == ({name.replace("/glibc", "") for name in chosen.who}, chosen.why)
