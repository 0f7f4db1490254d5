"""What is not chosen is hidden or dimmed, the page says so, and a link shows another reader the same."""

from urllib.parse import unquote

import pytest
from probe import NAME

from reports.run.load import load_run
from reports.run.names import anchor


def choose(page, name, *values):
    """Through the menu, as a reader does: none, then these."""
    page.click(f'.menu[data-filter="{name}"] [data-all="0"]')
    for value in values:
        page.click(f'.menu[data-filter="{name}"] input[value="{value}"]')


def fragment(page):
    return unquote(page.js("return location.hash"))


def test_a_workload_alone(page):
    choose(page, "workload", "null")
    assert page.shown('figure[data-workload="null"]') > 0
    assert page.shown('article[data-workload="null"]') == 1
    for kind in ("figure", "article", "tbody", "tr", ".group"):
        assert page.shown(f'{kind}[data-workload="tree_build"]') == 0, kind
    assert page.shown('figure[data-workload=""]') > 0, "figures of all workloads stay"
    assert "1 of 2 workloads (null)" in page.text("#said p")


def test_a_variant_alone(page):
    everything = page.shown("table.cells > tbody")
    choose(page, "variant", "boehm:incremental")
    assert 0 < page.shown("table.cells > tbody") < everything
    assert page.shown('tbody[data-v="boehm:incremental"]') == page.shown("table.cells > tbody")
    page.js("document.getElementById('matrix').open = true")
    assert page.shown(".matrix th[data-c]") == 1
    assert page.js("return document.querySelector('.matrix tbody tr').cells.length"
                   " - document.querySelectorAll('.matrix tbody tr:first-child .out').length") == 2
    assert page.shown("#primitives th[scope=col]") == 0, "none is of the incremental collector"
    dimmed = page.js("""return [...document.querySelectorAll(arguments[0] + ' .m')].map(
        mark => [mark.dataset.c, mark.classList.contains('off'), +getComputedStyle(mark).opacity])""", f"#fig-{NAME}")
    assert {label.split(" ")[0]: off for label, off, _ in dimmed} == {
        "value": True, "unique": True, "shared": True, "boehm": True, "boehm:incremental": False}
    assert all(opacity == (0.1 if off else 1) for _, off, opacity in dimmed)


def test_an_allocator_alone(page):
    choose(page, "allocator", "jemalloc")
    assert page.shown("table.cells > tbody") == page.shown('tbody[data-a="jemalloc"]') > 0
    page.js("document.querySelector(arguments[0] + ' .numbers').open = true", f"#fig-{NAME}")
    rows = page.js("return [...document.querySelectorAll(arguments[0] + ' tbody tr')].filter("
                   "row => row.checkVisibility()).map(row => row.cells[0].textContent)", f"#fig-{NAME}")
    assert rows and all(row.endswith("jemalloc") for row in rows)


def test_a_metric_alone(page):
    choose(page, "metric", "memory")
    heads = page.js("return [...document.querySelector('table.cells').tHead.rows[0].cells].filter("
                    "head => head.checkVisibility()).map(head => head.textContent.trim())")
    assert heads == ["cell", "trials", "blocks", "peak RSS", "bloat", "notes"]
    first = page.js("return [...document.querySelector('table.cells > tbody tr').cells].filter("
                    "cell => cell.checkVisibility()).length")
    assert first == len(heads)
    assert page.shown('figure[data-kind="rss"]') > 0 and page.shown(f"#fig-{NAME}") == 0
    assert page.shown("#fig-ratios-rss_peak_bytes") == 1 and page.shown("#fig-ratios-cpu_ns_per_op") == 0
    assert page.js("return document.getElementById('interruptions').classList.contains('empty')")


def test_nothing_says_so_and_can_be_taken_back(page):
    everything = page.shown("tbody[data-c]")
    page.click('.menu[data-filter="variant"] [data-all="0"]')
    assert page.shown("tbody[data-c]") == 0
    assert page.text("#said p").startswith("Nothing is left by this choice.")
    page.click("#said button")
    assert page.shown("tbody[data-c]") == everything and page.shown("#said") == 0
    assert fragment(page) == ""


def test_a_link_restores_the_choice(page, browser, report):
    choose(page, "workload", "tree_build")
    choose(page, "variant", "boehm:incremental", "unique")
    choose(page, "metric", "interruptions")
    link, said = page.js("return location.hash"), page.text("#said p")
    before = [page.shown(kind) for kind in ("figure", "tr", "th", ".m.off")]
    browser.open(report, link)
    assert page.text("#said p") == said and page.js("return location.hash") == link
    assert [page.shown(kind) for kind in ("figure", "tr", "th", ".m.off")] == before
    assert page.js("return document.querySelector('input[value=\"shared\"]').checked") is False


def test_going_back_restores_the_choice_of_that_place(page):
    choose(page, "variant", "unique")
    page.click('#contents a[href="#cells"]')
    assert fragment(page) == "#cells?variant=unique"
    choose(page, "variant", "value")
    page.click('#contents a[href="#workloads"]')
    page.js("history.back()")
    page.wait("return location.hash.startsWith('#cells')")
    page.js("history.back()")
    page.wait("return document.querySelector('#said p').textContent.includes('(unique)')")


def test_what_a_link_asks_for_in_vain_is_said(browser, report):
    browser.open(report, "#cells?variant=golang,unique&workload=%ZZ")
    assert "workload %ZZ, variant golang" in browser.text("#note")
    assert "1 of 5 variants (unique)" in browser.text("#said p") and "workloads" not in browser.text("#said p")


def test_a_place_that_is_filtered_away_comes_back_and_that_is_said(browser, report):
    cell = next(trial.cell for trial in load_run(report.parents[1]).trials
                if (trial.cell.name, trial.cell.setting.workload) == ("boehm", "null"))
    browser.open(report, f"#{anchor(cell)}?variant=unique&workload=tree_build")
    assert browser.shown(f"#{anchor(cell)}") == 1
    assert "also admits workload null, variant boehm" in browser.text("#note")
    assert fragment(browser) == f"#{anchor(cell)}?variant=unique,boehm"  # both workloads are all


@pytest.mark.parametrize("keys, value", [([" "], False), (["Tab", "Tab", " "], False)])
def test_menus_work_by_keyboard(page, keys, value):
    page.js("document.querySelector('.menu[data-filter=\"variant\"] summary').focus()")
    page.press("Enter")
    page.wait("return document.querySelector('.menu[data-filter=\"variant\"]').open")
    if keys == [" "]:
        page.js("document.querySelector('.menu[data-filter=\"variant\"] input').focus()")
    else:
        keys = ["Tab", "Tab", "Tab", " "]
    for key in keys:
        page.press(key)
    assert page.js("return document.querySelector('.menu[data-filter=\"variant\"] input').checked") is value
    page.press("Escape")
    assert page.js("return document.querySelector('.menu[data-filter=\"variant\"]').open") is False
    assert page.js("return document.activeElement.tagName") == "SUMMARY"


def test_paper_says_what_is_filtered(page):
    choose(page, "variant", "unique")
    page.media("print")
    assert page.shown("#said p") == 1 and page.shown("#said button") == 0
