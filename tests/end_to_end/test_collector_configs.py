"""Configurations of the collector change what they say, say what they change, and bear a heap limit."""

import ctypes
import json
import mmap
import os
import re
import subprocess

import pytest

from built_suite import BIN, BOEHM_CONFIGS, bench_all, program, run_child

MIB = 1 << 20


def settings(config, folder):
    result, _ = run_child("boehm", "message_window", folder, config=config)
    return result["manager"]["settings"]


def scanned_kib(config, folder):
    """How much of its heap libgc looks at: the most that it says is in use by objects that may hold pointers."""
    _, printed = run_child("boehm", "message_window", folder, scale="quick", rounds=4, config=config,
                           env={"GC_PRINT_STATS": "1"})
    return max(int(kib) for kib in re.findall(r"In-use heap: \d+% \((\d+) KiB pointers", printed))


def unavailable_reason(config, folder, workload="message_window", **how):
    """Why a child that was started all the same could not work."""
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("boehm", workload, folder, config=config, **how)
    assert failure.value.returncode == 1
    last = json.loads((folder / "record.jsonl").read_text().splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", "unavailable")
    return last["reason"]


HEADLINE = {"initial_heap_per_in_use": 2, "initial_heap_least_bytes": 4 * MIB,
            "free_space_divisor": 3, "markers": 1, "interior_pointers": False, "pointer_free": True,
            "data_segments": False}


@pytest.mark.parametrize("config, changes", [
    ("", {}),
    ("incremental", {"dirty_bits": "manual", "slice_limit_ms": 5}),
    ("generational", {"dirty_bits": "manual"}),
    ("mprotect", {"dirty_bits": "mprotect", "slice_limit_ms": 5}),
    ("parallel", {"markers": len(os.sched_getaffinity(0))}),
    ("interior", {"interior_pointers": True}),
    ("many", {"nodes_by_the_page": True}),
    ("scanned", {"pointer_free": False}),
    ("tuned", {"markers": len(os.sched_getaffinity(0)), "free_space_divisor": 1}),
])
def test_settings_are_the_headlines_but_for_what_a_configuration_changes(config, changes, tmp_path):
    assert settings(config, tmp_path) == {**HEADLINE, **changes}


@pytest.mark.parametrize("workload", ["request_server", "request_server/fresh"])
@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_flat_layout_does_the_same_work_with_other_objects(workload, threads, tmp_path):
    seen = {config: run_child("boehm", workload, tmp_path, config=config, rounds=3, words=["--threads", threads])[0]
            for config in ("", "flat")}
    assert seen["flat"]["digest"] == seen[""]["digest"] and seen["flat"]["rounds_agree"]
    assert seen["flat"]["census"] == seen["flat"]["expected_census"]
    assert seen["flat"]["manager"]["settings"]["flat"] is True
    if workload.endswith("fresh"):  # a short text that replaced a long one stays in its block, which costs more
        assert seen["flat"]["manager"]["in_use_bytes"] < seen[""]["manager"]["in_use_bytes"], "it has no links"


def test_what_has_no_flat_layout_says_so(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        run_child("boehm", "tree_build", tmp_path, config="flat")
    listed = json.loads(subprocess.run([program("bench_boehm"), "list"], check=True, capture_output=True).stdout)
    declined = {entry["name"]: entry["reason"] for entry in listed["not_applicable"] if entry.get("config") == "flat"}
    answered = {"null", "request_server", "request_server/fresh"}
    assert set(declined) == {card["name"] for card in listed["workloads"]} - answered
    assert all(declined.values())


def test_there_are_as_many_markers_as_mutator_threads(tmp_path):
    for config, markers in (("", 2), ("parallel", len(os.sched_getaffinity(0)))):
        result, _ = run_child("boehm", "shared_readers/hot", tmp_path, config=config, words=["--threads", "2"])
        assert result["manager"]["settings"]["markers"] == markers


def said_of(config, **variables):
    """What `list` says of a configuration: why it is unavailable, and a warning; both empty where all is well."""
    done = subprocess.run([program("bench_boehm"), "list"], check=True, capture_output=True,
                          env={**os.environ, **variables})
    (card,) = (card for card in json.loads(done.stdout)["configs"] if card["name"] == config)
    return card["unavailable"], card["warning"]


def kernel_has_soft_dirty_bits():
    with open("/proc/self/pagemap", "rb", buffering=0) as pagemap:
        buffer = ctypes.create_string_buffer(b"written")
        pagemap.seek(ctypes.addressof(buffer) // mmap.PAGESIZE * 8)
        return bool(int.from_bytes(pagemap.read(8), "little") >> 55 & 1)


def test_dirty_bits_are_those_of_this_kernel(tmp_path):
    """Asked before anything is measured, and again by libgc's own word when it runs."""
    unavailable, _ = said_of("soft-dirty")
    if kernel_has_soft_dirty_bits():
        assert unavailable == "" and settings("soft-dirty", tmp_path)["dirty_bits"] == "soft-dirty"
        return
    assert "CONFIG_MEM_SOFT_DIRTY" in unavailable and "take incremental" in unavailable
    assert "libgc's dirty bits are mprotect here, not soft-dirty" in unavailable_reason("soft-dirty", tmp_path)


def test_on_a_kernel_with_soft_dirty_bits_they_are_what_libgc_uses(tmp_path):
    """A kernel that has them, as libgc tells of it: the shim answers in its place."""
    result, _ = run_child("boehm", "message_window", tmp_path, config="soft-dirty",
                          env={"LD_PRELOAD": str(BIN / "shims/soft_dirty_bits.so")})
    assert result["manager"]["settings"]["dirty_bits"] == "soft-dirty"


def test_the_slow_dirty_bits_are_warned_of():
    assert "a fault for the first write to each page" in said_of("mprotect")[1]
    assert said_of("incremental") == said_of("generational") == said_of("") == ("", "")


def test_a_libgc_that_collects_nothing_in_slices_says_so_before_anything_is_measured(tmp_path):
    for config in ("incremental", "generational", "mprotect", "soft-dirty"):
        reason, _ = said_of(config, GC_DISABLE_INCREMENTAL="1")
        assert "leave out what collects in slices" in reason and "\n" not in reason
    assert said_of("", GC_DISABLE_INCREMENTAL="1")[0] == ""
    done = bench_all("run", "--no-lock", "--no-primitives", "--workload", "null", "--variant", "boehm:generational",
                     "--env", "GC_DISABLE_INCREMENTAL=1", "--out", tmp_path / "run", check=False)
    assert done.returncode == 2 and "leave out what collects in slices" in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("workload", ["request_server", "tree_build", "cascade_drop", "alloc_churn", "message_window",
                                      "employee_bonus/named"])
@pytest.mark.parametrize("config", ["incremental", "generational"])
def test_nothing_is_lost_when_the_program_tells_of_its_stores(workload, config, tmp_path):
    """Many collections in a small heap: an answer that forgets to tell of one store reads a wrong digest. The trap
    itself is in barrier_test.cpp."""
    digests = {}
    for variant, chosen in (("unique", ""), ("boehm", config)):
        result, _ = run_child(variant, workload, tmp_path, scale="quick", rounds=2, config=chosen,
                              env={"GC_FREE_SPACE_DIVISOR": "30"})
        digests[variant] = result["digest"]
    assert digests["boehm"] == digests["unique"]
    assert result["manager"]["collections"] >= 5


def test_a_default_heap_is_the_collectors_own(tmp_path):
    result, _ = run_child("boehm", "message_window", tmp_path, config="default-heap")
    assert result["manager"]["settings"] == {
        name: value for name, value in HEADLINE.items() if not name.startswith("initial_heap")}
    assert result["manager"]["initial_heap_bytes"] < 2 * result["manager"]["in_use_bytes"]


@pytest.mark.parametrize("workload, words", [("request_server", ["--live-mib", "16"]), ("message_window", []),
                                             ("alloc_churn", []), ("cascade_drop", [])])
def test_the_heap_is_a_multiple_of_what_is_in_use_after_setup(workload, words, tmp_path):
    """What libgc itself says is in use, in kibibytes, after the collection that ends setup."""
    result, printed = run_child("boehm", workload, tmp_path, scale="quick", words=words, env={"GC_PRINT_STATS": "1"})
    manager = result["manager"]
    said = {sum(map(int, kib)) for kib in re.findall(r"In-use heap: \d+% \((\d+) KiB pointers \+ (\d+) KiB", printed)}
    assert any(abs(kib - manager["in_use_bytes"] / 1024) <= 2 for kib in said), (manager, said)
    assert manager["in_use_bytes"] >= 0.9 * result["live_bytes"]
    wanted = max(2 * manager["in_use_bytes"], 4 * MIB)
    assert wanted - 4096 <= manager["initial_heap_bytes"] <= max(1.1 * wanted, wanted + MIB)
    assert manager["initial_heap_bytes"] <= manager["heap_bytes"]


def test_the_collection_that_ends_setup_is_nobodys_pause(tmp_path):
    result, _ = run_child("boehm", "message_window", tmp_path)
    setup = result["phases"][0]
    ends = setup["start_ns"] + setup["length_ns"]
    assert setup["phase"] == "setup" and setup["collections"] == 1
    assert not [pause for pause in result["pauses"] if pause["start_ns"] < ends]


def test_a_divisor_in_the_environment_outranks_the_configuration(tmp_path):
    for config in ("", "tuned"):
        result, _ = run_child("boehm", "message_window", tmp_path, config=config, env={"GC_FREE_SPACE_DIVISOR": "7"})
        assert result["manager"]["settings"]["free_space_divisor"] == 7


def test_scanned_payload_is_several_times_more_to_mark(tmp_path):
    """The trap: most of the live bytes are payload, and without a declaration all of it is looked at."""
    assert scanned_kib("scanned", tmp_path) > 3 * scanned_kib("", tmp_path)


def test_a_small_initial_heap_is_collected_more_often(tmp_path):
    collections = {}
    for config in ("", "default-heap"):
        result, _ = run_child("boehm", "alloc_churn", tmp_path, scale="quick", rounds=2, config=config)
        collections[config] = result["manager"]["collections"]
    assert collections["default-heap"] > 2 * collections[""]


@pytest.mark.parametrize("config", BOEHM_CONFIGS)
def test_a_heap_limit_holds_in_every_configuration(config, tmp_path):
    result, _ = run_child("boehm", "tree_build", tmp_path, scale="quick", config=config,
                          words=["--heap-limit", str(16 * MIB)])
    assert 0 < result["manager"]["heap_bytes"] <= 16 * MIB
    assert result["manager"]["settings"]["heap_limit_bytes"] == 16 * MIB


@pytest.mark.parametrize("workload", ["tree_build", "alloc_churn", "message_window", "employee_bonus/batch"])
@pytest.mark.parametrize("config", BOEHM_CONFIGS)
def test_a_heap_that_is_too_small_is_out_of_memory(workload, config, tmp_path):
    """In objects, in pointer-free blocks, or in the vector of roots: the child says so, and does not abort."""
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("boehm", workload, tmp_path, scale="quick", config=config,
                  words=["--heap-limit", str(1_000_000)])
    assert failure.value.returncode == 1
    last = json.loads((tmp_path / "record.jsonl").read_text().splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", "out_of_memory")


def test_a_heap_with_too_many_mappings_is_unavailable_and_names_the_setting(tmp_path):
    """libgc aborts when the kernel has no more memory mappings for the pages that it protects."""
    reason = unavailable_reason("mprotect", tmp_path, workload="request_server", scale="quick", rounds=4,
                                env={"LD_PRELOAD": str(BIN / "shims/few_mappings.so")}, words=["--live-mib", "16"])
    assert "sysctl -w vm.max_map_count" in reason
