"""Latency over time as drawn, pixel by pixel against the rows of the files."""

import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest

from reports.figures import heat_map
from reports.figures.drawing import shades, style, svg, theme
from reports.run.files import Files
from reports.run.latency_series import LatencySeries
from reports.run.load import load_run
from reports.run.topics import topics
from reports.testing.synthetic_series import EDGES_NS

pytestmark = pytest.mark.filterwarnings("error")


def topic_of(directory, workload, **parameters):
    return next(topic for topic in topics(load_run(directory)) if topic.setting.workload == workload
                and all(getattr(topic.setting, name) == value for name, value in parameters.items()))


@pytest.fixture(scope="module")
def topic(synthetic_run):
    return topic_of(synthetic_run, "message_window")


@pytest.fixture(scope="module")
def heats(topic, synthetic_run):
    return heat_map.measure(topic, Files(synthetic_run))


def raw(run, trial):
    return json.loads((run / trial.latency_series).read_text())


def rewrite(run, trial, change):
    """Replaces the latency series of a trial by what `change` makes of it."""
    (run / trial.latency_series).write_text(json.dumps(change(raw(run, trial))))


def change_lines(run, change):
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
    for line in lines:
        change(line)
    (run / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def count_at(record, kind, slice_ns, slice_, ns):
    """Ops in a joined slice whose bucket holds `ns`, by looking at every row."""
    edges, several = record["edges_ns"], slice_ns // record["slice_ns"]
    return sum(ops for number, _, counts in record[kind]["rows"] if number // several == slice_
               for bucket, ops in counts if edges[bucket] <= ns < edges[bucket + 1])


def panel_of(fig, name):
    return next(ax for ax in fig.axes if ax.get_title(loc="left") == name)


def written_in(ax):
    return " ".join(text.get_text() for text in ax.texts).replace("\n", " ")


def test_every_pixel_is_the_colour_of_a_count_of_the_file(synthetic_run, topic, heats):
    fig = heat_map.draw(topic, heats, ["here"])
    assert [heat.cell.label for heat in heats] == [
        f"{name} · glibc" for name in ("value", "unique", "shared", "boehm", "boehm:incremental")]
    slice_ns = max(raw(synthetic_run, heat.trial)["slice_ns"] for heat in heats)
    most = max(heat.series.counts.max() for heat in heats)
    seen = set()
    for heat in heats:
        (image,) = panel_of(fig, heat.cell.name).images
        pixels, record = np.asarray(image.get_array()), raw(synthetic_run, heat.trial)
        left, right, low, high = image.get_extent()
        assert (left, right) == (0, pytest.approx(pixels.shape[1] * slice_ns / 1e9))
        for row in range(0, pixels.shape[0], 3):
            ns = 2 ** (low + (row + 0.5) / pixels.shape[0] * (high - low))
            for slice_ in range(pixels.shape[1]):
                ops = count_at(record, "service", slice_ns, slice_, ns)
                share = math.log(ops) / math.log(most) if ops else 0
                expected = (0, 0, 0, 0) if not ops else shades.SCALE(share, bytes=True)
                assert tuple(pixels[row, slice_]) == expected, (heat.cell.label, row, slice_)
                seen.add(expected)
    assert len(seen) > 10


def test_buckets_are_drawn_where_their_edges_are(topic, heats):
    for ax in heat_map.draw(topic, heats, []).axes[:5]:
        (image,) = ax.images
        assert tuple(image.get_extent()[2:]) == ax.get_ylim() == heat_map.draw(topic, heats, []).axes[0].get_ylim()
    series = heats[0].series
    octaves = (math.log2(series.edges_ns[8]), math.log2(series.edges_ns[-1]))
    counts = np.zeros((1, len(series.edges_ns) - 1), dtype=int)
    counts[0, 8::2] = 1
    rows = shades.pixels(replace(series, counts=counts, max_ns=np.array([1])), octaves,
                         heat_map.LogNorm(1, 10))[:, 0, 3] > 0
    edges = np.flatnonzero(np.diff(rows.astype(int))) + 1
    found = 2 ** (octaves[0] + edges / len(rows) * (octaves[1] - octaves[0]))
    assert found == pytest.approx(series.edges_ns[9:9 + len(found)], rel=0.005) and len(found) > 10


def test_strokes_are_the_longest_ops_of_the_file(synthetic_run, topic, heats):
    fig = heat_map.draw(topic, heats, [])
    for heat in heats:
        (line,) = [line for line in panel_of(fig, heat.cell.name).lines if line.get_color() == heat_map.MAXIMUM]
        x, y = (values.reshape(-1, 3) for values in line.get_data())
        record = raw(synthetic_run, heat.trial)
        several = heat.series.slice_ns // record["slice_ns"]
        longest = {}
        for number, max_ns, _ in record["service"]["rows"]:
            longest[number // several] = max(longest.get(number // several, 0), max_ns)
        assert np.all(np.isnan(x[:, 2])) and np.array_equal(y[:, 0], y[:, 1])
        assert dict(zip(np.round(x[:, 0] * 1e9 / heat.series.slice_ns).astype(int),
                        np.round(2 ** y[:, 0]).astype(int))) == longest
        assert x[:, 1] - x[:, 0] == pytest.approx(heat.series.slice_ns / 1e9)
    tips = [mark.tip for mark in fig.marks.values()]
    assert len(tips) == 5 and all(heat.trial.trial_id in tip for heat, tip in zip(heats, tips))
    assert "4000 ops" in tips[0] and "longest service time" in tips[0]


@pytest.mark.parametrize("load, kinds", [(None, {"service"}), (50, {"service", "response"})])
def test_slices_add_up_to_the_histograms(live_run, load, kinds):
    topic, files = topic_of(live_run, "request_server", live_mib=64, load=load), Files(live_run)
    for trial in (trial for entry in topic.cells for trial in entry.ok):
        over_time, whole = files.latency_over_time(trial), files.latencies(trial)
        assert set(over_time) == set(whole) == kinds
        for kind, series in over_time.items():
            low = np.where(whole[kind].index < 2048, whole[kind].index,
                           (whole[kind].index % 1024 + 1024) << np.maximum(whole[kind].index // 1024 - 1, 0))
            bucket = np.searchsorted(series.edges_ns, low, side="right") - 1
            expected = np.bincount(bucket, weights=whole[kind].count, minlength=series.counts.shape[1])
            assert np.array_equal(series.counts.sum(axis=0), expected)
            assert series.max_ns.max() == whole[kind].max


def test_open_loop_shows_response_times(live_run):
    topic = topic_of(live_run, "request_server", live_mib=64, load=50)
    heats = heat_map.measure(topic, Files(live_run))
    assert {heat.kind for heat in heats} == {"response"}
    for heat in heats:
        assert heat.series.total == sum(ops for _, _, counts in raw(live_run, heat.trial)["response"]["rows"]
                                        for _, ops in counts)
    assert heat_map.draw(topic, heats, []).axes[0].get_ylabel() == "response time"


def test_the_trial_with_the_median_p99_stands_for_its_cell(topic):
    entry = next(entry for entry in topic.cells if entry.cell.label == "unique · glibc")
    p99 = sorted(trial.metrics["service_p99_ns"] for trial in entry.ok)
    assert heat_map.representative(entry, "service").metrics["service_p99_ns"] == p99[(len(p99) - 1) // 2]
    del entry.trials[0].metrics["service_p99_ns"]
    longest = sorted(trial.metrics["service_max_ns"] for trial in entry.ok)
    found = heat_map.representative(entry, "service")
    entry.trials[0].metrics["service_p99_ns"] = p99[0]
    assert found.metrics["service_max_ns"] == longest[(len(longest) - 1) // 2]


def test_slices_are_joined_to_the_longest_of_all_panels(run_copy):
    topic = topic_of(run_copy, "message_window")
    trial = heat_map.representative(topic.cells[0], "service")
    before = heat_map.measure(topic, Files(run_copy))
    rewrite(run_copy, trial, lambda record: {**record, "slice_ns": 4 * before[1].series.slice_ns})
    after = heat_map.measure(topic, Files(run_copy))
    assert {heat.series.slice_ns for heat in after} == {4 * before[1].series.slice_ns}
    for old, new in zip(before[1:], after[1:]):
        for slice_ in range(len(new.series.counts)):
            mine = slice(4 * slice_, 4 * slice_ + 4)
            assert np.array_equal(new.series.counts[slice_], old.series.counts[mine].sum(axis=0))
            assert new.series.max_ns[slice_] == old.series.max_ns[mine].max()


def test_slices_that_do_not_fit_are_not_drawn_and_say_so(run_copy):
    topic = topic_of(run_copy, "message_window")
    trial = heat_map.representative(topic.cells[0], "service")
    rewrite(run_copy, trial, lambda record: {**record, "slice_ns": record["slice_ns"] + 1})
    heats = heat_map.measure(topic, Files(run_copy))
    missing = [heat for heat in heats if heat.series is None]
    assert missing and all("do not fit" in heat.missing for heat in missing)
    assert "do not fit" in written_in(panel_of(heat_map.draw(topic, heats, []), missing[0].cell.name))


def test_at_most_nine_panels_and_the_rest_is_named(topic):
    def entry(number, **changes):
        original = topic.cells[number]
        return replace(original, cell=replace(original.cell, **changes))
    labels = [one.cell.label for one in topic.cells]
    boehm = labels.index("boehm · glibc")
    many = [*topic.cells, *(entry(boehm, config=f"c{number}") for number in range(4)),
            *(entry(boehm, heap_limit_bytes=number + 1, heap_factor=number + 1) for number in range(4))]
    found = heat_map.shown(replace(topic, cells=many))
    names = [one.cell.name for one in found]
    assert names == ["value", "unique", "shared", "boehm", "boehm:incremental", *(f"boehm:c{n}" for n in range(4))]
    assert [one.cell.name for one in heat_map.shown(topic)] == names[:5]


def test_a_cell_without_a_map_says_why(run_copy):
    def change(line):
        cell = line["cell"]
        if cell["variant"] == "value" and cell["workload"] == "message_window":
            line["latency_series"] = None
        if cell["variant"] == "shared" and cell["workload"] == "message_window":
            line.update(status="crashed", reason="signal 11")
    change_lines(run_copy, change)
    topic, files = topic_of(run_copy, "message_window"), Files(run_copy)
    heats = heat_map.measure(topic, files)
    fig = heat_map.draw(topic, heats, [])
    assert written_in(panel_of(fig, "value")) == "Not measured: its trials have no record of latency over time."
    assert written_in(panel_of(fig, "shared")) == "Not measured: no ok trial."
    assert not panel_of(fig, "value").images and len(panel_of(fig, "unique").images) == 1
    assert "value · glibc not measured" in heat_map.told(topic, heats).alt and files.warnings == []
    assert "value: " not in heat_map.told(topic, heats).caption


def test_saturated_trials_have_no_response_times(live_run):
    topic = topic_of(live_run, "request_server", live_mib=1, load=120)
    heats = {heat.cell.name: heat for heat in heat_map.measure(topic, Files(live_run))}
    assert "saturated" in heats["boehm:incremental"].missing and heats["unique"].series is not None
    assert "response" not in Files(live_run).latency_over_time(
        next(entry for entry in topic.cells if entry.saturated).saturated[0])


def test_without_records_a_sentence_stands_there(run_copy):
    change_lines(run_copy, lambda line: line.update(latency_series=None))
    topic, files = topic_of(run_copy, "null"), Files(run_copy)
    found = heat_map.measure(topic, files)
    assert found == [] and files.warnings == []
    assert written_in(heat_map.draw(topic, found, []).axes[0]) == heat_map.EMPTY
    assert "which children need not have" in heat_map.told(topic, found).caption
    words = heat_map.told(topic, found)
    assert "no ok trial has a record" in words.alt and words.basis == "N: no trial."


def test_caption_says_which_trial_and_what_is_not_there(topic, heats):
    text = heat_map.told(topic, heats).caption
    for heat in heats:
        assert f"{heat.cell.name}: {heat.trial.trial_id}, of " in text
    assert "not value · jemalloc, unique · jemalloc, shared · jemalloc" in text
    assert "10 in" in heat_map.told(topic, heats).basis and "no interval" in heat_map.told(topic, heats).basis
    longest_ns, _ = heats[3].longest
    assert longest_ns == max(heats[3].series.max_ns) and "boehm · glibc at most" in heat_map.told(topic, heats).alt


def test_nine_panels_are_small_and_the_same_bytes_each_time(topic, heats):
    rng = np.random.default_rng(3)
    counts = np.zeros((128, 60), dtype=int)
    counts[:, 14:20] = rng.poisson(500, (128, 6))
    counts[:, 20:40] = rng.poisson(0.3, (128, 20))
    longest = rng.integers(1, 10**6, 128)
    busy = [replace(heats[0], series=LatencySeries(0, 4_000_000, EDGES_NS[:61], counts, longest))] * 9

    def drawn():
        fig, file = heat_map.draw(topic, busy, []), io.BytesIO()
        style.save(fig, file, "svg")
        return svg.inline(file.getvalue().decode(), "one", fig.marks).text
    text = drawn()
    assert text == drawn() and len(text) < 60_000


def test_the_scale_darkens_step_by_step_and_its_ends_can_be_seen():
    colours = [shades.SCALE(step) for step in np.linspace(0, 1, shades.SCALE.N)]
    light = [theme.luminance(colour[:3]) for colour in colours]
    assert all(later < 0.95 * earlier for earlier, later in zip(light, light[1:]))
    assert theme.contrast(colours[0][:3], theme.LIGHT_PAPER) > 2 and theme.contrast(colours[0][:3], colours[-1][:3]) > 6
    # A dark page inverts lightness; hues are turned back, which changes little of it.
    assert theme.contrast([1 - channel for channel in colours[0][:3]], theme.DARK_PAPER) > 1.8
