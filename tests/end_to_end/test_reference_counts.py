"""Reference counts are atomic, as in a service, unless a configuration says that they are not."""

import json
import subprocess

import pytest
from built_suite import VARIANTS, program, run_child
from callgrind import COUNTED, atomics_in_steady

HOT = "shared_readers/hot"


READS_PER_OP = 128  # workloads/shared_readers: each copies a handle and drops the copy


@COUNTED
@pytest.mark.parametrize("variant, config, least, most", [
    ("shared", "", 2 * READS_PER_OP, 3 * READS_PER_OP),
    ("shared", "single-threaded", 0, 1),
    ("intrusive", "", 0, 1),
    ("intrusive", "atomic", 2 * READS_PER_OP, 3 * READS_PER_OP),
    ("unique", "", 0, 1),
])
def test_counts_without_atomics_are_no_counts_that_a_service_has(variant, config, least, most, tmp_path):
    """The trap: a benchmark with one thread measures counts that no service has. The headline does not, and readers of
    a unique owner, who borrow, count nothing. What that costs depends on the processor: on x86-64, 3.2 times as much.
    """
    assert least <= atomics_in_steady(variant, config, HOT, tmp_path) <= most


def test_what_is_observed_does_not_depend_on_atomics(tmp_path):
    headline, _ = run_child("shared", HOT, tmp_path)
    single, _ = run_child("shared", HOT, tmp_path, config="single-threaded")
    assert headline["env"]["ever_threaded"] and not single["env"]["ever_threaded"]
    assert headline["digest"] == single["digest"]


@pytest.mark.parametrize("threads, code", [("1", 0), ("2", 2)])
def test_a_process_without_a_second_thread_runs_one_mutator_only(threads, code):
    done = subprocess.run([program("bench_shared"), "run", "--workload", HOT, "--scale", "smoke", "--config",
                           "single-threaded", "--threads", threads, "--fd", "1"],
                          capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert ("--threads 1" in done.stderr) == (code == 2)


def test_the_cards_say_whose_counts_are_atomic():
    cards = [json.loads(subprocess.run([program(f"bench_{variant}"), "list"], check=True, capture_output=True).stdout)
             for variant in VARIANTS]
    assert [(card["variant"], config["name"]) for card in cards for config in card["configs"]
            if config["atomic_counts"]] == [("intrusive", "atomic"), ("shared", "")]


@pytest.mark.parametrize("workload", [HOT, "request_server"])
@pytest.mark.parametrize("config, code", [("", 2), ("atomic", 0)])
def test_a_count_without_atomics_is_not_shared_by_threads(workload, config, code):
    done = subprocess.run([program("bench_intrusive"), "run", "--workload", workload, "--scale", "smoke", "--config",
                           config, "--threads", "2", "--fd", "1"], capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert ("take intrusive:atomic" in done.stderr) == (code == 2)
