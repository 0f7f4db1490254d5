"""Which folder of reports/ may import which, and which packages: the Python part of layering.py.

A floor is a folder: `uses` are the floors below that it may import besides itself, `packages` what it may import
besides the standard library. Nothing in here may depend on anything that the build makes.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# ---- The rules -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Floor:
    uses: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


NUMBERS = ("reports/text", "reports/stats", "reports/run", "reports/analysis")
GATE = tuple(f"reports/gate/{name}" for name in ("judge", "measure", "selftest", "history", "forms"))
# Charts know the gate's ledger, which they draw, and nothing else of the gate.
CHARTS = (*NUMBERS, "reports/claims", "reports/gate/selftest", "reports/figures/drawing")

FLOORS = {
    "reports/text": Floor(),
    "reports/stats": Floor(packages=("numpy", "scipy")),
    "reports/run": Floor(uses=("reports/text",), packages=("numpy",)),
    "reports/analysis": Floor(uses=("reports/text", "reports/stats", "reports/run"), packages=("numpy",)),
    "reports/claims": Floor(uses=NUMBERS, packages=("numpy",)),
    "reports/gate/judge": Floor(uses=NUMBERS, packages=("numpy",)),
    "reports/gate/measure": Floor(uses=(*NUMBERS, "reports/gate/judge")),
    "reports/gate/selftest": Floor(uses=(*NUMBERS, *GATE[:2]), packages=("numpy",)),
    "reports/gate/history": Floor(uses=(*NUMBERS, "reports/gate/judge"), packages=("numpy",)),
    "reports/gate/forms": Floor(uses=(*NUMBERS, "reports/gate/judge"), packages=("numpy",)),
    "reports/gate/cli": Floor(uses=(*NUMBERS, *GATE)),
    "reports/gate": Floor(uses=(*NUMBERS, *GATE, "reports/gate/cli")),
    "reports/export": Floor(uses=NUMBERS),
    "reports/figures/drawing": Floor(uses=NUMBERS, packages=("numpy", "matplotlib", "mpl_toolkits")),
    "reports/figures": Floor(uses=CHARTS, packages=("numpy",)),
    "reports/page": Floor(uses=(*CHARTS, "reports/figures"), packages=("jinja2",)),
    "reports/compare": Floor(uses=(*CHARTS, "reports/figures", "reports/page")),
    "reports": Floor(uses=("reports/run", "reports/page", "reports/compare")),
}

PYTHON_FOLDER = "reports"
PYTHON_TESTS = r"(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$|(^|/)testing/"  # and what only tests import
# Tests stand on no floor: they may import all of ours, and these.
PYTHON_TEST_PACKAGES = ("numpy", "scipy", "matplotlib", "jinja2", "pytest", "jsonschema", "prometheus_client", "yaml")
PYTHON_NEVER = ("ctypes", "_ctypes", "cffi")

# ---- Reading Python --------------------------------------------------------------------------------------


def floor_of(name: str) -> str:
    """The floor that a dotted name lies on, empty outside all floors."""
    words = name.split(".")
    folders = ("/".join(words[:length]) for length in range(len(words), 0, -1))
    return next((folder for folder in folders if folder in FLOORS), "")


def imported(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Yields (line, dotted name) of every import; of `from a import b` it is a.b, whatever b is."""
    package = path.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[:len(package) - node.level + 1] if node.level else []
            yield from ((node.lineno, ".".join([*start, *filter(None, [node.module]), alias.name]))
                        for alias in node.names)


def check_import(path: str, name: str) -> str | None:
    """Returns what is wrong with `path` importing `name`, or None."""
    top, for_tests = name.split(".")[0], re.search(PYTHON_TESTS, path)
    floor = floor_of(path[:-len(".py")].replace("/", "."))
    if top != PYTHON_FOLDER:
        packages = PYTHON_TEST_PACKAGES if for_tests else FLOORS[floor].packages
        if top in PYTHON_NEVER or top not in sys.stdlib_module_names | set(packages):
            return (f"imports {top}; {'tests' if for_tests else floor} may import the standard library "
                    f"without ctypes{''.join(f', {package}' for package in packages)}")
        return None
    if for_tests:
        return None
    if "testing" in name.split("."):
        return f"imports {name}, which is there for tests only"
    target = floor_of(name)
    if target == floor or target in FLOORS[floor].uses:
        return None
    return (f"{floor} -> {target} is a forbidden arrow ({name}); "
            f"{floor} may import {', '.join(('itself', *FLOORS[floor].uses))} and nothing else of ours")


def check_python(root: Path, path: str) -> Iterator[str]:
    try:
        tree = ast.parse((root / path).read_text(encoding="utf-8"), path)
    except SyntaxError as error:
        yield f"{path}:{error.lineno}: is not Python: {error.msg}"
        return
    if path.count("/") > 1 and floor_of(path.rpartition("/")[0].replace("/", ".")) == PYTHON_FOLDER and not re.search(
            PYTHON_TESTS, path):
        yield f"{path}:1: is on no floor; move it, or add its folder to FLOORS in scripts/layering_python.py"
        return
    # `from a import b, c` is one import, so that it is told once.
    problems = dict.fromkeys((line, problem) for line, name in imported(tree, path)
                             if (problem := check_import(path, name)))
    yield from (f"{path}:{line}: {problem}" for line, problem in problems)
