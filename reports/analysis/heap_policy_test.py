"""Heap policies in few words, whatever the collector calls things."""

from reports.analysis import heap_policy
from reports.run.load import load_run
from reports.run.topics import topics

MIB = 2**20


def test_facts_are_written_by_their_names():
    assert heap_policy.in_words({"initial_heap_bytes": 6.25 * MIB, "step_limit_ms": 5, "interior_pointers": True,
                                 "pointer_free": False, "free_space_divisor": 3, "mode": "generational"}) == (
        "initial heap 6.25 MiB, step limit 5 ms, interior pointers on, pointer free off, free space divisor 3, "
        "mode generational")
    assert heap_policy.in_words({}) == ""


def test_a_fact_that_differs_by_place_says_where():
    found = {"churn": {"heap_bytes": "4 MiB", "markers": "1"}, "list": {"heap_bytes": "4 MiB", "markers": "1"},
             "tree": {"heap_bytes": "6.3 MiB", "markers": "1"}}
    assert heap_policy.over_places(found) == ["heap [6.3 MiB in tree, 4 MiB elsewhere]", "markers 1"]
    found.pop("list")
    assert heap_policy.over_places(found)[0] == "heap [4 MiB in churn, 6.3 MiB in tree]"
    found["churn"].pop("heap_bytes")
    assert heap_policy.over_places(found) == ["markers 1", "heap [none in churn, 6.3 MiB in tree]"]


def test_names_share_what_is_equal():
    found = {"gc": ["a", "b"], "gc:slow": ["a", "b", "c"], "gc:late": ["a", "b", "c"]}
    assert heap_policy.over_names(found) == "gc, gc:slow, gc:late: a, b; gc:slow, gc:late also: c"
    assert heap_policy.over_names({"gc": ["a"], "other": ["b"]}) == "gc: a; other: b"


def test_trials_of_a_cell_that_differ_give_a_range():
    trials = [{"heap_bytes": 5 * MIB, "markers": 1, "mode": "fast"},
              {"heap_bytes": 12 * MIB, "markers": 1, "mode": "slow", "late": True}]
    assert heap_policy.over_places({"": heap_policy.within_cell(trials)}) == [
        "heap 5 to 12 MiB", "markers 1", "mode fast or slow", "late on (not in every trial)"]
    assert heap_policy.over_places({"": heap_policy.within_cell([{}, {}])}) == ["settings not reported"]


def test_the_policies_of_a_run_are_told_once(synthetic_run):
    found = topics(load_run(synthetic_run))
    text = heap_policy.describe(found)
    assert text == (
        "boehm, boehm:incremental: initial heap [16.0 MiB in employee_bonus, 440 MiB in message_window, 6.00 MiB in "
        "null, 240 MiB in persistent_map], final heap [17.0 MiB in employee_bonus, 441 MiB in message_window, 7.00 MiB "
        "in null, 241 MiB in persistent_map], initial heap per in use 2, markers 1, interior pointers on, free space "
        "divisor 3; "
        "boehm:incremental also: slice limit 5 ms")
    null = next(topic for topic in found if topic.setting.workload == "null")
    assert "initial heap 6.00 MiB, final heap 7.00 MiB, initial" in heap_policy.describe([null])
    null.cells = [entry for entry in null.cells if entry.group == "ownership"]
    assert heap_policy.describe([null]) == "no collector measured"
