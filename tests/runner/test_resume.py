"""Ended runs: nothing measured is lost, nothing is measured twice, nothing is left running."""

import collections
import json
import signal

import pytest
from hang_guard import until


@pytest.fixture
def long_run(suite):
    return suite.add("unique", ["slow", "ok"]).add("boehm", ["slow"], group="collection", primitives=True)


WORDS = ["--blocks", "3", "--trials", "2", "--seed", "5"]
PLACES = [(0, 0)] + [(block, slot) for block in (1, 2, 3) for slot in range(6)]  # a cell that cannot run comes first
TRIALS = len(PLACES)


def is_alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def assert_complete(suite, before):
    """Exactly the planned trials, in order, none twice, and those of before untouched."""
    results = suite.results()
    ids = [line["trial_id"] for line in results]
    assert len(ids) == len(set(ids)) == TRIALS
    assert [(line["block"], line["slot"]) for line in results] == PLACES
    assert results[:len(before)] == before
    measured = results[1:]
    per_cell = collections.Counter(json.dumps(line["cell"]) for line in measured)
    assert set(per_cell.values()) == {6}
    rounds = {json.dumps(cell["cell"]): cell["rounds"] for cell in suite.manifest()["cells"]}
    assert all(line["rounds"] == rounds[json.dumps(line["cell"])] for line in measured)
    assert (suite.out / "primitives/boehm-glibc.json").exists()


@pytest.mark.parametrize("how, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_keeps_what_is_measured_and_says_how_to_go_on(long_run, how, code):
    assert long_run.stop(long_run.start(*WORDS, lines=8), how) == code
    assert f"--resume {long_run.out}" in long_run.shown
    assert "slow" in long_run.shown, "the summary of what there is"
    before = long_run.results()
    assert len(before) == 8
    assert not any(is_alive(call["pid"]) for call in long_run.calls())
    ran = len(long_run.calls())
    long_run.resume()
    assert_complete(long_run, before)
    assert len(long_run.calls()) - ran == TRIALS - len(before), "nothing measured twice, no second pilot"


@pytest.mark.parametrize("cut", [0, 300])
def test_sigkill_half_way(long_run, cut):
    assert long_run.stop(long_run.start(*WORDS, lines=8)) == -signal.SIGKILL
    path = long_run.out / "results.jsonl"
    whole = long_run.results()
    if cut:  # as if the last write had not come to its end
        path.write_bytes(path.read_bytes()[:-cut])
    before = whole[:-1] if cut else whole
    long_run.resume()
    assert_complete(long_run, before)
    assert ("incomplete" in long_run.said) == bool(cut)


def test_sigkill_leaves_no_child_behind(suite):
    suite.add("unique", ["hang"])
    process = suite.start()
    (call,) = until(suite.calls, "child")
    assert is_alive(call["pid"])
    suite.stop(process)
    until(lambda: not is_alive(call["pid"]), "end of the child")


def test_a_signal_during_the_pilot(suite):
    suite.add("unique", ["ok", "hang"])
    process = suite.start()
    until(lambda: any(call["asked"]["workload"] == "hang" for call in suite.calls()), "pilot that hangs")
    assert suite.stop(process, signal.SIGINT) == 130
    assert "before anything was measured" in suite.said
    assert not (suite.out / "manifest.json").exists()
    suite.run("--workload", "ok")  # the same directory serves again


def test_resuming_a_complete_run(suite):
    suite.add("unique")
    before = suite.run()
    ran = len(suite.calls())
    assert suite.resume() == before
    assert "measured already" in suite.said and "unique/glibc" in suite.shown
    assert len(suite.calls()) == ran


def test_failures_before_the_interruption_still_count(suite):
    suite.add("unique", ["crash", "ok"])
    suite.run(code=1)
    suite.resume(code=1)


def test_resume_needs_the_same_programs(suite):
    suite.add("unique")
    suite.run()
    executable = suite.folder / "bench_unique"
    content = executable.read_text()
    executable.unlink()
    executable.write_text(content + "# newer\n")
    executable.chmod(0o755)
    done = suite.call("--resume", suite.out)
    assert done.returncode == 2 and "is not the file that this run began with" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_malformed_line_is_named(suite):
    suite.add("unique")
    suite.run()
    path = suite.out / "results.jsonl"
    lines = path.read_text().splitlines()
    for damaged, number in [(["{}", lines[1]], 1), ([lines[0], "nonsense"], 2), ([lines[0], lines[0]], 2)]:
        path.write_text("\n".join(damaged) + "\n")
        content = path.read_bytes()
        done = suite.call("--resume", suite.out)
        assert done.returncode == 2 and f"line {number} of " in done.stderr, done.stderr
        assert path.read_bytes() == content


def test_resume_keeps_environment_and_timeout(suite):
    suite.add("unique", ["slow"])
    suite.stop(suite.start("--blocks", "6", "--env", "MARK=here", "--timeout", "777.5", lines=2))
    suite.resume()
    assert {call["environment"]["MARK"] for call in suite.calls()} == {"here"}
    assert suite.manifest()["timeout_s"] == 777.5
