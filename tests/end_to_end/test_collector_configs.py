"""Configurations of the collector change what they say, say what they change, and bear a heap limit."""

import json
import os
import re
import subprocess

import pytest

from built_suite import BIN, BOEHM_CONFIGS, run_child

MIB = 1 << 20


def settings(config, folder):
    result, _ = run_child("boehm", "message_window", folder, config=config)
    return result["manager"]["settings"]


def scanned_kib(config, folder):
    """How much of its heap libgc looks at: the most that it says is in use by objects that may hold pointers."""
    _, printed = run_child("boehm", "message_window", folder, scale="quick", rounds=4, config=config,
                           env={"GC_PRINT_STATS": "1"})
    return max(int(kib) for kib in re.findall(r"In-use heap: \d+% \((\d+) KiB pointers", printed))


HEADLINE = {"initial_heap_bytes": 4 * MIB, "initial_heap_per_live": 2, "initial_heap_least_bytes": 4 * MIB,
            "free_space_divisor": 3, "markers": 1, "interior_pointers": True, "pointer_free": True}


@pytest.mark.parametrize("config, changes", [
    ("", {}),
    ("incremental", {"incremental_limit_ms": 5}),
    ("parallel", {"markers": len(os.sched_getaffinity(0))}),
    ("no-interior", {"interior_pointers": False}),
    ("scanned", {"pointer_free": False}),
    ("tuned", {"markers": len(os.sched_getaffinity(0)), "free_space_divisor": 1}),
])
def test_settings_are_the_headlines_but_for_what_a_configuration_changes(config, changes, tmp_path):
    assert settings(config, tmp_path) == {**HEADLINE, **changes}


def test_a_default_heap_is_the_collectors_own(tmp_path):
    found = settings("default-heap", tmp_path)
    assert found.pop("initial_heap_bytes") < MIB
    assert found == {name: value for name, value in HEADLINE.items() if not name.startswith("initial_heap")}


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
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("boehm", "request_server", tmp_path, scale="quick", rounds=4, config="incremental",
                  env={"LD_PRELOAD": str(BIN / "shims/few_mappings.so")}, words=["--live-mib", "16"])
    assert failure.value.returncode == 1
    last = json.loads((tmp_path / "record.jsonl").read_text().splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", "unavailable")
    assert "sysctl -w vm.max_map_count" in last["reason"]
