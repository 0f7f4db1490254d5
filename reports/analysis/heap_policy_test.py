"""Heap policies in few words, whatever the collector calls things."""

from reports.analysis import heap_policy
from reports.run.load import load_run
from reports.run.topics import topics

HEAP = "initial heap {} MiB (twice the live payload, at least 4 MiB)"


def test_a_comma_in_brackets_ends_no_clause():
    assert heap_policy.clauses(f"{HEAP.format(4)}, 1 marker") == [HEAP.format(4), "1 marker"]
    assert heap_policy.clauses("") == []


def test_a_number_that_differs_by_place_becomes_x():
    found = {"churn": [HEAP.format("4.0"), "1 marker"], "list": [HEAP.format("4.0"), "1 marker"],
             "tree": [HEAP.format("6.3"), "1 marker"]}
    assert heap_policy.over_places(found) == [HEAP.format("X") + " [X = 6.3 in tree, 4.0 elsewhere]", "1 marker"]
    found.pop("list")
    assert heap_policy.over_places(found)[0] == HEAP.format("X") + " [X = 4.0 in churn, 6.3 in tree]"


def test_other_differences_name_their_places():
    found = {"a": ["eager", "grows 2 to 4"], "b": ["eager", "grows 3 to 9"], "c": ["grows 2 to 4"]}
    assert heap_policy.over_places(found) == ["eager [all but c]", "grows 2 to 4 [all but b]", "grows 3 to 9 [b]"]
    assert heap_policy.over_places({"a": ["heap 4"], "b": ["heap 5"], "c": []}) == ["heap 4 [a]", "heap 5 [b]"]


def test_names_share_what_is_equal():
    found = {"gc": ["a", "b"], "gc:slow": ["a", "b", "c"], "gc:late": ["a", "b", "c"]}
    assert heap_policy.over_names(found) == "gc, gc:slow, gc:late: a, b; gc:slow, gc:late also: c"
    assert heap_policy.over_names({"gc": ["a"], "other": ["b"]}) == "gc: a; other: b"


def test_trials_of_a_cell_that_differ_give_a_range():
    assert heap_policy.within_cell(["heap 5 MiB, 1 marker", "heap 12 MiB, 1 marker, late"]) == [
        "heap 5 to 12 MiB", "1 marker", "late (not in every trial)"]
    assert heap_policy.within_cell([]) == ["policy not reported"]


def test_the_policies_of_a_run_are_told_once(synthetic_run):
    found = topics(load_run(synthetic_run))
    text = heap_policy.describe(found)
    assert text == (
        "boehm, boehm:incremental: initial heap X MiB (twice the live payload, at least 4 MiB) "
        "[X = 16.0 in employee_bonus, 440.0 in message_window, 6.0 in null, 240.0 in persistent_map], "
        "1 marker, interior pointers on, free-space divisor 3; "
        "boehm:incremental also: incremental with a limit of 5 ms")
    null = next(topic for topic in found if topic.setting.workload == "null")
    assert "initial heap 6.0 MiB (twice" in heap_policy.describe([null])
    null.cells = [entry for entry in null.cells if entry.group == "ownership"]
    assert heap_policy.describe([null]) == "no collector measured"
