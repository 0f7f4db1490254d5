"""Texts that a run brings along are shown and never run, whatever is done with the page."""

from reports.testing.evil import SAYS

TAGS = ("img", "script", "svg", "iframe", "style", "object", "form")
"""What an attack would leave in a page that fell for it."""


def counts(page):
    return page.js("return Object.fromEntries(arguments[0].map(tag => [tag, document.querySelectorAll(tag).length]))",
                   TAGS)


def test_hostile_texts_are_inert(browser, hostile_report):
    browser.open(hostile_report)
    figures = browser.js("return document.querySelectorAll('figure').length")
    expected = {**dict.fromkeys(TAGS, 0), "script": 1, "style": 1, "svg": figures}
    assert figures > 5 and counts(browser) == expected
    assert SAYS in browser.text(".answer pre:not(.lines)")
    assert browser.js("return document.body.textContent.split(arguments[0]).length", SAYS) > 50
    # Everything that puts data into the page later on: menus, links, files, tips, notes.
    browser.js("""document.querySelectorAll('details').forEach(found => { found.open = true });
                  document.querySelectorAll('.choices button[data-all="0"], .choices input').forEach(
                      control => control.click());
                  document.querySelectorAll('a.anchor').forEach(link => link.click());
                  document.getElementById('reset').click();
                  document.querySelectorAll('table.cells thead button').forEach(button => button.click());""")
    for chart in range(3):
        browser.js("document.querySelectorAll('.chart[tabindex]')[arguments[0]].focus()", chart)
        browser.press("ArrowRight")
        browser.press("ArrowDown")
    browser.js("location.hash = '#' + encodeURIComponent(arguments[0])", SAYS)
    browser.wait("return document.getElementById('note').textContent.includes('onerror')")
    assert counts(browser) == expected
    assert browser.js("return window.hacked") is None
    assert browser.js("return [...document.querySelectorAll('*')].filter(element => [...element.attributes].some("
                      "at => at.name.startsWith('on') || /^\\s*javascript:/i.test(at.value))).length") == 0
    assert browser.complaints() == [] and browser.requests() == [hostile_report.as_uri()]


def test_a_choice_of_hostile_names_survives_its_link(browser, hostile_report):
    browser.open(hostile_report)
    browser.click('.menu[data-filter="workload"] [data-all="0"]')
    browser.click('.menu[data-filter="workload"] input')
    browser.click('.menu[data-filter="variant"] input[value^="boehm:"]')
    link, said, rows = browser.js("return location.hash"), browser.text("#said p"), browser.shown("tbody[data-c]")
    assert rows > 0 and SAYS in said
    browser.open(hostile_report, link)
    assert (browser.text("#said p"), browser.shown("tbody[data-c]")) == (said, rows)
    assert browser.text("#note") == ""
