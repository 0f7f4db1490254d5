"""Latency over time against the other records of the same ops: histograms, and the log of interruptions."""

import itertools
import json

from built_suite import bench_all, measured, quiet_host


def lowest(index):
    """The least ns that falls into a bucket of a HISTOGRAM."""
    if index < 2048:
        return index
    return (index % 1024 + 1024) << (index // 1024 - 1)


def run(folder, *words):
    folder.mkdir(exist_ok=True)
    out = folder / "run"
    bench_all("run", "--no-lock", "--no-primitives", "--profile", "quick", "--blocks", 1, "--out", out, *words,
              *quiet_host(folder))
    for record in measured(out):
        yield record, lambda name: json.loads((out / record[name]).read_text())


def columns(series, kind):
    assert series[kind]["columns"] == ["slice", "max_ns", "counts"]
    return series[kind]["rows"]


def test_slices_hold_every_op_of_the_histograms(tmp_path):
    """Both loops, one thread and two: bucket by bucket, all slices together are the histogram."""
    kinds = set()
    for record, read in itertools.chain(
            run(tmp_path / "one", "--workload", "request_server", "--variant", "unique", "--variant", "boehm",
                "--allocator", "glibc", "--live", "1", "--capacity", "20000"),
            run(tmp_path / "two", "--workload", "shared_readers/hot", "--variant", "shared", "--allocator", "glibc",
                "--threads", "2")):
        series, histograms = read("latency_series"), read("histograms")
        edges = series["edges_ns"]
        assert set(histograms) == set(series) - {"start_ns", "slice_ns", "edges_ns"}
        for kind, histogram in histograms.items():
            expected = dict.fromkeys(range(len(edges) - 1), 0)
            for index, count in histogram["counts"]:
                (bucket,) = [i for i in expected if edges[i] <= lowest(index) < edges[i + 1]]
                expected[bucket] += count
            seen = dict.fromkeys(expected, 0)
            for _, _, counts in columns(series, kind):
                for bucket, count in counts:
                    seen[bucket] += count
            assert seen == expected, (record["trial_id"], kind)
            kinds.add((kind, record["cell"]["threads"]))
    assert kinds == {("service", 1), ("response", 1), ("service", 2)}


def test_interruptions_stand_where_they_ended(tmp_path):
    """And slices begin with the steady phase."""
    seen = 0
    for record, read in run(tmp_path, "--workload", "tree_build", "--variant", "boehm", "--variant", "unique",
                            "--allocator", "glibc"):
        (steady,) = [phase for phase in record["phases"] if phase["phase"] == "steady"]
        series = read("latency_series")
        rows = {slice_: max_ns for slice_, max_ns, _ in columns(series, "service")}
        assert series["start_ns"] == steady["start_ns"]
        assert max(rows) <= min(steady["length_ns"] // series["slice_ns"], 127)
        assert max(rows) >= 64 or series["slice_ns"] == 250_000
        longest = {}
        for gap in read("interruptions"):
            if gap["phase"] == "steady":
                end = gap["start_ns"] + gap["length_ns"] - series["start_ns"]
                # A ns is lost in rounding, and may be the one that parts two slices.
                if end % series["slice_ns"] > 10:
                    slice_ = end // series["slice_ns"]
                    longest[slice_] = max(longest.get(slice_, 0), gap["length_ns"])
        for slice_, length_ns in longest.items():
            assert rows[slice_] == length_ns, (record["trial_id"], slice_)
        seen += len(longest)
    assert seen >= 20, "the collector's pauses, at least"
