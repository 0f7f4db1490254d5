"""What may be divided by, and what stands in which file."""

from dataclasses import replace

import pytest

from reports.export import trends
from reports.export.measures import measures
from reports.export.quantities import QUANTITIES
from reports.run.errors import ReportError
from reports.run.metrics import described
from reports.testing.export import choice


def test_what_is_never_zero_is_what_takes_time_or_memory(sample):
    assert {name for name in QUANTITIES if not trends.can_be_zero(
            name, described(sample.metrics, name))} == {
        "cpu_ns_per_op", "ops_per_s", "service_p50_ns", "service_p99_ns", "service_p999_ns", "response_p50_ns",
        "response_p99_ns", "response_p999_ns", "rss_peak_bytes", "rss_steady_bytes", "bloat"}


def test_a_metric_that_can_be_zero_is_left_out_also_where_it_is_not(sample):
    found = measures(choice(sample, ["interruption_share", "cpu_ns_per_op"]))
    assert any(one.metric == "interruption_share" and min(one.numbers) > 0 for one in found.series)
    kept, remarks = trends.divisible(found.series)
    assert {one.metric for one in kept} == {"cpu_ns_per_op"} and "interruption_share" in remarks[-1]
    with pytest.raises(ReportError, match="choose cpu_ns_per_op"):
        trends.divisible([one for one in found.series if one.metric == "interruption_share"])


def test_a_zero_that_should_not_be_is_left_out_by_name(sample):
    trials = [replace(trial, metrics={**trial.metrics, "cpu_ns_per_op": 0}) if trial.cell.setting.workload == "null"
              else trial for trial in sample.trials]
    kept, remarks = trends.divisible(measures(choice(replace(sample, trials=trials), ["cpu_ns_per_op"])).series)
    assert kept and not any(one.name.startswith("null/") for one in kept)
    assert "null/unique/glibc" in "".join(remarks)


def test_each_file_has_one_direction_and_every_series_a_file(sample):
    series = measures(choice(sample)).series
    files = trends.by_direction(series)
    assert {one.metric for one in files["more_is_better.json"]} == {"ops_per_s"}
    assert sum(map(len, files.values())) == len(series)
    assert list(trends.by_direction(files["less_is_better.json"])) == ["less_is_better.json"]
