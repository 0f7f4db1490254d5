"""--only: exactly the cells of a file, as labels or as they stand in results and manifest."""

import json
import re

import pytest

from test_bad_input import complaint

SIZED = {"name": "ok/requests", "max_threads": 4, "open_loop": True, "live_mib": [1, 16], "items_per_op": 1,
         "item": "request", "question": "?", "expectation": "?"}


@pytest.fixture
def many(suite):
    suite.add("unique", ["ok", "ok/2"], allocators=["glibc", "jemalloc"]).extend("unique", [SIZED])
    suite.add("boehm", ["ok"], group="collection", configs=["", "incremental"], heap_limit=True)
    return suite


def file_of(suite, *lines):
    path = suite.folder / "cells.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def planned(suite, *lines, words=()):
    return [entry["cell"] for entry in suite.plan("--only", file_of(suite, *lines), *words)["cells"]]


def plain(cell):
    return {**cell, "side": None}


@pytest.mark.parametrize("words", [(), ("--head-env", "A=1")])
def test_every_label_that_plan_prints_selects_its_cell(many, words):
    selection = ["--threads", "1", "--threads", "2", "--live", "16", "--load", "0", "--load", "12.5",
                 "--workload", "*", "--allocator", "*", "--variant", "*", "--profile", "full"]
    cells = [entry["cell"] for entry in many.plan(*selection, *words)["cells"]]
    text = many.call(*selection, *words, verb="plan").stdout
    labels = [re.sub(r" +(\d+ trials|not_applicable: .*)$", "", line.strip())
              for line in text.split("\n\n")[0].splitlines()]
    assert len(cells) == len(labels) > 5 * (1 + len(words) // 2)
    wanted = []
    for cell in map(plain, cells):
        wanted += [cell] if cell not in wanted else []
    assert planned(many, *labels, words=["--profile", "full"]) == wanted
    assert planned(many, *map(json.dumps, cells), words=["--profile", "full"]) == wanted


def test_cells_are_measured_as_they_stand_in_results(many):
    lines = many.run("--workload", "ok/2", "--allocator", "jemalloc")
    many.out = many.folder / "again"
    path = file_of(many, "", *(json.dumps(line["cell"]) for line in lines))
    again = many.run("--only", path)
    assert [line["cell"] for line in again] == [line["cell"] for line in lines] and len(again) == 2
    assert many.manifest()["command"][-1] == str(path)


def test_a_heap_is_named_as_json(many):
    cell = {**planned(many, "ok boehm/glibc")[0], "heap_limit_bytes": 12345678}
    assert planned(many, json.dumps(cell)) == [cell]
    assert "with a heap limit always" in complaint(
        many, "--only", file_of(many, "ok boehm/glibc, heap 11.77 MiB"), verb="plan")


def test_both_sides_of_a_cell_are_measured_whichever_is_named(many):
    path = file_of(many, "ok unique/jemalloc (head)", "ok unique/jemalloc (base)")
    lines = many.run("--only", path, "--head-env", "A=1", "--blocks", "1")
    assert sorted(line["cell"]["side"] for line in lines) == ["base", "head"]


def test_a_cell_that_cannot_run_says_why(many):
    many.add_unavailable("shared", "libx is not installed: apt install libx-dev")
    lines = many.run("--only", file_of(many, "ok shared/glibc", "ok unique/glibc"))
    assert [line["reason"] for line in lines if line["status"] == "unavailable"] == [
        "libx is not installed: apt install libx-dev"]
    assert "nothing to run: ok shared/glibc" in complaint(many, "--only", file_of(many, "ok shared/glibc"))


CELL = {"workload": "ok", "variant": "unique", "config": "", "allocator": "glibc", "scale": "default", "threads": 1,
        "live_mib": None, "load": None, "arrivals": None, "heap_limit_bytes": None, "side": None}


@pytest.mark.parametrize("line, problem", [
    ("ok uniqe/glibc", "there is no variant 'uniqe'"),
    ("okk unique/glibc", "there is no workload 'okk'"),
    ("ok unique:naive/glibc", "variant unique has no config 'naive'"),
    ("ok unique/tbbmalloc", "there is no allocator 'tbbmalloc'"),
    ("ok boehm/jemalloc", "variant boehm does not run over jemalloc"),
    ("ok unique/glibc, 2 threads", "ok runs with at most 1 threads"),
    ("ok/requests unique/glibc, 64 MiB live", "ok/requests offers no live set of 64 MiB"),
    ("ok/requests unique/glibc", "ok/requests has a live size, which is missing"),
    ("ok unique/glibc, load high %", "is no cell"),
    ("ok unique", "is no cell"),
    ("ok unique/glibc (left)", "is no cell"),
    ("{", "is not JSON"),
    ("{}", "cell.workload is missing"),
    (json.dumps({**CELL, "threads": -1}), "cell.threads"),
    (json.dumps({**CELL, "side": "left"}), "cell.side"),
    (json.dumps({**CELL, "heap_limit_bytes": 1 << 20}), "variant unique has no heap to limit"),
    (json.dumps({**CELL, "scale": "full"}), "its scale is full, that of the profile is default"),
])
def test_a_line_that_is_no_cell_here_is_named(many, line, problem):
    text = complaint(many, "--only", file_of(many, "ok unique/glibc", line), "--out", many.out)
    assert "--only: line 2 of " in text and problem in text
    assert not many.out.exists()


@pytest.mark.parametrize("words", [
    ["--workload", "ok"], ["--variant", "unique"], ["--allocator", "glibc"], ["--threads", "1"], ["--live", "1"],
    ["--load", "50"], ["--heap-limit", "12"]])
def test_nothing_else_selects_beside_it(many, words):
    text = complaint(many, "--only", file_of(many, "ok unique/glibc"), *words, "--out", many.out)
    assert f"--only names the cells: leave out {words[0]}" in text


def test_a_file_that_names_no_cell_is_no_plan(many):
    assert "names no cell" in complaint(many, "--only", file_of(many, ""), "--out", many.out)
    assert "cannot read" in complaint(many, "--only", many.folder / "missing", "--out", many.out)
    assert "leave out sweep" in complaint(many, "live", "--only", file_of(many, "ok unique/glibc"), verb="sweep")
