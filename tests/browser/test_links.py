"""Links lead to every figure, workload and cell, also where it is folded, and to the files of every trial."""

import json
from urllib.parse import unquote, urlsplit

from probe import NAME

from reports.run.load import load_run
from reports.run.names import anchor

FOLDED = ".chapter details.setting figure"


def in_window(page, selector):
    return page.js("const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                   "return box.top >= 0 && box.top < innerHeight", selector)


def test_a_link_to_a_folded_figure_unfolds_it(browser, page, report):
    name = page.js("return document.querySelector(arguments[0]).id", FOLDED)
    assert page.shown(f"#{name}") == 0
    browser.open(report, f"#{name}")
    assert page.shown(f"#{name}") == 1
    page.wait("return document.activeElement.id === arguments[0]", name)
    page.wait("const top = document.getElementById(arguments[0]).getBoundingClientRect().top;"
              "return top >= 0 && top < innerHeight / 2", name)


def test_a_click_on_a_link_does_the_same_and_keeps_the_choice(page):
    name = page.js("return document.querySelector(arguments[0]).id", FOLDED)
    page.click('.menu[data-filter="variant"] input[value="shared"]')
    page.js("""const link = document.createElement('a'); link.href = '#' + arguments[0];
               document.querySelector('main').append(link); link.click()""", name)
    assert page.shown(f"#{name}") == 1
    assert page.js("return location.hash").startswith(f"#{name}?variant=")


def test_every_cell_and_every_figure_has_its_link(page, report):
    anchors = {anchor(trial.cell) for trial in load_run(report.parents[1]).trials}
    links = set(page.js("return [...document.querySelectorAll('a.anchor')].map(link => link.hash.slice(1))"))
    figures = set(page.js("return [...document.querySelectorAll('figure')].map(figure => figure.id)"))
    assert anchors <= links and figures <= links and f"fig-{NAME}" in figures
    assert all(page.js("return document.getElementById(arguments[0]) !== null", link) for link in links)
    page.js("document.querySelector('table.cells .anchor').focus()")
    assert page.js("return getComputedStyle(document.activeElement).opacity") == "1"


def test_raw_trials_link_to_their_files(page, report):
    run = report.parents[1]
    page.js("document.querySelectorAll('tr.raw details').forEach(found => { found.open = true })")
    page.wait("return document.querySelector('tr.raw table a')")
    rows = page.js("""return [...document.querySelectorAll('tr.raw table tbody tr')].map(row => [
        row.cells[3].textContent, row.cells[4].textContent, [...row.querySelectorAll('a')].map(link => link.href)])""")
    lines = (run / "results.jsonl").read_text().splitlines()
    assert len(rows) == len(lines)
    for line, trial_id, links in rows:
        record = json.loads(lines[int(line) - 1])
        assert record["trial_id"] == trial_id
        fields = ("interruptions", "pauses", "histograms", "rss_series", "latency_series", "log", "mmu")
        names = [record.get(field) for field in fields]
        assert {unquote(urlsplit(link).path) for link in links} == {str(run / name) for name in names if name}
    assert {len(links) for _, _, links in rows} == {1, 6}, "a trial that failed has its log alone"


def test_columns_sort_by_what_they_mean(page):
    def order(column):
        return page.js("return [...document.querySelectorAll('table.cells > tbody')].map("
                       "body => body.rows[0].cells[arguments[0]].textContent.trim())", column)
    head = "table.cells thead th:nth-child(4) button"
    page.click(head)
    units = {"ns": 1, "µs": 1e3, "ms": 1e6, "–": float("inf")}

    def ns(text):
        number, _, unit = text.rpartition(" ")
        return float(number or 1) * units[unit]
    rising = [ns(text) for text in order(3)]
    assert rising == sorted(rising) and len(set(rising)) > 5
    page.click(head)
    falling = [ns(text) for text in order(3) if text != "–"]
    assert falling == sorted(falling, reverse=True)
    assert page.js("return document.querySelector('table.cells thead th:nth-child(4)').ariaSort") == "descending"


def test_the_copied_link_is_the_address_or_a_field_to_copy_it_from(page):
    page.click('.menu[data-filter="variant"] input[value="shared"]')
    page.click("#copy")
    page.wait("return document.getElementById('note').textContent !== ''")
    shown = page.js("return document.querySelector('#note input')?.value ?? location.href")
    assert shown == page.js("return location.href") and "variant=" in shown
    page.js("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.click("#copy")
    page.wait("return document.querySelector('#note input')")
    assert page.js("return document.querySelector('#note input').value === location.href"
                   " && document.activeElement === document.querySelector('#note input')")


def test_answers_stand_side_by_side_and_can_be_chosen(page):
    chosen = "[...document.querySelector('.answers').children].filter(answer => answer.checkVisibility())"
    page.js("document.querySelectorAll('details.sources').forEach(found => { found.open = true })")
    tops = page.js(f"return {chosen}.map(answer => answer.getBoundingClientRect().top)")
    assert len(tops) == 3 and len(set(tops)) == 1
    page.click(".which input:not(:checked)")
    assert page.js(f"return {chosen}.length") == 4
    assert "when it is <freed>" in page.text(".answer pre:not(.lines)")
