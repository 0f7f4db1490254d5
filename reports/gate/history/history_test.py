"""The history: what is kept, how stores merge, what is suspected and convicted, and where levels changed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from reports.gate.__main__ import main
from reports.gate.cli.history import judge
from reports.gate.history import store
from reports.gate.history.points import Point, of_run
from reports.gate.history.verdict import notes, standings
from reports.run.errors import ReportError
from reports.run.machine import fingerprint
from reports.testing.effort import calls
from reports.testing.synthetic_run import Plan, write

SLOW, FAST = "tree_build quick t1 shared/glibc cpu_ns_per_op", "tree_build quick t1 shared/glibc ops_per_s"
STOPS = "tree_build quick t1 boehm/glibc interruption_share"


def point(number, values, machine="m", **fields):
    created = f"2024-01-{1 + number // 24:02d}T{number % 24:02d}:00:00Z"
    return Point(machine, f"run-{machine}-{number}", created, "c" * 40, values, **fields)


def history(values, machine="m"):
    return store.History([point(i, {SLOW: value}, machine) for i, value in enumerate(values)], [], [])


QUIET = 0.4 + 0.003 * np.random.default_rng(1).standard_normal(40)


def verdict(past, value, *again, series=SLOW):
    found = point(200, {series: value})
    others = [replace(found, run_id=f"again-{i}", values={series: one}) for i, one in enumerate(again)]
    return judge(past, found, others, "run", "store")[0]


def test_a_run_like_its_past_passes():
    assert verdict(history(QUIET), 0.403) == "pass"


def test_a_slowdown_is_suspected_first_and_convicted_by_three_measurements():
    past = history(QUIET)
    assert verdict(past, 0.46) == "inconclusive"
    assert verdict(past, 0.46, 0.455) == "inconclusive"
    assert verdict(past, 0.46, 0.455, 0.46) == "regression"
    assert verdict(past, 0.46, 0.402) == verdict(past, 0.46, 0.402, 0.46) == "pass"


def test_getting_better_is_no_regression_and_direction_counts():
    assert verdict(history(QUIET), 0.3, 0.3, 0.3) == "pass"
    past = store.History([point(i, {FAST: value}) for i, value in enumerate(QUIET)], [], [])
    assert verdict(past, 0.3, 0.3, 0.3, series=FAST) == "regression"
    assert verdict(past, 0.5, 0.5, 0.5, series=FAST) == "pass"


def test_a_past_too_short_or_too_loud_is_no_pass():
    assert verdict(history(QUIET[:9]), 0.4) == "inconclusive"
    assert verdict(history(QUIET[:10]), 0.4) == "pass"
    assert verdict(history(0.4 + 10 * (QUIET - 0.4)), 0.4) == "inconclusive"


def test_one_wild_run_in_the_past_moves_nothing():
    wild = QUIET.copy()
    wild[[20, 30]] = 5
    assert verdict(history(wild), 0.46, 0.46, 0.46) == "regression"


def test_only_the_last_thirty_points_count():
    past = history(np.concatenate([np.full(40, 0.2) + QUIET - 0.4, QUIET[:30]]))
    assert verdict(past, 0.4) == "pass"
    assert standings(past, point(200, {SLOW: 0.4}), [])[0][0].points == 30


def test_other_machines_and_earlier_epochs_are_not_compared():
    past = history(QUIET)
    assert verdict(past, 0.4) == "pass"
    assert verdict(history(QUIET, "other"), 0.4) == "inconclusive"
    past.epochs.append(store.Epoch("2024-01-05T00:00:00Z", "faster everywhere"))
    assert standings(past, point(200, {SLOW: 0.4}), []) == ([], 1)
    # An epoch that began after the run was made says nothing about it.
    past.epochs[:] = [store.Epoch("2025-01-01T00:00:00Z", "later")]
    assert verdict(past, 0.4) == "pass"


def test_equal_nights_seldom_ask_for_more():
    rng = np.random.default_rng(2)
    asked = 0
    for night in range(300):
        values = 0.4 + 0.005 * rng.standard_normal(31)
        found, _ = standings(history(values[:30]), point(200, {SLOW: values[30]}), [])
        asked += found[0].is_suspect
    assert asked <= 3


def test_the_store_only_grows_and_merges_by_concatenation(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, numbers in ((one, (0, 1, 2)), (two, (2, 3))):
        for number in numbers:
            assert store.add(folder, point(number, {SLOW: 0.4}), store.read(folder))
    before = (one / "m.jsonl").read_bytes()
    assert not store.add(one, point(1, {SLOW: 0.4}), store.read(one)) and (one / "m.jsonl").read_bytes() == before
    merged = tmp_path / "merged"
    merged.mkdir()
    (merged / "m.jsonl").write_bytes((two / "m.jsonl").read_bytes() + before)
    read = store.read(merged)
    assert [found.run_id for found in read.points] == [f"run-m-{i}" for i in range(4)] and not read.problems


def test_what_cannot_be_read_is_named_skipped_and_left_alone(tmp_path):
    store.add(tmp_path, point(0, {SLOW: 0.4}), store.read(tmp_path))
    line = (tmp_path / "m.jsonl").read_text()
    infinite = line.replace("0.4", "1e999").replace("run-m-0", "run-m-9").strip()
    bad = ['{"schema": 1, "kind": "po', line.replace("0.4", "NaN").strip(), infinite,
           line.replace('"schema": 1', '"schema": 2').strip(), line.replace("0.4", "0.5").strip(), "[]",
           line.replace('"run-m-0"', "7").strip(), '{"schema": 1, "kind": "tea"}', "\xff"]
    text = line + "\n".join(bad)
    (tmp_path / "m.jsonl").write_text(text, encoding="latin-1")
    before = (tmp_path / "m.jsonl").read_bytes()
    read = store.read(tmp_path)
    assert len(read.points) == 1 and len(read.problems) == len(bad)
    assert [problem.split(": ")[0] for problem in read.problems] == [f"m.jsonl:{i + 2}" for i in range(len(bad))]
    # The last line had no end; the next one gets a line of its own.
    assert store.add(tmp_path, point(1, {SLOW: 0.4}), read)
    assert (tmp_path / "m.jsonl").read_bytes().startswith(before) and len(store.read(tmp_path).points) == 2


def test_an_epoch_needs_a_reason(tmp_path):
    with pytest.raises(ReportError, match="Results-affecting"):
        store.begin_epoch(tmp_path, " ")
    epoch = store.begin_epoch(tmp_path, "new clock")
    assert store.read(tmp_path) == store.History([], [epoch], [])


def test_a_machine_is_its_hardware_and_settings_not_its_software():
    host = {"cpu": "a", "kernel": "6.1", "memory_total": "8142000 kB", "load": "1"}
    same = {"cpu": "a", "kernel": "6.2", "memory_total": "8141000 kB", "load": "2"}
    assert fingerprint(host) == fingerprint(same)
    for field, value in (("cpu", "b"), ("governor", "performance"), ("memory_total", "16000000 kB"), ("thp", "always")):
        assert fingerprint({**host, field: value}) != fingerprint(host)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return write(tmp_path_factory.mktemp("run") / "run",
                 Plan(workloads=("tree_build", "null"), blocks=6, ops=1500, failing=False))


def test_a_run_is_kept_as_ratios_to_its_own_baseline(run, tmp_path):
    kept = of_run(run)
    assert kept.values[SLOW] == pytest.approx(np.log(1.55), abs=0.05)
    assert "tree_build quick t1 unique/glibc cpu_ns_per_op" in kept.values, "against value"
    assert "tree_build quick t1 value/jemalloc rss_peak_bytes" in kept.values
    assert kept.values[STOPS] > 0.1
    assert not any("unique/glibc" in name and "value" in name for name in kept.values)
    # A machine twice as slow has the same history.
    slower = tmp_path / "slower"
    slower.mkdir()
    (slower / "manifest.json").write_text((run / "manifest.json").read_text())
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    for line in lines:
        if "cpu_ns_per_op" in line["metrics"]:
            line["metrics"]["cpu_ns_per_op"] *= 2
    (slower / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert of_run(slower).values == kept.values


def test_only_suspects_are_to_be_measured_again(run, tmp_path):
    """A script asks this file whether two more measurements are needed: exit code 2 has other causes, too."""
    folder, wanted = tmp_path / "store", tmp_path / "suspects"
    judged = ["history", "--store", str(folder), "--judge", str(run), "--suspects", str(wanted)]
    assert main(judged) == 2 and wanted.read_text() == "", "nothing to compare with yet is no suspect"
    kept = of_run(run)
    for number in range(12):
        past = replace(kept, run_id=f"past-{number}", created=f"2020-01-{number + 1:02d}T00:00:00Z",
                       values={**kept.values, SLOW: kept.values[SLOW] - 0.2})
        store.add(folder, past, store.read(folder))
    assert main(judged) == 2 and wanted.read_text() == f"{SLOW}\n"
    agains = [replace(kept, run_id=name) for name in ("a", "b")]
    assert judge(store.read(folder), kept, agains, "run", "store")[::2] == ("regression", [])


def test_the_command_line_keeps_judges_and_resets(run, tmp_path, capsys):
    folder = tmp_path / "store"
    assert main(["history", "--store", str(folder), "--add", str(run)]) == 2, "nothing to compare with yet"
    assert "kept: run synthetic-1" in capsys.readouterr().out
    assert main(["history", "--store", str(folder), "--judge", str(run), "--again", str(run)]) == 3
    assert "once more" in capsys.readouterr().err
    assert main(["history", "--store", str(folder), "--epoch", "new clock"]) == 0
    assert main(["history", "--store", str(folder), "--notes"]) == 0
    assert main(["history", "--store", str(folder / "epochs.jsonl"), "--notes"]) == 3


def test_a_level_that_changed_is_a_note_with_what_changed_beside_it():
    values = np.concatenate([QUIET[:20], QUIET[20:] + 0.05])
    points = [point(i, {SLOW: value}, software={"kernel": "6.1" if i < 20 else "6.2"})
              for i, value in enumerate(values)]
    found, = notes(store.History(points, [], []), "m")
    assert "+5." in found and "run-m-20" in found and "changed: kernel" in found
    assert notes(history(QUIET), "m") == []


def test_what_reading_and_judging_takes_grows_with_the_runs_and_no_faster(tmp_path):
    def taken(runs):
        folder = tmp_path / str(runs)
        folder.mkdir()
        rng = np.random.default_rng(3)
        names = [f"workload{i} quick t1 shared/glibc {metric}" for i in range(50)
                 for metric in ("cpu_ns_per_op", "ops_per_s", "service_p50_ns", "rss_peak_bytes")]
        with (folder / "m.jsonl").open("w") as file:
            for number, row in enumerate(np.round(0.01 * rng.standard_normal((runs, len(names))), 6)):
                line = {"schema": 1, "kind": "point", "fingerprint": "m", "run_id": f"r{number}",
                        "created": f"2024-01-01T{number:06d}Z", "commit": "c", "values": dict(zip(names, row.tolist()))}
                file.write(json.dumps(line) + "\n")

        def work():
            read = store.read(folder)
            found, _ = standings(read, point(200, dict.fromkeys(names, 0.0)), [])
            notes(read, "m")
            return len(read.points), len(found)
        count, found = calls(work)
        assert found == (runs, 200)
        return count
    few, many = taken(1_000), taken(4_000)
    assert many < 4_000 * 400 and many <= 4 * few
