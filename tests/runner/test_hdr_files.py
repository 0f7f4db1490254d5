"""The files for HdrHistogram's readers: there however a run ended, and always of all that is measured."""

import signal
import time


def lines_by_cell(suite):
    """{name of the log: number of its histogram lines}"""
    return {path.name: sum(line.startswith("Tag=") for line in path.read_text().splitlines())
            for path in (suite.out / "hist").glob("*.hlog")}


def ok_by_cell(suite):
    found = {}
    for line in suite.results():
        cell = line["cell"]
        name = f"{cell['workload']}-{cell['variant']}-{cell['allocator']}-{cell['scale']}-t{cell['threads']}.hlog"
        if line["status"] == "ok":
            found[name] = found.get(name, 0) + 1
    return found


def test_a_run_has_a_log_and_a_distribution_for_each_cell(suite):
    suite.add("unique", ["ok", "crash"])
    suite.run("--blocks", "2", code=1)
    assert lines_by_cell(suite) == ok_by_cell(suite) == {"ok-unique-glibc-smoke-t1.hlog": 2}
    names = {path.name for path in (suite.out / "hist").iterdir() if path.suffix != ".json"}
    assert names == {"ok-unique-glibc-smoke-t1.hlog", "ok-unique-glibc-smoke-t1.service.hgrm"}
    distribution = (suite.out / "hist/ok-unique-glibc-smoke-t1.service.hgrm").read_text()
    ops = sum(int(line["metrics"]["ops"]) for line in suite.results() if line["status"] == "ok")
    assert f"Total count    = {ops:12}]" in distribution


def test_an_ended_run_has_them_and_resuming_completes_them(suite):
    suite.add("unique", ["slow", "ok"])
    suite.stop(suite.start("--blocks", "3", "--trials", "2", lines=5), signal.SIGINT)
    assert sum(lines_by_cell(suite).values()) == 5
    assert lines_by_cell(suite) == ok_by_cell(suite)
    suite.resume()
    assert list(lines_by_cell(suite).values()) == [6, 6]
    assert lines_by_cell(suite) == ok_by_cell(suite)


def test_resuming_a_complete_run_makes_them_again(suite):
    suite.add("unique")
    suite.run()
    log = suite.out / "hist/ok-unique-glibc-smoke-t1.hlog"
    before = log.read_text()
    log.unlink()
    suite.resume()
    assert log.read_text() == before


def test_a_histogram_that_is_gone_is_told(suite):
    suite.add("unique")
    (line, *_) = suite.run("--blocks", "2")
    (suite.out / line["histograms"]).unlink()
    suite.resume(code=1)
    assert f"{line['histograms']} is left out of hist/ok-unique-glibc-smoke-t1.hlog" in suite.said
    assert lines_by_cell(suite) == {"ok-unique-glibc-smoke-t1.hlog": 1}


def test_a_line_says_when_its_process_ran(suite):
    suite.add("unique", ["slow"]).add("boehm", ["ok"], group="collection", not_applicable=["slow"])
    before_ms = time.time() * 1000
    results = suite.run("--blocks", "3")
    after_ms = time.time() * 1000
    assert {line["started_unix_ms"] for line in results if line["status"] == "not_applicable"} == {None}
    measured = [line for line in results if line["cell"]["workload"] == "slow" and line["status"] == "ok"]
    starts = [line["started_unix_ms"] for line in measured]
    assert before_ms - 1 <= starts[0] and starts == sorted(starts) and starts[-1] <= after_ms
    log = suite.out / "hist/slow-unique-glibc-smoke-t1.hlog"
    lines = log.read_text().splitlines()
    assert lines[1].startswith(f"#[StartTime: {starts[0] / 1000:.3f} (seconds since epoch), ")
    for line, trial in zip(lines[3:], measured, strict=True):
        tag, offset, length, *_ = line.split(",")
        assert tag == "Tag=service"
        assert float(offset) == (trial["started_unix_ms"] - starts[0]) / 1000
        assert abs(float(length) - trial["env"]["lifetime_ns"] / 1e9) <= 0.0005
