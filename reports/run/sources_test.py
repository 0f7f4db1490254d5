"""The code of the answers: only from the run's own folder, and said where it is not what was built."""

import hashlib
import json

import pytest

from reports.run import sources
from reports.run.load import load_run
from reports.run.manifest import SourceFile


def read(run):
    warnings = []
    return sources.of_run(run, load_run(run).manifest.sources, warnings), warnings


def test_answers_come_in_the_order_of_variants_and_shared_bodies_last(tiny_copy):
    found, warnings = read(tiny_copy)
    assert warnings == [] and list(found) == ["message_window"]
    files = found["message_window"]
    assert [source.variant for source in files] == ["value", "unique", "shared", "boehm", ""]
    assert all(source.warning == "" for source in files)
    assert files[0].text == (tiny_copy / "sources" / files[0].file).read_text()
    assert files[0].numbers.split("\n") == [str(n + 1) for n in range(len(files[0].text.splitlines()))]


def test_another_file_than_was_built_is_shown_with_a_warning(tiny_copy):
    path = tiny_copy / "sources" / "value" / "message_window.cpp"
    path.write_text(path.read_text() + "// one more line")
    found, warnings = read(tiny_copy)
    source = found["message_window"][0]
    assert "not the file that was built" in source.warning and warnings == []
    assert source.text.endswith("// one more line\n")
    assert [other.warning for other in found["message_window"][1:]] == [""] * 4


@pytest.mark.parametrize("file", ["sources/../manifest.json", "../../etc/passwd", "/etc/passwd", "sources/link",
                                  "sources/none.cpp", "sources/value", "sources/huge"])
def test_what_must_not_or_cannot_be_read_is_left_out_and_named(tiny_copy, file):
    (tiny_copy / "sources" / "link").symlink_to("/etc/passwd")
    (tiny_copy / "sources" / "huge").write_bytes(b"x" * (sources.MAX_BYTES + 1))
    manifest = json.loads((tiny_copy / "manifest.json").read_text())
    manifest["sources"] = [{"variant": "value", "workload": "w", "file": file, "sha256": ""}, *manifest["sources"]]
    (tiny_copy / "manifest.json").write_text(json.dumps(manifest))
    found, warnings = read(tiny_copy)
    assert list(found) == ["message_window"] and len(warnings) == 1 and file in warnings[0]


def test_what_all_answers_of_a_variant_use_stands_apart(tiny_copy):
    manifest = json.loads((tiny_copy / "manifest.json").read_text())
    manifest["sources"][0]["workload"] = None
    (tiny_copy / "manifest.json").write_text(json.dumps(manifest))
    found, _ = read(tiny_copy)
    assert [source.variant for source in found[""]] == ["value"] and len(found["message_window"]) == 4


def test_bytes_that_are_no_text_are_shown_as_such(tiny_copy):
    (tiny_copy / "sources" / "odd").write_bytes(b"int \xff;")
    entry = SourceFile(None, "w", "sources/odd", hashlib.sha256(b"int \xff;").hexdigest())
    [source] = sources.of_run(tiny_copy, [entry], [])["w"]
    assert (source.text, source.warning, source.numbers) == ("int \ufffd;\n", "", "1")
