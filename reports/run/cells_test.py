"""Cells that differ in their heap are different cells, everywhere; the factor is only how it is called."""

import json
import re
from dataclasses import replace

import pytest

from reports.analysis.ratios import ratio
from reports.figures.drawing import style
from reports.run.cells import Cell, cell_key, panels, setting_key
from reports.run.errors import ReportError
from reports.run.load import load_run
from reports.run.manifest import Planned
from reports.run.names import anchor
from reports.run.records import read
from reports.run.topics import CellTrials, topics

FIELDS = {"workload": "w", "variant": "boehm", "config": "", "allocator": "glibc", "scale": "quick", "threads": 1,
          "live_mib": None, "load": None, "arrivals": None, "heap_limit_bytes": None, "side": None}


def cell(heap=None, factor=None, **fields):
    return replace(Cell.of({**FIELDS, "heap_limit_bytes": heap, **fields}), heap_factor=factor)


def test_a_heap_is_named_by_its_factor_or_else_by_its_size():
    assert cell(3 * 2**20, 1.5).label == "boehm @ 1.5× · glibc"
    assert cell(3 * 2**20, 1.5, config="incremental").name == "boehm:incremental @ 1.5×"
    assert cell(3 * 2**20).label == "boehm @ 3.00 MiB · glibc"
    assert cell().label == "boehm · glibc"


def test_two_heaps_are_two_cells_whose_reference_has_none():
    small, large = cell(10, 1.1), cell(20, 2)
    assert small != large and small == cell(10) and hash(small) == hash(cell(10))
    assert small.reference == large.reference == cell(variant="unique")
    assert small.reference.label == "unique · glibc"


def test_heaps_stand_from_small_to_large_and_after_the_allocators():
    cells = [cell(50, 5), cell(11, 1.1), cell(20, 2), cell(variant="unique", allocator="jemalloc"), cell()]
    ordered = sorted(cells, key=lambda found: cell_key(found, "collection"))
    assert [found.heap for found in ordered] == ["", "", "1.1×", "2×", "5×"]
    assert panels(cells) == ["glibc", "jemalloc", "boehm · glibc"]


def test_the_heaps_of_a_collector_share_its_marker_and_differ_in_tone():
    cells = [cell(), *(cell(size, size) for size in (1, 2, 3)), cell(4, 4, config="x")]
    looks = style.looks_of([CellTrials(found, "collection") for found in cells])
    tones = [looks[found.name][0] for found in cells[1:4]]
    assert len(set(tones)) == 3 and {looks[found.name][1] for found in cells[:4]} == {looks["boehm"][1]}
    assert [sum(bytes.fromhex(tone[1:])) for tone in tones] == sorted(sum(bytes.fromhex(t[1:])) for t in tones)
    assert looks["boehm:x @ 4×"][1] != looks["boehm"][1]


def test_what_the_plan_tells_is_no_part_of_a_cell():
    def told(**plan):
        planned = {"cell": {**FIELDS, "config": "tuned"}, "group": "collection", "status": "ok", "reason": "",
                   "headline": True, "atomic_counts": False, "heap_factor": None, "rate_per_s": None,
                   "counts_per_round": None, **plan}
        return read(Planned, planned).cell
    assert told().headline and not told(headline=False).headline and told(atomic_counts=True).atomic_counts
    assert told() == told(headline=False) == told(atomic_counts=True)
    reference = told(headline=False, atomic_counts=True).reference
    assert reference.headline and not reference.atomic_counts
    for plan in ({"headline": 1}, {"headline": None}, {"atomic_counts": "no"}):
        with pytest.raises(ValueError, match=f"{next(iter(plan))} is not true or false"):
            told(**plan)


def test_a_variant_that_nobody_knows_looks_the_same_in_every_figure():
    def looks(*names, group="ownership"):
        return style.looks_of([CellTrials(cell(variant=name), group) for name in names])
    new = ["rcu", "hazard", "pool", "slab", "tagged"]
    every = looks("value", "unique", "shared", *new)
    assert len(set(every.values())) == 8, "as many as there are spares"
    alone = [looks(name)[name] for name in new]
    assert looks(*reversed(new)) == looks(*new) and alone == [looks("value", name)[name] for name in new]
    pair = next((a, b) for a, one in zip(new, alone) for b, other in zip(new, alone) if one != other)
    assert [looks(*pair)[name] for name in pair] == [looks(name)[name] for name in pair]
    assert not {look for look in every.values()} & set(looks(*new, group="collection").values())


def test_the_load_is_a_percentage():
    assert cell(load=50).setting.parameters == "quick, 1 thread, load 50 %"


@pytest.mark.parametrize("field", [{"heap_limit_bytes": "1"}, {"heap_limit_bytes": 1.5}])
def test_a_heap_that_is_no_number_of_bytes_is_refused(field):
    with pytest.raises(ValueError, match="heap_limit_bytes"):
        Cell.of({**FIELDS, **field})


def test_trials_know_the_factor_of_their_heap_and_are_not_mixed_up(heap_run):
    run = load_run(heap_run)
    [topic] = topics(run)
    collecting = [entry for entry in topic.cells if entry.group == "collection"]
    assert [entry.cell.label for entry in collecting] == [
        f"{name} @ {factor}× · glibc" for name in ("boehm", "boehm:incremental") for factor in ("1.1", "1.5", "3")]
    for entry in topic.cells:
        assert len(entry.trials) == 6
        assert {trial.cell.heap_factor for trial in entry.trials} == {entry.cell.heap_factor}
        assert {trial.cell.heap_limit_bytes for trial in entry.trials} == {entry.cell.heap_limit_bytes}


@pytest.mark.parametrize("damage, message", [
    ({"smallest_heaps": [{"cell": "x"}]}, "smallest_heaps"), ({"smallest_heaps": {}}, "not a JSON array")])
def test_smallest_heaps_that_are_garbled_are_one_clear_error(run_copy, damage, message):
    path = run_copy / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **damage}))
    with pytest.raises(ReportError, match=message):
        load_run(run_copy)


def test_a_cell_that_is_not_in_the_plan_keeps_its_size(heap_run):
    run = load_run(heap_run)
    trials = [replace(trial, cell=replace(trial.cell, heap_factor=None)) for trial in run.trials]
    [topic] = topics(replace(run, manifest=replace(run.manifest, cells=[]), trials=trials))
    assert "boehm @ 79.2 MiB · glibc" in {entry.cell.label for entry in topic.cells}


def test_an_anchor_is_safe_stable_and_of_one_cell_only():
    cells = [cell(), cell(10, 1.5), cell(20), cell(config="incremental"), cell(variant="boehm-incremental"),
             cell(allocator="jemalloc"), cell(threads=2), cell(live_mib=16), cell(load=50), cell(scale="full"),
             cell(side="base"), cell(side="head"),
             cell(workload="a/b"), cell(workload="a b"), cell(workload='"><script>' * 20), cell(workload="ü")]
    found = [anchor(each) for each in cells]
    assert len(set(found)) == len(cells)
    assert all(re.fullmatch(r"cell-[A-Za-z0-9_-]{1,60}-[0-9a-f]{8}", name) for name in found)
    # The factor is only how a heap is called; a page that was linked to must keep its ids.
    assert anchor(cell(10)) == anchor(cell(10, 1.5)) and anchor(cell(load=50)) == anchor(cell(load=50.0))
    assert anchor(cell()) == "cell-w-boehm-glibc-8337bdfa"


def test_the_side_is_part_of_a_cell_and_of_its_label():
    base, head = (cell(side=side) for side in ("base", "head"))
    assert len({base, head, cell()}) == 3
    assert [found.label for found in (base, head, cell())] == [
        "boehm · glibc (base)", "boehm · glibc (head)", "boehm · glibc"]
    assert head.reference == cell(variant="unique", side="head"), "each is compared on its own side"
    assert head.setting.parameters == "quick, 1 thread, closed loop, head"
    assert cell(side=None) == cell()
    assert sorted([head.setting, base.setting], key=setting_key) == [base.setting, head.setting]
    with pytest.raises(ValueError, match="side"):
        Cell.of({**FIELDS, "side": "left"})


def on_two_sides(directory):
    """Makes of a run one of two sides whose head takes twice the CPU time of its base."""
    path = directory / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["cells"] = [{**planned, "cell": {**planned["cell"], "side": side}}
                         for planned in manifest["cells"] for side in ("base", "head")]
    manifest["sides"] = [{**manifest["sides"][0], "name": side} for side in ("base", "head")]
    path.write_text(json.dumps(manifest))
    lines = []
    for line in (directory / "results.jsonl").read_text().splitlines():
        for side, factor in (("base", 1), ("head", 2)):
            trial = json.loads(line)
            trial["trial_id"] += f"-{side}"
            trial["cell"]["side"] = side
            if trial["metrics"]:
                trial["metrics"]["cpu_ns_per_op"] *= factor
            lines.append(json.dumps(trial))
    (directory / "results.jsonl").write_text("\n".join(lines) + "\n")


def test_each_side_is_compared_with_its_own_reference(run_copy):
    before = topics(load_run(run_copy))
    on_two_sides(run_copy)
    after = topics(load_run(run_copy))
    assert [topic.setting.side for topic in after] == ["base", "head"] * len(before)
    assert len({topic.slug for topic in after}) == len(after)
    for topic, original in zip(after, [topic for topic in before for _ in range(2)]):
        assert len(topic.cells) == len(original.cells)
        for entry, of_one in zip(topic.cells, original.cells):
            found, expected = (ratio(its, within.reference, "cpu_ns_per_op")
                               for its, within in ((entry, topic), (of_one, original)))
            assert found.note == expected.note
            if expected.interval:
                assert found.interval.estimate == pytest.approx(expected.interval.estimate), entry.cell.label
