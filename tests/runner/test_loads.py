"""Parameters of plans: threads, live sizes and loads; rates, saturation, and what cannot be."""

import pytest

REQUESTS = {"max_threads": 1, "open_loop": True, "live_mib": [1, 16, 64], "items_per_op": 1, "item": "request",
            "question": "?", "expectation": "?"}
READERS = {**REQUESTS, "max_threads": 4, "open_loop": False, "live_mib": []}


PLAIN = {**REQUESTS, "open_loop": False, "live_mib": []}


def serving(suite, variant, name="ok", slowness=1, group="ownership", **more):
    suite.add(variant, group=group, workloads=(), slowness=slowness, **more)
    return suite.extend(variant, [{"name": name, **REQUESTS}, {"name": "ok/readers", **READERS},
                                  {"name": "ok/plain", **PLAIN}])


def cells(lines, *fields):
    return {tuple(line["cell"][field] for field in fields) for line in lines}


def test_requests_are_measured_in_the_profiles_loads_and_sizes(suite):
    serving(suite, "unique")
    lines = suite.run()
    assert cells([line for line in lines if line["cell"]["workload"] == "ok"], "live_mib", "load") == {
        (1, None), (1, 50)}
    assert cells([line for line in lines if line["cell"]["workload"] == "ok/plain"], "live_mib", "load") == {
        (None, None)}


def test_a_load_is_a_share_of_what_unique_does_and_the_same_for_all(suite):
    serving(suite, "unique", slowness=2)                      # 250 000 ops/s
    serving(suite, "shared", slowness=4)                      # 125 000
    serving(suite, "boehm", group="collection")               # 500 000
    lines = suite.run("--workload", "ok", "--load", "10", "--load", "80", "--load", "0")
    rates = {(line["cell"]["variant"], line["cell"]["load"]): line["rate_per_s"] for line in lines}
    for variant in ("unique", "shared", "boehm"):
        assert rates[variant, 10] == pytest.approx(25_000)
        assert rates[variant, 80] == pytest.approx(200_000)
        assert rates[variant, None] is None
    manifest = suite.manifest()
    assert manifest["rates"] == [{"workload": "ok", "threads": 1, "per_s": pytest.approx(250_000),
                                  "slowest": "ok unique/glibc, 1 MiB live"}]
    metrics = {(line["cell"]["variant"], line["cell"]["load"]): line["metrics"] for line in lines}
    assert metrics["unique", 80]["response_p50_ns"] == pytest.approx(1900, rel=0.01)
    assert metrics["unique", 80]["achieved_rate_per_s"] == pytest.approx(200_000)
    assert "response_p50_ns" not in metrics["unique", None]


def test_the_rate_is_one_over_all_live_sizes(suite):
    serving(suite, "unique")
    lines = suite.run("--workload", "ok", "--live", "1", "--live", "64", "--load", "50")
    assert cells(lines, "live_mib") == {(1,), (64,)}
    assert len({line["rate_per_s"] for line in lines}) == 1


def test_a_given_capacity_is_what_100_per_cent_is(suite):
    serving(suite, "unique")
    lines = suite.run("--workload", "ok", "--load", "50", "--capacity", "3000")
    assert {line["rate_per_s"] for line in lines} == {1500}
    assert suite.manifest()["rates"][0]["slowest"] == "given with --capacity"


def test_a_resumed_run_has_the_rates_of_its_manifest(suite):
    serving(suite, "unique")
    suite.run("--workload", "ok", "--load", "50")
    before = {line["trial_id"]: line["rate_per_s"] for line in suite.results()}
    results = suite.out / "results.jsonl"
    results.write_text(results.read_text().splitlines(keepends=True)[0])
    calls = len(suite.calls())
    assert {line["trial_id"]: line["rate_per_s"] for line in suite.resume()} == before
    assert len(suite.calls()) == calls + 1, "no pilot, and only what was missing"


def test_a_rate_out_of_reach_is_saturated_and_no_latency(suite):
    serving(suite, "unique", name="too_much")
    lines = suite.run("--workload", "too_much", "--load", "90")
    for line in lines:
        assert line["status"] == "ok" and "saturated" in line["notes"]
        assert line["metrics"]["achieved_rate_per_s"] == pytest.approx(0.5 * line["rate_per_s"])
        assert not [name for name in line["metrics"] if name.startswith(("response_", "deadline_"))]
    assert "saturated" in suite.shown
    (log,) = (suite.out / "hist").glob("*.hlog")
    assert "Tag=service," in log.read_text() and "Tag=response," not in log.read_text()


def test_a_rate_that_is_reached_has_its_response_times_in_the_log(suite):
    serving(suite, "unique")
    suite.run("--workload", "ok", "--load", "50")
    (log,) = (suite.out / "hist").glob("*.hlog")
    assert log.read_text().count("Tag=response,") == 2
    assert len(list((suite.out / "hist").glob("*.response.hgrm"))) == 1


def test_threads_are_steps_up_to_the_processors_or_what_was_asked_for(suite):
    serving(suite, "shared")
    assert cells(suite.run("--workload", "ok/readers", "--threads", "3", "--threads", "1"), "threads") == {(1,), (3,)}


def test_a_config_without_a_second_thread_is_not_applicable_to_more(suite):
    serving(suite, "shared", configs=["", "alone"])
    card = suite.card("shared")
    card["configs"][1]["single_threaded"] = True
    suite.write_card("shared", card)
    lines = suite.run("--workload", "ok/readers", "--threads", "2")
    assert {(line["cell"]["config"], line["status"]) for line in lines} == {("", "ok"), ("alone", "not_applicable")}


def test_a_config_may_decline_a_workload_or_more_threads(suite):
    serving(suite, "shared", configs=["", "local"])
    card = suite.card("shared")
    card["not_applicable"] = [{"name": "ok/readers", "reason": "counts alone", "config": "local", "from_threads": 2}]
    suite.write_card("shared", card)
    lines = suite.run("--workload", "ok/readers", "--threads", "1", "--threads", "2")
    assert {(line["cell"]["config"], line["cell"]["threads"]): (line["status"], line["reason"]) for line in lines} == {
        ("", 1): ("ok", ""), ("", 2): ("ok", ""), ("local", 1): ("ok", ""),
        ("local", 2): ("not_applicable", "counts alone")}


def test_configs_apart_are_measured_when_named(suite):
    serving(suite, "shared", configs=["", "alone"])
    card = suite.card("shared")
    card["configs"][1]["apart"] = True
    suite.write_card("shared", card)
    for words, configs in ((("--profile", "smoke"), {""}), (("--variant", "shared:alone"), {"alone"}),
                           (("--profile", "full"), {"", "alone"})):
        planned = suite.plan(*words, "--capacity", "1000")["cells"]
        assert {entry["cell"]["config"] for entry in planned} == configs


def test_a_pause_that_nobody_felt_is_a_bad_record(suite):
    suite.add("boehm", ["unfelt_pause"], group="collection")
    for line in suite.run(code=1):
        assert line["status"] == "bad_record" and "lies in no interruption" in line["reason"]


@pytest.mark.parametrize("words, expected", [
    (["--load", "-5"], "--load wants per cent from 0 to 1000, not '-5'"),
    (["--load", "half"], "--load wants per cent"),
    (["--live", "17"], "--live: ok, ok/readers, ok/plain offers 1, 16, 64 MiB"),
    (["--live", "64", "--workload", "ok/plain"], "--live: the live set of ok/plain has no size to choose"),
    (["--threads", "2", "--workload", "ok/plain"], "--threads: ok/plain runs with at most 1 thread"),
    (["--threads", "9", "--workload", "ok/readers"], "--threads: ok/readers runs with at most 4 threads"),
    (["--heap-limit", "0"], "--heap-limit wants a whole number from 1"),
    (["--heap-limit", "64"], "none of the selected variants has a heap to limit"),
    (["--capacity", "0"], "--capacity wants ops per second"),
])
def test_one_line_that_names_the_fix(suite, words, expected):
    serving(suite, "unique")
    done = suite.call("--out", suite.out, *words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.count("\n") == 1 and expected in done.stderr
    assert not suite.out.exists()


def test_arrivals_are_asked_of_the_child_and_kept(suite):
    serving(suite, "unique")
    lines = suite.run("--workload", "ok", "--live", "1", "--load", "0", "--load", "50", "--arrivals", "fixed",
                      "--arrivals", "poisson", "--seed", "5")
    assert cells(lines, "load", "arrivals") == {(None, None), (50, "fixed"), (50, "poisson")}
    assert {line["trial_id"].partition("quick")[0].split("-load50")[-1] for line in lines
            if line["cell"]["load"]} == {"", "-fixed"}
    asked = [call["asked"] for call in suite.calls() if float(call["asked"]["rate"])]
    assert {words["arrivals"] for words in asked} == {"fixed", "poisson"}
    seeds = {(words["arrivals"], words["arrival-seed"]) for words in asked}
    assert {seed for kind, seed in seeds if kind == "fixed"} == {seed for kind, seed in seeds if kind == "poisson"}
    assert len(seeds) == 2 * suite.manifest()["profile"]["blocks"], "another one in each block, for all cells alike"


@pytest.mark.parametrize("words, message", [
    (["--arrivals", "regular", "--load", "50"], "--arrivals wants poisson, fixed, bursts, not 'regular'"),
    (["--arrivals", "fixed", "--load", "0"], "--arrivals: no selected cell is in open loop, so that nothing arrives: "
                                             "give a load, such as --load 50"),
    (["--arrivals", "fixed", "--workload", "ok/plain"], "give a load, such as --load 50")])
def test_arrivals_that_nothing_could_show_are_refused(suite, words, message):
    serving(suite, "unique")
    done = suite.call("--out", suite.out, *words)
    assert done.returncode == 2 and message in done.stderr and done.stderr.count("\n") == 1
    assert not suite.calls()


def test_what_100_per_cent_is_is_measured_where_unique_is_not_selected(suite):
    serving(suite, "unique", slowness=2)
    serving(suite, "shared", slowness=4)
    lines = suite.run("--workload", "ok", "--variant", "shared", "--load", "50")
    assert cells(lines, "variant") == {("shared",)} and {line["rate_per_s"] for line in lines} == {125_000}
    assert suite.manifest()["rates"][0]["slowest"] == "ok unique/glibc, 1 MiB live"


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_load_of_nothing_is_refused_before_anything_is_measured(suite, words):
    serving(suite, "shared")
    for verb in ("plan", "run") if not words else ("plan",):
        done = suite.call("--workload", "ok", "--live", "1", "--load", "50", *words,
                          *(("--out", suite.out) if verb == "run" else ()),
                          verb=verb)
        assert done.returncode == 2 and done.stderr == (
            "bench_all: ok shared/glibc, 1 MiB live, load 50 %: nothing says what 100 % load is, which ok "
            "unique/glibc, 1 MiB live would: there is no variant 'unique'; give --capacity OPS_PER_S, or --load 0 for "
            "a closed loop\n")
    assert not suite.calls()
    suite.run("--workload", "ok", "--load", "50", "--live", "1", "--capacity", "1000")


def test_a_load_of_what_failed_is_unavailable(suite):
    suite.add("unique", workloads=()).extend("unique", [{"name": "fails_as_unique", **REQUESTS}])
    serving(suite, "shared", name="fails_as_unique")
    lines = suite.run("--workload", "fails_as_unique", "--live", "1", "--load", "50", code=1)
    found = {(line["cell"]["variant"], line["status"]) for line in lines}
    assert found == {("unique", "crashed"), ("shared", "unavailable")}
    assert all(line["rate_per_s"] is None for line in lines)
    assert "--capacity OPS_PER_S says it" in lines[-1]["reason"] + lines[0]["reason"]
