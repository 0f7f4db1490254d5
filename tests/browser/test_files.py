"""Figures and their numbers can be saved, as they stand in the page and without asking for anything."""

import csv
import io
import struct
import zlib
from xml.etree import ElementTree

from probe import NAME, TABLE

from reports.run.load import load_run
from reports.run.topics import topics

SVG = "{http://www.w3.org/2000/svg}"


def save(page, form):
    page.js("""const buttons = [...document.querySelectorAll(arguments[0] + ' .tools button')];
               buttons.find(button => button.textContent === arguments[1]).click()""", f"#fig-{NAME}", form)
    return page.downloaded(f"{NAME}.{form.lower()}")


def test_csv_is_the_table(page, report):
    text = save(page, "CSV").decode("utf-8")
    assert text.endswith("\r\n") and '"say ""x"", twice"' in text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    labels = [entry.cell.label for entry in topics(load_run(report.parents[1]))[-1].cells]
    assert rows == [["", *TABLE.columns]] + [[label, "1.5", 'say "x", twice', "over\nunder"] for label in labels]


def test_csv_leaves_out_what_is_filtered_away(page):
    page.click('.menu[data-filter="variant"] input[value="shared"]')
    assert "shared" not in save(page, "CSV").decode("utf-8")


def test_svg_stands_alone_with_its_colours_and_words(page):
    page.media(prefers_color_scheme="dark")
    root = ElementTree.fromstring(save(page, "SVG"))
    assert root.tag == f"{SVG}svg" and float(root.get("width")) == 828
    assert root.find(f"{SVG}desc").text == "Lines and points." and root.find(f"{SVG}title").text.startswith("Lines one")
    styles = " ".join(element.get("style", "") for element in root.iter())
    assert "#0072b2" in styles and "var(" not in styles, "light colours, all resolved"
    assert not any(element.get("class") for element in root.iter())
    assert "DejaVu Sans" in styles and "N: none." in "".join(root.itertext())


def test_the_footer_is_in_the_file_and_out_of_sight_on_the_page(page):
    root = ElementTree.fromstring(save(page, "SVG"))
    [footer] = [text for text in root.iter(f"{SVG}text") if text.text == "N: none."]
    height = float(root.get("viewBox").split()[3])
    assert height == float(root.get("height")) and 0 < height - float(footer.get("y")) < 12
    shown, hidden = page.js("""const svg = document.querySelector(arguments[0] + " .chart svg");
        const footer = [...svg.querySelectorAll("text")].find((text) => text.textContent === "N: none.");
        return [svg.viewBox.baseVal.height, getComputedStyle(footer).visibility === "hidden"]""", f"#fig-{NAME}")
    assert hidden and shown < float(footer.get("y"))


def test_svg_says_what_is_filtered(page):
    page.click('.menu[data-filter="variant"] input[value="shared"]')
    root = ElementTree.fromstring(save(page, "SVG"))
    assert "Filtered. Shown only: 4 of 5 variants" in root.find(f"{SVG}desc").text
    assert [element.get("opacity") for element in root.iter() if element.get("opacity")].count("0.1") == 4


def test_png_is_drawn_twice_as_large_on_white_whatever_the_page(page):
    page.media(prefers_color_scheme="dark")
    data = save(page, "PNG")
    assert data.startswith(b"\x89PNG")
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert width == 2 * 828 and height > 400 and depth == 8
    # The filters of a PNG keep a row of one colour all zeros but for its first pixel: white shows as it is.
    parts, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        parts += data[at + 8:at + 8 + length] if name == b"IDAT" else b""
        at += 12 + length
    channels = {2: 3, 6: 4}[kind]
    rows = zlib.decompress(parts)
    assert rows[1:1 + channels] == b"\xff" * channels
    assert len(set(rows)) > 20, "something is drawn"


def test_saving_asks_for_nothing(browser, page, report):
    for form in ("CSV", "SVG", "PNG"):
        save(page, form)
    assert browser.requests() == [report.as_uri()] and browser.complaints() == []


def test_the_tables_of_the_whole_run_are_those_beside_the_page(page, report):
    for name in ("cells.csv", "ratios.csv"):
        page.click(f'a[download="{name}"]')
        assert page.downloaded(name) == (report.parent / name).read_bytes()
