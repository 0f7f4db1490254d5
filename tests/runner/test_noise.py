"""Noise: what disturbed a trial is in its record, and a trial that was disturbed is measured again."""

import json
import os
import signal

import pytest

STEAL = "the hypervisor took 10.0 % of the CPU time (10 ticks), more than 1 %"
WORDS = ["--seed", "3", "--blocks", "4"]  # 9 cells in 4 blocks: 36 trials, of which 9 may be repeated


@pytest.fixture
def host(suite):
    suite.put("/proc/stat", "cpu  1000 0 0 0 0 0 0 0 0 0\n")
    return suite


def add_children(suite, **card):
    return suite.add("unique", ["stolen", *(f"ok/{i}" for i in range(8))], **card)


def attempts(results):
    return [(line["block"], line["attempt"], line["status"]) for line in results
            if line["cell"]["workload"] == "stolen"]


def assert_repeats_follow_their_blocks(results):
    blocks = [line["block"] for line in results]
    assert blocks == sorted(blocks)
    for before, line in zip(results, results[1:]):
        assert line["block"] > before["block"] or line["attempt"] >= before["attempt"]


def test_noisy_then_quiet(host):
    results = add_children(host, stolen_in=[2, 5]).run(*WORDS)  # the pilot is number 1
    assert attempts(results) == [(1, 1, "noisy"), (1, 2, "ok"), (2, 1, "ok"), (3, 1, "noisy"), (3, 2, "ok"),
                                 (4, 1, "ok")]
    assert_repeats_follow_their_blocks(results)
    noisy, again = [line for line in results if line["cell"]["workload"] == "stolen"][:2]
    assert noisy["reason"] == STEAL
    assert noisy["noise"]["steal_share"] == pytest.approx(0.1) and noisy["noise"]["steal_ticks"] == 10
    assert noisy["metrics"]["service_p50_ns"] == 1500, "its numbers are kept"
    assert again["trial_id"] == noisy["trial_id"] + "-again1"
    assert (again["slot"], again["repeat"]) == (noisy["slot"], noisy["repeat"])
    assert again["histograms"] != noisy["histograms"] and (host.out / again["histograms"]).exists()
    assert again["noise"]["steal_ticks"] == 0
    assert "not ok" not in host.shown, "what was measured again does not count twice"
    assert "4/4" in host.shown and "block 1/4: 1 noisy trials are measured again (attempt 2)" in host.said


def test_always_noisy(host):
    results = add_children(host).run(*WORDS)
    expected = [(block, attempt, "noisy") for block in (1, 2, 3, 4) for attempt in (1, 2, 3)]
    assert attempts(results) == expected
    assert_repeats_follow_their_blocks(results)
    assert f"4 x noisy: {STEAL}" in host.shown
    assert "the host is noisy" not in host.said


def test_repeats_end_when_a_quarter_was_added_and_one_warning_says_so(host):
    host.add("unique", ["stolen", "stolen/2"]).run("--seed", "3", "--blocks", "4")
    assert [line["attempt"] for line in host.results()].count(1) == 8
    assert len(host.results()) == 8 + 2
    assert host.said.count("the host is noisy: repeats took 25 %") == 1
    assert host.resume() == host.results() and len(host.results()) == 10


@pytest.mark.parametrize("lines", [9, 10, 11, 20])
def test_a_run_that_ends_between_attempts_goes_on_with_what_is_due(host, lines):
    """The first block takes 9 lines, then two repeats."""
    whole = add_children(host).run(*WORDS)
    order = [line["trial_id"] for line in whole]
    path = host.out / "results.jsonl"
    kept = path.read_text().splitlines(keepends=True)[:lines]
    path.write_text("".join(kept))
    ran = len(host.calls())
    results = host.resume()
    assert [line["trial_id"] for line in results] == order
    assert len(host.calls()) - ran == len(order) - lines, "nothing measured twice"
    assert path.read_text().startswith("".join(kept))


def test_a_signal_between_attempts_says_how_many_are_left(host):
    host.add("unique", ["stolen", "slow/1", "slow/2", "slow/3"])
    process = host.start("--blocks", "2", "--seed", "3", lines=5)  # the first repeat: 2 may be added to 8
    assert host.stop(process, signal.SIGTERM) == 143
    left = int(host.shown.split("by a signal with ")[1].split()[0])
    ran = len(host.calls())
    assert len(host.results()) == 5
    assert len(host.resume()) == 10
    assert len(host.calls()) - ran == 5
    assert left == 5, "the second repeat, and the other block"


def test_resume_refuses_a_repeat_of_a_quiet_trial(host):
    host.add("unique").run()
    path = host.out / "results.jsonl"
    line = json.loads(path.read_text().splitlines()[0])
    line["trial_id"] += "-again1"
    line["attempt"] = 2
    with open(path, "a") as results:
        results.write(json.dumps(line) + "\n")
    done = host.call("--resume", host.out)
    assert done.returncode == 2 and "line 3 of results.jsonl is not in the manifest's plan" in done.stderr


def test_a_failed_trial_has_its_noise_too(suite):
    results = suite.add("unique", ["crash"]).run(code=1)
    assert [line["noise"]["steal_ticks"] for line in results] == [None, None]
    assert all(line["noise"]["major_faults"] is None for line in results), "no result, no reading of the child"


def test_hiccups_are_watched_only_where_a_cpu_is_left(suite):
    results = suite.add("unique").run(wrapper=["taskset", "-c", str(min(os.sched_getaffinity(0)))])
    assert {line["noise"]["hiccups"] for line in results} == {None}


def test_the_host_is_described_before_and_after(suite):
    suite.put("/proc/loadavg", "0.10 0.20 0.30 1/100 42\n")
    suite.put("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n")
    suite.add("unique").run()
    assert suite.manifest()["host"]["load"] == "0.10 0.20 0.30 1/100 42"
    assert suite.manifest()["host"]["thp"] == "always"
    assert suite.manifest()["tuned"] is None
    (warning,) = suite.manifest()["warnings"]
    assert "transparent huge pages" in warning and warning in suite.said
    after = json.loads((suite.out / "run_log.jsonl").read_text())["host_after"]
    assert after["load"] == "0.10 0.20 0.30 1/100 42" and after["steal_ticks_since_boot"] == "n/a"


def test_a_host_root_that_is_none(suite):
    suite.add("unique").host.rmdir()
    done = suite.call()
    assert done.returncode == 2 and "is not a directory" in done.stderr
