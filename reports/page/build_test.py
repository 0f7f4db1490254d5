"""Whole reports: the same bytes for the same data, nothing unescaped, nothing missing, whatever failed."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reports.page.build import _all, build, figures
from reports.page.render import script
from reports.run import provenance
from reports.run.errors import ReportError
from reports.testing.html import Checker
from reports.testing.synthetic_run import Plan, write

pytestmark = pytest.mark.filterwarnings("error")
ROOT = Path(__file__).parents[2]
EVIL = "<script>alert('$x$ & \"y\"')</script>"


@pytest.fixture(scope="module")
def report(synthetic_run):
    index, warnings, _ = build(synthetic_run)
    assert warnings == []
    return index


def test_page_is_sound_and_sends_no_request(report):
    page = Checker(report.read_text())
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("script") == 1 and page.script == script() and "img" not in page.tags
    inside = ("#", "data:text/csv", "data:image/png;base64,")
    assert all(link.startswith(inside) or (report.parent / link).exists() for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert not re.search(r"url\(\s*['\"]?(?!#)|@import", report.read_text())
    assert len(page.alts) == len(figures(report.parents[1], ["list"], "svg")[0]) > 4 * 6
    assert all(len(alt) > 40 for alt in page.alts)
    assert not re.search(r"\b(nan|inf|None|Undefined)\b", page.text)


def test_page_says_what_was_compared_where_and_how(report):
    text = " ".join(Checker(report.read_text()).text.split())
    for words in ("Synthetic CPU @ 2.00GHz, 2 cores, virtual machine (KVM)",
                  "54ab21200000", "order of trials 42, op scripts 7",
                  "quick: 10 blocks", "initial heap 16.0 MiB", "initial heap per in use 2",
                  "Noise floor, from null", "No trial was noisy.", "Repeatability: spread",
                  "CPU time that a hypervisor took", "what a pause log does not tell", "at least this",
                  "An op is one small",
                  "in a closed loop", "relative to unique, all on glibc: value 0.4", "drop_tree/4",
                  "not applicable: a sole owner", "/usr/lib/libjemalloc.so.2",
                  "= 128 employees", "gc_not_exercised",
                  "What does it cost to keep", "value first, unique next", "under 20 µs", "make_and_drop/256",
                  "no result within 60 s", "which a single owner cannot express", "2 timeout",
                  "4 not applicable", "0 planned but missing"):
        assert words in text, words


def test_provenance_shows_all_that_the_manifest_tells(report):
    manifest = json.loads((report.parents[1] / "manifest.json").read_text())
    text = Checker(report.read_text()).text
    shown = text[text.index("Command:"):]
    assert " ".join(manifest["command"]) in shown
    told = {**manifest, **manifest["sides"][0]}
    for key in ("host", "toolchain", "allocators", "git", "children", "profile", "reference_digests"):
        for path, value in provenance.flat(told[key]):
            assert f"{path}{value}" in shown, (key, path)


@pytest.mark.parametrize("form, magic", [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_figure_is_drawn_on_request(tiny_copy, form, magic):
    names, _ = figures(tiny_copy, ["list"], form)
    assert "mmu-message_window" in names and len(names) == len(set(names))
    (path,), warnings = figures(tiny_copy, ["mmu-message_window"], form)
    assert warnings == [] and path == tiny_copy / "report" / "figures" / f"mmu-message_window.{form}"
    assert path.read_bytes().startswith(magic)
    assert len(figures(tiny_copy, ["all"], form)[0]) == len(names)


def test_a_figure_that_is_not_there_is_refused_with_those_that_are_alike(tiny_copy):
    with pytest.raises(ReportError, match="did you mean mmu-message_window"):
        figures(tiny_copy, ["mmu-mesage_window"], "svg")
    with pytest.raises(ReportError, match="--figure list prints their names"):
        figures(tiny_copy, ["0"], "svg")


def test_nothing_is_made_again_where_nothing_has_changed(tiny_copy):
    def time_of():
        return (tiny_copy / "report" / "index.html").stat().st_mtime_ns
    results = tiny_copy / "results.jsonl"
    results.write_text(results.read_text() + '{"cut')
    index, warnings, _ = build(tiny_copy)
    first = time_of()
    assert build(tiny_copy)[:2] == (index, warnings) and len(warnings) == 1 and time_of() == first
    build(tiny_copy, again=True)
    second = time_of()
    assert second > first
    next((tiny_copy / "hist").glob("*.json")).unlink()
    assert len(build(tiny_copy)[1]) == 2 and time_of() > second


def test_ratios_csv_holds_every_cell_and_metric(report):
    rows = list(csv.DictReader((report.parent / "ratios.csv").read_text().splitlines()))
    assert len(rows) == 4 * 7 * 6
    assert all(row["ratio"] or row["note"] for row in rows)
    for row in rows:
        if row["low"]:
            assert float(row["low"]) <= float(row["ratio"]) <= float(row["high"])
            assert float(row["confidence"]) >= 0.95 and int(row["blocks"]) >= 6


def test_the_same_data_gives_the_same_bytes(tiny_copy):
    def contents():
        return {path.name: path.read_bytes() for path in sorted((tiny_copy / "report").iterdir())}
    build(tiny_copy, jobs=1)
    first = contents()
    done = subprocess.run([ROOT / "scripts/report", tiny_copy, "--again"], capture_output=True, text=True,
                          env={**os.environ, "PYTHONHASHSEED": "7", "OVG_PYTHON": sys.executable,
                               "TZ": "Asia/Tokyo"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        f"{tiny_copy}/report/index.html", "predictions: 2 confirmed, 1 contradicted, 0 undecided, 1 not measured"]
    assert contents() == first


def test_predictions_that_nobody_can_judge_are_named_on_the_page_and_on_the_terminal(tiny_copy):
    manifest = json.loads((tiny_copy / "manifest.json").read_text())
    manifest["workloads"]["message_window"]["predictions"].append(
        {"metric": "speed", "variant": "value", "than": "unique", "expect": "less", "by": 2})
    (tiny_copy / "manifest.json").write_text(json.dumps(manifest))
    said = ("manifest.json: prediction 5 of message_window cannot be judged: value / unique in speed: the run knows no "
            "such metric")
    index, warnings, predictions = build(tiny_copy, jobs=1)
    assert warnings == [said] and said in Checker(index.read_text()).text
    assert predictions[0] == "predictions: 2 confirmed, 1 contradicted, 0 undecided, 1 not measured"
    assert predictions[1].startswith("  1. message_window: shared / unique CPU time per op ")
    assert build(tiny_copy) == (index, warnings, predictions), "a page that is kept tells the same"


def test_data_is_escaped_wherever_it_is_shown(tmp_path):
    plan = Plan(workloads=("null",), blocks=1, ops=200, host_cpu=EVIL)
    run = write(tmp_path, plan)
    text = (run / "results.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    lines[0].update(status="crashed", reason=EVIL, log=EVIL, metrics={})
    for line in lines:
        line.update(item=EVIL, notes=[EVIL])
        line["env"]["settings"] = {EVIL: EVIL}
        line["cell"].update(workload=EVIL, config=line["cell"]["config"] and EVIL)
    (run / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    manifest = json.loads((run / "manifest.json").read_text())
    manifest.update(workloads={EVIL: {"question": EVIL, "expectation": EVIL}}, run_id=EVIL, command=[EVIL])
    (run / "manifest.json").write_text(json.dumps(manifest))
    index, *_ = build(run, jobs=1)
    page = Checker(index.read_text())
    assert page.tags.count("script") == 1 and page.script == script()
    assert index.read_text().lower().count("<script") == 1
    assert page.text.count("<script>alert(") >= 10
    for path in figures(run, ["all"], "svg")[0]:
        assert "<script" not in path.read_text()


def test_a_run_in_which_all_failed_still_makes_a_report(tiny_copy):
    lines = [json.loads(line) for line in (tiny_copy / "results.jsonl").read_text().splitlines()]
    for line in lines:
        if line["status"] == "ok":
            line.update(status="crashed", reason="signal 6", metrics={}, phases=[], notes=[])
    (tiny_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines[:-5]))
    index, *_ = build(tiny_copy)
    text = Checker(index.read_text()).text
    assert "signal 6" in text and "5 planned but missing" in " ".join(text.split())
    assert "no ok trial of this workload has a histogram" in text


@pytest.mark.parametrize("plan", [
    Plan(workloads=("null",), blocks=1, ops=5, failing=False),
    Plan(workloads=("tree_build",), blocks=2, trials_per_block=2, ops=300, failing=False)])
def test_a_tiny_run_makes_a_report(tmp_path, plan):
    index, warnings, _ = build(write(tmp_path, plan), jobs=1)
    assert warnings == []
    assert "N too small" in index.read_text()


def test_a_run_without_results_shows_the_whole_plan_as_missing(tiny_copy):
    (tiny_copy / "results.jsonl").unlink()
    index, warnings, _ = build(tiny_copy, jobs=1)
    assert warnings == ["results.jsonl does not exist: no trial has ended yet"]
    assert "6 missing" in index.read_text()


def test_unreadable_files_are_left_out_and_named(tiny_copy):
    histograms = sorted((tiny_copy / "hist").iterdir())
    histograms[0].unlink()
    histograms[1].write_text('{"service": {"sub_bucket_count": 5}}')
    next((tiny_copy / "series").glob("*.pauses.json")).write_text("[{}]")
    line = (tiny_copy / "results.jsonl").read_text().splitlines()[-1]
    record = json.loads(line)
    record.update(trial_id="astray", repeat=2, histograms="../../etc/passwd")
    with (tiny_copy / "results.jsonl").open("a") as file:
        file.write(json.dumps(record) + "\n")
    (tiny_copy / "primitives" / "broken-glibc.json").write_text("{}")
    index, warnings, _ = build(tiny_copy)
    assert len(warnings) == 5
    text = Checker(index.read_text()).text
    assert all(warning in text for warning in warnings)
    assert any("lies outside the run directory" in warning for warning in warnings)


@pytest.fixture(scope="module")
def live_report(live_run):
    index, warnings, _ = build(live_run)
    assert warnings == []
    return index


def test_response_over_the_live_set_comes_before_service(live_run, live_report):
    page = Checker(live_report.read_text())
    text = " ".join(page.text.split())
    order = [text.index(words) for words in (
        "cpu_ns_per_op; less is better", "load 50 % = 41.7 k ops/s): does latency grow with the live set?",
        "Latency of an op in", "closed loop): does latency grow with the live set?")]
    assert order == sorted(order)
    assert "boehm · glibc, from 1 to 64 MiB live: response time, p99 " in text
    assert text.count("Response time, p99 relative to unique, all on glibc: value") == 4
    assert len(page.alts) == len(figures(live_run, ["list"], "svg")[0]) and len(page.ids) == len(set(page.ids))


def test_settings_of_one_workload_are_folded_under_one_heading(live_report):
    text = live_report.read_text()
    page = Checker(text)
    # Of each chapter all settings but one, and those of the workload.
    assert text.count('<details class="setting"') == 5 * 5 + 6
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert "In open loop ops are due" in page.text.replace("\n    ", " ").replace("\n", " ")
    assert "Other trials ran in a closed loop" in " ".join(page.text.split())
    assert "saturated in\n" not in page.text and "saturated in 6 of 6 trials" in page.text
    assert not re.search(r"\b(nan|inf|None|Undefined)\b", page.text)


@pytest.mark.parametrize("name, words", [
    ("heap_run", ("time against space", "boehm @ 1.5× · glibc", "smallest heap in which it ran", "3 ×")),
    ("threads_run", ("what more threads bring and cost", "the throughput of 1 thread."))])
def test_sweeps_have_their_overview_figure_and_table(name, words, request):
    run = request.getfixturevalue(name)
    index, warnings, _ = build(run)
    text = " ".join(Checker(index.read_text()).text.split())
    assert warnings == [] and all(word in text for word in words)
    first = {path.name: path.read_bytes() for path in index.parent.iterdir()}
    build(run, jobs=1, again=True)
    assert {path.name: path.read_bytes() for path in index.parent.iterdir()} == first


def test_ratios_csv_tells_heaps_apart(heap_run):
    build(heap_run)
    rows = list(csv.DictReader((heap_run / "report" / "ratios.csv").read_text().splitlines()))
    keys = [tuple(row[name] for name in ("variant", "config", "allocator", "heap_limit_bytes", "metric"))
            for row in rows]
    assert len(keys) == len(set(keys)) == 11 * 6
    assert len({row["heap_limit_bytes"] for row in rows} - {""}) == 3


def test_a_process_that_is_ended_ends_the_report_in_one_line():
    def ended():
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ReportError, match="ended a process that drew figures.*--jobs 1"):
        _all([ended, list], 2)
