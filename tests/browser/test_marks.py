"""Pointing at figures and stepping through them tells exact values."""

from probe import NAME, line_tip, point_tip

from reports.run.load import load_run
from reports.run.topics import topics

FIGURE = f"#fig-{NAME}"


def cells(report):
    return [entry.cell for entry in topics(load_run(report.parents[1]))[-1].cells]


def at(page, tip):
    """Where the mark with this tip is drawn: left, top, width, height in the window."""
    return page.js("""const marks = [...document.querySelectorAll(arguments[0] + ' .m')];
                      const mark = marks.find(mark => mark.dataset.t === arguments[1]);
                      const box = mark.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]""",
                   FIGURE, tip)


def show(page):
    page.js("""const figure = document.querySelector(arguments[0]);
               for (let e = figure; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
               figure.scrollIntoView({ block: 'center' })""", FIGURE)
    page.js("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_pointing_at_a_thin_line_tells_its_values(page, report):
    show(page)
    for cell in cells(report)[2:4]:
        left, top, width, height = at(page, line_tip(cell))
        for off in (0, 1.5, 3, 5, 8):
            page.mouse(left + width / 2, top + height / 2 + off)
            assert page.shown("#tip") == 1 and page.text("#tip") == line_tip(cell)
            assert page.js("return document.querySelector('.m.at').dataset.t") == line_tip(cell)


def test_far_from_every_mark_nothing_is_told(page, report):
    show(page)
    left, top, width, _ = at(page, line_tip(cells(report)[-1]))
    page.mouse(left + width / 2, top)
    assert page.shown("#tip") == 1
    page.mouse(left + width / 2, top - 30)
    assert page.shown("#tip") == 0 and page.shown(".picking") == 0


def test_marks_that_cannot_be_seen_can_be_pointed_at(page, report):
    show(page)
    cell = cells(report)[1]
    left, top, width, height = at(page, point_tip(cell))
    page.mouse(left + width / 2, top + height / 2)
    assert page.text("#tip") == point_tip(cell)


def test_the_cell_that_is_pointed_at_stands_out(page, report):
    show(page)
    cell = cells(report)[2]
    left, top, width, _ = at(page, line_tip(cell))
    page.mouse(left + width / 2, top)
    seen = page.js("""return [...document.querySelectorAll(arguments[0] + ' .m')].map(
                          mark => [mark.dataset.c, +getComputedStyle(mark).opacity])""", FIGURE)
    assert {opacity for label, opacity in seen if label == cell.label} == {1}
    assert {opacity for label, opacity in seen if label != cell.label} == {0.15}


def test_what_is_filtered_away_is_not_told(page, report):
    page.click('.menu[data-filter="variant"] input[value="shared"]')
    show(page)
    cell = next(cell for cell in cells(report) if cell.name == "shared")
    left, top, width, _ = at(page, line_tip(cell))
    page.mouse(left + width / 2, top)
    assert page.shown("#tip") == 0


def test_a_tap_tells_and_a_tap_beside_it_ends_that(page, report):
    show(page)
    left, top, width, _ = at(page, line_tip(cells(report)[-1]))
    for y, told in ((top, True), (top - 30, False)):
        page.cdp("Input.synthesizeTapGesture", x=int(left + width / 2), y=int(y), gestureSourceType="touch")
        page.wait("return !document.getElementById('tip').hidden === arguments[0]", told)


def test_keys_step_through_marks_and_cells(page, report):
    show(page)
    found = cells(report)
    page.js("document.querySelector(arguments[0] + ' .chart').focus()", FIGURE)
    steps = [("ArrowRight", line_tip(found[0])), ("ArrowRight", point_tip(found[0])),
             ("ArrowRight", line_tip(found[1])), ("ArrowLeft", point_tip(found[0])),
             ("ArrowDown", line_tip(found[1])), ("ArrowDown", line_tip(found[2])),
             ("ArrowUp", line_tip(found[1])), ("End", point_tip(found[-1])), ("ArrowRight", line_tip(found[0])),
             ("ArrowLeft", point_tip(found[-1])), ("Home", line_tip(found[0]))]
    for key, tip in steps:
        page.press(key)
        assert page.text("#tip") == tip, key
        assert page.text("#heard") == tip, "read out"
    assert page.shown("#ring") == 1
    page.press("Escape")
    assert page.shown("#tip") == page.shown("#ring") == 0


def test_figures_with_marks_are_reached_by_tab(page):
    assert page.js("return document.querySelector(arguments[0] + ' .chart').tabIndex", FIGURE) == 0
    assert page.js("return document.querySelector(arguments[0] + ' .chart').getAttribute('role')", FIGURE) == "img"
