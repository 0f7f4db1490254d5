"""One process of each cell is counted and not timed; what it counts goes into every trial of the cell."""

import pytest

from runner_suite import bench_all_path

COUNTER = bench_all_path().parent / "libovg_count.so"

pytestmark = pytest.mark.skipif(not COUNTER.exists(), reason="no counter is built under a sanitizer")


@pytest.fixture
def counting(suite):
    suite.counter = str(COUNTER)
    return suite


def counted_calls(suite):
    return [call for call in suite.calls() if "libovg_count" in call["environment"].get("LD_PRELOAD", "")]


def test_the_counts_of_one_round_go_into_every_trial(counting):
    counting.add("unique", ["counted"])
    results = counting.run()
    assert [line["rounds"] for line in results] == [3, 3]
    for line in results:
        assert line["metrics"]["objects_allocated"] == 3000
        assert line["metrics"]["bytes_allocated"] == 72_000
        assert line["metrics"]["object_size_served"] == 32.5
    manifest = counting.manifest()
    assert manifest["sides"][0]["counter"] == str(COUNTER)
    assert [cell["counts_per_round"] for cell in manifest["cells"]] == [
        {"objects": 1000, "bytes_requested": 24_000, "bytes_served": 32_500, "frees": 999}]


def test_one_process_of_a_cell_is_counted_for_one_round_and_above_its_allocator(counting):
    shim = counting.folder / "user.so"
    shim.symlink_to(COUNTER)  # any library that can be preloaded
    counting.add("unique", ["counted"], allocators=["glibc", "jemalloc"])
    counting.run("--rounds", "7", "--env", f"LD_PRELOAD={shim}")
    preloads = {call["asked"]["allocator"]: call["environment"]["LD_PRELOAD"].split(":")
                for call in counted_calls(counting)}
    assert len(counted_calls(counting)) == 2
    assert {call["asked"]["rounds"] for call in counted_calls(counting)} == {"1"}
    assert preloads["glibc"] == [str(shim), str(COUNTER)]
    assert preloads["jemalloc"][:2] == [str(shim), str(COUNTER)] and "jemalloc" in preloads["jemalloc"][2]


def test_a_count_of_other_work_is_not_used(counting):
    counting.add("unique", ["counted_otherwise", "counted"])
    results = counting.run()
    assert {line["status"] for line in results} == {"ok"}
    assert {line["cell"]["workload"] for line in results if "objects_allocated" in line["metrics"]} == {"counted"}
    warnings = [line for line in counting.said.splitlines() if "not counted" in line]
    assert len(warnings) == 1
    assert "counted_otherwise unique/glibc" in warnings[0] and "digest ffffffffffffffff" in warnings[0]
    assert counting.manifest()["reference_digests"]["counted_otherwise"] == "0123456789abcdef"


def test_a_child_that_cannot_be_counted_has_no_counts(counting):
    counting.add("unique", ["ok"])
    for line in counting.run():
        assert line["status"] == "ok"
        assert not {"objects_allocated", "bytes_allocated", "object_size_served"} & set(line["metrics"])
    assert counting.manifest()["cells"][0]["counts_per_round"] is None


def test_without_a_counter_nothing_more_is_run(suite):
    suite.add("unique", ["counted"])
    suite.run("--rounds", "2")
    assert len(suite.calls()) == 3, "the pilot and two trials"
    assert suite.manifest()["sides"][0]["counter"] is None


def test_a_cell_whose_pilot_fails_is_not_counted(counting):
    counting.add("unique", ["crash"])
    counting.run(code=1)
    assert counted_calls(counting) == []


def test_the_counts_outlive_an_interrupted_run(counting):
    counting.add("unique", ["counted", "slow"])
    counting.stop(counting.start(lines=1))
    before = len(counted_calls(counting))
    results = counting.resume()
    assert len(counted_calls(counting)) == before == 2
    assert {line["cell"]["workload"] for line in results if "objects_allocated" in line["metrics"]} == {"counted"}


def test_a_counter_that_children_json_names_but_is_missing_is_told(suite):
    suite.counter = "libovg_count.so"
    done = suite.add("unique").call("--out", suite.out)
    assert done.returncode == 2
    assert "libovg_count.so is missing: build or install the whole suite again" in done.stderr
