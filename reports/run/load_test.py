"""What the loader accepts, what it warns of, and the one line that it ends with otherwise."""

import json
from dataclasses import asdict

import pytest

from reports.__main__ import main
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.run.manifest import Metric
from reports.testing.records import side


def lines(run):
    return (run / "results.jsonl").read_text().splitlines()


def rewrite(run, new):
    (run / "results.jsonl").write_text("".join(line + "\n" for line in new))


def test_a_whole_run_loads_without_warnings(synthetic_run):
    run = load_run(synthetic_run)
    assert len(run.trials) == len(lines(synthetic_run)) and run.warnings == []
    first = json.loads(lines(synthetic_run)[0])
    assert run.trials[0].trial_id == first["trial_id"] and run.trials[0].cell.name == "value"


def test_the_manifest_says_what_metrics_are(synthetic_run):
    run = load_run(synthetic_run)
    assert run.metrics["bloat"] == Metric("ratio", "less", "share", "memory", "bloat")
    assert all(trial.metrics.keys() <= run.metrics.keys() for trial in run.trials)


def test_a_trial_knows_its_line(run_copy):
    rewrite(run_copy, ["", *lines(run_copy)])
    text = lines(run_copy)
    for trial in load_run(run_copy).trials:
        assert json.loads(text[trial.line - 1])["trial_id"] == trial.trial_id


def test_a_truncated_last_line_is_left_out_with_a_warning(run_copy):
    text = (run_copy / "results.jsonl").read_text()
    (run_copy / "results.jsonl").write_text(text[:-40])
    run = load_run(run_copy)
    assert len(run.trials) == len(text.splitlines()) - 1
    assert "truncated" in run.warnings[0]


def test_a_run_without_results_yet_is_empty(run_copy):
    (run_copy / "results.jsonl").unlink()
    run = load_run(run_copy)
    assert run.trials == [] and "no trial has ended" in run.warnings[0]


def change(position, **fields):
    def damage(run):
        new = lines(run)
        new[position] = json.dumps({**json.loads(new[position]), **fields})
        rewrite(run, new)
    return damage


def garble(position):
    def damage(run):
        new = lines(run)
        new[position] = new[position][:30]
        rewrite(run, new)
    return damage


def repeat(run):
    rewrite(run, lines(run) + [lines(run)[4]])


def manifest(**fields):
    def damage(run):
        found = json.loads((run / "manifest.json").read_text())
        (run / "manifest.json").write_text(json.dumps({**found, **fields}))
    return damage


@pytest.mark.parametrize("damage, message", [
    (garble(2), r"results.jsonl:3: malformed line: .*; restore the file, or take the line out"),
    (garble(-1), r"malformed line"),  # it ends in a newline, so it was not cut off
    (change(2, schema=3), r"results.jsonl:3: schema 3 is newer"),
    (change(2, schema=1), r"results.jsonl:3: schema is 1, expected 2"),
    (change(2, schema=None), r"schema is None"),
    (change(2, kind="summary"), r"kind is 'summary'"),
    (change(2, status="fine"), r"unknown status 'fine'"),
    (change(2, group="other"), r"unknown group"),
    (change(2, block="1"), r"results.jsonl:3: malformed line: block is not a whole number"),
    (change(2, trial_id=None), r"trial_id is not a text"),
    (change(2, cell={"workload": "x"}), r"cell.variant is missing"),
    (change(2, metrics={"ops": "many"}), r"metrics.ops is not a number"),
    (change(2, metrics={"ops": float("nan")}), r"NaN is not JSON"),
    (change(2, noise=[]), r"noise is not a JSON object"),
    (change(2, noise={"steal_share": "much"}), r"noise.steal_share is not a number"),
    (change(2, noise={"steal\nshare": "much"}), r"noise.'steal\\nshare' is not a number"),
    (change(2, notes=[None]), r"notes is not a JSON array without null"),
    (change(2, notes=["a", {}]), r"notes\[1\] is not a text"),
    (change(2, items_per_op="many"), r"items_per_op is not a whole number"),
    (change(2, env={"settings": {}, "lifetime_ns": "long"}), r"env.lifetime_ns is not a whole number"),
    (change(2, histograms=["x"]), r"histograms is not a text"),
    (change(2, rounds=10**400), r"the number 1000.* is too large"),
    (change(2, phases=[{"phase": "steady"}]), r"phases\[0\].\w+ is missing"),
    (repeat, r"was already used in line 5"),
    (manifest(schema=3), r"manifest.json: schema 3 is newer than 2"),
    (manifest(cells=[{"cell": {}}]), r"manifest.json: cells\[0\].cell.workload is missing"),
    (manifest(cells=[None]), r"cells is not a JSON array without null"),
    (manifest(cells=[7]), r"cells\[0\] is not a JSON object"),
    (manifest(profile={"name": "x", "scale": "x", "blocks": "ten"}), r"profile.blocks is not a whole number"),
    (manifest(workloads={"null": "card"}), r"workloads.null is not a JSON object"),
    (manifest(schema=3), r"use the report of the suite that wrote the run"),
    (lambda run: (run / "manifest.json").write_text("[" * 200_000), r"nested too deeply"),
    (manifest(sides={}), r"sides is not a JSON array"),
    (manifest(sides=[asdict(side("left"))]), r"sides are neither one without a name nor a base and a head"),
    (manifest(sides=[asdict(side("base"))]), r"sides are neither"),
    (manifest(sides=[{}]), r"sides\[0\].name is missing"),
    (manifest(sources=[{"file": 3}]), r"sources\[0\].variant is missing"),
    (manifest(sources=None), r"sources is not a JSON array"),
    (manifest(metrics={"ops": {"unit": "ops"}}), r"metrics.ops.better is missing"),
    (manifest(metrics={"ops": 5}), r"metrics.ops is not a JSON object"),
    (manifest(host=[]), r"host is not a JSON object"),
    (lambda run: (run / "manifest.json").write_text("{"), r"manifest.json: cannot be read"),
    (lambda run: (run / "manifest.json").unlink(), r"manifest.json does not exist"),
])
def test_damage_is_one_clear_error(run_copy, damage, message, capsys):
    damage(run_copy)
    with pytest.raises(ReportError, match=message):
        load_run(run_copy)
    assert main([str(run_copy)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("report: error: ") and error.count("\n") == 1


def test_an_infinite_number_is_refused_although_json_reads_it(run_copy):
    new = lines(run_copy)
    position = next(i for i, line in enumerate(new) if '"ops": 4000,' in line)
    new[position] = new[position].replace('"ops": 4000,', '"ops": 1e999,')
    rewrite(run_copy, new)
    with pytest.raises(ReportError, match=f":{position + 1}: .*finite"):
        load_run(run_copy)


def test_a_missing_directory_is_one_line_and_exit_code_2(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
