"""Every way in which a trial can end, and what the run makes of it."""

import json

import pytest
from hang_guard import HANGS_S

FAILURES = {
    "crash": ("crashed", "killed by signal 11 (Segmentation fault) in phase drop"),
    "killed": ("crashed", "the kernel ran out of memory"),
    "exit_code": ("crashed", "exited with 3 in phase setup without a result: something broke"),
    "out_of_memory": ("out_of_memory", "the heap could not grow"),
    "bad_json": ("bad_record", "line 2 of its record is not JSON"),
    "half_a_line": ("bad_record", "is not JSON"),
    "no_result": ("bad_record", "without a result"),
    "missing_field": ("bad_record", "memory.peak_bytes is missing"),
    "wrong_type": ("bad_record", "ops is not a whole number"),
    "negative": ("bad_record", "rounds is not a whole number"),
    "huge": ("bad_record", "is not JSON"),
    "echo": ("bad_record", "ran scale 'full', was asked for 'smoke'"),
    "flood": ("bad_record", "wrote more than 64 MiB"),
    "flood_log": ("bad_record", "wrote more than 64 MiB"),
    "disagree": ("wrong_digest", "rounds did not all observe the same"),
    "census": ("census_mismatch", "999 per round"),
}


def by_cell(results):
    found = {}
    for line in results:
        found.setdefault((line["cell"]["workload"], line["cell"]["variant"]), []).append(line)
    return found


def test_each_failure_costs_only_its_own_trials(suite):
    suite.add("unique", ["ok", *FAILURES, "ok/last"])
    cells = by_cell(suite.run(code=1))
    for workload, (status, reason) in FAILURES.items():
        lines = cells[workload, "unique"]
        assert [line["status"] for line in lines] == [status] * 2, lines
        assert all(reason in line["reason"] for line in lines), lines
        assert all(line["metrics"] == {} for line in lines), "no number without a good trial"
        assert f"{status}: " in suite.shown and reason in suite.shown
    for workload in ("ok", "ok/last"):
        assert [line["status"] for line in cells[workload, "unique"]] == ["ok"] * 2


def test_wrong_digest_is_judged_by_the_value_variant(suite):
    for variant in ("unique", "shared", "value"):  # value is outvoted, but it is the reference
        suite.add(variant, ["wrong_digest"])
    cells = by_cell(suite.run(code=1))
    assert [line["status"] for line in cells["wrong_digest", "value"]] == ["ok"] * 2
    for line in cells["wrong_digest", "unique"] + cells["wrong_digest", "shared"]:
        assert line["status"] == "wrong_digest"
        assert line["reason"] == "digest ffffffffffffffff, the reference is 0123456789abcdef"
        assert line["digest"] == "f" * 16
    assert suite.manifest()["reference_digests"] == {"wrong_digest": "0123456789abcdef"}


def test_timeouts_cost_their_trials_and_a_hanging_cell_is_given_up(suite):
    suite.add("unique", ["hang", "ok"])
    cells = by_cell(suite.run("--timeout", "3", "--blocks", "4", code=1))
    hung = sorted(cells["hang", "unique"], key=lambda line: line["block"])
    assert [line["status"] for line in hung] == ["timeout"] * 4
    assert hung[0]["reason"] == "not done after 3 s, in phase setup"
    assert [line["reason"] for line in hung[2:]] == ["not run again after 2 timeouts"] * 2
    assert hung[0]["env"]["signal"] == 9
    assert [line["status"] for line in cells["ok", "unique"]] == ["ok"] * 4
    assert sum(call["asked"]["workload"] == "hang" for call in suite.calls()) == 3  # the pilot and two trials


def test_a_process_left_behind_does_not_hold_up_the_run(suite):
    suite.add("unique", ["gone_quiet"])
    assert [line["status"] for line in suite.run()] == ["ok", "ok"]


def test_drift_is_noisy_and_noisy_is_no_failure(suite):
    suite.add("unique", ["drift"])
    results = suite.run(code=0)
    assert {line["status"] for line in results} == {"noisy"}
    assert "2000 ppm" in results[0]["reason"]
    assert results[0]["metrics"]["ops"] > 0


def test_cells_that_cannot_run_have_one_line_each_and_no_process(suite):
    suite.add("unique", ["ok", "slow"]).add("shared", ["ok"], not_applicable=["slow"]).add("value", ["ok"])
    suite.add_unavailable("boehm", "libgc is not installed: apt install libgc-dev")
    cells = by_cell(suite.run(code=0))
    assert len(cells["slow", "unique"]) == 2
    for key, status, reason in [
        (("slow", "shared"), "not_applicable", "no such thing"),
        (("slow", "value"), "not_applicable", "variant value has no answer to workload slow"),
        (("ok", "boehm"), "unavailable", "libgc is not installed: apt install libgc-dev"),
        (("slow", "boehm"), "unavailable", "libgc is not installed: apt install libgc-dev"),
    ]:
        assert [(line["block"], line["status"], line["reason"]) for line in cells[key]] == [(0, status, reason)]
    assert {call["variant"] for call in suite.calls()} == {"unique", "shared", "value"}


def test_a_good_trial_has_its_numbers_and_files(suite):
    suite.add("boehm", ["ok"], group="collection", configs=["", "incremental"])
    results = suite.run()
    assert len(results) == 4
    for line in results:
        assert line["metrics"]["service_p50_ns"] == 1500
        assert line["metrics"]["ops_per_s"] == pytest.approx(500_000)
        assert line["metrics"]["interruption_max_ns"] == 50_000
        assert line["metrics"]["gc_pause_max_ns"] == 40_000
        read = {name: json.loads((suite.out / line[name]).read_text())
                for name in ("histograms", "interruptions", "latency_series", "pauses", "rss_series")}
        assert read["histograms"]["service"]["counts"] == [[1500, 1000 * line["rounds"]]]
        assert read["interruptions"] == [{"start_ns": 6_000_000, "length_ns": 50_000, "phase": "steady",
                                         "cause": "unknown", "thread": 0}]
        assert line["latency_series"] == f"series/{line['trial_id']}.latency.json"
        assert read["latency_series"] == {
            "start_ns": 5_000_000, "slice_ns": 100_000, "edges_ns": [0, 1000, 2000],
            "service": {"columns": ["slice", "max_ns", "counts"], "rows": [[3, 1500, [[1, 1000 * line["rounds"]]]]]}}
        assert read["pauses"] == [{"start_ns": 6_000_000, "length_ns": 40_000, "phase": "steady"}]
        assert read["rss_series"]["columns"] == ["time_ns", "rss_bytes"]
        times = [time for time, _ in read["rss_series"]["rows"]]
        assert times == sorted(times)
        assert 0 <= times[0] and times[-1] < 1e9 * HANGS_S, "none from before the zero of time"
        assert all(rss > 0 for _, rss in read["rss_series"]["rows"])
        assert line["notes"] == ["gc_not_exercised", "too_few_collections"]  # none in steady
        assert line["env"]["settings"] == {"step_bytes": 65536, "precise": False, "step_ms": 2.5}
        assert line["log"] is None
    assert list((suite.out / "logs").iterdir()) == []
    assert suite.shown.count(": precise off, step 0.0625 MiB, step 2.5 ms") == 1
    assert " 2.00 MiB to 3.00 MiB" in suite.shown
    assert max(len(line) for line in suite.shown.splitlines()) <= 110


def test_a_child_may_have_no_latency_series(suite):
    suite.add("unique", ["ok"])
    assert [(line["status"], line["latency_series"]) for line in suite.run()] == [("ok", None)] * 2
    assert not list((suite.out / "series").glob("*.latency.json"))


def test_what_a_child_prints_is_kept(suite):
    suite.add("unique", ["chatty"])
    for line in suite.run():
        assert (suite.out / line["log"]).read_text() == "hello from the code under test\n"


def test_primitives_are_run_and_kept(suite):
    suite.add("unique", primitives=True, allocators=["glibc", "jemalloc"]).add("value")
    suite.run()
    kept = sorted(path.name for path in (suite.out / "primitives").iterdir())
    assert kept == ["unique-glibc.json", "unique-jemalloc.json"]


def test_failing_primitives_are_told_and_fail_the_run(suite):
    suite.add("unique", primitives=True, primitives_fail=True)
    suite.run(code=1)
    assert "the primitives of unique/glibc failed" in suite.said
    assert list((suite.out / "primitives").iterdir()) == []
    assert [line["status"] for line in suite.results()] == ["ok", "ok"]


def test_the_log_of_a_run_says_what_the_runner_took_of_the_time(suite):
    suite.add("unique").run("--blocks", "6")
    line = json.loads((suite.out / "run_log.jsonl").read_text())
    assert line["trials"] == 6 and 0 < line["children_s"] <= line["wall_s"]
    assert line["runner_share"] == pytest.approx(1 - line["children_s"] / line["wall_s"])


@pytest.mark.parametrize("collections, notes", [
    (4, ["gc_not_exercised", "too_few_collections"]), (5, ["gc_not_exercised"]), (19, ["gc_not_exercised"]), (20, [])])
def test_a_collector_says_when_it_collected_too_little(suite, collections, notes):
    suite.add("boehm", ["ok"], group="collection", steady_collections=collections)
    for line in suite.run():
        assert line["notes"] == notes and line["metrics"]["gc_steady_collections"] == collections
