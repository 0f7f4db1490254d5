"""The verb sweep: live sizes, threads, and heaps from the smallest one up."""

import pytest

from test_loads import cells, serving


def sweep(suite, *words, code=0):
    done = suite.call(*words, "--no-lock", "--profile", "smoke", "--out", suite.out, verb="sweep")
    assert done.returncode == code, done.stdout + done.stderr
    suite.shown, suite.said = done.stdout, done.stderr
    return suite.results() if code < 2 else []


def test_live_takes_every_size_in_both_loops(suite):
    serving(suite, "unique")
    lines = sweep(suite, "live")
    assert cells(lines, "workload", "live_mib", "load") == {
        ("ok", live, load) for live in (1, 16, 64) for load in (None, 50)}
    assert suite.manifest()["sweep"] == "live"


def test_threads_takes_steps_up_to_the_processors(suite):
    serving(suite, "unique")
    threads = {threads for (threads,) in cells(sweep(suite, "threads"), "threads")}
    assert 1 in threads and threads <= {1, 2, 3, 4}
    assert cells(suite.results(), "workload") == {("ok/readers",)}


def test_heap_finds_the_smallest_and_measures_its_multiples(suite):
    suite.add("boehm", ["needs_heap"], group="collection", heap_limit=True).add("unique", ["needs_heap"])
    lines = sweep(suite, "heap")
    (heap,) = suite.manifest()["smallest_heaps"]
    assert heap["too_small_bytes"] < 3_000_000 <= heap["bytes"] <= 1.01 * 3_000_000 + 4096
    limits = {limit for variant, limit in cells(lines, "variant", "heap_limit_bytes") if variant == "boehm"}
    assert sorted(limits) == [pytest.approx(factor * heap["bytes"], abs=4096) for factor in (1.1, 1.5, 2, 3, 5)]
    assert cells([line for line in lines if line["cell"]["variant"] == "unique"], "heap_limit_bytes") == {(None,)}
    assert {line["status"] for line in lines} == {"ok"}


def test_a_heap_may_be_asked_for_as_a_multiple_of_the_smallest(suite):
    suite.add("boehm", ["needs_heap"], group="collection", heap_limit=True).add("unique", ["needs_heap"])
    lines = suite.run("--heap-multiple", "1.5")
    (heap,) = suite.manifest()["smallest_heaps"]
    assert cells(lines, "variant") == {("boehm",), ("unique",)}
    (limit,) = {line["cell"]["heap_limit_bytes"] for line in lines} - {None}
    assert limit == pytest.approx(1.5 * heap["bytes"], abs=4096)


@pytest.mark.parametrize("words, expected", [
    (["--heap-multiple", "0.9"], "--heap-multiple wants times the smallest heap that a cell runs in, from 1 to 1000"),
    (["--heap-multiple", "2", "--heap-limit", "64"], "leave out --heap-limit")])
def test_a_heap_that_cannot_be_is_one_line_that_names_what_can(suite, words, expected):
    suite.add("boehm", ["needs_heap"], group="collection", heap_limit=True)
    done = suite.call(*words, "--out", suite.out)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and expected in done.stderr
    assert suite.calls() == [] and not suite.out.exists()


def test_a_sweep_is_resumed_with_the_heaps_that_were_found(suite):
    suite.add("boehm", ["needs_heap"], group="collection", heap_limit=True)
    before = {line["trial_id"]: line["cell"] for line in sweep(suite, "heap")}
    results = suite.out / "results.jsonl"
    results.write_text("".join(results.read_text().splitlines(keepends=True)[:3]))
    calls = len(suite.calls())
    assert {line["trial_id"]: line["cell"] for line in suite.resume()} == before
    assert len(suite.calls()) == calls + len(before) - 3, "nothing is searched again"


def test_out_of_memory_is_an_outcome_of_a_sweep(suite):
    suite.add("boehm", ["out_of_memory", "needs_heap"], group="collection", heap_limit=True)
    suite.add("unique", ["out_of_memory"])
    lines = sweep(suite, "heap")
    by_workload = {(line["cell"]["workload"], line["cell"]["variant"]): line for line in lines}
    assert by_workload["out_of_memory", "boehm"]["status"] == "not_applicable"
    assert "no heap was large enough" in by_workload["out_of_memory", "boehm"]["reason"]
    assert by_workload["out_of_memory", "unique"]["status"] == "out_of_memory"
    assert by_workload["needs_heap", "boehm"]["status"] == "ok"


@pytest.mark.parametrize("words, expected", [
    (["threads", "--workload", "ok/plain"], "sweep threads: ok/plain has no threads"),
    (["live", "--workload", "ok/plain"], "sweep live: the live set of ok/plain has no size to choose"),
    (["heap"], "none of the selected variants has a heap to limit"),
    (["heap", "--heap-limit", "64"], "leave out --heap-limit"),
    (["heap", "--heap-multiple", "2"], "leave out --heap-multiple"),
    (["haep"], "unknown sweep 'haep': did you mean 'heap'?"),
    ([], "sweep what? One of live, heap, threads"),
])
def test_one_line_that_names_the_fix(suite, words, expected):
    serving(suite, "unique")
    sweep(suite, *words, code=2)
    assert suite.said.count("\n") == 1 and expected in suite.said
    assert not suite.out.exists()


def test_plan_shows_what_a_sweep_would_run(suite):
    suite.add("boehm", ["needs_heap"], group="collection", heap_limit=True).add("unique", ["needs_heap"])
    plan = suite.plan("sweep", "heap")
    assert [cell["heap_factor"] for cell in plan["cells"]] == [1.1, 1.5, 2, 3, 5, None]
    assert suite.calls() == []
