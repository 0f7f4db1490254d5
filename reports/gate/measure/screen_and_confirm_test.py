"""Whole gate runs on a fake runner: every planted harm has its verdict, and what cannot be judged is no pass."""

import json

import pytest

from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.judge.result import ADVISORY, BETTER, LIKELY_BETTER, SAME, UNRESOLVED, WORSE
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import CELLS, FakeRunner, both, cell, worse
from reports.run.errors import ReportError


def run(tmp_path, harm=lambda trial: None, declared=(), **fields):
    runner = FakeRunner(harm=harm, **fields)
    return paired(runner, tmp_path / "out", declared=frozenset(declared)), runner


def named(result, *states):
    return {(row.pair.label, row.metric.name) for row in result.of_state(*states)}


def test_equal_builds_pass(tmp_path):
    result, runner = run(tmp_path)
    assert (result.verdict, result.exit_code) == ("pass", 0)
    assert runner.jobs[0].blocks == 10 and not result.exact and result.of_state(SAME)


def test_equal_bytes_are_not_measured(tmp_path):
    result, runner = run(tmp_path, unchanged=("boehm", "shared", "unique"))
    assert result.exit_code == 0 and not runner.jobs and "by definition" in result.reasons[0]
    again = paired(runner, tmp_path / "again", even_if_equal=True)
    assert again.exit_code == 0 and runner.jobs


def test_variants_with_equal_programs_are_not_measured(tmp_path):
    result, runner = run(tmp_path, worse("cpu_ns_per_op", 1.05), unchanged=("boehm", "shared"))
    assert {one["variant"] for one in runner.jobs[0].only} == {"unique"}
    assert {row.pair.cell.variant for row in result.rows} == {"unique"}
    assert result.exit_code == 1 and result.notes[0].endswith("the same program of boehm, shared")
    paired(runner, tmp_path / "again", even_if_equal=True)
    assert not runner.jobs[-2].only and len(runner.jobs) == 4


def test_a_slowdown_is_confirmed_on_fresh_blocks_of_its_cell_only(tmp_path):
    result, runner = run(tmp_path, worse("cpu_ns_per_op", 1.05))
    assert (result.verdict, result.exit_code) == ("regression", 1)
    assert named(result, WORSE) == {("tree_build unique/glibc", "cpu_ns_per_op")}
    screen, confirmation = runner.jobs
    assert cell() in confirmation.only and len(confirmation.only) < 5 and confirmation.blocks == 20
    row, = result.of_state(WORSE)
    assert row.fresh.blocks == 20 and row.fresh.series.head / row.fresh.series.base == pytest.approx(1.05, rel=0.01)
    assert row.change in {f"+{value:.1f} %" for value in (4.5, 4.6, 4.7, 4.8, 4.9, 5.0, 5.1, 5.2, 5.3, 5.4, 5.5)}


def test_the_confirmation_has_another_seed(tmp_path):
    runner = FakeRunner(harm=worse("cpu_ns_per_op", 1.05))
    paired(runner, tmp_path, seed=7)
    assert [job.seed for job in runner.jobs] == [7, 8]


def test_less_throughput_is_worse_and_more_is_better(tmp_path):
    result, _ = run(tmp_path, worse("ops_per_s", 1 / 1.06))
    assert named(result, WORSE) == {("tree_build unique/glibc", "ops_per_s")}
    row, = result.of_state(WORSE)
    assert row.change.startswith("-5.") and row.interval.startswith("-")
    result, _ = run(tmp_path / "more", worse("ops_per_s", 1.06))
    assert result.exit_code == 0 and ("tree_build unique/glibc", "ops_per_s") in named(result, LIKELY_BETTER, BETTER)


def test_a_pause_of_20_ms_is_caught_though_the_base_often_has_none(tmp_path):
    harm = both(worse("interruption_total_ns", plus=20e6), worse("steady_ns", plus=20e6))
    result, _ = run(tmp_path, harm)
    assert named(result, WORSE) == {("tree_build unique/glibc", "interruption_share")}
    assert result.of_state(WORSE)[0].change == "+4.00 pp"


def test_a_slower_head_does_not_dilute_its_stops(tmp_path):
    # Equal stops, but the head works twice as long: a share of its own time would look better by 4 points.
    def stops(trial):
        trial["metrics"]["interruption_total_ns"] += 40e6
        trial["metrics"]["steady_ns"] += 40e6
    result, _ = run(tmp_path, both(stops, worse("steady_ns", plus=500e6), worse("cpu_ns_per_op", 2)))
    assert named(result, WORSE) == {("tree_build unique/glibc", "cpu_ns_per_op")}
    assert not {name for name in named(result, BETTER, LIKELY_BETTER) if name[0] == "tree_build unique/glibc"}


def test_the_longest_stop_is_never_gated_alone(tmp_path):
    result, runner = run(tmp_path, worse("interruption_max_ns", plus=400e6))
    assert result.exit_code == 0 and ("tree_build unique/glibc", "interruption_max_share") not in named(result, SAME)


def test_a_slowdown_that_is_gone_on_fresh_blocks_is_no_regression(tmp_path):
    runner = FakeRunner()
    harm = worse("cpu_ns_per_op", 1.1)
    runner.harm = lambda trial: harm(trial) if len(runner.jobs) == 1 else None
    result = paired(runner, tmp_path)
    assert result.exit_code == 0 and named(result, "not confirmed")


def test_a_change_that_trades_memory_for_pauses_is_named_as_that(tmp_path):
    boehm = cell(variant="boehm")
    harm = both(worse("rss_peak_bytes", 1.5, where=boehm), worse("interruption_total_ns", plus=-0.0, where=boehm))

    def stops(trial):
        if trial["cell"]["variant"] == "boehm" and trial["cell"]["workload"] == "tree_build":
            more = 60e6 if trial["cell"]["side"] == "base" else 20e6
            trial["metrics"]["interruption_total_ns"] += more
            trial["metrics"]["steady_ns"] += more
    result, _ = run(tmp_path, both(harm, stops))
    assert result.exit_code == 1
    trade, = result.trades
    assert [row.metric.name for row in trade.worse] == ["rss_peak_bytes"]
    assert [row.metric.name for row in trade.better] == ["interruption_share"]
    assert trade.better[0].state == BETTER and trade.better[0].adjusted_p < 0.01


def test_two_cells_do_not_trade(tmp_path):
    harm = both(worse("rss_peak_bytes", 1.5, where=cell(variant="boehm")), worse("cpu_ns_per_op", 1.1))

    def stops(trial):
        if trial["cell"] == {**cell(), "side": "base"}:
            trial["metrics"]["interruption_total_ns"] += 40e6
    result, _ = run(tmp_path, both(harm, stops))
    assert ("tree_build unique/glibc", "interruption_share") in named(result, BETTER)
    assert result.exit_code == 1 and not result.trades


def test_too_few_blocks_are_never_a_pass(tmp_path):
    def harm(trial):
        if trial["block"] > 5:
            trial.update(status="noisy", reason="steal")
    result, _ = run(tmp_path, harm)
    assert (result.verdict, result.exit_code) == ("inconclusive", 2) and "too few blocks" in result.reasons[0]


def test_one_starved_cell_is_enough(tmp_path):
    def harm(trial):
        if trial["cell"] == {**cell(), "side": "base"} and trial["block"] > 5:
            trial.update(status="noisy", reason="steal")
    assert run(tmp_path, harm)[0].exit_code == 2


def test_too_much_noise_is_never_a_pass(tmp_path):
    result, _ = run(tmp_path, sd=0.5, harm=both(*(
        lambda trial, name=name: trial["metrics"].pop(name) for name in
        ("rss_peak_bytes", "rss_steady_bytes", "interruption_total_ns", "gc_pause_total_ns", "interruption_max_ns"))))
    assert result.exit_code == 2 and any("advisory" in reason for reason in result.reasons)


def test_a_large_slowdown_in_much_noise_is_told_but_not_gated(tmp_path):
    result, _ = run(tmp_path, worse("cpu_ns_per_op", 2.0), sd=0.15)
    assert named(result, ADVISORY) == {("tree_build unique/glibc", "cpu_ns_per_op")}
    assert result.exit_code == 2 and any("too noisy" in reason for reason in result.reasons)


def test_a_confirmation_that_lost_its_blocks_settles_nothing(tmp_path):
    runner = FakeRunner()
    harm = worse("cpu_ns_per_op", 1.1)

    def lossy(trial):
        harm(trial)
        if len(runner.jobs) == 2 and trial["block"] > 9:
            trial.update(status="noisy")
    runner.harm = lossy
    result = paired(runner, tmp_path)
    assert result.exit_code == 2 and ("tree_build unique/glibc", "cpu_ns_per_op") in named(result, UNRESOLVED)
    assert any("too few fresh blocks" in reason for reason in result.reasons)


def test_a_screen_alone_is_no_verdict_on_its_suspects(tmp_path):
    runner = FakeRunner(harm=worse("cpu_ns_per_op", 1.1))
    paired(runner, tmp_path)
    assert judge(pairs.load(tmp_path / "screen")).exit_code == 2


def test_saturation_of_the_head_is_a_regression(tmp_path):
    server = cell("request_server", load=80)

    def harm(trial):
        if trial["cell"] == {**server, "side": "head"}:
            trial["notes"] = ["saturated"]
    result, _ = run(tmp_path, harm, cells=(server,))
    assert ("request_server unique/glibc, load 80 %", "saturated") in named(result, WORSE)


def test_the_confirmation_keeps_the_rate_of_the_screen(tmp_path):
    server = cell("request_server", load=80)
    rates = [{"workload": "request_server", "threads": 1, "per_s": 5000.5, "slowest": "x"}]
    _, runner = run(tmp_path, worse("cpu_ns_per_op", 1.1, where=server), cells=(server, *CELLS),
                    spoil=lambda manifest: manifest.update(rates=rates))
    assert [job.capacity_per_s for job in runner.jobs] == [None, 5000.5]


def test_throughput_says_nothing_in_open_loop(tmp_path):
    server = cell("request_server", load=80)
    result, _ = run(tmp_path, worse("ops_per_s", 0.5, where=server), cells=(server,))
    assert result.exit_code == 0


def test_a_zero_where_a_ratio_is_needed_is_named(tmp_path):
    def harm(trial):
        if trial["cell"] == {**cell(), "side": "head"} and trial["block"] == 3:
            trial["metrics"]["cpu_ns_per_op"] = 0
    result, _ = run(tmp_path, harm)
    assert result.exit_code == 2
    assert any("cpu_ns_per_op of tree_build unique/glibc: it is 0 on the head in block 3" in r for r in result.reasons)


def test_a_run_of_one_side_is_refused(tmp_path):
    runner = FakeRunner(spoil=lambda manifest: manifest.update(sides=[{**manifest["sides"][0], "name": ""}]))
    with pytest.raises(ReportError, match="one side only"):
        paired(runner, tmp_path)


def test_an_existing_run_is_not_overwritten(tmp_path):
    (tmp_path / "screen").mkdir()
    with pytest.raises(ReportError, match="exists; give --out"):
        paired(FakeRunner(), tmp_path)


def test_a_corrupt_line_is_named(tmp_path):
    run(tmp_path)
    path = tmp_path / "out" / "screen" / "results.jsonl"
    lines = path.read_text().splitlines()
    lines[4] = lines[4].replace('"metrics": {', '"metrics": {"x": NaN, ', 1)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(ReportError, match="results.jsonl:5: .*NaN"):
        pairs.load(path.parent)


def test_the_reproduction_is_one_command_for_the_very_cell(tmp_path):
    server = cell("request_server", variant="boehm", config="incremental", live_mib=16, load=50.0)
    result, _ = run(tmp_path, worse("cpu_ns_per_op", 1.2, where=server), cells=(server,),
                    spoil=lambda manifest: manifest.update(workloads={"request_server": {"open_loop": True}}))
    row, = result.of_state(WORSE)
    assert result.reproduce(row.pair) == (
        "scripts/gate paired --base a --head b --workload request_server --variant boehm:incremental --allocator glibc "
        "--live 16 --load 50")
    assert json.loads(json.dumps(row.pair.cell.fields)) == server
