"""--tune: the host is set for measuring while the run goes on, and put back however it ends."""

import shutil
import signal
import subprocess

import pytest
from hang_guard import HANGS_S

GOVERNOR = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
THP = "/sys/kernel/mm/transparent_hugepage/enabled"


@pytest.fixture
def host(suite):
    suite.put(GOVERNOR, "powersave\n")
    suite.put(THP, "[always] madvise never\n")
    return suite


def assert_restored(host):
    assert (host.read(GOVERNOR), host.read(THP)) == ("powersave", "always")


def test_children_run_on_a_tuned_host_that_is_restored(host):
    results = host.add("unique", ["governed"]).run("--tune")
    assert results
    for line in results:
        assert (host.out / line["log"]).read_text() == "performance\nmadvise\n"
    assert_restored(host)
    assert [(entry["from"], entry["to"]) for entry in host.manifest()["tuned"]] == [
        ("powersave", "performance"), ("always", "madvise")]
    assert host.manifest()["tuned"][0]["path"] == str(host.host) + GOVERNOR
    assert host.manifest()["host"]["governor"] == "performance", "as it was while measuring"
    assert host.manifest()["warnings"] == []
    assert f"{GOVERNOR}: powersave -> performance" in host.said
    assert host.said.index("after SIGKILL only this") < host.said.index("-> performance")


def test_without_it_nothing_is_touched(host):
    results = host.add("unique", ["governed"]).run()
    assert (host.out / results[0]["log"]).read_text() == "powersave\n[always] madvise never\n"
    assert host.manifest()["tuned"] is None
    assert "--tune sets performance" in host.said


def test_restored_after_failed_trials(host):
    host.add("unique", ["crash"]).run("--tune", code=1)
    assert_restored(host)


def test_restored_after_an_error(host):
    host.add("unique", ["governed"])
    process = host.start("--tune", "--blocks", "2", lines=1)
    shutil.rmtree(host.out / "hist")  # so that the next trial cannot be kept
    host.release()
    process.communicate(timeout=HANGS_S)
    assert process.returncode == 2
    assert_restored(host)


@pytest.mark.parametrize("how, code", [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_restored_after_a_signal(host, how, code):
    host.add("unique", ["governed"])
    process = host.start("--tune", lines=1)
    assert host.read(GOVERNOR) == "performance"
    assert host.stop(process, how) == code
    assert_restored(host)


def test_after_sigkill_the_printed_command_restores(host):
    host.add("unique", ["governed"])
    process = host.start("--tune", lines=1)
    host.stop(process)
    assert host.read(GOVERNOR) == "performance"
    line = next(line for line in host.said.splitlines() if "after SIGKILL" in line)
    subprocess.run(line[line.index("echo "):], shell=True, check=True)
    assert_restored(host)


def test_a_tuned_run_is_resumed_tuned(host):
    host.add("unique", ["governed"]).run("--tune")
    path = host.out / "results.jsonl"
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    done = host.call("--resume", host.out)
    assert done.returncode == 2 and "began with --tune: add it" in done.stderr
    results = host.resume("--tune")
    assert (host.out / results[1]["log"]).read_text() == "performance\nmadvise\n"
    assert_restored(host)


def test_an_untuned_run_is_resumed_untuned(host):
    host.add("unique").run()
    done = host.call("--resume", host.out, "--tune")
    assert done.returncode == 2 and "began without --tune: leave it out" in done.stderr
    assert host.read(GOVERNOR) == "powersave"
