"""One suite at a time measures on a host."""

import subprocess

from hang_guard import HANGS_S


def locked(suite, *words, file):
    command = suite.command("--profile", "smoke", *words)
    command.remove("--no-lock")
    return command, {"OVG_LOCK_FILE": str(file), "PATH": "/usr/bin:/bin"}


def test_a_second_suite_is_refused_and_names_the_first(suite):
    suite.add("unique").hold(1)
    command, env = locked(suite, "--out", suite.out, file=suite.folder / "lock")
    first = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    suite.wait_for_lines(1)
    command, env = locked(suite, "--out", suite.folder / "second", file=suite.folder / "lock")
    second = subprocess.run(command, env=env, capture_output=True, text=True)
    assert second.returncode == 2
    assert f"process {first.pid} is measuring on this host" in second.stderr and second.stderr.count("\n") == 1
    assert not (suite.folder / "second").exists()
    plan = subprocess.run([*suite.command(verb="plan")], env=env, capture_output=True)
    assert plan.returncode == 0, "plan measures nothing and needs no lock"
    suite.release()
    assert first.wait(HANGS_S) == 0
    assert subprocess.run(command, env=env, capture_output=True).returncode == 0


def test_nothing_of_the_runner_leaks_into_children(suite):
    """A child has its three standard descriptors and its private one, not the lock, and no variable but its own."""
    suite.add("unique")
    command, env = locked(suite, "--out", suite.out, file=suite.folder / "lock")
    assert subprocess.run(command, env={**env, "GC_MARKERS": "7"}, capture_output=True).returncode == 0
    assert all("GC_MARKERS" not in call["environment"] for call in suite.calls())
    assert {tuple(call["descriptors"]) for call in suite.calls()} == {(0, 1, 2, 3)}


def test_a_lock_that_cannot_be_used_is_no_obstacle(suite):
    suite.add("unique")
    command, env = locked(suite, "--out", suite.out, file=suite.folder / "no_such_folder/lock")
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0 and "cannot use the lock" in done.stderr
