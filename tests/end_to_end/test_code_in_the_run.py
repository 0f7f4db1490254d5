"""The run directory holds the code that was built, byte for byte."""

import hashlib
import json
import os
import pathlib
import subprocess

from built_suite import BIN, ROOT, trials

FAMILIES = {folder.name: folder.parent for family in ("raii_variants", "gc_variants")
            for folder in (ROOT / family).iterdir()}


def in_tree(entry):
    """The file of the source tree that a file of the run directory is a copy of."""
    path = pathlib.PurePosixPath(entry["file"]).relative_to("sources")
    return ROOT / path if entry["variant"] is None else FAMILIES[entry["variant"]] / path


def sources_of(run_directory):
    return json.loads((run_directory / "manifest.json").read_text())["sources"]


def assert_all_there(run_directory):
    entries = sources_of(run_directory)
    for entry in entries:
        copy = (run_directory / entry["file"]).read_bytes()
        assert copy == in_tree(entry).read_bytes(), f"{entry['file']} is not what the tree holds: build it again"
        assert entry["sha256"] == hashlib.sha256(copy).hexdigest()
    answered = {(record["cell"]["variant"], record["cell"]["workload"].split("/")[0])
                for record in trials(run_directory) if record["status"] != "not_applicable"}
    assert {(e["variant"], e["workload"]) for e in entries if e["variant"] and e["workload"]} == answered
    files = {entry["file"] for entry in entries}
    for _, workload in answered:
        headers = (ROOT / "workloads" / workload).glob("*.h")
        assert {f"sources/workloads/{workload}/{header.name}" for header in headers} <= files
    assert "sources/boehm/heap.h" in files, "what its answers include from beside them"


def test_the_code_of_every_answer_is_in_the_run(smoke_run):
    assert_all_there(smoke_run)


def test_the_installed_suite_has_the_code_too(tmp_path):
    subprocess.run(["cmake", "--install", BIN.parent, "--prefix", tmp_path], check=True, capture_output=True)
    out = tmp_path / "run"
    subprocess.run([tmp_path / "bin/bench_all", "run", "--profile", "smoke", "--no-lock", "--no-primitives",
                    "--workload", "tree_build", "--blocks", "1", "--out", out], check=True, capture_output=True)
    assert_all_there(out)


def test_a_source_that_changes_later_does_not_change_the_copy(tmp_path):
    """The copy is of what was compiled: it is made anew when the answers are, and at no other time."""
    tree = tmp_path / "tree"
    (tree / "workloads/null").mkdir(parents=True)
    (tree / "raii_variants/value").mkdir(parents=True)
    (tree / "CMakeLists.txt").write_text(f"""
cmake_minimum_required(VERSION 3.25)
project(tree LANGUAGES CXX)
include_directories(${{PROJECT_SOURCE_DIR}})
list(APPEND CMAKE_MODULE_PATH {ROOT}/scripts/cmake)
include(Variants)
add_library(answers_value STATIC raii_variants/value/null.cpp)
ovg_collect_sources(value ${{PROJECT_SOURCE_DIR}}/raii_variants/value null)
""")
    (tree / "scripts").symlink_to(ROOT / "scripts")
    header = tree / "workloads/null/workload.h"
    source = tree / "raii_variants/value/null.cpp"
    unused = tree / "workloads/null/unused.h"
    header.write_text("inline int steps() { return 1; }\n")
    source.write_text('#include "workloads/null/workload.h"\nint answer() { return steps(); }\n')
    unused.write_text("// one\n")
    build = tmp_path / "build"
    copies = build / "share/sources/value"

    def make():
        done = subprocess.run(["cmake", "--build", build], check=True, capture_output=True, text=True)
        return done.stdout

    subprocess.run(["cmake", "-G", "Ninja", "-S", tree, "-B", build], check=True, capture_output=True)
    make()
    assert (copies / "null.cpp").read_text() == source.read_text()
    assert (copies / "workloads/null/workload.h").read_text() == header.read_text()
    assert "no work to do" in make()

    before = source.read_text()
    source.write_text(before + "// changed after the build\n")
    unused.write_text("// two\n")
    assert (copies / "null.cpp").read_text() == before
    header.write_text("inline int steps() { return 2; }\n")
    make()
    assert (copies / "null.cpp").read_text() == source.read_text()
    assert (copies / "workloads/null/workload.h").read_text() == header.read_text()

    os.remove(copies / "null.cpp")
    make()
    assert (copies / "null.cpp").exists(), "one that was lost is made again"
