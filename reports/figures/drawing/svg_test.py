"""What a figure loses on its way into a page, and what it must not."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from reports.figures.drawing import style, svg, theme
from reports.run.cells import Cell, Setting

CELL = Cell(Setting("w", "quick", 1, None, None), "unique", "", "glibc")
EVIL = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def drawn():
    fig, _ = style.figure(3, EVIL, ["foot"])
    ax = fig.subplots()
    line, = ax.plot([0.123456, 2, 3], [1, 2.5, 2], color="#0072B2", marker="o")
    style.mark(line, CELL, f"p99 1.2 ms {EVIL}")
    ax.text(1, 1, "a\nb & c")
    ax.bar([1.5], [1], color="#E69F00", hatch="//", edgecolor="white")
    file = io.BytesIO()
    style.save(fig, file, "svg")
    text = file.getvalue().decode()
    return text, svg.inline(text, "one", fig.marks, 12), svg.inline(text, "two", fig.marks)


def elements(text):
    return ElementTree.fromstring(text).iter()


def test_it_is_smaller_and_shows_the_same(drawn):
    original, one, _ = drawn
    assert len(one.text) < 0.5 * len(original)
    for tag in ("text", "use"):
        assert (len([e for e in elements(original) if e.tag.endswith(f"}}{tag}")])
                == len([e for e in elements(one.text) if e.tag == tag]))
    texts = [e.text for e in elements(one.text) if e.tag == "text"]
    assert EVIL in texts and "b & c" in texts and "<script" not in one.text


def test_numbers_are_kept_to_a_hundredth(drawn):
    def coordinates(text, tag, attribute):
        # Long lines are written as steps, which have a test of their own.
        return [float(n) for e in elements(text) if e.tag.endswith(tag) and attribute in e.attrib
                and not ("m" in e.get(attribute) or e.get(attribute).count("L") >= svg.LONG)
                for n in re.findall(r"-?\d+\.?\d*", e.get(attribute))]
    for tag, attribute in (("path", "d"), ("use", "x"), ("text", "y")):
        before, after = (coordinates(text, tag, attribute) for text in (drawn[0], drawn[1].text))
        assert before and after == pytest.approx(before, abs=0.0051)
    assert "-0 " not in drawn[1].text and not re.search(r"\d\.\d{3}", drawn[1].text)


def test_ids_are_its_own_and_every_reference_is_met(drawn):
    ids = []
    for one in drawn[1:]:
        found = [e.get("id") for e in elements(one.text) if e.get("id")]
        asked = set(re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', one.text))
        assert {a or b for a, b in asked} == set(found) and len(found) == len(set(found)) > 2
        ids.append(set(found))
    assert not ids[0] & ids[1]


def test_marks_say_their_cell_and_values(drawn):
    marks = [e for e in elements(drawn[1].text) if "data-t" in e.attrib]
    assert [(e.get("data-c"), e.get("data-t"), e.get("class")) for e in marks] == [
        ("unique · glibc", f"p99 1.2 ms {EVIL}", "m")]
    assert any(e.tag == "use" for e in marks[0].iter())


def test_a_footer_stays_in_the_element_and_out_of_sight(drawn):
    root = ElementTree.fromstring(drawn[1].text)
    whole, shown = (list(map(float, root.get(name).split())) for name in ("data-whole", "viewBox"))
    assert shown == pytest.approx([*whole[:3], whole[3] - 12], abs=0.005)
    [footer] = [e for e in root.iter() if e.get("class") == "foot"]
    [line] = [e for e in footer.iter() if e.tag == "text"]
    assert line.text == "foot" and shown[3] < float(line.get("y")) < whole[3]


def test_styles_are_classes_that_figures_share(drawn):
    _, one, two = drawn
    assert one.styles == two.styles and not any("url" in style for style in one.styles.values())
    # What is hatched refers to a pattern of its own figure.
    assert re.findall(r'style="[^"]*"', one.text) == re.findall(r'style="fill: url\(#[\w-]+\)"', one.text) != []
    used = {name for e in elements(one.text) for name in e.get("class", "").split()} - {"m", "foot"}
    assert used == set(one.styles)
    rules = theme.rules(one.styles)
    assert all(f".{name}{{" in rules for name in used) and "DejaVu" not in rules
    [ground] = [e.find("rect").get("class") for e in elements(one.text) if e.tag == "pattern"]
    assert one.styles[ground] == "fill: #e69f00"
    assert "--c0072b2:#0072b2;" in rules and "stroke: var(--c0072b2)" in rules


def test_every_colour_can_be_read_on_dark_paper():
    for colour in ("#003a5c", "#0072b2", "#d55e00", "#8c3d00", "#222222", "#5c5c5c", "#00476e", "#f0e442"):
        assert theme.contrast(theme.dark(colour), theme.DARK_PAPER) >= 4.45, colour
    assert theme.dark("#ffffff") == theme.DARK_PAPER and theme.dark("#000000") == theme.DARK_INK
    for tint in ("#e4e4e4", "#dfe7ee", "#eef1f4", "#f3e6e0", "#faf3e3"):
        assert 1 < theme.contrast(theme.dark(tint), theme.DARK_PAPER) < 1.6, tint
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    # A published pair: #767676 on white is the darkest grey that just passes at 4.54.
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def points_of(path):
    """Corners of a path of m, l and z in steps, as the SVG specification has it: the naive way."""
    found, here, start = [], (0.0, 0.0), (0.0, 0.0)
    for letter, numbers in re.findall(r"([mlz])([^mlz]*)", path):
        values = list(map(float, re.findall(r"-?\d*\.?\d+", numbers)))
        if letter == "z":
            here = start
        for number, step in enumerate(zip(values[::2], values[1::2])):
            here = (here[0] + step[0], here[1] + step[1])
            start = here if letter == "m" and number == 0 else start
            found.append(here)
    return found


def test_long_lines_are_steps_that_lead_to_the_same_points():
    rng = np.random.default_rng(4)
    points = [np.cumsum(rng.normal(0, 3, (40, 2)), axis=0) + 100, rng.uniform(-0.2, 0.2, (20, 2))]
    text = "".join(f"{'M' if i == 0 else 'L'} {x:.6f} {y:.6f} \n" + "z\n" * (i == len(part) - 1)
                   for part in points for i, (x, y) in enumerate(part))
    path = svg._path(text)
    assert np.allclose(points_of(path), np.concatenate(points), atol=0.0501)
    assert len(path) < 0.5 * len(text) and path.count("m") == 2 and path.count("z") == 2
    short = "M 0 3.5 L 1.2345 2 "
    assert svg._path(short) == "M0 3.5L1.23 2"
