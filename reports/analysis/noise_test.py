"""Noise of the host, spread over blocks and the noise floor, against plain loops over the lines of the file."""

import json
import statistics
from dataclasses import replace

import numpy as np
import pytest

from reports.analysis import noise
from reports.analysis.findings import Findings
from reports.run.load import load_run
from reports.run.topics import topics
from reports.text import units


def test_noise_floor_names_the_worst_ratio_and_the_longest_interruption(run_copy):
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    of_null = [line for line in lines if line["cell"]["workload"] == "null"]
    of_null[3]["metrics"]["interruption_max_ns"] = 1_234_000
    (run_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = topics(load_run(run_copy))
    null = next(topic for topic in found if topic.setting.workload == "null")
    estimates = [row.interval.estimate for row in Findings(None, found).ratios(null, "cpu_ns_per_op")]
    worst = max(estimates, key=lambda value: max(value, 1 / value))
    [sentence] = noise.sentences(Findings(None, found))
    assert f"CPU time per op the farthest from 1 is {units.significant(worst)} [" in sentence
    assert f"off by {units.significant((max(worst, 1 / worst) - 1) * 100, 2)} %" in sentence
    by_clock = [row.interval.estimate for row in Findings(None, found).ratios(null, "ops_per_s")]
    worst = max(by_clock, key=lambda value: max(value, 1 / value))
    assert f"ops per s the farthest from 1 is {units.significant(worst)} [" in sentence
    assert f"in its {len(of_null)} trials took 1.23 ms ({of_null[3]['cell']['variant']}" in sentence


def test_without_null_or_without_data_the_floor_is_unknown(synthetic_run):
    found = topics(load_run(synthetic_run))
    null = next(topic for topic in found if topic.setting.workload == "null")
    assert "not known" in noise.sentences(Findings(None, [topic for topic in found if topic is not null]))[0]
    quiet = replace(null, cells=[replace(entry, trials=[]) for entry in null.cells])
    assert noise.sentences(Findings(None, [quiet]))[0].endswith("no ok trial.")


def rewrite(run, change):
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    changed = [new for line in lines for new in change(line)]
    (run / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in changed))
    return changed


def rows_of(run):
    return dict(noise.machine_table(load_run(run)).rows)


def test_readings_of_the_host_are_those_of_a_plain_loop(run_copy):
    def drift(line):
        if line["status"] == "ok":
            # The farthest from none is slower, and so not the greatest.
            line["noise"]["frequency_drift"] = 0.001 * line["block"] if line["slot"] else -0.02
        return [line]
    lines = [line for line in rewrite(run_copy, drift) if line["metrics"]]
    told = f"{len(lines)} of {len(lines)}"
    rows = rows_of(run_copy)
    steal = [line["noise"]["steal_share"] for line in lines]
    assert rows["CPU time that a hypervisor took"][:3] == [
        told, units.percent(statistics.median(steal)), units.percent(max(steal))]
    rates = [line["noise"]["hiccups"] / line["env"]["lifetime_ns"] * 1e9 for line in lines]
    assert rows["hiccups of a thread that only sleeps"][:3] == [
        told, f"{units.significant(statistics.median(rates))} /s", f"{units.significant(max(rates))} /s"]
    worst = max(lines, key=lambda line: line["noise"]["hiccup_max_ns"])
    assert rows["its longest hiccup"][2] == units.duration(worst["noise"]["hiccup_max_ns"])
    assert rows["its longest hiccup"][3].startswith(worst["cell"]["workload"] + ", " + worst["cell"]["variant"])
    drifts = [line["noise"]["frequency_drift"] for line in lines]
    farthest = max(drifts, key=abs)
    assert rows["change of CPU frequency"][2] == ("+" if farthest > 0 else "") + units.percent(farthest)
    assert rows["stopped by a CPU limit"] == [told, "0", "0", "–"]
    assert rows["time in which some task waited for memory"] == [f"0 of {len(lines)}", "n/a", "n/a", "n/a"]


def test_what_a_host_does_not_tell_is_not_known(run_copy):
    rewrite(run_copy, lambda line: [{**line, "noise": None}])
    assert {tuple(cells[1:]) for cells in rows_of(run_copy).values()} == {("n/a", "n/a", "n/a")}


def test_noisy_trials_are_counted_with_their_reasons_and_repeats(run_copy):
    """Two trials noisy at first, with one reason and with two; one is ok when repeated, one twice not."""
    steal = "the hypervisor took {} % of the CPU time ({} ticks), more than 1 %"

    def disturb(line):
        cell = line["cell"]
        if (cell["workload"], cell["variant"], cell["allocator"]) != ("null", "value", "glibc"):
            return [line]

        def again(number, status, reason):
            return {**line, "attempt": number, "status": status, "reason": reason,
                    "trial_id": line["trial_id"] + (f"-again{number - 1}" if number > 1 else "")}
        if line["block"] == 1:
            return [again(2, "ok", ""), again(1, "noisy", steal.format("10.0", 10))]
        if line["block"] == 2:
            return [again(1, "noisy", steal.format("3.25", 4) + "; 2 major page faults: it waited for a disk"),
                    again(2, "noisy", steal.format("2.0", 5)), again(3, "noisy", steal.format("7.0", 7))]
        return [again(1, "noisy", "3 major page faults: it waited for a disk")] if line["block"] == 3 else [line]
    rewrite(run_copy, disturb)
    run = load_run(run_copy)
    trials = len({(trial.cell, trial.block, trial.repeat) for trial in run.trials})
    assert noise.noisy_sentence(run) == (
        f"3 trials of {trials} were noisy; 2 of them were measured again, after which 1 was ok. Why, by "
        f"attempt: 4 × such as “{steal.format('10.0', 10)}”; 2 × such as “2 major page faults: it waited for a "
        "disk”.")


def test_a_quiet_run_says_so(synthetic_run):
    assert noise.noisy_sentence(load_run(synthetic_run)) == "No trial was noisy."


def test_trials_that_shared_the_cpus_are_counted(run_copy):
    def crowd(line):
        if line["metrics"]:
            line["noise"]["cpu_pressure_share"] = {1: 0.101, 2: 0.1, 3: None}.get(line["block"], 0)
        return [line]
    lines = [line for line in rewrite(run_copy, crowd) if line["metrics"] and line["block"] != 3]
    crowded = sum(line["block"] == 1 for line in lines)
    run = load_run(run_copy)
    assert noise.crowd_sentence(run).startswith(f"In {crowded} of {len(lines)} trials some task waited")
    assert noise.crowd_sentence(run) in noise.machine(Findings.of(run)).sentences
    rewrite(run_copy, lambda line: [{**line, "noise": None}])
    assert noise.crowd_sentence(load_run(run_copy)) == ""


def test_response_times_have_a_floor_only_where_null_was_measured_in_open_loop(synthetic_run, live_run):
    closed, open_loop = topics(load_run(synthetic_run)), topics(load_run(live_run))
    null = next(topic for topic in closed if topic.setting.workload == "null")
    assert len(noise.sentences(Findings(None, [null]))) == 1
    assert noise.sentences(Findings(None, [null, *open_loop]))[1:] == [
        "null was measured in a closed loop only: how far response times are the machine's is not known."]
    loaded = replace(null, setting=replace(null.setting, load=50.0))
    assert not any("closed loop only" in said for said in noise.sentences(Findings(None, [null, loaded, *open_loop])))


def test_spread_is_the_standard_deviation_of_normal_values_and_ignores_an_outlier():
    values = np.random.default_rng(3).normal(1000, 20, 4001)
    assert noise.spread(list(values)) == pytest.approx(0.02, rel=0.06)
    assert noise.spread([100, 101, 102, 103, 1e9]) == pytest.approx(1.4826 / 102)
    assert noise.spread([1.0, 2.0]) is None and noise.spread([0.0, 0.0, 0.0]) is None


def test_repeatability_is_told_for_every_topic(run_copy):
    found = topics(load_run(run_copy))
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    by_cell = {}
    for line in lines:
        if line["cell"]["workload"] == "null" and line["status"] == "ok":
            by_cell.setdefault(str(line["cell"]), []).append(line["metrics"]["service_p50_ns"])
    spreads = []
    for values in by_cell.values():
        middle = statistics.median(values)
        spreads.append(1.4826 * statistics.median(abs(value - middle) for value in values) / middle)
    text = noise.spread_sentence(found)
    assert f"null {units.percent(statistics.median(spreads))};" in text
    assert all(topic.setting.workload in text for topic in found)
    two = [replace(topic, cells=[replace(entry, trials=[trial for trial in entry.trials if trial.block < 3])
                                 for entry in topic.cells]) for topic in found]
    assert noise.spread_sentence(two).count(" n/a") >= len(two)


@pytest.mark.parametrize("warnings, wanted", [
    (["the host is busy: load 4.24 on 2 CPUs", "swap"], ["bench_all warned: the host is busy: load 4.24 on 2 CPUs.",
                                                         "bench_all warned: swap."]),
    ([], ["found nothing about the host to warn of."])])
def test_what_bench_all_warned_of_is_said_first(run_copy, warnings, wanted):
    manifest = json.loads((run_copy / "manifest.json").read_text())
    (run_copy / "manifest.json").write_text(json.dumps({**manifest, "warnings": warnings}))
    run = load_run(run_copy)
    said = noise.machine(Findings.of(run)).sentences
    assert len(said) == len(wanted) + 3 and all(text.endswith(end) for text, end in zip(said, wanted))
