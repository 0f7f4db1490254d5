"""Google Benchmark's JSON: repetitions, units, labels, failures."""

import json

from reports.run import primitives
from reports.run.primitives import primitive_table


def write(directory, name, runs, **context):
    (directory / "primitives").mkdir(exist_ok=True)
    (directory / "primitives" / name).write_text(json.dumps({"context": context, "benchmarks": runs}))


def test_the_note_says_what_no_interval_means_and_the_heap_policy(tmp_path):
    write(tmp_path, "unique-glibc.json", [run("a", 1)], settings="")
    write(tmp_path, "boehm-glibc.json", [run("a", 2)], settings="free space divisor 3")
    note = primitive_table(primitives.load(tmp_path, [])).note
    assert "No interval is known" in note and "Heap policy of boehm-glibc: free space divisor 3." in note
    assert "unique-glibc" not in note


def run(name, cpu, unit="ns", **fields):
    return {"name": name, "run_name": name, "run_type": "iteration", "cpu_time": cpu, "time_unit": unit,
            **fields}


def times(found):
    return {name: {column: entry.ns for column, entry in entries.items()}
            for name, entries in found.entries.items()}


def test_median_of_repetitions_in_nanoseconds(tmp_path):
    write(tmp_path, "unique-glibc.json", [
        run("a", 3, "us"), run("a", 1, "us"), run("a", 2, "us"),
        {**run("a_median", 9, "us"), "run_name": "a", "run_type": "aggregate", "aggregate_name": "median"}])
    write(tmp_path, "boehm-glibc.json", [run("a", 5), run("b", 7)])
    warnings = []
    found = primitives.load(tmp_path, warnings)
    assert found.columns == ["boehm-glibc", "unique-glibc"] and warnings == []
    assert times(found) == {"a": {"boehm-glibc": 5, "unique-glibc": 2000}, "b": {"boehm-glibc": 7}}
    assert found.repetitions == (1, 3) and "median of 1 to 3 repetitions" in primitive_table(found).note


def test_failures_and_rubbish_are_named(tmp_path):
    failed = run("b", 0, error_occurred=True, error_message="no memory")
    write(tmp_path, "unique-glibc.json", [run("a", 1), failed])
    write(tmp_path, "x-glibc.json", [run("a", 1, "fortnights")])
    warnings = []
    assert times(primitives.load(tmp_path, warnings)) == {"a": {"unique-glibc": 1}}
    assert "no memory" in warnings[0] and "x-glibc.json" in warnings[1]


def test_a_benchmark_that_times_itself_gives_elapsed_time_under_its_plain_name(tmp_path):
    write(tmp_path, "unique-glibc.json", [
        run("drop/4/iterations:8/manual_time", 50_000, real_time=3),
        run("drop/4/iterations:8/manual_time", 70_000, real_time=5), run("a/iterations:9", 2, real_time=9)])
    found = primitives.load(tmp_path, [])
    assert times(found) == {"drop/4": {"unique-glibc": 4}, "a": {"unique-glibc": 2}}
    assert found.self_timed == ["drop/4"]
    assert "measured once" not in primitive_table(found).note
    assert "Of drop/4: elapsed time" in primitive_table(found).note


def test_labels_and_reasons_are_footnotes_told_once(tmp_path):
    write(tmp_path, "boehm-glibc.json", [run("a", 1, label="freed later"), run("b", 2, label="freed later")])
    write(tmp_path, "unique-glibc.json", [
        run("a", 3), run("b", 0, error_occurred=True, error_message="not applicable: one owner")])
    warnings = []
    table = primitive_table(primitives.load(tmp_path, warnings))
    assert warnings == [] and "measured once" in table.note
    assert table.rows == [("a", ["1.00 ns [1]", "3.00 ns"]), ("b", ["2.00 ns [1]", "n/a [2]"])]
    assert table.footnotes == [("1", "freed later"), ("2", "not applicable: one owner")]


def test_a_time_that_is_not_finite_leaves_its_file_out(tmp_path):
    write(tmp_path, "unique-glibc.json", [run("a", 1)])
    path = tmp_path / "primitives" / "unique-glibc.json"
    path.write_text(path.read_text().replace('"cpu_time": 1', '"cpu_time": 1e999'))
    warnings = []
    assert primitives.load(tmp_path, warnings) is None and "not finite" in warnings[0]


def test_without_files_there_is_no_table(tmp_path):
    assert primitives.load(tmp_path, []) is None
