"""Two sides in one run: two builds, or one build in two environments, measured in turn under the same conditions."""

import collections

import pytest

from runner_suite import LIBRARIES, bench_all_path

REQUESTS = {"name": "ok", "max_threads": 1, "open_loop": True, "live_mib": [1], "items_per_op": 1, "item": "request",
            "question": "?", "expectation": "?"}
OTHER_DIGEST = "f" * 16


def asked(suite, name):
    """What trials and pilots of a suite were asked for, distinct."""
    return {call["asked"][name] for call in suite.calls()}


def test_every_cell_is_measured_on_both_sides_in_turn(suite):
    suite.add("unique", ["ok", "ok/2"]).add("value", ["ok", "ok/2"])
    lines = suite.run("--head-env", "MARK=here", "--blocks", "8")
    assert len(lines) == 8 * 4 * 2
    for first, second in zip(lines[::2], lines[1::2]):
        assert {first["cell"]["side"], second["cell"]["side"]} == {"base", "head"}
        assert {**first["cell"], "side": None} == {**second["cell"], "side": None}
        assert first["block"] == second["block"]
    assert len({line["trial_id"] for line in lines}) == len({line["histograms"] for line in lines}) == len(lines)
    assert len({line["cell"]["side"] for line in lines[::2]}) == 2, "now the one comes first, now the other"
    assert (suite.out / "hist/ok-unique-glibc-smoke-t1-head.hlog").exists()


def test_without_sides_a_cell_has_none(suite):
    lines = suite.add("unique").run()
    assert {line["cell"]["side"] for line in lines} == {None}
    assert [side["name"] for side in suite.manifest()["sides"]] == [""] and not (suite.out / "sides").exists()
    assert {call["program"] for call in suite.calls()} == {str(suite.folder / "bench_unique")}


def test_each_side_runs_its_own_programs(suite, head):
    suite.add("unique")
    head.add("unique")
    base_lines, head_lines = suite.run_against(head)
    assert len(base_lines) == len(head_lines) == 2
    assert len(suite.calls()) == len(head.calls()) == 1 + 2


def test_paths_and_stacks_of_both_sides_have_the_same_size(suite, head):
    suite.add("unique", ["ok"])
    head.add("unique", ["ok"])
    suite.run_against(head, "--rounds", "1", "--blocks", "3", "--head-env", "A_VARIABLE=" + 50 * "x")
    base_calls, head_calls = suite.calls(), head.calls()
    assert [call["stack_bytes"] for call in base_calls] == [call["stack_bytes"] for call in head_calls]
    assert len({call["stack_bytes"] for call in base_calls}) == 4, "another in every block, and in the pilot"
    (of_base,), (of_head,) = ({call["program"] for call in calls} for calls in (base_calls, head_calls))
    assert len(of_base) == len(of_head)
    assert (of_base, of_head) == tuple(str(suite.out / "sides" / side / "bench_unique") for side in ("base", "head"))


def test_a_sides_variables_reach_its_children_only_and_go_over_those_of_both(suite, head):
    suite.add("unique")
    head.add("unique")
    suite.run_against(head, "--env", "BOTH=1", "--env", "X=both", "--base-env", "X=base", "--head-env", "ONLY=head")
    assert {(call["environment"]["BOTH"], call["environment"]["X"], call["environment"].get("ONLY"))
            for call in suite.calls()} == {("1", "base", None)}
    assert {(call["environment"]["BOTH"], call["environment"]["X"], call["environment"].get("ONLY"))
            for call in head.calls()} == {("1", "both", "head")}
    manifest = suite.manifest()
    assert manifest["env"] == {"BOTH": "1", "X": "both"}
    assert [side["env"] for side in manifest["sides"]] == [{"X": "base"}, {"ONLY": "head"}]


def test_the_pilot_of_the_head_is_one_process(suite, head):
    """That of the base is two: its first round is too short to tell how many fill the profile's steady time."""
    suite.add("boehm", group="collection")
    head.add("boehm", group="collection")
    suite.run_against(head)
    assert [call["asked"]["rounds"] for call in suite.calls()] == ["1", "3", "10", "10"]
    assert [call["asked"]["rounds"] for call in head.calls()] == ["1", "10", "10"]


def test_all_parameters_of_trials_are_those_of_the_base(suite, head):
    """The rounds of the head take four times as long."""
    for side, more in ((suite, {}), (head, {"slowness": 4})):
        side.add("unique", workloads=(), **more).extend("unique", [REQUESTS])
        side.add("boehm", workloads=(), group="collection", **more).extend("boehm", [REQUESTS])
    base_lines, head_lines = suite.run_against(head, "--load", "50", "--load", "0")

    def parameters(lines):
        return {(line["cell"]["variant"], line["cell"]["load"], line["rounds"], line["rate_per_s"])
                for line in lines}
    assert parameters(base_lines) == parameters(head_lines)
    assert parameters(base_lines) >= {("unique", 50.0, 2, 250_000.0), ("unique", None, 3, None)}
    (rate,) = suite.manifest()["rates"]
    assert rate["per_s"] == pytest.approx(500_000) and rate["slowest"].endswith("(base)")


def test_the_head_does_not_move_the_interruption_threshold(suite, head):
    suite.add("unique")
    head.add("unique", op_ns=2047)  # times ten is above the threshold of the base
    suite.run_against(head)
    thresholds = {cell["interruption_threshold_ns"] for cell in suite.manifest()["cells"]}
    assert thresholds == {20_000}
    assert asked(head, "interruption-threshold") == asked(suite, "interruption-threshold") == {"0", "20000"}


def test_heaps_are_multiples_of_the_smallest_of_the_base(suite, head):
    for side, needs in ((suite, 3_000_000), (head, 4_000_000)):
        side.add("boehm", ["needs_heap"], group="collection", heap_limit=True, needs_bytes=needs)
    words = ["heap", "--no-lock", "--host-root", suite.host, "--profile", "smoke", "--out", suite.out]
    done = suite.call(*words, "--head", head.children_file(), verb="sweep")
    assert done.returncode == 0, done.stderr
    statuses = collections.defaultdict(set)
    for line in suite.results():
        statuses[line["cell"]["side"], line["cell"]["heap_limit_bytes"]].add(line["status"])
    limits = sorted(limit for side, limit in statuses if side == "base")
    assert limits == sorted(limit for side, limit in statuses if side == "head")
    assert [limit / 3e6 for limit in limits] == pytest.approx([1.1, 1.5, 2, 3, 5], rel=0.02)
    assert {side: [statuses[side, limit] for limit in limits[:2]] for side in ("base", "head")} == {
        "base": [{"ok"}, {"ok"}], "head": [{"out_of_memory"}, {"ok"}]}
    (smallest,) = suite.manifest()["smallest_heaps"]
    assert smallest["cell"] == "needs_heap boehm/glibc"
    assert len(head.calls()) == 5 * (1 + 2), "its heap is not searched for"


@pytest.mark.skipif(not (bench_all_path().parent / "libovg_count.so").exists(), reason="no counter under a sanitizer")
def test_each_side_is_counted_in_its_own_process_under_its_own_environment(suite, head):
    counter = bench_all_path().parent / "libovg_count.so"
    shim, common = (suite.folder / name for name in ("shim.so", "common.so"))
    for library in (shim, common):
        library.symlink_to(counter)  # any library that can be preloaded
    for side, objects in ((suite, 1000), (head, 1100)):
        side.counter = str(counter)
        side.add("unique", ["counted"], allocators=["jemalloc"], objects=objects)
    base_lines, head_lines = suite.run_against(
        head, "--env", f"LD_PRELOAD={common}", "--head-env", f"LD_PRELOAD={shim}")
    assert [cell["counts_per_round"]["objects"] for cell in suite.manifest()["cells"]] == [1000, 1100]
    assert {line["metrics"]["objects_allocated"] for line in base_lines} == {3000}
    assert {line["metrics"]["objects_allocated"] for line in head_lines} == {3300}

    def preloads(side):
        found = {call["environment"]["LD_PRELOAD"] for call in side.calls()}
        return {tuple(name.split("/")[-1] for name in text.split(":")) for text in found}
    assert preloads(suite) == {("common.so", "libjemalloc.so.2"),
                               ("common.so", "libovg_count.so", "libjemalloc.so.2")}
    assert preloads(head) == {("shim.so", "common.so", "libjemalloc.so.2"),
                              ("shim.so", "common.so", "libovg_count.so", "libjemalloc.so.2")}


def test_a_head_that_observes_something_else_is_a_finding_and_the_run_goes_on(suite, head):
    for variant in ("value", "unique", "shared"):
        suite.add(variant)
        head.add(variant, digest=OTHER_DIGEST)
    base_lines, head_lines = suite.run_against(head, code=1)
    assert {line["status"] for line in base_lines} == {"ok"}, "three of three on the head do not outvote the base"
    assert {line["status"] for line in head_lines} == {"wrong_digest"}
    assert suite.manifest()["reference_digests"] == {"ok": "0123456789abcdef"}


def test_a_head_that_does_not_work_is_known_before_the_blocks(suite, head):
    suite.add("unique", ["ok"])
    head.add("unique", ["ok"], list_fails=False)
    (head.folder / "bench_unique").unlink()
    (head.folder / "bench_unique").write_text('#!/bin/sh\n[ "$1" = list ] && exec cat $(readlink -f $0).json\nexit 3\n')
    (head.folder / "bench_unique").chmod(0o755)
    base_lines, head_lines = suite.run_against(head, code=1)
    assert "pilot: ok unique/glibc (head): crashed" in suite.said
    assert {line["status"] for line in base_lines} == {"ok"}
    assert {line["status"] for line in head_lines} == {"crashed"} and len(head_lines) == 2
    statuses = {cell["cell"]["side"]: cell["status"] for cell in suite.manifest()["cells"]}
    assert statuses == {"base": "ok", "head": "crashed"}


def test_what_one_side_cannot_run_is_not_measured_on_the_other(suite, head):
    suite.add("unique", ["ok", "preload", "ok/gone"], allocators=["jemalloc"])
    head.add("unique", ["ok", "preload", "ok/new"], allocators=["jemalloc"])
    suite.add("boehm", ["ok"], group="collection")
    head.add_unavailable("boehm", "libx is not installed: apt install libx-dev")
    lines = suite.run("--head", head.children_file())
    idle = {(line["cell"]["workload"], line["cell"]["variant"], line["cell"]["side"]): (line["status"], line["reason"])
            for line in lines if line["block"] == 0}
    assert {key: idle[key] for key in idle if key[:2] in (("ok/gone", "unique"), ("ok", "boehm"))} == {
        ("ok/gone", "unique", "head"): ("not_applicable", "there is no workload 'ok/gone'"),
        ("ok/gone", "unique", "base"): (
            "not_applicable", "the head side cannot run it: there is no workload 'ok/gone'"),
        ("ok", "boehm", "head"): ("unavailable", "libx is not installed: apt install libx-dev"),
        ("ok", "boehm", "base"): (
            "not_applicable", "the head side cannot run it: libx is not installed: apt install libx-dev")}
    assert "only the head side has workload ok/new: not measured" in suite.said
    assert asked(suite, "workload") == {"ok", "preload"}, "half a pair has no pilot either"
    assert {call["variant"] for call in suite.calls()} == {"unique"}
    assert {line["status"] for line in lines if line["block"] > 0} == {"ok"}


def test_who_asks_for_what_only_the_head_has_is_told_so(suite, head):
    suite.add("unique", ["ok"])
    head.add("unique", ["ok", "ok/new"])
    for words, told in ((["ok/new"], True), (["ok/nwe"], True), (["ok"], False)):
        done = suite.call("--profile", "smoke", "--head", head.children_file(), "--workload", *words, verb="plan")
        assert done.returncode == (2 if told else 0)
        assert ("; only the head side has workload ok/new: not measured" in done.stderr) == told


def test_what_the_pilot_finds_unavailable_on_one_side_leaves_the_blocks_on_both(suite, head):
    """The child of the head says that it runs on another malloc than it was given."""
    suite.add("unique", ["ok", "preload"])
    head.add("unique", ["ok", "preload"])
    (suite.folder / "jemalloc.so").symlink_to(LIBRARIES / "libjemalloc.so.2")
    lines = suite.run("--head", head.children_file(), "--head-env", f"LD_PRELOAD={suite.folder / 'jemalloc.so'}")
    idle = {line["cell"]["side"]: line["status"] for line in lines if line["cell"]["workload"] == "preload"}
    assert idle == {"head": "unavailable", "base": "not_applicable"}
    assert all(line["block"] == 0 for line in lines if line["cell"]["workload"] == "preload")
    assert len(lines) == 2 + 2 * 2
