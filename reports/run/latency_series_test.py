"""Latencies over time: what is read from a file, and what is refused."""

import json

import pytest

from reports.run import latency_series
from reports.run.files import Files
from reports.run.load import load_run

GOOD = {"start_ns": 0, "slice_ns": 10, "edges_ns": [0, 1, 2, 4],
        "service": {"columns": ["slice", "max_ns", "counts"], "rows": [[0, 1, [[0, 5], [1, 2]]], [3, 2, [[2, 1]]]]}}


def rows(*found):
    return {**GOOD, "service": {"columns": ["slice", "max_ns", "counts"], "rows": list(found)}}


@pytest.mark.parametrize("record, message", [
    ([], "not an object"),
    ({**GOOD, "slice_ns": 0}, "without length"),
    ({**GOOD, "edges_ns": [0, 2, 1, 4]}, "do not ascend"),
    ({**GOOD, "service": {**GOOD["service"], "columns": ["slice"]}}, "unexpected columns"),
    ({**GOOD, "service": []}, "garbles"),
    (rows([0, 1, [[1, 5]]], [0, 1, [[1, 5]]]), "do not ascend"),
    (rows([10**9, 1, [[1, 5]]]), "beyond the 4096th"),
    (rows([0, 1, [[1, 5], [0, 5]]]), "slice 0 has no counts"),
    (rows([0, 1, [[1, 0]]]), "slice 0 has no counts"),
    (rows([0, 1, []]), "slice 0 has no counts"),
    (rows([0, 1, [[-1, 5]]]), "slice 0 has no counts"),
    (rows([0, 4, [[3, 5]]]), "outside its highest bucket"),
    (rows([0, 2, [[1, 5]]]), "outside its highest bucket"),
    (rows([0, 1, [[1]]]), "reshape")])
def test_a_damaged_record_is_left_out_and_named(synthetic_run, tmp_path, record, message):
    files, trial = Files(tmp_path), next(trial for trial in load_run(synthetic_run).trials if trial.ok)
    (tmp_path / "series").mkdir()
    (tmp_path / trial.latency_series).write_text(json.dumps(record))
    assert files.latency_over_time(trial) == {}
    assert len(files.warnings) == 1 and message in files.warnings[0]


def test_a_good_record_is_read():
    series = latency_series.decode(GOOD)["service"]
    assert series.counts.tolist() == [[5, 2, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert series.max_ns.tolist() == [1, 0, 0, 2] and series.total == 8
    joined = series.joined(30)
    assert joined.counts.tolist() == [[5, 2, 0], [0, 0, 1]] and joined.max_ns.tolist() == [1, 2]
    with pytest.raises(ValueError, match="do not fit"):
        series.joined(15)
