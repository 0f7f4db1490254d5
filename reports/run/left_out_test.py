"""Warnings about files: one line for one fault, and nothing lost on the way."""

import shutil

import pytest

from reports.page.build import build, figures
from reports.run import left_out

GONE = "it does not exist; was the run directory copied whole?"


def lines(number, ending="rss.json", why=GONE):
    return [f"series/b{block:03}-load12.5.{ending}: left out: {why}" for block in range(number)]


def test_many_files_with_one_fault_are_one_line():
    assert left_out.grouped(lines(40)) == [lines(1)[0] + " (the same of 39 more series/*.rss.json)"]


def test_a_few_files_are_named_one_by_one():
    assert left_out.grouped(lines(3)) == lines(3)


def test_other_faults_kinds_and_words_stay_apart_and_in_order():
    others = ["results.jsonl:9: the last line is truncated and was left out", *lines(2, why="not a JSON array")]
    found = left_out.grouped([others[0], *lines(5), *lines(5, "mmu.json"), *others[1:], others[0]])
    assert found == [others[0], lines(1)[0] + " (the same of 4 more series/*.rss.json)",
                     lines(1, "mmu.json")[0] + " (the same of 4 more series/*.mmu.json)", *others[1:]]


@pytest.mark.parametrize("error, words", [
    (FileNotFoundError(2, "No such file or directory", "/x"), GONE), (KeyError("rows"), "it lacks 'rows'"),
    (PermissionError(13, "Permission denied", "/x"), "Permission denied"),
    (ValueError("not a JSON array"), "not a JSON array")])
def test_reasons_are_words(error, words):
    assert left_out.line("hist/a.json", error) == f"hist/a.json: left out: {words}"


def test_a_run_copied_without_its_folders_gives_a_line_for_each_kind_of_file(run_copy):
    for folder in ("series", "hist", "sources"):
        shutil.rmtree(run_copy / folder)
    _, warnings, _ = build(run_copy, jobs=1)
    assert len(warnings) <= 8 and all(GONE in text and "(the same of " in text for text in warnings)
    assert {text.partition("/")[0] for text in warnings} == {"series", "hist", "sources"}
    assert len(figures(run_copy, ["all"], "svg", 1)[1]) <= 7
