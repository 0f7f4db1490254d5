"""What libovg_count.so counts, above every allocator and the collector, and where the counts go."""

import json
import re
import subprocess

import pytest

from built_suite import BIN, VARIANTS, bench_all, declines, measured, program, run_child, workloads_of

COUNTER = BIN / "libovg_count.so"
MALLOCS = ("glibc", "jemalloc", "mimalloc", "tcmalloc")
IN_HEAP = ["employee_bonus/escaped", "employee_bonus/batch", "employee_bonus/fifo", "employee_bonus/named",
           "alloc_churn", "tree_build"]
FORMS = [f"{operator}{form}" for operator in ("new", "new[]")
         for form in ("", "_nothrow", "_aligned", "_aligned_nothrow")]
FORMS += [f"{operator}_sized{form}" for operator in ("delete", "delete[]") for form in ("", "_aligned")]
FORMS += ["malloc", "calloc", "realloc_of_null", "posix_memalign", "memalign"]

pytestmark = pytest.mark.skipif(not COUNTER.exists(), reason="no counter is built under a sanitizer")


@pytest.fixture(scope="module")
def libraries():
    """The path of every allocator's library as bench_all finds it; empty for glibc."""
    listed = json.loads(bench_all("list", "--json").stdout)["allocators"]
    return {entry["name"]: entry["path"] for entry in listed}


def preload(*libraries):
    return {"LD_PRELOAD": ":".join(str(library) for library in libraries if library)}


def probe(name, env, *words):
    """{entry point: (objects, bytes requested, bytes served, frees)}"""
    done = subprocess.run([program(name), *words], env=env, check=True, capture_output=True, text=True)
    return {line.split()[0]: tuple(map(int, line.split()[1:])) for line in done.stdout.splitlines()}


def counted(variant, workload, folder, rounds=1, library="", config=""):
    result, _ = run_child(variant, workload, folder, rounds=rounds, config=config, env=preload(COUNTER, library))
    return result["allocations"], result


@pytest.mark.parametrize("malloc", MALLOCS)
def test_every_entry_point_counts_one_block(malloc, libraries):
    """Also where one calls another: new[] calls new, which in some allocators calls malloc."""
    seen = probe("count_probe", preload(COUNTER, libraries[malloc]))
    for name in FORMS:
        objects, requested, served, frees = seen.pop(name)
        assert (objects, requested, frees) == (1, 100, 1), name
        assert 100 <= served <= 200, name
    assert seen.pop("aligned_alloc")[:2] == (1, 128)
    objects, requested, _, frees = seen.pop("realloc")
    assert (objects, requested, frees) == (2, 1100, 2)
    nothing = {"free_of_null", "malloc_that_fails", "calloc_that_overflows", "delete_of_null"}
    assert seen == dict.fromkeys(nothing, (0, 0, 0, 0))


@pytest.mark.parametrize("malloc", ["glibc", "jemalloc", "tcmalloc"])
def test_an_operator_new_that_throws_leaves_the_counter_working(malloc, libraries):
    seen = probe("count_probe", preload(COUNTER, libraries[malloc]), "throw")
    assert seen["new_that_throws"][0] == 0
    assert seen["malloc_afterwards"][0] == 1


def test_every_entry_point_of_libgc_counts_one_object():
    """With interior pointers on, libgc adds a byte: 16 bytes are served as 32 (measured: bdwgc 8.2.2)."""
    seen = probe("count_probe_boehm", preload(COUNTER))
    for name in ("malloc", "atomic", "ignore_off_page", "atomic_ignore_off_page", "realloc_of_null"):
        assert seen.pop(name) == (1, 16, 32, 0), name
    assert seen.pop("free") == (1, 16, 32, 1)
    for name in ("uncollectable", "atomic_uncollectable"):
        assert seen.pop(name) == (1, 16, 16, 1), name  # nothing points into these
    objects, requested, served, frees = seen.pop("realloc")
    assert (objects, requested, frees) == (2, 176, 1) and served >= 32 + 160
    assert seen == dict.fromkeys({"free_of_null", "a_collection"}, (0, 0, 0, 0)), "libgc's own needs are not objects"


def test_boehm_calls_libgc_only_where_it_is_counted():
    """An entry point that the answers come to use has to be added to gc_variants/boehm/counter."""
    def symbols(path, kind):
        table = subprocess.run(["nm", "-D", path], check=True, capture_output=True, text=True).stdout
        return {line.split()[-1] for line in table.splitlines() if f" {kind} " in line}
    allocating = {name for name in symbols(program("bench_boehm"), "U")
                  if re.match("GC_(?!call_with).*(alloc|strn?dup|memalign)", name)}
    assert allocating and allocating <= symbols(COUNTER, "T")


@pytest.mark.parametrize("malloc", MALLOCS)
@pytest.mark.parametrize("variant", ["unique", "shared"])
@pytest.mark.parametrize("workload", IN_HEAP)
def test_objects_are_those_of_the_census(workload, variant, malloc, libraries, tmp_path):
    """Exactly: one block an object, a second one for an owned name, and one for the batch's vector."""
    counts, result = counted(variant, workload, tmp_path, library=libraries[malloc])
    created = result["census"]["created_per_round"]
    blocks = 2 * created if workload == "employee_bonus/named" else created
    blocks += 1 if workload == "employee_bonus/batch" else 0
    assert counts["objects"] == counts["frees"] == blocks
    assert counts["bytes_served"] >= counts["bytes_requested"] > 0
    assert result["env"]["allocator"] == malloc


@pytest.mark.parametrize("workload", IN_HEAP)
def test_a_collectors_objects_are_as_many_as_an_owners(workload, tmp_path):
    of_unique, _ = counted("unique", workload, tmp_path)
    of_boehm, _ = counted("boehm", workload, tmp_path)
    assert of_boehm["objects"] == of_unique["objects"]
    assert of_boehm["frees"] <= 1  # the batch's vector; what is collected is never freed
    assert of_boehm["bytes_served"] >= of_boehm["bytes_requested"]


@pytest.mark.parametrize("workload, variant", [(workload, variant) for workload in workloads_of("value")
                                               for variant in VARIANTS if not declines(variant, workload)])
def test_rounds_allocate_the_same_each(workload, variant, tmp_path):
    """So that the counts of one round, times the rounds, are those of a trial. What is asked for is equal to the
    byte; glibc serves a rest that is too small to keep as well, where there happens to be one.
    """
    one, _ = counted(variant, workload, tmp_path)
    six, _ = counted(variant, workload, tmp_path, rounds=6)
    assert six.pop("bytes_served") == pytest.approx(6 * one.pop("bytes_served"), rel=4e-3)
    assert six == {name: 6 * number for name, number in one.items()}


def test_nothing_is_counted_where_nothing_is_preloaded(tmp_path):
    result, _ = run_child("unique", "tree_build", tmp_path)
    assert result["allocations"] is None


def test_the_harness_allocates_nothing_in_a_round(tmp_path):
    counts, _ = counted("value", "null", tmp_path)
    assert counts == {"objects": 0, "bytes_requested": 0, "bytes_served": 0, "frees": 0}


def test_every_trial_has_the_counts_of_its_cell(smoke_run):
    manifest = json.loads((smoke_run / "manifest.json").read_text())
    assert manifest["sides"][0]["counter"] == str(COUNTER)
    per_round = {json.dumps(planned["cell"], sort_keys=True): planned["counts_per_round"]
                 for planned in manifest["cells"]}
    over_mallocs = {}
    for record in measured(smoke_run):
        counts = per_round[json.dumps(record["cell"], sort_keys=True)]
        metrics = record["metrics"]
        assert metrics["objects_allocated"] == counts["objects"] * record["rounds"]
        assert metrics["bytes_allocated"] == counts["bytes_requested"] * record["rounds"]
        assert ("object_size_served" in metrics) == (counts["objects"] > 0)
        if counts["objects"] > 0:
            assert metrics["object_size_served"] == counts["bytes_served"] / counts["objects"]
        assert "libovg_count" not in record["env"]["variables"].get("LD_PRELOAD", ""), "trials are not counted"
        cell = record["cell"]
        over_mallocs.setdefault((cell["workload"], cell["variant"], cell["config"]), set()).add(
            (counts["objects"], counts["bytes_requested"]))
    assert {len(counts) for counts in over_mallocs.values()} == {1}, "what is asked for depends on no malloc"
