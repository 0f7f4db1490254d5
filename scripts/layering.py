"""Checks which part of the project may use which: layering.py [ROOT].

Prints one line per violation and exits 1, or one line that says how much was read and exits 0. The rules
are the tables below, and those of layering_python.py for Python; everything after them only reads files. C++ is not
parsed: comments and literals are blanked, then includes and collector names are looked for.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from layering_python import PYTHON_FOLDER, check_python

# ---- The rules -------------------------------------------------------------------------------------------

# A layer is a folder. `uses` are the layers that it may include besides itself. In a layer with `parts`, each
# sub-folder is a part of its own (a workload, a variant) and must not include its siblings.


@dataclass(frozen=True)
class Layer:
    uses: tuple[str, ...] = ()
    parts: bool = False
    never: tuple[str, ...] = ()  # third-party headers, by how the include begins


# Wanted by the record and the mains; these layers are compiled into what is timed.
HEAVY = ("nlohmann/", "CLI/", "CLI11")

BASE = "harness/base"  # without a word of benchmarks, so that every layer may include it

# The floors of the runner, from the ground up, each with those that it may use.
RUNNER = "harness/runner"
RUNNER_FLOORS = {
    "os": (),
    "command": ("os",),
    "host": ("os",),
    "catalogue": ("command", "os"),
    "plan": ("catalogue", "command", "os"),
    "run_directory": ("plan", "catalogue", "command", "host", "os"),
    "terminal": ("plan", "os"),
    "trial": ("run_directory", "plan", "host", "os"),
    "measuring": ("trial", "terminal", "run_directory", "plan", "host", "os"),
    "verbs": ("measuring", "trial", "terminal", "run_directory", "plan", "catalogue", "host", "command", "os"),
    "testing": ("plan", "host"),  # which all tests of the runner may include
}

LAYERS = {
    BASE: Layer(never=HEAVY),
    "harness/counter": Layer(never=HEAVY),
    "harness/measure": Layer(never=HEAVY),
    "harness/record": Layer(uses=("harness/measure",)),
    "harness/session": Layer(uses=("harness/measure",), never=HEAVY),
    "harness/child": Layer(uses=("harness/session", "harness/record", "harness/measure")),
    **{f"{RUNNER}/{floor}": Layer(uses=("harness/record", *(f"{RUNNER}/{used}" for used in uses)))
       for floor, uses in RUNNER_FLOORS.items()},
    "workloads": Layer(uses=("harness/session",), parts=True),
    "raii_variants": Layer(uses=("workloads", "harness/session"), parts=True),
    "gc_variants": Layer(uses=("workloads", "harness/session", "harness/counter"), parts=True),
}
for _name in LAYERS.keys() - {BASE}:
    LAYERS[_name] = replace(LAYERS[_name], uses=(*LAYERS[_name].uses, BASE))
FREE = ("tests",)  # crosses folders by design

# Headers that only some files may include: how the include begins, which file names, in words.
RESERVED = (
    (("gtest/", "gmock/"), r"_test\.cpp$", "*_test.cpp"),
    (("benchmark/",), r"_test\.cpp$|primitives|bench", "*_test.cpp, *primitives* and *bench*"),
)

# Only these folders may name a collector.
COLLECTOR_FOLDERS = ("gc_variants",)
COLLECTOR_HEADERS = r"(gc\.h|gc/.*|gc_\w+\.h|private/gc\w*\.h)$"
COLLECTOR_NAMES = r"\bGC_[A-Za-z]\w*"

# Files that a part must have, and names that its .cpp files may have besides those of workloads.
REQUIRED_FILES = {"workloads": "workload.h", "raii_variants": "variant.cpp", "gc_variants": "variant.cpp"}
# Parts that are not what their layer is for, with the file that they must have instead. The primitives are a
# question without a script: Google Benchmark runs them, not the driver, so that they have no workload.h.
EXCEPTED_PARTS = {("workloads", "primitives"): "primitives.h"}
VARIANT_LAYERS = ("raii_variants", "gc_variants")
VARIANT_SOURCES = ("variant", "primitives")

# So many units a folder may hold besides tests: a source file is one, and a header together with its source is one.
MOST_UNITS = 24
NO_UNITS = r"_test\.\w+$|(^|/)(test_[^/]*|conftest)\.py$|(^|/)testing/"

# ---- Reading C++ -----------------------------------------------------------------------------------------

CPP = (".h", ".hpp", ".cpp", ".cc", ".inc")

TOKEN = re.compile(
    r"""
      (?P<include> ^[ \t]*\#[ \t]*include[ \t]*(?:<[^>\n]+>|"[^"\n]+")
                 | \b__has_include[ \t]*\([ \t]*(?:<[^>\n]+>|"[^"\n]+") )
    | (?P<comment> //(?:\\\n|[^\n])* | /\*.*?(?:\*/|\Z) )
    | (?P<raw>     \b(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)" )
    | (?P<string>  "(?:\\.|[^"\\\n])*" )
    | (?P<number>  \b[0-9](?:'?[\w.])* )  # so that the ' in 1'000 opens no character
    | (?P<char>    '(?:\\.|[^'\\\n])+' )
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def scan(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Returns C++ code without comments, literals and includes, and the includes as (line, header)."""
    code: list[str] = []
    includes: list[tuple[int, str]] = []
    end = 0
    for token in TOKEN.finditer(text):
        code.append(text[end:token.start()])
        if token["include"]:
            header = re.split('[<">]', token["include"])[1]
            includes.append((line_of(text, token.start()), header))
        code.append(token[0] if token["number"] else blank(token[0]))
        end = token.end()
    return "".join(code) + text[end:], includes


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# ---- Which arrows are allowed ----------------------------------------------------------------------------


def place(path: str) -> tuple[str, str]:
    """Returns (layer, part) of a path relative to the root; layer is empty outside all layers."""
    for layer, rule in LAYERS.items():
        if path.startswith(layer + "/"):
            rest = path[len(layer) + 1:].split("/")
            return layer, rest[0] if rule.parts and len(rest) > 1 else ""
    return "", ""


def allowed_text(layer: str) -> str:
    uses = LAYERS[layer].uses
    own = "its own folder" if LAYERS[layer].parts else "itself"
    return f"{layer} may include {', '.join((own, *uses))} and nothing else of ours"


def check_include(root: Path, path: str, header: str) -> str | None:
    """Returns what is wrong with `path` including `header`, or None."""
    layer, part = place(path)
    if not path.startswith(COLLECTOR_FOLDERS) and re.match(COLLECTOR_HEADERS, header):
        return f'names a collector ("{header}"); only {", ".join(COLLECTOR_FOLDERS)} may'
    for begins, names, words in RESERVED:
        if header.startswith(begins) and not re.search(names, PurePosixPath(path).name):
            return f'includes "{header}", which is only for {words}'
    if header.startswith(LAYERS[layer].never):
        return f'includes "{header}", which {layer} must not use: it is part of what is timed'

    tops = {name.split("/")[0] for name in LAYERS} | set(FREE)
    if header.split("/")[0] not in tops:
        if ".." in header.split("/") or (root / path).parent.joinpath(header).is_file():
            return f'includes "{header}"; write it from the root, like "{layer}/name.h"'
        return None
    target, target_part = place(header)
    target = target or str(PurePosixPath(header).parent)
    if target == layer and target_part in ("", part):
        return None
    if target == layer:
        return (f'{layer}/{part} -> {layer}/{target_part} is a forbidden arrow ("{header}"); '
                f"folders in {layer} do not know each other")
    if target == f"{RUNNER}/testing" and path.startswith(RUNNER) and path.endswith("_test.cpp"):
        return None
    if target not in LAYERS[layer].uses:
        return f'{layer} -> {target} is a forbidden arrow ("{header}"); {allowed_text(layer)}'
    return None


def check_cpp(root: Path, path: str) -> Iterator[str]:
    if not place(path)[0]:
        yield f"{path}:1: is in no layer; move it, or add its folder to LAYERS in scripts/layering.py"
        return
    code, includes = scan((root / path).read_text(encoding="utf-8", errors="replace"))
    for line, header in includes:
        problem = check_include(root, path, header)
        if problem:
            yield f"{path}:{line}: {problem}"
    if not path.startswith(COLLECTOR_FOLDERS):
        for name in re.finditer(COLLECTOR_NAMES, code):
            yield (f"{path}:{line_of(code, name.start())}: names a collector ({name[0]}); "
                   f"only {', '.join(COLLECTOR_FOLDERS)} may")


def check_parts(paths: Iterable[str]) -> Iterator[str]:
    """Every workload and variant has the file that makes it one, and every answer has its question."""
    parts: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        layer, part = place(path)
        if part:
            parts.setdefault((layer, part), []).append(path[len(f"{layer}/{part}/"):])
    workloads = {part for layer, part in parts if layer == "workloads"}
    for (layer, part), names in sorted(parts.items()):
        required = EXCEPTED_PARTS.get((layer, part), REQUIRED_FILES[layer])
        if required not in names:
            yield f"{layer}/{part}: has no {required}; see docs/adding.md"
        if layer not in VARIANT_LAYERS:
            continue
        helpers = {name[:-len(".h")] for name in names if name.endswith(".h")}
        for name in sorted(names):
            stem, dot, ending = name.rpartition(".")
            if ending != "cpp" or "/" in name or stem.endswith("_test"):
                continue
            is_helper = any(stem == helper or stem.startswith(helper + "_") for helper in helpers)
            if stem not in VARIANT_SOURCES and stem not in workloads and not is_helper:
                yield (f"{layer}/{part}/{name}: answers no workload; name it like a folder in workloads/, "
                       f"or like a helper header beside it ({stem}.h)")


# ---- The whole tree --------------------------------------------------------------------------------------


def files(root: Path, folders: Iterable[str], endings: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in endings and file.is_file():
                yield file.relative_to(root).as_posix()


def check_sizes(paths: Iterable[str]) -> Iterator[str]:
    units: dict[str, set[str]] = {}
    for folder, name in (path.rsplit("/", 1) for path in paths if not re.search(NO_UNITS, path)):
        units.setdefault(folder, set()).add(name.partition(".")[0])
    for folder, names in sorted(units.items()):
        if len(names) > MOST_UNITS:
            yield (f"{folder}: holds {len(names)} units besides tests, more than {MOST_UNITS} (a header and its source "
                   f"are one); give those that belong together a folder")


def check(root: Path) -> tuple[list[str], int]:
    """Returns (violations, number of files read) of the project in `root`."""
    sources = list(files(root, sorted({name.split("/")[0] for name in LAYERS}), CPP))
    scripts = list(files(root, [PYTHON_FOLDER], [".py"]))
    violations = [problem for path in sources for problem in check_cpp(root, path)]
    violations += check_parts(sources)
    violations += [problem for path in scripts for problem in check_python(root, path)]
    violations += check_sizes(sources + scripts)
    return violations, len(sources) + len(scripts)


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    violations, count = check(root)
    for violation in violations:
        print(violation)
    if not violations:
        print(f"{count} files, every arrow allowed")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
