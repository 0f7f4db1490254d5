"""scripts/bench_all with stubs for what it calls: arguments, run directory, exit codes, signals."""

import os
import re
import signal
import subprocess
import time

import pytest

RUNNER = """
echo "runner $*"
while [[ $# -gt 0 ]]; do
  case $1 in --out|--resume) out=$2 ;; --out=*|--resume=*) out=${1#*=} ;; esac
  shift
done
if [[ -n ${out:-} && -z ${STUB_NO_RESULTS:-} ]]; then mkdir -p "$out"; echo '{}' >"$out/results.jsonl"; fi
exit ${STUB_RUNNER:-0}
"""
REPORT = """
echo "report $*"
mkdir -p "$1/report"; echo page >"$1/report/index.html"
exit ${STUB_REPORT:-0}
"""


@pytest.fixture
def suite(project):
    project.take("bench_all")
    project.runner = project.stub("runner_source", RUNNER)
    project.stub("scripts/setup", "exit ${STUB_SETUP:-0}")
    project.stub("scripts/report", REPORT)
    project.stub("cmake", f"""
        if [[ $1 == --build ]]; then
          mkdir -p $2/bin; cp {project.runner} $2/bin/bench_all
          for i in {{1..50}}; do echo "line $i"; done
          exit ${{STUB_BUILD:-0}}
        fi""")
    return project


@pytest.mark.parametrize("arguments", [(), ("run",), ("--scale", "smoke"), ("run", "--scale", "smoke")])
def test_names_a_run_directory_in_the_project(suite, arguments):
    result = suite.run("bench_all", *arguments)
    assert result.returncode == 0
    out = re.search(r"--out (results/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)$", result.stdout, re.MULTILINE)[1]
    assert f"runner {' '.join(arguments)}".strip() in result.stdout
    assert (suite.root / out / "report" / "index.html").exists()
    assert result.stderr.strip().endswith(f"report: {out}/report/index.html")


@pytest.mark.parametrize("arguments", [
    ("--out", "here"), ("--out=here",), ("run", "--resume", "here"), ("--quick", "--resume=here"),
])
def test_run_directory_of_the_user_is_relative_to_where_they_stand(suite, tmp_path, arguments):
    result = suite.run("bench_all", *arguments, cwd=tmp_path)
    assert f"runner {' '.join(arguments)}\n" in result.stdout
    assert "report here\n" in result.stdout
    assert (tmp_path / "here" / "report" / "index.html").exists()


def test_default_run_directory_is_in_the_project_from_anywhere(suite, tmp_path):
    suite.run("bench_all", cwd=tmp_path)
    assert len(list((suite.root / "results").iterdir())) == 1


def test_arguments_keep_their_spaces(suite):
    suite.runner.write_text('#!/bin/bash\nprintf "[%s]" "$@"')
    assert "[--env][A=b c][]" in suite.run("bench_all", "--env", "A=b c", "").stdout


@pytest.mark.parametrize("arguments", [("list",), ("plan", "--scale", "smoke"), ("--version",)])
def test_questions_get_no_run_and_no_report(suite, arguments):
    result = suite.run("bench_all", *arguments)
    assert result.stdout == f"runner {' '.join(arguments)}\n"
    assert not (suite.root / "results").exists()


@pytest.mark.parametrize("runner, report, code, reported", [
    (0, 0, 0, True), (1, 0, 1, True), (0, 3, 3, True), (1, 3, 1, True), (130, 0, 130, True), (2, 0, 2, False),
])
def test_exit_codes(suite, runner, report, code, reported):
    result = suite.run("bench_all", STUB_RUNNER=str(runner), STUB_REPORT=str(report))
    assert result.returncode == code
    assert ("report results/" in result.stdout) == reported
    assert ("report failed" in result.stderr) == (report != 0)


def test_no_report_without_results(suite):
    result = suite.run("bench_all", STUB_RUNNER="130", STUB_NO_RESULTS="1")
    assert result.returncode == 130 and "report" not in result.stdout


def test_failed_build_shows_its_end_and_its_log(suite):
    result = suite.run("bench_all", STUB_BUILD="1")
    assert result.returncode == 1 and "runner" not in result.stdout
    assert "line 50\n" in result.stderr and "line 1\n" not in result.stderr
    assert str(suite.root / "build/release/build.log") in result.stderr


def test_setup_decides_whether_to_go_on(suite):
    assert suite.run("bench_all", "list", STUB_SETUP="1").returncode == 1
    assert suite.run("bench_all", "list", STUB_SETUP="1", OVG_SETUP="skip").returncode == 0
    assert suite.run("bench_all", "list", STUB_SETUP="2").returncode == 0  # another distribution


def test_measuring_installs_nothing_for_tests(suite):
    suite.stub("scripts/setup", 'echo "setup ($*)"')
    assert "setup ()" in suite.run("bench_all", "list").stderr


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("run", "--help")])
def test_help_builds_nothing(suite, arguments):
    result = suite.run("bench_all", *arguments)
    assert result.returncode == 0 and "Usage: scripts/bench_all" in result.stdout
    assert not (suite.root / "build").exists()


def test_help_of_the_runner_once_built(suite):
    suite.run("bench_all", "list")
    assert "runner run --help\n" == suite.run("bench_all", "run", "--help").stdout


@pytest.mark.parametrize("name, to_group", [("SIGINT", True), ("SIGTERM", False)])
def test_interrupted_run_is_reported(suite, name, to_group):
    """Ctrl-C reaches the whole group, TERM only the script; either way the runner ends first, and once."""
    suite.runner.write_text("""#!/usr/bin/python3
import os, signal, sys, time
def stop(number, frame):
    print("stopped by", signal.Signals(number).name, flush=True)
    time.sleep(0.3)
    sys.exit(130)
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN: print("SIGINT is ignored")
signal.signal(signal.SIGINT, stop); signal.signal(signal.SIGTERM, stop)
os.makedirs("out"); open("out/results.jsonl", "w").write("{}"); open("ready", "w").close()
time.sleep(1800)
""")
    process = subprocess.Popen(suite.command("bench_all", "--out", "out"), cwd=suite.root, env=suite.env,
                               text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    deadline = time.monotonic() + 900
    while not (suite.root / "ready").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    number = getattr(signal, name)
    if to_group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    output, _ = process.communicate(timeout=900)
    assert process.returncode == 130
    assert output.count(f"stopped by {name}") == 1
    assert "SIGINT is ignored" not in output
    assert "report out\n" in output
