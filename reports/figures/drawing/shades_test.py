"""Pixels of counts on their way into a page: the same colours, at the same place, in either theme."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import LogNorm
from matplotlib.image import imread

from reports.figures.drawing import shades, style, svg, theme
from reports.run.latency_series import LatencySeries
from reports.testing.synthetic_series import EDGES_NS

OCTAVES = (4.0, 12.0)
NORM = LogNorm(1, 1000)
COLUMNS = 101


@pytest.fixture(scope="module")
def series():
    counts = np.random.default_rng(2).poisson(0.8, (97, 40)) ** 5
    return LatencySeries(0, 1_000_000, EDGES_NS[:41], counts, np.ones(97, dtype=int))


@pytest.fixture(scope="module")
def page(series):
    """The axes that hold an image, and the image's element in the page."""
    fig, _ = style.figure(3, "title", [])
    ax = fig.subplots()
    ax.set(xlim=(0, 1), ylim=OCTAVES)
    shades.fill(ax, shades.pixels(series, OCTAVES, NORM), COLUMNS)
    file = io.BytesIO()
    style.save(fig, file, "svg")
    inline = svg.inline(file.getvalue().decode(), "one", fig.marks)
    (image,) = [element for element in ElementTree.fromstring(inline.text).iter() if element.tag == "image"]
    return ax, image, inline


def test_the_page_has_the_pixels_themselves(series, page):
    _, image, inline = page
    kind, data = image.get("href").split(",")
    assert kind == "data:image/png;base64" and not re.search(r"\s", data)
    found = np.round(imread(io.BytesIO(base64.b64decode(data)), format="png") * 255).astype(int)
    drawn = shades.pixels(series, OCTAVES, NORM)
    assert len(np.unique(drawn.reshape(-1, 4), axis=0)) > 4 and found.shape == (len(drawn), COLUMNS, 4)
    assert np.array_equal(found[:, :97], drawn) or np.array_equal(found[::-1, :97], drawn)
    assert not found[:, 97:].any()
    assert "image-rendering:pixelated" in inline.styles[image.get("class")].replace(" ", "")


def test_the_image_fills_its_axes_to_a_hundredth_of_a_point(page):
    ax, image, _ = page
    a, b, c, d, e, f = map(float, re.findall(r"-?\d[\d.e-]*", image.get("transform")))
    assert (b, c) == (0, 0)
    width, height = float(image.get("width")), float(image.get("height"))
    assert (width, height) == (COLUMNS, 8 * shades.ROWS_PER_OCTAVE)
    box = ax.get_position()
    page_width, page_height = (inches * 72 for inches in ax.figure.get_size_inches())
    assert sorted([e, e + a * width]) == pytest.approx([box.x0 * page_width, box.x1 * page_width], abs=0.01)
    assert sorted([f, f + d * height]) == pytest.approx([(1 - box.y1) * page_height, (1 - box.y0) * page_height],
                                                        abs=0.01)


def test_no_op_is_clear_and_one_op_is_not(series):
    drawn = shades.pixels(series, OCTAVES, NORM)
    middle = 2 ** (OCTAVES[0] + 0.5 / shades.ROWS_PER_OCTAVE)  # of the lowest row
    bucket = next(i for i in range(40) if EDGES_NS[i] <= middle < EDGES_NS[i + 1])
    counts = series.counts[:, bucket]
    assert np.array_equal(drawn[0, :, 3] > 0, counts > 0) and 0 < np.count_nonzero(counts == 1) < len(counts)
    assert {tuple(colour) for colour in drawn[0][counts == 1]} == {shades.SCALE(0.0, bytes=True)}


def test_dark_pages_turn_images_over_and_light_ones_do_not(page):
    *_, inline = page
    rules = theme.rules(inline.styles)
    found = re.findall(r"([^{}]*) \.chart image\{([^}]*)\}", rules)
    assert [(root, "invert(1)" in what) for root, what in found] == [
        (":root:not([data-theme=light])", True), (":root[data-theme=dark]", True)]
    before = [rules[:rules.index(f"{root} .chart image")] for root, _ in found]
    assert all(text.count("@media screen") == number + 1 for number, text in enumerate(before))


def test_the_strip_explains_the_same_colours():
    ax = style.figure(2, "title", [])[0].subplots()
    shades.scale(ax, NORM)
    (image,) = ax.images
    strip = np.asarray(image.get_array())[0]
    left, right, *_ = image.get_extent()
    for decade, label in enumerate(("1", "10", "100")):
        pixel = min(int((decade - left) / (right - left) * len(strip)), len(strip) - 1)
        steps = [shades.SCALE(share, bytes=True) for share in (decade / 3 - 0.02, decade / 3, decade / 3 + 0.02)]
        assert tuple(strip[pixel]) in steps
        assert ax.xaxis.get_major_formatter()(decade, decade) == label
