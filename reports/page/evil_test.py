"""A run whose every text is an attack: shown as it is, in pages, figures, names of files and lines."""

import re
from xml.etree import ElementTree

import pytest

from reports.page.build import build, figures
from reports.testing.evil import LONG, SHOWN, write_evil
from reports.testing.html import Checker
from reports.testing.synthetic_run import Plan

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    plan = Plan(workloads=("null", "tree_build"), blocks=2, ops=300)
    return write_evil(tmp_path_factory.mktemp("evil") / "run", plan)


def test_the_page_shows_every_text_and_lets_none_out(run):
    index, *_ = build(run)
    html = index.read_text(encoding="utf-8")
    page = Checker(html)
    for text in (*SHOWN, LONG):
        assert page.text.count(text) > 20 or text == LONG and LONG in page.text, text
    assert page.tags.count("script") == 1 and not {"img", "iframe", "object"} & set(page.tags)
    assert page.handlers == [] and not any(link.lower().startswith("javascript:") for link in page.links)
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_figures_are_sound_and_have_tame_names(run, form):
    paths, _ = figures(run, ["all"], form)
    assert len(paths) > 10 and all(re.fullmatch(r"[\w.-]+", path.name) for path in paths)
    for path in paths:
        assert path.parent == run / "report" / "figures"
        if form == "svg":
            tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
            assert not tags & {"script", "foreignObject", "a"}
