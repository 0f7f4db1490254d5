"""bench_all over the real children: all cells measured, and the report written."""

import json
import subprocess

import jsonschema
import pytest

from hang_guard import HANGS_S
from built_suite import ROOT, bench_all, declines, program, run_child, trials


def cell_name(record):
    cell = record["cell"]
    return f"{cell['workload']} {cell['variant']}:{cell['config']} {cell['allocator']}"


def ran(smoke_run):
    return [record for record in trials(smoke_run) if record["status"] != "not_applicable"]


def test_every_cell_is_ok_or_says_why_not(smoke_run):
    for record in trials(smoke_run):
        cell = record["cell"]
        if declines(cell["variant"], cell["workload"], cell["config"], cell["threads"]):
            assert record["status"] == "not_applicable" and record["reason"], cell_name(record)
            continue
        # A busy machine may make a trial noisy; that is repeated, and no fault of a cell.
        assert record["status"] == "ok" or (record["status"] == "noisy" and record["reason"]), cell_name(record)


def test_all_cells_are_there(smoke_run):
    cells = {cell_name(record) for record in trials(smoke_run)}
    mallocs = ("glibc", "jemalloc", "mimalloc", "tcmalloc")
    columns = {f"{variant} {malloc}" for malloc in mallocs
               for variant in ("value:", "arena:", "unique:", "unique:deferred", "unique:background", "shared:")}
    columns |= {"boehm: glibc", "boehm:incremental glibc"}
    workloads = {record["cell"]["workload"] for record in trials(smoke_run)}
    # What allocates nothing is measured over one malloc.
    assert cells == {f"{workload} {column}" for workload in workloads for column in columns
                     if not workload.startswith("shared_readers/") or column.endswith(" glibc")}
    assert {"null", "alloc_churn", "tree_build", "message_window", "shared_readers/hot"} < workloads
    assert sum(workload.startswith("employee_bonus/") for workload in workloads) == 5


def test_records_follow_the_schema(smoke_run):
    schema = json.loads((ROOT / "harness/record/trial.schema.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    for record in trials(smoke_run):
        validator.validate(record)


def test_digests_agree_over_all_cells_of_a_workload(smoke_run):
    by_workload = {}
    for record in ran(smoke_run):
        question = tuple(record["cell"][name] for name in ("workload", "threads", "live_mib"))
        seen = by_workload.setdefault(question, set())
        seen.add((record["digest"], str(record["census"])))
    assert {workload: len(seen) for workload, seen in by_workload.items()} == dict.fromkeys(by_workload, 1)


def test_the_allocator_that_was_asked_for_was_running(smoke_run):
    for record in ran(smoke_run):
        assert record["env"]["allocator"] == record["cell"]["allocator"]


def test_every_process_has_had_two_threads_unless_its_configuration_says_otherwise(smoke_run):
    for record in ran(smoke_run):
        assert record["env"]["ever_threaded"] == (record["cell"]["config"] != "single-threaded"), cell_name(record)


def test_a_collector_gives_its_heap_back_when_told_to(tmp_path):
    result, _ = run_child("boehm", "employee_bonus/batch", tmp_path, scale="default")
    memory = result["memory"]
    assert memory["after_trim_bytes"] - memory["baseline_bytes"] < 0.2 * memory["steady_bytes"]


@pytest.mark.parametrize("malloc, kept", [("glibc", 0.2), ("jemalloc", 0.2), ("tcmalloc", 0.2), ("mimalloc", 0.9)])
def test_a_malloc_gives_memory_back_when_told_to(malloc, kept, tmp_path):
    """All of it but mimalloc 2.0, which returns no page that lies beside one in use."""
    out = tmp_path / "run"
    bench_all("run", "--profile", "default", "--blocks", 1, "--trials", 1, "--rounds", 1, "--no-lock",
              "--no-primitives", "--workload", "employee_bonus/batch", "--variant", "unique", "--allocator", malloc,
              "--out", out)
    metrics = trials(out)[0]["metrics"]
    baseline = metrics["rss_baseline_bytes"]
    held = metrics["rss_steady_bytes"] - baseline
    assert held > 30 << 20
    assert metrics["rss_after_trim_bytes"] - baseline < kept * held


def test_collections_are_reported_by_collectors_only(smoke_run):
    for record in ran(smoke_run):
        if record["group"] == "ownership":
            assert record["metrics"]["gc_collections"] == 0
            assert record["metrics"]["gc_pause_max_ns"] == 0
        else:
            assert record["metrics"]["gc_collections"] > 0
            assert record["metrics"]["heap_initial_bytes"] > 0


def test_primitives_are_kept(smoke_run):
    kept = {path.stem for path in (smoke_run / "primitives").glob("*.json")}
    mallocs = ("glibc", "jemalloc", "mimalloc", "tcmalloc")
    assert kept == {f"{variant}-{malloc}" for variant in ("value", "unique", "shared") for malloc in mallocs} | {
        "boehm-glibc"}
    for path in (smoke_run / "primitives").glob("*.json"):
        assert json.loads(path.read_text())["benchmarks"]


def test_the_report_is_written(smoke_run):
    done = subprocess.run([ROOT / "scripts/report", smoke_run], check=True, capture_output=True, text=True,
                          timeout=HANGS_S)
    assert "\npredictions: " in done.stdout and "cannot be judged" not in done.stderr
    page = (smoke_run / "report/index.html").read_text()
    for name in ("null", "tree_build", "alloc_churn", "employee_bonus/batch", "boehm:incremental"):
        assert name in page
    page = (smoke_run / "report" / "index.html").read_text()
    assert page.count("<svg ") > 20 and 'id="claims"' in page


def test_a_child_without_a_descriptor_says_what_to_do():
    done = subprocess.run([program("bench_unique"), "run", "--workload", "null", "--fd", "77"],
                          capture_output=True, text=True)
    assert done.returncode == 2
    assert "77>record.jsonl" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("words, hint", [
    (["--workload", "no_such"], "list"),
    (["--workload", "null", "--config", "fast"], "list"),
    (["--workload", "null", "--scale", "huge"], "smoke, quick, default or full"),
    (["--workload", "null", "--rounds", "0"], "at least 1"),
    (["--workload", "null", "--threads", "5"], "1 to 1 threads"),
])
def test_a_child_refuses_what_it_cannot_run(words, hint):
    done = subprocess.run([program("bench_unique"), "run", *words, "--fd", "1"], capture_output=True,
                          text=True)
    assert done.returncode == 2
    assert hint in done.stderr and done.stderr.count("\n") == 1


def test_out_of_memory_is_an_outcome(tmp_path):
    """The child itself says so, before anybody has to guess from a signal."""
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("unique", "employee_bonus/batch", tmp_path, scale="full",
                  wrapper=("prlimit", f"--as={300 << 20}"))
    assert failure.value.returncode == 1
    last = json.loads((tmp_path / "record.jsonl").read_text().splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", "out_of_memory")


def test_the_noise_of_this_host_is_in_the_record(tmp_path):
    bench_all("run", "--no-lock", "--no-primitives", "--profile", "smoke", "--workload", "null", "--variant", "value",
              "--allocator", "glibc", "--blocks", 1, "--rounds", 2000, "--out", tmp_path / "run")
    for record in trials(tmp_path / "run"):
        assert record["status"] == "ok" or (record["status"] == "noisy" and record["reason"]), record["reason"]
        noise = record["noise"]
        assert noise["steal_ticks"] >= 0 and noise["major_faults"] >= 0
        assert abs(noise["clock_drift_ppm"] - record["env"]["clock"]["drift_ppm"]) < 1e-6
        if noise["hiccups"]:  # where a CPU is left to watch from
            assert noise["hiccup_max_ns"] <= noise["hiccup_total_ns"]
