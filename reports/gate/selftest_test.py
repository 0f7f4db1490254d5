"""The self-test: its table, its ledger, its verdict on itself, and its plants on a fake runner."""

import json
import math

import pytest

from reports.gate import ledger, machine, simulated
from reports.gate.__main__ import main
from reports.gate.cli.selftest import broken_promises
from reports.gate.errors import GateError
from reports.gate.ledger import Entry
from reports.gate.rules import Rules
from reports.gate.testing.fake_runner import FakeRunner, both, worse


def test_the_simulation_keeps_its_promises_and_is_written_down(tmp_path, capsys):
    path = tmp_path / "ledger.jsonl"
    assert main(["selftest", "--simulated", "--runs", "60", "--metrics", "50", "--ledger", str(path)]) == 0
    entries, problems = ledger.read(path)
    assert not problems and {entry.machine for entry in entries} == {"simulated"}
    planted = {(entry.test, entry.planted): entry for entry in entries}
    assert planted["time, normal", "+5 % in one metric"].caught >= 57
    assert planted["interruptions", "+20 ms in 500 ms"].caught >= 57
    assert planted["exact counts", "+10 % allocations"].caught == 60
    assert planted["exact counts", ""].alarms == 0
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
    assert list(simulated.entries(10, 20, 1, 3))[:4] == list(simulated.entries(10, 20, 1, 3))[:4]


def shims(folder):
    folder.mkdir()
    for name in ("slow_malloc", "more_malloc", "scheduled_sleep"):
        (folder / f"{name}.so").touch()
    return folder


def test_plants_load_the_same_library_on_both_sides(tmp_path):
    with pytest.raises(GateError, match="slow_malloc.so does not exist"):
        machine.plants(tmp_path, 20)
    for plant in machine.plants(shims(tmp_path / "shims"), 20):
        assert plant.base_env[:1] == plant.head_env[:1]
        assert bool(plant.shown_by) == (plant.base_env != plant.head_env)


@pytest.mark.parametrize("name, harm, caught, alarms", [
    ("malloc spins 20 ns", worse("cpu_ns_per_op", 1.06), 1, 0), ("equal builds", lambda trial: None, 0, 0),
    ("equal builds", worse("cpu_ns_per_op", 1.06), 0, 1), ("malloc spins 20 ns", worse("rss_peak_bytes", 1.2), 0, 1),
    ("stops of 20 ms", both(worse("interruption_total_ns", plus=2e7), worse("steady_ns", plus=2e7)), 1, 0)])
def test_what_a_plant_does_not_explain_is_a_false_alarm(tmp_path, name, harm, caught, alarms):
    plant = next(plant for plant in machine.plants(shims(tmp_path / "shims"), 20) if plant.name == name)
    entry = machine.test(lambda _: FakeRunner(harm=harm), plant, tmp_path / "out", Rules(), 3, 1)
    assert (entry.caught, entry.alarms, entry.machine) == (caught, alarms, "fake")


def test_a_slowdown_simulated_is_the_one_that_is_named():
    assert math.expm1(math.log1p(simulated.SLOWDOWNS[1])) == pytest.approx(0.05)
    assert simulated.PAUSE_MS / simulated.STEADY_MS == pytest.approx(0.04)
    assert json.dumps(simulated.counted(3, 1, "+10 % allocations", 1.1).caught) == "3"
