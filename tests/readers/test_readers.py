"""Histogram logs make sense to readers that are not ours: HdrHistogram's in Java, and hdr-histogram-js."""

import json
import shutil

import pytest

from readers import (bench_all, cell_name, distribution_of, expected_of_run, highest_in_bucket, read_all_with_java,
                     read_all_with_node)

MS = 1_000_000


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("readers") / "run"
    bench_all("run", "--profile", "smoke", "--workload", "null", "--workload", "tree_build", "--load", "0",
              "--blocks", "3", "--no-primitives", "--no-lock", "--out", out)
    return out


def histogram(counts):
    low, high = min(counts), max(counts)
    lowest = low if low < 2048 else highest_in_bucket(low - 1) + 1
    return {"significant_digits": 3, "sub_bucket_count": 2048, "min": lowest, "max": highest_in_bucket(high),
            "total": sum(counts.values()), "sum": 0, "counts": sorted(counts.items())}


LAST = 33420  # the bucket of one hour


@pytest.fixture(scope="module")
def extreme_run(run):
    """The same run with histograms of our making in two cells, whose names are returned: one that every reader can
    hold, and one with counts beyond 2^53, which JavaScript refuses."""
    copy = run.parent / "extreme"
    shutil.copytree(run, copy)
    cells = {}
    for line in (copy / "results.jsonl").read_text().splitlines():
        trial = json.loads(line)
        if trial["histograms"]:  # not of cells that cannot run
            cells.setdefault(cell_name(trial["cell"]), []).append(copy / trial["histograms"])
    all_readers, java_only = sorted(cells)[:2]
    # Counts of 1 to 8 bytes at both ends of each length; empty buckets alone, and in short and long runs.
    lengths = {i * i * 120: 1 << max(7 * i - 1, 0) for i in range(8)}
    lengths |= {i * i * 120 + 2 + i % 3: (1 << 7 * i + 6) - 1 for i in range(7)}
    first, second, third = cells[all_readers]
    first.write_text(json.dumps({"service": histogram(lengths), "response": histogram({0: 1})}))
    second.write_text(json.dumps({"service": histogram({2047: 1 << 32, 2048: 5, LAST: 1 << 51}),
                                  "response": histogram({5: 10 ** 6, LAST: 1})}))
    third.write_text(json.dumps({"service": histogram(dict.fromkeys(range(0, LAST, 7), 3))}))
    # Nine bytes, the last of which holds eight bits; the sum stays within what a Java long holds.
    for file, count in zip(cells[java_only], (1 << 55, (1 << 62) + 5, (1 << 61) + 12345), strict=True):
        file.write_text(json.dumps({"service": histogram({7: 3, 9: count, LAST: count // 7})}))
    bench_all("--resume", copy, "--no-lock")
    return copy, all_readers, java_only


def only(cell, found):
    return {key: reading for key, reading in found.items() if key[0].stem == cell}


def test_java_finds_what_is_there(run, tmp_path):
    wanted = expected_of_run(run)
    found = read_all_with_java(list(wanted), tmp_path)
    assert {log.name for log, _ in wanted} == {log.name for log in (run / "hist").glob("*.hlog")}
    assert {key: reading for key, (reading, _) in found.items()} == wanted


def test_javascript_finds_what_is_there(run):
    wanted = expected_of_run(run)
    assert read_all_with_node(list(wanted)) == wanted


def test_extremes_are_read_as_they_are(extreme_run, tmp_path):
    copy, all_readers, java_only = extreme_run
    wanted = only(all_readers, expected_of_run(copy))
    assert {tag for _, tag in wanted} == {"service", "response"}
    assert read_all_with_node(list(wanted)) == wanted
    wanted |= only(java_only, expected_of_run(copy))
    assert max(reading["total"] for reading in wanted.values()) > 1 << 62
    assert {key: reading for key, (reading, _) in read_all_with_java(list(wanted), tmp_path).items()} == wanted


def test_percentile_distributions_are_those_that_java_writes(run, extreme_run, tmp_path):
    copy, all_readers, _ = extreme_run
    keys = [key for key in expected_of_run(run) if "tree_build" in key[0].name]
    keys += only(all_readers, expected_of_run(copy))
    for (log, tag), (_, (theirs, their_moments)) in read_all_with_java(keys, tmp_path).items():
        ours, our_moments = distribution_of(log.with_name(f"{log.stem}.{tag}.hgrm").read_text(), MS)
        assert [(value, count) for value, _, count in ours] == [(value, count) for value, _, count in theirs]
        # Java rounds the twelfth digit the other way where it is a tie.
        assert [level for _, level, _ in ours] == pytest.approx([level for _, level, _ in theirs], abs=1.5e-12, rel=0)
        assert our_moments == pytest.approx(their_moments, rel=1e-6, abs=0.51)


def test_a_missing_reader_fails_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for read in (lambda: read_all_with_java([], tmp_path), lambda: read_all_with_node([])):
        with pytest.raises(pytest.fail.Exception, match="scripts/setup --tests"):
            read()
