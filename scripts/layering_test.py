"""Every rule of layering.py catches what it forbids, and lets pass what it allows."""

from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import layering
import layering_python

PACKAGES = {package for rule in layering_python.FLOORS.values() for package in rule.packages}

SOUND = {
    "harness/base/random.h": "",
    "harness/counter/tally.h": "",
    "harness/measure/clock.h": '#include "harness/base/random.h"',
    "harness/record/trial.h": '#include <nlohmann/json.hpp>\n#include "harness/measure/clock.h"',
    "harness/session/session.h": '#include "harness/measure/clock.h"',
    "harness/child/main.cpp": '#include "harness/session/session.h"\n#include "harness/record/trial.h"',
    "harness/runner/command/options.cpp":
        '#include "harness/runner/os/clocks.h"\n#include <CLI11.hpp>',
    "workloads/tree/workload.h": '#include "harness/session/session.h"',
    "workloads/list/workload.h": "",
    "raii_variants/unique/variant.cpp": "",
    "raii_variants/unique/tree.cpp":
        '#include "workloads/tree/workload.h"\n#include "harness/session/session.h"',
    "raii_variants/shared/variant.cpp": "",
    "gc_variants/boehm/counter/entry_points.cpp":
        '#include <gc/gc.h>\n#include "harness/counter/tally.h"\nvoid GC_free(void*) {}',
    "gc_variants/boehm/variant.cpp": '#include <gc/gc.h>\nvoid f() { GC_gcollect(); }',
    "reports/run/load.py":
        "import json\nimport numpy as np\nfrom reports.run import cells\nfrom . import names\nfrom ..text import table",
}


@pytest.fixture
def violations(tmp_path):
    """Writes the sound tree with some files added or replaced and returns what the check says."""

    def run(changes=None):
        for path, text in {**SOUND, **(changes or {})}.items():
            if text is not None:
                file = tmp_path / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        return layering.check(tmp_path)[0]

    return run


def test_sound_tree_has_no_violations(violations):
    assert violations() == []


@pytest.mark.parametrize("layer", layering.LAYERS)
def test_every_layer_refuses_what_its_row_does_not_name(violations, layer):
    rule, path = layering.LAYERS[layer], f"{layer}/x.h"
    if rule.parts:
        path = f"{layer}/tree/x.h"
        violations({f"{layer}/tree/{layering.REQUIRED_FILES[layer]}": ""})
    refused = sorted(layering.LAYERS.keys() - {layer, *rule.uses})
    found = violations({path: "".join(f'#include "{target}/y.h"\n' for target in refused)})
    assert refused and found == [
        f'{path}:{line}: {layer} -> {target} is a forbidden arrow ("{target}/y.h"); {layering.allowed_text(layer)}'
        for line, target in enumerate(refused, start=1)]
    for begin in rule.never:
        assert f"which {layer} must not use" in violations({path: f"#include <{begin}x.hpp>"})[0]


@pytest.mark.parametrize("table", [layering.LAYERS, layering_python.FLOORS], ids=["C++", "Python"])
def test_rows_name_rows_below_them_and_folders_that_are_there(table):
    below = {name: rule.uses for name, rule in table.items()}
    assert set(TopologicalSorter(below).static_order()) == set(table), "no row can be reached from itself"
    assert all((Path(layering.__file__).parents[1] / name).is_dir() for name in table)


@pytest.mark.parametrize("path, header, arrow", [
    ("harness/base/x.h", "harness/measure/clock.h", "harness/base -> harness/measure"),
    ("harness/counter/x.h", "harness/measure/clock.h", "harness/counter -> harness/measure"),
    ("harness/measure/x.h", "harness/counter/tally.h", "harness/measure -> harness/counter"),
    ("harness/measure/x.h", "harness/session/session.h", "harness/measure -> harness/session"),
    ("harness/record/x.h", "harness/session/session.h", "harness/record -> harness/session"),
    ("harness/session/x.h", "harness/record/trial.h", "harness/session -> harness/record"),
    ("harness/child/x.h", "harness/runner/os/clocks.h", "harness/child -> harness/runner/os"),
    ("harness/child/x.h", "workloads/tree/workload.h", "harness/child -> workloads"),
    ("harness/runner/os/x.h", "harness/measure/clock.h", "harness/runner/os -> harness/measure"),
    ("harness/runner/os/x.h", "harness/session/session.h", "harness/runner/os -> harness/session"),
    ("harness/runner/os/x.h", "harness/child/run.h", "harness/runner/os -> harness/child"),
    ("harness/runner/os/x.h", "workloads/tree/workload.h", "harness/runner/os -> workloads"),
    ("harness/runner/os/x.h", "harness/other/x.h", "harness/runner/os -> harness/other"),
    ("workloads/tree/x.h", "harness/measure/clock.h", "workloads -> harness/measure"),
    ("workloads/tree/x.h", "workloads/list/workload.h", "workloads/tree -> workloads/list"),
    ("workloads/tree/x.h", "raii_variants/unique/heap.h", "workloads -> raii_variants"),
    ("raii_variants/unique/x.h", "raii_variants/shared/heap.h",
     "raii_variants/unique -> raii_variants/shared"),
    ("raii_variants/unique/x.h", "gc_variants/boehm/heap.h", "raii_variants -> gc_variants"),
    ("gc_variants/boehm/x.h", "raii_variants/unique/heap.h", "gc_variants -> raii_variants"),
    ("gc_variants/boehm/x.h", "harness/child/run.h", "gc_variants -> harness/child"),
    ("gc_variants/boehm/x.h", "tests/helper.h", "gc_variants -> tests"),
])
@pytest.mark.parametrize("quotes", ['"{}"', "<{}>"])
def test_forbidden_arrow(violations, path, header, arrow, quotes):
    found = violations({path: f"\n  #  include {quotes.format(header)}\n"})
    assert len(found) == 1
    assert found[0].startswith(f"{path}:2: {arrow} is a forbidden arrow")


def test_message_says_what_is_allowed(violations):
    found = violations({"harness/runner/os/x.h": '#include "workloads/tree/workload.h"'})
    assert "harness/runner/os may include itself, " in found[0] and "nothing else of ours" in found[0]


@pytest.mark.parametrize("path, text", [
    ("harness/session/x_test.cpp", "#include <gtest/gtest.h>\n#include <benchmark/benchmark.h>"),
    ("raii_variants/unique/primitives.cpp", "#include <benchmark/benchmark.h>"),
    ("workloads/primitives/primitives.h", "#include <benchmark/benchmark.h>"),
    ("harness/child/bench_harness.cpp", "#include <benchmark/benchmark.h>"),
    ("raii_variants/unique/heap.h", ""),
    ("raii_variants/unique/tree.cpp", '#include "raii_variants/unique/heap.h"'),
    ("raii_variants/unique/tree.cpp", '#include "generated_by_cmake.h"'),
    ("workloads/tree/x.h", '// #include "workloads/list/workload.h"'),
    ("workloads/tree/x.h", '/*\n#include "workloads/list/workload.h"\n*/'),
    ("workloads/tree/x.h", 'auto text = R"(\n#include "workloads/list/workload.h"\n)";'),
    ("tests/everything.cpp", '#include "gc_variants/boehm/heap.h"\n#include <gc.h>'),
])
def test_allowed(violations, path, text):
    assert violations({path: text}) == []


@pytest.mark.parametrize("path, header, reason", [
    ("harness/measure/x.h", "nlohmann/json.hpp", "part of what is timed"),
    ("harness/session/x.h", "CLI/CLI.hpp", "part of what is timed"),
    ("harness/session/x.h", "gtest/gtest.h", "only for *_test.cpp"),
    ("raii_variants/unique/tree.cpp", "benchmark/benchmark.h", "only for *_test.cpp, *primitives*"),
])
def test_third_party_headers(violations, path, header, reason):
    assert reason in violations({path: f"#include <{header}>"})[0]


@pytest.mark.parametrize("header", ["clock.h", "../measure/clock.h"])
def test_includes_are_written_from_the_root(violations, header):
    found = violations({"harness/measure/x.h": f'#include "{header}"'})
    assert "write it from the root" in found[0]


def test_folder_outside_all_layers(violations):
    assert "is in no layer" in violations({"harness/tools/x.cpp": ""})[0]


@pytest.mark.parametrize("text", [
    "#include <gc.h>", "#include <gc/gc_cpp.h>", '#include "gc_allocator.h"',
    "#if __has_include(<gc/gc.h>)", "int n = 1'000; GC_INIT(); n = 2'000;", "char c = '\"'; GC_malloc(1);",
])
@pytest.mark.parametrize("path", ["harness/child/x.cpp", "workloads/tree/x.h", "raii_variants/shared/x.h"])
def test_collector_named_outside_gc_variants(violations, path, text):
    found = violations({path: text})
    assert len(found) == 1 and "names a collector" in found[0]


@pytest.mark.parametrize("text", [
    "// GC_malloc", "/* GC_malloc\n GC_free */", 'auto s = "GC_INITIAL_HEAP_SIZE";', 'auto s = "\\"GC_free";',
    'auto s = R"card(a ")" GC_free)card";', "int OVG_GC_EXERCISED;", "int gc_collections;",
])
def test_words_about_collectors_are_free(violations, text):
    assert violations({"harness/child/x.cpp": text}) == []


def test_line_of_a_collector_name(violations):
    text = "/* one\ntwo */\nauto s = R\"(\n)\";\nGC_malloc(1);"
    assert violations({"harness/child/x.cpp": text})[0].startswith("harness/child/x.cpp:5: ")


@pytest.mark.parametrize("path, text", [
    ("workloads/graph/notes.h", "workloads/graph: has no workload.h"),
    ("workloads/graph/primitives.h", "workloads/graph: has no workload.h"),
    ("workloads/primitives/workload.h", "workloads/primitives: has no primitives.h"),
    ("raii_variants/arena/tree.cpp", "raii_variants/arena: has no variant.cpp"),
    ("gc_variants/oilpan/tree.cpp", "gc_variants/oilpan: has no variant.cpp"),
    ("raii_variants/unique/tere.cpp", "raii_variants/unique/tere.cpp: answers no workload"),
])
def test_missing_or_misnamed_files(violations, path, text):
    found = violations({path: ""})
    assert len(found) == 1 and found[0].startswith(text)


def test_helpers_of_a_variant(violations):
    folder = "raii_variants/unique/"
    assert violations({folder + name: "" for name in
                       ("heap.h", "heap.cpp", "heap_linux.cpp", "tree_test.cpp", "primitives.cpp")}) == []


@pytest.mark.parametrize("floor", layering_python.FLOORS)
def test_every_floor_refuses_what_its_row_does_not_name(violations, floor):
    rule, path = layering_python.FLOORS[floor], f"{floor}/x.py"
    refused = sorted(layering_python.FLOORS.keys() - {floor, *rule.uses})
    dotted = [target.replace("/", ".") for target in refused]
    found = violations({path: "def f():\n" + "".join(f"    from {name} import x\n" for name in dotted)})
    assert refused and found == [
        f"{path}:{line}: {floor} -> {target} is a forbidden arrow ({name}.x); {floor} may import "
        f"{', '.join(('itself', *rule.uses))} and nothing else of ours"
        for line, (target, name) in enumerate(zip(refused, dotted), start=2)]
    foreign = sorted({"pandas", *PACKAGES} - {*rule.packages})
    found = violations({path: "".join(f"from {package}.part import x\n" for package in foreign)})
    assert found == [f"{path}:{line}: imports {package}; {floor} may import the standard library without ctypes"
                     + "".join(f", {allowed}" for allowed in rule.packages)
                     for line, package in enumerate(foreign, start=1)]


@pytest.mark.parametrize("floor", layering_python.FLOORS)
def test_every_floor_may_import_what_its_row_names(violations, floor):
    rule = layering_python.FLOORS[floor]
    names = [name.replace("/", ".") for name in (floor, *rule.uses)] + list(rule.packages)
    assert violations({f"{floor}/x.py": "".join(f"from {name} import x\n" for name in names)}) == []


@pytest.mark.parametrize("path, text, imported", [
    ("reports/x.py", "import ctypes", "ctypes"),
    ("reports/page/x_test.py", "import _ctypes", "_ctypes"),
    ("reports/x.py", "from cffi import FFI", "cffi"),
    ("reports/x.py", "def f():\n    import pandas.io", "pandas"),
    ("reports/figures/x.py", "import scripts.layering", "scripts"),
    ("reports/x.py", "import pytest", "pytest"),
    ("reports/x.py", "import jsonschema", "jsonschema"),
])
def test_python_imports(violations, path, text, imported):
    found = violations({path: text})
    assert len(found) == 1 and f"imports {imported};" in found[0]


@pytest.mark.parametrize("name", ["test_x.py", "x_test.py", "conftest.py", "testing/x.py"])
def test_python_tests_stand_on_no_floor(violations, name):
    text = "import pytest\nimport jsonschema\nimport jinja2\nfrom reports.page import build"
    assert violations({f"reports/text/{name}": text}) == []


@pytest.mark.parametrize("path, refused", [("reports/x.py", 1), ("reports/x_test.py", 0), ("reports/testing/x.py", 0)])
def test_what_is_for_tests_is_only_for_them(violations, path, refused):
    found = violations({path: "from reports.testing.fake import Fake"})
    assert len(found) == refused and all("for tests only" in words for words in found)


@pytest.mark.parametrize("text, arrow", [
    ("from ..page import build", "reports/run -> reports/page"), ("from .. import page", "reports/run -> reports/page"),
    ("from reports import page", "reports/run -> reports/page"), ("import reports", "reports/run -> reports"),
    ("from reports.gate import judge", "reports/run -> reports/gate/judge"),
])
def test_an_import_is_followed_however_it_is_written(violations, text, arrow):
    found = violations({"reports/run/x.py": text})
    assert len(found) == 1 and f": {arrow} is a forbidden arrow" in found[0]


def test_python_outside_all_floors(violations):
    assert "is on no floor" in violations({"reports/tools/x.py": ""})[0]


@pytest.mark.parametrize("folder, endings, apart", [
    ("harness/measure", (".h", ".cpp"), ("a_test.cpp", "testing/a.h", "testing/b.h")),
    ("reports/run", (".py",), ("a_test.py", "test_b.py", "conftest.py", "testing/a.py")),
])
def test_no_folder_holds_more_than_its_units(violations, folder, endings, apart):
    present = sum(path.startswith(folder + "/") for path in SOUND)
    rest = range(layering.MOST_UNITS - present)
    full = {f"{folder}/unit{number}{ending}": "" for number in rest for ending in endings}
    assert violations(full | {f"{folder}/{name}": "" for name in apart}) == []
    assert violations({f"{folder}/one_more{endings[0]}": ""}) == [
        f"{folder}: holds 25 units besides tests, more than 24 (a header and its source are one); "
        "give those that belong together a folder"]


def test_python_syntax_error(violations):
    assert "is not Python" in violations({"reports/x.py": "def"})[0]


def test_main_prints_and_exits(violations, tmp_path, capsys):
    violations()
    assert layering.main([str(tmp_path)]) == 0
    violations({"harness/measure/x.h": '#include "harness/record/trial.h"'})
    assert layering.main([str(tmp_path)]) == 1
    assert "harness/measure/x.h:1" in capsys.readouterr().out
