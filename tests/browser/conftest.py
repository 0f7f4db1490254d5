"""Fixtures: a browser, and reports to open in it."""

import pytest
from chromium import Browser
from probe import jobs

from reports.page import build, catalogue
from reports.testing.evil import write_evil
from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

PLAN = Plan(workloads=("null", "tree_build"), blocks=6, ops=600,
            points=(Point(live_mib=1), Point(live_mib=1, load=50)))


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("browser"))
    yield found
    found.close()


@pytest.fixture(autouse=True)
def as_usual(browser):
    """Every test begins with a wide window, a light screen and nothing kept."""
    browser.width(1280)
    browser.media(prefers_color_scheme="light")
    yield
    browser.js("try { localStorage.clear() } catch { }")


def _report(run):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "jobs", jobs)
        index, *_ = build.build(run)
    return index


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """A page with few figures, one of them the probe."""
    return _report(write(tmp_path_factory.mktemp("report") / "run", PLAN))


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory):
    """A page of a run in which every text is an attack."""
    plan = Plan(workloads=("null", "tree_build"), blocks=2, ops=300)
    return _report(write_evil(tmp_path_factory.mktemp("hostile") / "run", plan))


@pytest.fixture
def page(browser, report):
    return browser.open(report)
