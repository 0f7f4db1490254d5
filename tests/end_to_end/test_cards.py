"""What the real cards predict is about variants that exist and can be judged by a ratio."""

import json
import subprocess

from built_suite import VARIANTS, program


def lists():
    return [json.loads(subprocess.run([program(f"bench_{variant}"), "list"], check=True, capture_output=True).stdout)
            for variant in VARIANTS]


def test_every_card_predicts_something_of_variants_that_exist():
    answers = lists()
    groups = {answer["variant"] + (config["name"] and ":" + config["name"]): answer["group"]
              for answer in answers for config in answer["configs"]}
    for answer in answers:
        for card in answer["workloads"]:
            assert card["predictions"], card["name"]
            for prediction in card["predictions"]:
                sides = [groups[prediction["variant"]], groups[prediction["than"]]]
                # Owners have no pauses: a ratio to theirs would be one to zero.
                assert sides == ["collection"] * 2 or not prediction["metric"].startswith("gc_"), prediction


def test_nothing_is_predicted_twice():
    for card in lists()[0]["workloads"]:
        pairs = [(entry["metric"], *sorted((entry["variant"], entry["than"]))) for entry in card["predictions"]]
        assert len(pairs) == len(set(pairs)), card["name"]


def test_all_variants_tell_the_same_card():
    value, *others = ({card["name"]: card for card in answer["workloads"]} for answer in lists())
    for cards in others:
        for name, card in cards.items():
            assert card == value[name]
