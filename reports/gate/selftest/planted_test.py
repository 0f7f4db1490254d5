"""The self-test: its table, its ledger, its verdict on itself, and its plants on a fake runner."""

import json
import math
from dataclasses import replace

import pytest

from reports.gate.__main__ import main
from reports.gate.cli import sides
from reports.gate.cli.selftest import broken_promises
from reports.gate.judge.numbers import Rules
from reports.gate.selftest import ledger, planted, plants, simulation
from reports.gate.selftest.ledger import Entry
from reports.gate.testing.fake_runner import CELLS, FakeRunner, both, worse
from reports.run.errors import ReportError


def test_the_simulation_keeps_its_promises_and_is_written_down(tmp_path, capsys):
    path = tmp_path / "ledger.jsonl"
    assert main(["selftest", "--simulated", "--runs", "60", "--metrics", "50", "--ledger", str(path)]) == 0
    entries, problems = ledger.read(path)
    assert not problems and {entry.machine for entry in entries} == {"simulated"}
    tested = {(entry.test, entry.planted): entry for entry in entries}
    assert tested["time, normal", "+5 % in one metric"].caught >= 57
    assert tested["interruptions", "+20 ms in 500 ms"].caught >= 57
    assert tested["exact counts", "+10 % allocations"].caught == 60
    assert tested["exact counts", ""].alarms == 0
    table = capsys.readouterr().out
    assert table.count("\n") == 2 + len(entries) and "| instead: 110 % of the previous run, normal |" in table


def test_the_ledger_only_grows(tmp_path):
    path = tmp_path / "ledger.jsonl"
    ledger.append(path, Entry("m", "t", "", 1, 0))
    before = path.read_bytes()
    with path.open("a") as file:
        file.write('{"kind": "ledger", "schema": 1\n')
    ledger.append(path, Entry("m", "t", "", 1, 1))
    assert path.read_bytes().startswith(before)
    entries, problems = ledger.read(path)
    assert ledger.merged(entries) == [Entry("m", "t", "", 2, 1)]
    assert len(problems) == 1 and "ledger.jsonl:2: left out" in problems[0]


@pytest.mark.parametrize("entry, broken", [
    (Entry("m", "time, normal", "", 2000, 20), False), (Entry("m", "time, normal", "", 2000, 40), True),
    (Entry("m", "time, normal", "+5 %", 2000, 0, 1890, 2000), True),
    (Entry("m", "time, normal", "+5 %", 2000, 0, 1910, 2000), False),
    (Entry("m", "time, spikes", "+5 %", 2000, 0, 1610, 2000), False),
    (Entry("m", "time, spikes", "+5 %", 2000, 0, 1590, 2000), True),
    (Entry("m", "time, normal", "+3 % in one metric", 2000, 0, 10, 2000), False),
    (Entry("m", "this machine", "stops", 12, 0, 11, 12), False),
    (Entry("m", "this machine", "stops", 12, 0, 10, 12), True),
    (Entry("m", "this machine", "stops", 12, 0, 0, 0), False),
    (Entry("m", "instead: x", "", 100, 98), False)])
def test_a_broken_promise_is_named(entry, broken):
    assert bool(broken_promises(entry)) == broken


def test_shares_have_exact_intervals():
    # Clopper and Pearson: the ends of 0 and of 10 of 10.
    assert ledger.share(0, 10) == f"0.0 % (0.0 to {100 * (1 - 0.025**0.1):.1f})"
    assert ledger.share(10, 10) == f"100.0 % ({100 * 0.025**0.1:.1f} to 100.0)"


def test_the_same_seed_makes_the_same_entries():
    assert list(simulation.entries(10, 20, 1, 3))[:4] == list(simulation.entries(10, 20, 1, 3))[:4]


def shims(folder):
    folder.mkdir()
    for name in ("slow_malloc", "more_malloc", "scheduled_sleep"):
        (folder / f"{name}.so").touch()
    return folder


def plant(name, folder):
    return plants.PLANTS[name](shims(folder), 3)


def test_equal_builds_need_no_libraries_and_are_judged_over_all_nights(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sides, "runner", lambda options: FakeRunner())
    path = tmp_path / "ledger" / "equal.jsonl"
    words = ["selftest", "--plant", "equal", "--runs", "1", "--base", "x", "--ledger", str(path)]
    assert main([*words, "--out", str(tmp_path / "1")]) == 0
    for alarms in (1, 1, 1):
        ledger.append(path, replace(ledger.read(path)[0][0], alarms=alarms))
    assert main([*words, "--out", str(tmp_path / "2")]) == 0, "this night's own"
    assert main([*words, "--out", str(tmp_path / "3"), "--total"]) == 1
    told = capsys.readouterr()
    assert "3 false alarms in 6 runs" in told.err and "| 6 |" in told.out.splitlines()[-1]
    assert main(["selftest", "--simulated", "--total"]) == 3
    assert main(["selftest", "--plant", "slow", "--base", "x"]) == 3, "a slowdown needs its library"


@pytest.mark.parametrize("name", plants.PLANTS)
def test_plants_load_the_same_library_on_both_sides(name, tmp_path):
    made = plant(name, tmp_path / "shims")
    assert made.base_env[:1] == made.head_env[:1]
    assert made.is_planted == bool(made.caught_by) == (name != "equal")
    if name != "equal":
        with pytest.raises(ReportError, match=r"\.so does not exist"):
            plants.PLANTS[name](tmp_path, 3)


def more_objects(manifest):
    for planned in manifest["cells"]:
        if planned["cell"]["side"] == "head":
            planned["counts_per_round"].update(objects=1100, frees=1100)


@pytest.mark.parametrize("name, harm, spoil, caught, alarms, effect", [
    ("slow", worse("cpu_ns_per_op", 1.06), None, 1, 0, "cpu_ns_per_op"), ("equal", None, None, 0, 0, "-"),
    ("equal", worse("cpu_ns_per_op", 1.06), None, 0, 1, "-"),
    ("slow", worse("rss_peak_bytes", 1.2), None, 0, 1, "cpu_ns_per_op"),
    ("allocations", None, more_objects, 1, 0, "objects +10.0 %"),
    ("allocations", worse("cpu_ns_per_op", 1.06), None, 0, 0, "-"),
    ("pause", both(worse("interruption_total_ns", plus=2e7), worse("steady_ns", plus=2e7)), None, 1, 0,
     "interruption_share")])
def test_what_a_plant_does_not_explain_is_a_false_alarm(tmp_path, name, harm, spoil, caught, alarms, effect):
    fake = FakeRunner(harm=harm or (lambda trial: None), spoil=spoil or (lambda manifest: None))
    entry, _ = planted.test(lambda _: fake, plant(name, tmp_path / "shims"), tmp_path / "out", Rules(), 3, 1)
    assert (entry.caught, entry.alarms, entry.machine) == (caught, alarms, "fake")
    assert entry.effect.startswith(effect) and entry.cells.startswith("alloc_churn unique/glibc; ")


def test_a_plant_is_as_large_as_was_measured(tmp_path):
    fake = FakeRunner(harm=worse("cpu_ns_per_op", 1.06))
    entry, _ = planted.test(lambda _: fake, plant("slow", tmp_path / "shims"), tmp_path / "out", Rules(), 3, 1)
    assert entry.effect_high == pytest.approx(math.log(1.06), abs=0.01) and abs(entry.effect_low) < 0.01


def slowed_by(share_of_every, least=0.0):
    """A runner whose ops take longer by the share of spinning mallocs, and by `least` for any spin at all."""
    def runner_of(made):
        every = int(made.head_env[-1].partition("=")[2])
        harms = (worse("cpu_ns_per_op", 1 + factor * share_of_every / every + least, where=one)
                 for factor, one in zip((1, *[0.3] * len(CELLS)), CELLS))
        return FakeRunner(harm=both(*harms), sd=0.0001)
    return runner_of


@pytest.mark.parametrize("least, every", [(0, 40), (0.01, 48)])
def test_the_slowdown_is_calibrated_to_what_was_asked_for(tmp_path, least, every):
    folder = shims(tmp_path / "shims")
    # Twice the time of an op for spins in every malloc: for 5 % one in 40 has to spin.
    found = planted.slow_every(slowed_by(2, least), folder, tmp_path / "run", 0.05, 1)
    assert found == pytest.approx(every, abs=1)


def test_cells_that_hardly_allocate_cannot_be_slowed(tmp_path):
    with pytest.raises(ReportError, match="choose cells that allocate more"):
        planted.slow_every(slowed_by(0.02), shims(tmp_path / "shims"), tmp_path / "again", 0.05, 1)


def test_real_runs_are_added_up_with_the_range_of_their_effects():
    runs = [Entry("cpu", "this machine", "p", 1, 0, 1, 1, 0, seed, "a; b", "cpu_ns_per_op", low, high)
            for seed, low, high in ((1, 0.04, 0.05), (3, 0.045, 0.06))]
    (total,) = ledger.merged(runs)
    assert (total.runs, total.caught, total.seed) == (2, 2, None)
    assert total.effect == "cpu_ns_per_op +4.1 % to +6.2 %"
    assert ledger.table([total]).splitlines()[2].endswith("| 0 | cpu_ns_per_op +4.1 % to +6.2 % |")
    assert replace(total, cells="a x; a y; b z").where == "3 cells of 2 workloads" and total.where == "a; b"
    assert len(ledger.merged([*runs, Entry("cpu", "this machine", "p", 1, 0, cells="c")])) == 2


def test_a_slowdown_simulated_is_the_one_that_is_named():
    assert math.expm1(math.log1p(simulation.SLOWDOWNS[1])) == pytest.approx(0.05)
    assert simulation.PAUSE_MS / simulation.STEADY_MS == pytest.approx(0.04)
    assert json.dumps(simulation.counted(3, 1, "+10 % allocations", 1.1).caught) == "3"
