"""Google Benchmark's JSON: repetitions, aggregates alone, units, failures."""

import json

from reports import primitives


def write(directory, name, runs):
    (directory / "primitives").mkdir(exist_ok=True)
    (directory / "primitives" / name).write_text(json.dumps({"context": {}, "benchmarks": runs}))


def run(name, cpu, unit="ns", **fields):
    return {"name": name, "run_name": name, "run_type": "iteration", "cpu_time": cpu, "time_unit": unit,
            **fields}


def test_median_of_repetitions_in_nanoseconds(tmp_path):
    write(tmp_path, "unique-glibc.json", [
        run("a", 3, "us"), run("a", 1, "us"), run("a", 2, "us"),
        {**run("a_median", 9, "us"), "run_name": "a", "run_type": "aggregate", "aggregate_name": "median"}])
    write(tmp_path, "boehm-glibc.json", [run("a", 5), run("b", 7)])
    warnings = []
    found = primitives.load(tmp_path, warnings)
    assert found.columns == ["boehm-glibc", "unique-glibc"] and warnings == []
    assert found.cpu_ns == {"a": {"boehm-glibc": 5, "unique-glibc": 2000}, "b": {"boehm-glibc": 7}}
    assert found.repetitions == (1, 3)


def test_aggregates_alone_are_enough(tmp_path):
    write(tmp_path, "unique-glibc.json", [
        {**run(f"a_{name}", cpu), "run_name": "a", "run_type": "aggregate", "aggregate_name": name}
        for name, cpu in (("mean", 4), ("median", 3), ("stddev", 1))])
    assert primitives.load(tmp_path, []).cpu_ns == {"a": {"unique-glibc": 3}}


def test_failures_and_rubbish_are_named(tmp_path):
    failed = run("b", 0, error_occurred=True, error_message="no memory")
    write(tmp_path, "unique-glibc.json", [run("a", 1), failed])
    write(tmp_path, "x-glibc.json", [run("a", 1, "fortnights")])
    warnings = []
    assert primitives.load(tmp_path, warnings).cpu_ns == {"a": {"unique-glibc": 1}}
    assert "no memory" in warnings[0] and "x-glibc.json" in warnings[1]


def test_without_files_there_is_no_table(tmp_path):
    assert primitives.load(tmp_path, []) is None
