"""What is selected, in which order it runs, and what children are given."""

import collections
import json
import subprocess

import pytest

from runner_suite import bench_all_path


@pytest.fixture
def matrix(suite):
    suite.add("value", ["ok", "ok/two"], allocators=["glibc", "jemalloc"])
    suite.add("unique", ["ok", "ok/two"], allocators=["glibc", "jemalloc"])
    suite.add("boehm", ["ok"], group="collection", configs=["", "incremental"])
    return suite.add_unavailable("shared", "libx is not installed: apt install libx-dev")


def cells(plan):
    return [(c["cell"]["workload"], c["cell"]["variant"] + ":" + c["cell"]["config"], c["cell"]["allocator"])
            for c in plan["cells"]]


@pytest.mark.parametrize("words, variants", [
    (["--variant", "boehm"], {"boehm:"}),
    (["--variant", "boehm:incremental"], {"boehm:incremental"}),
    (["--variant", "boehm*"], {"boehm:", "boehm:incremental"}),
    (["--variant", "boehm:*"], {"boehm:", "boehm:incremental"}),
    (["--variant", "*:incremental", "--variant", "unique"], {"boehm:incremental", "unique:"}),
    ([], {"value:", "unique:", "boehm:", "boehm:incremental", "shared:"}),
])
def test_variants_are_selected_by_globs(matrix, words, variants):
    assert {variant for _, variant, _ in cells(matrix.plan(*words))} == variants


def test_workloads_and_allocators_are_selected_by_globs(matrix):
    assert cells(matrix.plan("--workload", "*/two", "--allocator", "je*")) == [
        ("ok/two", "value:", "jemalloc"), ("ok/two", "unique:", "jemalloc")]


@pytest.mark.parametrize("words", [[], ["--blocks", "1", "--trials", "2", "--variant", "boehm*"], ["--workload", "ok"]])
def test_plan_counts_the_lines_of_the_results(matrix, words):
    plan = matrix.plan("--profile", "smoke", *words)
    results = matrix.run(*words)
    assert plan["trials"] == len(results)
    assert plan["estimated_s"] > 0


def test_a_missing_allocator_makes_its_cells_unavailable(matrix):
    (matrix.folder / "none").mkdir()
    results = matrix.run("--allocator-dir", matrix.folder / "none", "--variant", "value")
    missing = [line for line in results if line["cell"]["allocator"] == "jemalloc"]
    assert [(line["block"], line["status"]) for line in missing] == [(0, "unavailable")] * 2
    assert {line["reason"] for line in missing} == {"jemalloc is not installed: apt install libjemalloc2"}
    assert "apt install libjemalloc2" in matrix.said


def test_every_allocator_that_is_missing_names_its_package(suite):
    (suite.folder / "none").mkdir()
    suite.add("unique", allocators=["glibc", "jemalloc", "mimalloc", "tcmalloc"])
    results = suite.run("--allocator-dir", suite.folder / "none")
    reasons = {line["cell"]["allocator"]: line["reason"] for line in results if line["status"] == "unavailable"}
    assert reasons == {
        "jemalloc": "jemalloc is not installed: apt install libjemalloc2",
        "mimalloc": "mimalloc is not installed: apt install libmimalloc2.0",
        "tcmalloc": "tcmalloc is not installed: apt install libtcmalloc-minimal4"}


@pytest.mark.parametrize("soname", ["libtcmalloc_minimal.so.4", "libtcmalloc.so.4"])
def test_an_allocator_is_found_under_any_of_its_names(suite, soname):
    libraries = suite.folder / "libraries"
    libraries.mkdir()
    (libraries / soname).touch()
    suite.add("unique", allocators=["tcmalloc"])
    plan = suite.plan("--allocator-dir", libraries)
    assert [cell["status"] for cell in plan["cells"]] == ["ok"]


def test_the_shuffle_is_recorded_and_repeats_with_its_seed(suite):
    suite.add("unique", ["ok", "ok/2", "ok/3", "ok/4"])

    def order(seed, name):
        suite.out = suite.folder / name
        return [line["trial_id"] for line in suite.run("--seed", seed)]
    first = order("7", "a")
    assert suite.manifest()["seed"] == 7
    assert order("7", "b") == first
    assert order("8", "c") != first
    blocks = collections.defaultdict(list)
    for trial_id in first:
        blocks[trial_id[:4]].append(trial_id[10:])
    assert sorted(blocks["b001"]) == sorted(blocks["b002"])
    assert blocks["b001"] != blocks["b002"]


def test_the_first_order_of_a_seed_stays(suite):
    """A seed has to mean the same order tomorrow and elsewhere."""
    suite.add("unique", ["ok", "ok/2", "ok/3", "ok/4"])
    got = [line["cell"]["workload"] for line in suite.run("--seed", "7", "--blocks", "1")]
    assert got == ["ok/4", "ok", "ok/2", "ok/3"]


def test_rounds_fill_the_target_or_are_fixed(suite):
    suite.add("unique").add("boehm", group="collection")
    assert {line["cell"]["variant"]: line["rounds"] for line in suite.run()} == {
        "unique": 3,   # 5 ms of rounds of 2 ms
        "boehm": 10,   # stretched for collections, but to 4 times the target at most
    }
    suite.out = suite.folder / "fixed"
    assert {line["rounds"] for line in suite.run("--rounds", "17", "--script-seed", "99")} == {17}
    assert suite.manifest()["reference_digests"] == {"ok": "0123456789abcdef"}
    assert suite.calls()[-1]["asked"]["script-seed"] == "99"


def test_env_reaches_children_and_manifest(suite):
    suite.add("unique")
    suite.run("--env", "GC_PRINT_STATS=1", "--env", "EMPTY=", "--env", "MALLOC_CONF=a:b,c=d")
    given = {"GC_PRINT_STATS": "1", "EMPTY": "", "MALLOC_CONF": "a:b,c=d"}
    assert suite.manifest()["env"] == given
    for call in suite.calls():
        environment = call["environment"]
        assert {name: environment[name] for name in given} == given
        assert set(environment) <= {*given, "PATH", "HOME", "LANG", "OVG_PADDING", "LC_CTYPE"}
        assert environment["LANG"] == "C"


def test_arguments_and_environment_take_the_same_space_in_a_block(suite):
    suite.add("unique", ["ok", "ok/with_a_much_longer_name"], allocators=["glibc", "jemalloc"])
    results = suite.run("--blocks", "3")
    sizes = collections.defaultdict(set)
    lengths = iter([0] * 4 + [line["block"] for line in results])  # four pilots, then the trials in order
    for call, block in zip(suite.calls(), lengths):
        sizes[block].add(call["stack_bytes"])
    assert all(len(of_block) == 1 for of_block in sizes.values()), sizes
    assert len(set.union(*sizes.values())) == 4, "and another in every block"
    assert all(line["env"]["padding_bytes"] > 0 for line in results)


def test_jemalloc_is_preloaded(suite):
    suite.add("unique", ["preload"], allocators=["glibc", "jemalloc"])
    results = suite.run()
    assert {line["status"] for line in results} == {"ok"}
    assert {(line["cell"]["allocator"], line["env"]["allocator"]) for line in results} == {
        ("glibc", "glibc"), ("jemalloc", "jemalloc 5")}


def test_tuned_mallocs_get_their_profile_and_only_they(suite):
    suite.add("unique", allocators=["glibc", "jemalloc"])
    suite.run("--malloc-profiles", "--env", "GLIBC_TUNABLES=mine")
    seen = {call["asked"]["allocator"]: call["environment"] for call in suite.calls()}
    assert seen["glibc"]["GLIBC_TUNABLES"] == "mine" and "MALLOC_CONF" not in seen["glibc"]
    assert "decay_ms:-1" in seen["jemalloc"]["MALLOC_CONF"]
    by_name = {allocator["name"]: allocator["variables"] for allocator in suite.manifest()["allocators"]}
    assert set(by_name["tcmalloc"]) == {"TCMALLOC_RELEASE_RATE"}
    suite.out = suite.folder / "plain"
    before = len(suite.calls())
    suite.run()
    assert not any("MALLOC_CONF" in call["environment"] for call in suite.calls()[before:])
    assert all(allocator["variables"] == {} for allocator in suite.manifest()["allocators"])


@pytest.mark.parametrize("words, headlines", [
    ([], {"unique:", "boehm:"}), (["--malloc-profiles"], {"unique:", "boehm:tuned"}),
    (["--malloc-profiles", "--variant", "*"], {"unique:", "boehm:tuned"}), (["--variant", "*"], {"unique:", "boehm:"}),
    (["--malloc-profiles", "--variant", "boehm", "--variant", "unique"], {"unique:"}),
    (["--malloc-profiles", "--only", "cells.txt"], {"boehm:tuned"}), (["--only", "cells.txt"], {"boehm:"}),
    (["--malloc-profiles", "--base-env", "A=1", "--head-env", "A=2"], {"unique:", "boehm:tuned"})])
def test_the_manifest_names_the_headline_of_each_variant(suite, words, headlines):
    suite.add("unique")
    suite.add("boehm", group="collection", configs=["", "incremental", "tuned"])
    (suite.folder / "cells.txt").write_text("ok boehm/glibc\nok boehm:tuned/glibc\n")
    suite.run(*(suite.folder / word if word == "cells.txt" else word for word in words))
    planned = suite.manifest()["cells"]
    named = {f"{one['cell']['variant']}:{one['cell']['config']}" for one in planned if one["headline"]}
    assert named == headlines
    sides = [[(one["cell"]["config"], one["headline"]) for one in planned if one["cell"].get("side") == side]
             for side in ("base", "head")]
    assert sides[0] == sides[1] and bool(sides[0]) == ("--base-env" in words)


def test_the_manifest_says_which_handles_count_atomically(suite):
    suite.add("unique").add("shared", configs=["", "single-threaded"])
    card = suite.card("shared")
    card["configs"][0]["atomic_counts"] = True
    suite.write_card("shared", card)
    suite.run()
    assert {(one["cell"]["variant"], one["cell"]["config"]): one["atomic_counts"]
            for one in suite.manifest()["cells"]} == {
        ("unique", ""): False, ("shared", ""): True, ("shared", "single-threaded"): False}


def test_what_a_configuration_says_of_this_machine_is_known_before_anything_is_measured(suite):
    """One that cannot work is planned, and not run; of one that can, what is to be known is told and kept."""
    suite.add("boehm", group="collection", configs=["", "kernel", "slow", "unasked"])
    card = suite.card("boehm")
    card["configs"][1]["unavailable"] = "the kernel keeps no such bits: take slow"
    card["configs"][2]["warning"] = card["configs"][3]["warning"] = "it takes faults"
    suite.write_card("boehm", card)
    results = suite.run("--variant", "boehm", "--variant", "boehm:kernel", "--variant", "boehm:slow")
    assert "the kernel keeps no such bits: take slow; its cells are unavailable" in suite.said
    assert "boehm:slow: it takes faults" in suite.said and "unasked" not in suite.said
    assert {line["cell"]["config"] for line in results if line["status"] == "ok"} == {"", "slow"}
    manifest = suite.manifest()
    assert "boehm:slow: it takes faults" in manifest["warnings"]
    assert [one["reason"] for one in manifest["cells"] if one["status"] == "unavailable"] == [
        "the kernel keeps no such bits: take slow"]
    only = suite.call("--variant", "boehm:kernel")
    assert only.returncode == 2 and "nothing to run" in only.stderr and "take slow" in only.stderr
    assert "unavailable: the kernel keeps no such bits" in suite.call(verb="list").stdout


def test_a_preloaded_shim_comes_before_the_allocator(suite):
    shim = suite.folder / "shim.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", shim], input="int shim;", text=True, check=True)
    suite.add("unique", ["preload"], allocators=["glibc", "jemalloc"])
    assert {line["status"] for line in suite.run("--env", f"LD_PRELOAD={shim}")} == {"ok"}
    preloads = {call["asked"]["allocator"]: call["environment"]["LD_PRELOAD"].split(":") for call in suite.calls()}
    assert preloads["glibc"] == [str(shim)]
    assert preloads["jemalloc"][0] == str(shim) and "jemalloc" in preloads["jemalloc"][1]


def test_an_allocator_that_is_not_in_the_process_is_unavailable(suite):
    """LD_PRELOAD that does not take effect may not pass as jemalloc."""
    libraries = suite.folder / "libraries"
    libraries.mkdir()
    (libraries / "libjemalloc.so.2").write_text("no library")
    suite.add("unique", ["preload"], allocators=["glibc", "jemalloc"])
    results = suite.run("--allocator-dir", libraries)
    wrong = [line for line in results if line["cell"]["allocator"] == "jemalloc"]
    assert [(line["status"], line["reason"]) for line in wrong] == [
        ("unavailable", "asked for jemalloc, the process ran glibc")]


def test_list(matrix):
    done = matrix.call("--json", verb="list")
    assert done.returncode == 0
    listed = json.loads(done.stdout)
    assert [v["variant"] for v in listed["variants"]] == ["value", "unique", "boehm", "shared"]
    assert listed["variants"][3]["unavailable"].startswith("libx")
    text = matrix.call(verb="list").stdout
    assert "boehm:incremental" in text and "ok/two" in text and "apt install libx-dev" in text


def test_help_and_version():
    text = subprocess.run([bench_all_path(), "--help"], capture_output=True, text=True, check=True).stdout
    for word in ("--workload", "--resume", "Examples:", "Exit codes:", "plan", "list"):
        assert word in text
    version = subprocess.run([bench_all_path(), "--version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("bench_all ")


def test_run_is_the_verb_when_there_is_none(suite):
    suite.add("unique")
    command = suite.command("--out", suite.out, "--profile", "smoke")
    command.remove("run")
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert len(suite.results()) == 2


def test_a_cards_predictions_are_in_the_manifest(suite):
    faster = {"metric": "cpu_ns_per_op", "variant": "value", "than": "unique", "expect": "less", "by": 10}
    suite.add("value", []).extend("value", [{"name": "ok", "max_threads": 1, "items_per_op": 1,
                                             "item": "object", "question": "?", "expectation": "?",
                                             "predictions": [faster]}])
    suite.run("--blocks", "1")
    assert suite.manifest()["workloads"]["ok"]["predictions"] == [faster]
