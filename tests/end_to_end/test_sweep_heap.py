"""The smallest heap that a sweep finds, beside what libgc itself says is in use."""

import json
import re
import subprocess

import pytest

from built_suite import bench_all, quiet_host, run_child, trials


def most_in_use_bytes(log):
    """The most that 'In-use heap: 63% (4608 KiB pointers + 2048 KiB other)' ever says; after each collection."""
    return max((int(pointers) + int(other)) * 1024
               for pointers, other in re.findall(r"In-use heap: \d+% \((\d+) KiB pointers \+ (\d+) KiB other\)", log))


def test_the_smallest_heap_is_what_libgc_says_is_live(tmp_path):
    """In the largest heap that was too small, what libgc could not free when it gave up had to be alive: the true live
    set is at least as large. The smallest heap must be within 10 % of that."""
    out = tmp_path / "sweep"
    bench_all("sweep", "heap", "--no-lock", "--no-primitives", "--profile", "default", "--blocks", 1, "--rounds", 1,
              "--workload", "tree_build", "--variant", "boehm", "--variant", "unique", "--allocator", "glibc",
              "--out", out, *quiet_host(tmp_path))
    (heap,) = json.loads((out / "manifest.json").read_text())["smallest_heaps"]
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_child("boehm", "tree_build", tmp_path, scale="default", env={"GC_PRINT_STATS": "1"},
                  words=["--heap-limit", str(heap["too_small_bytes"])])
    live = most_in_use_bytes(failure.value.stdout)
    assert live <= heap["too_small_bytes"] < heap["bytes"] <= 1.1 * live
    limits = {record["cell"]["heap_limit_bytes"] for record in trials(out)}
    assert None in limits and len(limits) == 6, "five multiples, and ownership beside them"
