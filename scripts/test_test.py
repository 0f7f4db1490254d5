"""scripts/test with stubs for what it calls: both suites always run, and their closing lines come last."""

import pytest

PASSED = "100% tests passed, 0 tests failed out of 7"


@pytest.fixture
def suite(project):
    project.take("test")
    project.stub("scripts/setup", "exit 0")
    project.stub("cmake", "[[ $1 != --build || -z ${STUB_BUILD:-} ]] || { echo broken; exit 1; }")
    project.stub("ctest", f"""
        echo "ctest $*"
        [[ -z ${{STUB_CTEST:-}} ]] || {{ echo "86% tests passed, 1 tests failed out of 7"; exit 8; }}
        echo "{PASSED}"; echo; echo "Total Test time (real) = 1 sec" """)
    python = project.stub("python", """
        echo "pytest $* OVG_BIN=$OVG_BIN"
        [[ -z ${STUB_PYTEST:-} ]] || { echo "=== 1 failed, 2 passed in 1.00s ==="; exit 1; }
        echo "============ 3 passed in 1.00s ============" """)
    project.env["OVG_PYTHON"] = str(python)
    return project


def test_installs_what_tests_need(suite):
    suite.stub("scripts/setup", 'echo "setup ($*)"')
    assert "setup (--tests)" in suite.run("test").stderr


def test_closing_lines_come_last_and_once(suite):
    result = suite.run("test")
    assert result.returncode == 0
    assert result.stdout.splitlines()[-2:] == [PASSED, "============ 3 passed in 1.00s ============"]
    assert result.stdout.count(PASSED) == 1 and result.stdout.count("3 passed") == 1
    assert PASSED in (suite.root / "build/ci/ctest.log").read_text()


def test_runs_tests_on_the_built_executables(suite):
    output = suite.run("test").stdout
    assert f"-m pytest -n 2 --dist loadfile OVG_BIN={suite.root}/build/ci/bin" in output
    assert "--test-dir build/ci -j2 --output-on-failure" in output


def test_from_another_folder_and_with_another_preset(suite, tmp_path):
    result = suite.run("test", "asan", cwd=tmp_path)
    assert result.returncode == 0 and "OVG_BIN=" + str(suite.root / "build/asan/bin") in result.stdout


@pytest.mark.parametrize("failing, last", [
    ({"STUB_CTEST": "1"}, ["86% tests passed, 1 tests failed out of 7", "ctest: FAILED"]),
    ({"STUB_PYTEST": "1"}, ["=== 1 failed, 2 passed in 1.00s ===", "pytest: FAILED"]),
    ({"STUB_CTEST": "1", "STUB_PYTEST": "1"},
     ["86% tests passed", "ctest: FAILED", "1 failed", "pytest: FAILED"]),
])
def test_one_failing_does_not_stop_the_other(suite, failing, last):
    result = suite.run("test", **failing)
    assert result.returncode == 1
    assert "ctest --test-dir" in result.stdout and "-m pytest" in result.stdout
    closing = "\n".join(result.stdout.splitlines()[-4:])
    assert all(line in closing for line in last)


def test_suite_that_falls_over_has_no_result(suite):
    suite.stub("ctest", "exit 139")
    result = suite.run("test")
    assert result.returncode == 1 and "ctest: ended without a result" in result.stdout


def test_failed_build_stops(suite):
    result = suite.run("test", STUB_BUILD="1")
    assert result.returncode == 1 and "broken" in result.stderr and "ctest" not in result.stdout


def test_bad_usage(suite):
    assert suite.run("test", "--fast").returncode == 2
    assert suite.run("test", "ci", "dev").returncode == 2
