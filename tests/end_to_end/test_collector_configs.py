"""Configurations of the collector change what they say, say what they change, and bear a heap limit."""

import json
import os
import re
import subprocess

import pytest

from built_suite import BIN, BOEHM_CONFIGS, run_child

MIB = 1 << 20


def policy(config, folder):
    result, _ = run_child("boehm", "message_window", folder, config=config)
    return result["manager"]["policy"].split(", ")


def scanned_kib(config, folder):
    """How much of its heap libgc looks at: the most that it says is in use by objects that may hold pointers."""
    _, printed = run_child("boehm", "message_window", folder, scale="quick", rounds=4, config=config,
                           env={"GC_PRINT_STATS": "1"})
    return max(int(kib) for kib in re.findall(r"In-use heap: \d+% \((\d+) KiB pointers", printed))


@pytest.mark.parametrize("config, gone, new", [
    ("incremental", [], ["incremental with a limit of 5 ms"]),
    ("parallel", ["1 marker"], [f"{len(os.sched_getaffinity(0))} markers"]),
    ("no-interior", ["interior pointers on"], ["interior pointers off"]),
    ("scanned", [], ["nothing declared pointer-free"]),
    ("default-heap", ["initial heap 4.0 MiB (2 x live payload", "at least 4 MiB)"],
     ["initial heap 0.06 MiB (libgc's own)"]),
])
def test_a_policy_is_the_headlines_but_for_what_its_configuration_changes(config, gone, new, tmp_path):
    if config == "parallel" and len(os.sched_getaffinity(0)) == 1:
        pytest.skip("one CPU has one marker")
    headline, other = policy("", tmp_path), policy(config, tmp_path)
    assert [clause for clause in headline if clause not in other] == gone
    assert [clause for clause in other if clause not in headline] == new


def test_a_divisor_in_the_environment_outranks_the_configuration(tmp_path):
    for config in ("", "tuned"):
        result, _ = run_child("boehm", "message_window", tmp_path, config=config, env={"GC_FREE_SPACE_DIVISOR": "7"})
        assert "free-space divisor 7" in result["manager"]["policy"]


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
    assert "16.00 MiB" in result["manager"]["policy"]


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
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("boehm", "request_server", tmp_path, scale="quick", rounds=4, config="incremental",
                  env={"LD_PRELOAD": str(BIN / "shims/few_mappings.so")}, words=["--live-mib", "16"])
    assert failure.value.returncode == 1
    last = json.loads((tmp_path / "record.jsonl").read_text().splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", "unavailable")
    assert "sysctl -w vm.max_map_count" in last["reason"]
