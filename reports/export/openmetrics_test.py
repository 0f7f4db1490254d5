"""The parser of Prometheus' own Python client takes the file, and finds in it what the run holds.

That parser says of itself that it lets more pass than the specification, so that some of its rules (OpenMetrics 1.0:
names, base units as suffixes, families in one piece, label sets that differ) are checked here on the text.
"""

import math
import re
import statistics
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from reports.export import openmetrics
from reports.export.measures import measures
from reports.export.quantities import QUANTITIES
from reports.run.load import load_run
from reports.run.metrics import described
from reports.testing.evil import EVIL, write_evil
from reports.testing.export import choice
from reports.testing.synthetic_run import Plan

GOLDEN = Path(__file__).parents[1] / "testing/golden/openmetrics.txt"
LINE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)+)\} (\S+)')


def exported(run, metrics=(), **asked):
    return openmetrics.export(choice(run, metrics, **asked)).text


def parsed(text):
    """Family -> samples, as Prometheus' client reads them in the new format and, without units, in the old one."""
    try:
        from prometheus_client import parser as old
        from prometheus_client.openmetrics import parser as new
    except ImportError:
        pytest.fail("python3-prometheus-client is missing: run scripts/setup --tests", pytrace=False)
    found = list(new.text_string_to_metric_families(text))
    before = list(old.text_string_to_metric_families(text))
    assert [(f.name, f.type, f.samples) for f in found] == [(f.name, f.type, f.samples) for f in before]
    return {family.name: family for family in found}


def broken_rules(text):
    """What the specification forbids, in words; nothing for a file that it allows."""
    lines = text.split("\n")
    names, seen, found = [], set(), []
    if lines[-2:] != ["# EOF", ""] or "" in lines[:-1]:
        found.append("does not end in # EOF, or has empty lines")
    for line in lines[:-2]:
        told = re.fullmatch(r"# (TYPE|UNIT|HELP) (ovg_[a-z0-9_]+) (.+)", line)
        sample = LINE.fullmatch(line)
        if not told and not sample:
            found.append(f"neither metadata nor a sample: {line[:80]}")
            continue
        names.append(told[2] if told else sample[1])
        if told and told[1] == "UNIT" and not told[2].endswith(f"_{told[3]}"):
            found.append(f"unit is no suffix: {line}")
        if sample:
            found += [f"twice: {line[:80]}"] if sample[1] + sample[2] in seen else []
            seen.add(sample[1] + sample[2])
            found += [] if math.isfinite(float(sample[3])) else [f"no number: {line[:80]}"]
    pieces = [name for name, _ in groupby(names)]
    return found + ([] if len(set(pieces)) == len(pieces) else ["a family is in pieces"])


def test_samples_are_medians_of_blocks_in_base_units(sample):
    text = exported(sample)
    assert broken_rules(text) == []
    found = parsed(text)
    for name, unit, metric, size in (("ovg_cpu_per_op_seconds", "seconds", "cpu_ns_per_op", 1e9),
                                     ("ovg_rss_peak_bytes", "bytes", "rss_peak_bytes", 1),
                                     ("ovg_deadline_miss_1ms_ratio", "ratio", "deadline_miss_1ms", 1),
                                     ("ovg_ops_per_second", "", "ops_per_s", 1)):
        assert found[name].type == "gauge" and found[name].unit == unit
        told = found[name].documentation
        assert metric in told and described(sample.metrics, metric).better in told
        for one in found[name].samples:
            at = one.labels
            values = [t.metrics[metric] for t in sample.trials if (
                t.cell.setting.workload, t.cell.variant, t.cell.allocator, t.cell.setting.live_mib) == (
                at["workload"], at["variant"], at["allocator"], int(at["live_mib"]) if "live_mib" in at else None)]
            assert len(values) == 6 and one.value == pytest.approx(statistics.median(values) / size, rel=1e-12)
    assert len(found["ovg_cpu_per_op_seconds"].samples) == 8 and len(found["ovg_ops_per_second"].samples) == 4


def test_blocks_stand_beside_each_sample(sample):
    run = replace(sample, trials=[t for t in sample.trials if t.cell.variant == "unique" or t.block > 2])
    found = parsed(exported(run, ["cpu_ns_per_op", "rss_*"]))
    for name in ("ovg_cpu_per_op_seconds", "ovg_rss_peak_bytes", "ovg_rss_steady_bytes"):
        of = {tuple(sorted({**one.labels, "metric": name}.items())) for one in found[name].samples}
        beside = [one for one in found["ovg_blocks"].samples if one.labels["metric"] == name]
        assert {tuple(sorted(one.labels.items())) for one in beside} == of
        assert {(one.labels["variant"], one.value) for one in beside} == {("unique", 6), ("boehm", 4)}
    about = found["ovg_run"].samples[0].labels
    assert about["commit"] == "997254ba042d" and about["created"] == "2026-11-25T06:03:35Z"


def test_every_metric_has_a_name_of_its_own(live_run, sample):
    names = [openmetrics.name_of(name, described(sample.metrics, name).unit) for name in QUANTITIES]
    assert len(set(names)) == len(names)
    unfit = re.compile(r"_(total|count|sum|bucket|info|created|ns|share|per_s)(_|$)")
    assert not list(filter(unfit.search, names))
    text = exported(load_run(live_run))
    assert broken_rules(text) == [] and parsed(text)["ovg_saturated_ratio"].documentation.startswith(
        "saturated of bench_all, share of blocks")


def test_labels_tell_cells_and_sides_apart(sample, heap_run):
    sides = [replace(t, trial_id=f"{t.trial_id}-{side}", cell=replace(
        t.cell, config="a", setting=replace(t.cell.setting, side=side)))
        for t in sample.trials for side in ("base", "head")]
    text = exported(replace(sample, trials=sides, manifest=replace(sample.manifest, cells=[])), ["bloat"])
    found = parsed(text)["ovg_bloat_ratio"].samples
    assert broken_rules(text) == [] and {one.labels["side"] for one in found} == {"base", "head"}
    assert found[-1].labels == {
        "workload": "request_server", "variant": "boehm", "config": "a", "allocator": "glibc", "scale": "quick",
        "threads": "1", "live_mib": "16", "load_percent": "50", "arrivals": "fixed", "side": "head"}
    run = load_run(heap_run)
    cells = {one.cell for one in measures(choice(run, ["cpu_ns_per_op"])).series}
    samples = parsed(exported(run, ["cpu_ns_per_op"]))["ovg_cpu_per_op_seconds"].samples
    assert {one.labels.get("heap_limit_bytes") for one in samples} == {
        None if cell.heap_limit_bytes is None else str(cell.heap_limit_bytes) for cell in cells}


def test_hostile_texts_are_escaped(sample, tmp_path):
    run = load_run(write_evil(tmp_path / "evil", Plan(workloads=("null",), blocks=2, ops=100)))
    text = exported(run)
    assert broken_rules(text) == []
    at = parsed(text)["ovg_cpu_per_op_seconds"].samples[0].labels
    assert at["workload"] == run.trials[0].cell.setting.workload != f"null {EVIL}"
    hostile = 'a\\b"c\nd\\n}'
    trials = [replace(t, cell=replace(t.cell, allocator=hostile)) for t in sample.trials]
    text = exported(replace(sample, trials=trials), ["cpu_ns_per_op"])
    assert broken_rules(text) == []
    assert {one.labels["allocator"] for one in parsed(text)["ovg_cpu_per_op_seconds"].samples} == {hostile}


def test_the_text_is_the_golden_one(sample):
    text = exported(sample, ["cpu_ns_per_op", "gc_pause_share", "gc_collections"], workloads=["null"])
    assert text == GOLDEN.read_text() and broken_rules(text) == []


@pytest.mark.parametrize("old, new, broken", [
    ("# EOF\n", "", "EOF"), ("# EOF\n", "\n# EOF\n", "empty lines"),
    ("# UNIT ovg_cpu_per_op_seconds seconds", "# UNIT ovg_cpu_per_op_seconds ns", "suffix"),
    ('variant="boehm"', 'variant="unique"', "twice"), ("} 0\n", "} NaN\n", "no number"),
    ('allocator="glibc"', 'allocator="g"libc"', "neither"), ("# HELP ovg_run the", "# HELP ovg_blocks the", "pieces"),
    ("# HELP ovg_run", "# TOLD ovg_run", "neither")])
def test_the_rules_can_be_broken(old, new, broken):
    text = GOLDEN.read_text()
    assert old in text and any(broken in words for words in broken_rules(text.replace(old, new)))
