"""What cards predict: refused where nobody could judge it, carried into the manifest, and judged at the end."""

import pytest

FASTER = {"metric": "cpu_ns_per_op", "variant": "value", "than": "unique", "expect": "less", "by": 10}


def predicting(suite, variant, *predictions, workload="ok", **more):
    """A child whose only workload has these predictions on its card."""
    suite.add(variant, [], **more)
    return suite.extend(variant, [{"name": workload, "max_threads": 1, "items_per_op": 1, "item": "object",
                                   "question": "?", "expectation": "?", "predictions": list(predictions)}])


def test_a_cards_predictions_are_in_the_manifest(suite):
    predicting(suite, "value", FASTER)
    suite.add("unique")
    suite.run("--blocks", "1")
    assert suite.manifest()["workloads"]["ok"]["predictions"] == [FASTER]


@pytest.mark.parametrize("change, expected", [
    ({"metric": "speed"}, "workloads[0].predictions[0].metric is no metric of docs/protocol.md"),
    ({"expect": "equal"}, "workloads[0].predictions[0].expect is neither less nor more nor alike"),
    ({"than": "value"}, "workloads[0].predictions[0].than is the variant itself"),
    ({"by": 0.5}, "workloads[0].predictions[0].by is under 1"),
    ({"by": "10"}, "workloads[0].predictions[0].by is not a finite number"),
    ({"by": 1, "expect": "alike"}, "workloads[0].predictions[0].by allows nothing"),
])
def test_a_prediction_that_nobody_could_judge_is_an_error_of_its_child(suite, change, expected):
    predicting(suite, "value", {**FASTER, **change})
    done = suite.call("--profile", "smoke", "--out", suite.out)
    assert done.returncode == 2
    assert expected in done.stderr and "bench_value" in done.stderr and done.stderr.count("\n") == 1
    assert not suite.out.exists()
