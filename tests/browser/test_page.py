"""The page as it is opened: no request, no complaint, legible on narrow windows, at night and on paper."""

import base64

import pytest
from chromium import Browser
from probe import NAME

CHART = f"#fig-{NAME} .chart"


def test_nothing_but_the_page_itself_is_asked_for_and_nothing_complains(browser, report):
    browser.open(report)
    browser.js("document.querySelectorAll('details').forEach(found => { found.open = true })")
    browser.js("window.scrollTo(0, document.documentElement.scrollHeight)")
    assert browser.requests() == [report.as_uri()]
    assert browser.complaints() == []


def test_a_script_that_is_not_the_pages_own_is_refused(page):
    page.js("""const script = document.createElement('script');
               script.textContent = 'window.ran = 1'; document.body.append(script);""")
    assert page.js("return window.ran") is None
    assert any("Content Security Policy" in line for line in page.complaints())


def test_the_page_is_readable_without_scripts(browser, report):
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(report)
        assert browser.shown("#bar") == 0
        assert browser.shown(CHART) == browser.shown("#summary h1") == 1
        assert browser.shown("table.cells > tbody > tr:not(.raw)") > 10
    finally:
        browser.cdp("Emulation.setScriptExecutionDisabled", value=False)


def test_no_width_makes_the_page_scroll_sideways(page):
    page.js("document.querySelectorAll('details:not(.menu)').forEach(found => { found.open = true })")
    for width in (390, 800, 1280):
        page.width(width)
        assert page.js("return document.documentElement.scrollWidth") <= width
    page.width(390)
    card = page.js("const { clientWidth, scrollWidth } = document.querySelector('.card'); "
                   "return [clientWidth, scrollWidth]")
    assert card[0] < 390 < 700 < card[1]


def test_each_quantity_of_a_claim_has_a_line_of_its_own(page):
    page.js("document.querySelectorAll('details:not(.menu)').forEach(found => { found.open = true })")
    assert page.js("""const cell = document.querySelector("#fig-claims .numbers td:last-child");
                      const before = cell.offsetHeight;
                      cell.textContent = "one\\ntwo\\nthree\\nfour\\nfive\\nsix\\nseven\\neight";
                      return cell.offsetHeight > 2 * before""")


def test_the_bar_unfolds_on_narrow_windows(page):
    page.width(390)
    assert page.shown("#filters") == 0
    page.click("#unfold")
    assert page.shown("#filters") == 1
    assert page.js("return document.documentElement.scrollWidth") <= 390


def colours(page):
    """Of the page's paper, and of a line that ownership draws."""
    return page.js("""const mark = document.querySelector(arguments[0] + ' .m path');
                      return [getComputedStyle(document.body).backgroundColor, getComputedStyle(mark).stroke]""", CHART)


def test_dark_and_light_follow_the_system_until_the_reader_chooses(browser, report):
    light = colours(browser.open(report))
    browser.media(prefers_color_scheme="dark")
    dark = colours(browser)
    assert dark[0] != light[0] and dark[1] != light[1]
    choose = "const s = document.getElementById('theme'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))"
    browser.js(choose, "light")
    assert colours(browser) == light
    assert colours(browser.open(report)) == light, "the choice is kept"
    browser.js(choose, "system")
    assert colours(browser) == dark
    browser.media(prefers_color_scheme="light")
    browser.js(choose, "dark")
    assert colours(browser) == dark


def test_paper_is_light_and_shows_what_is_folded_but_no_controls(browser, report):
    browser.media("print", prefers_color_scheme="dark")
    light = colours(browser.open(report))
    assert light[0] == "rgb(251, 251, 250)" and light[1] == "rgb(0, 114, 178)"
    assert browser.shown("#bar") == browser.shown(".tools") == browser.shown("nav") == 0
    folded = browser.shown(".chapter details.setting figure")
    browser.js("dispatchEvent(new Event('beforeprint'))")
    assert browser.shown(".chapter details.setting figure") > folded
    browser.js("dispatchEvent(new Event('afterprint'))")
    assert browser.shown(".chapter details.setting figure") == folded
    paper = base64.b64decode(browser.cdp("Page.printToPDF", printBackground=True)["data"])
    assert paper.startswith(b"%PDF")


def test_the_contents_follow_the_reader(page):
    page.js("document.getElementById('workloads').scrollIntoView()")
    page.wait("return document.querySelector('#contents [aria-current]')?.hash === '#workloads'")


@pytest.mark.parametrize("programs, missing", [((), "chromium"), (("chromium",), "chromedriver")])
def test_a_missing_browser_fails_and_names_the_remedy(monkeypatch, tmp_path, programs, missing):
    for name in programs:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match=f"^{missing} is missing.*scripts/setup --tests"):
        Browser(tmp_path)
