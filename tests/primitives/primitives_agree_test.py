"""The primitives of all variants are the same benchmarks; what a variant cannot do is there as an error."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from hang_guard import HANGS_S

BIN = Path(os.environ.get("OVG_BIN", Path(__file__).resolve().parents[2] / "build/ci/bin"))
CANNOT = {"unique": {"copy_handle"}}


def of_children(field):
    """Variant -> the field, where the list of children has it."""
    children = json.loads((BIN / "children.json").read_text())["children"]
    return {child["variant"]: child[field] for child in children if field in child}


def unavailable():
    return of_children("unavailable")


def output_of(variant, *arguments):
    program = BIN / of_children("primitives")[variant]
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=HANGS_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=["value", "unique", "intrusive", "shared", "boehm"])
def variant(request):
    if request.param in unavailable():
        pytest.skip(unavailable()[request.param])
    return request.param


def test_every_variant_offers_the_same_benchmarks(variant):
    names = output_of(variant, "--benchmark_list_tests").splitlines()
    assert names == output_of("value", "--benchmark_list_tests").splitlines()
    assert len(names) == len(set(names)) == 14


def test_times_are_finite_and_failures_have_a_reason(variant):
    # The drops of large trees are left out: they build for most of a second, whatever the minimum time.
    shown = output_of(variant, "--benchmark_min_time=0.001", "--benchmark_format=json",
                      "--benchmark_filter=-drop_tree/(8|12|16)/")
    runs = json.loads(shown)["benchmarks"]
    failed = {run["name"]: run["error_message"] for run in runs if run.get("error_occurred")}
    assert set(failed) == CANNOT.get(variant, set())
    assert all(reason.startswith("not applicable: ") for reason in failed.values())
    assert all(run["real_time"] > 0 for run in runs if run["name"] not in failed)
    assert {run["name"].split("/")[0] for run in runs} == {
        "allocate_free", "copy_handle", "move_handle", "dereference_chain", "drop_tree"}


def test_context_names_the_variant_its_settings_and_the_threads(variant):
    context = json.loads(output_of(variant, "--benchmark_filter=move_handle", "--benchmark_min_time=0.001",
                                   "--benchmark_format=json"))["context"]
    assert context["variant"] == variant
    assert context["library"]
    assert bool(context["settings"]) == (variant == "boehm")
    assert context["ever_threaded"] == "true"  # or libstdc++ would count shared owners without atomics
