"""Makes an SVG of matplotlib part of a page: small, in the colours of the page's theme, with marks to point at.

The file for publishing stays as matplotlib wrote it. In the page a figure loses what does not show: wrappers,
digits beyond a hundredth of a point (in long lines a tenth), styles that thousands of elements repeat. Those
become classes, which all figures of a page share, and whose colours theme.py knows a dark counterpart of.
"""

import hashlib
import re
from dataclasses import dataclass, field
from html import escape
from xml.etree import ElementTree

from reports.figures.drawing.style import FOOTER_ID, Mark

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]*)\)")
_FONTS = re.compile(r"(font: [^;']*?px) [^;]*")
_CURVED = re.compile(r"[CQAHVS]")
_STEP = re.compile(r"([MLz])\s*(?:(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?))?")
LONG = 12
"""From so many lines on a path is written as steps; the last one must keep the shape of small marks."""
_KEPT = ("x", "y", "width", "height", "transform", "patternUnits")
"""Attributes that say where something is; others are handled by name, or do not show."""


@dataclass
class Inline:
    """`text` is an `<svg>` element whose ids no other figure has; `styles` are its classes with their declarations."""

    text: str
    styles: dict[str, str] = field(default_factory=dict)


def inline(text: str, name: str, marks: dict[str, Mark], footer_pt: float = 0.0) -> Inline:
    """The SVG file `text` of the figure `name`; `marks` are those of its chart, by id.

    The footer, so high, does not show, because captions say what stands in it. It stays in the element for those
    who save it: `data-whole` is the view box with it.
    """
    root = ElementTree.fromstring(text)
    writer = _Writer(hashlib.sha256(name.encode()).hexdigest()[:8], marks)
    body = "".join(map(writer.element, root))
    whole = root.attrib["viewBox"]
    *corner, width, height = whole.split()
    shown = " ".join([*corner, width, _rounded(f"{float(height) - footer_pt:f}")])
    return Inline(f'<svg viewBox="{shown}" data-whole="{whole}" aria-hidden="true" focusable="false">{body}</svg>',
                  writer.styles)


class _Writer:
    """Writes elements of one figure and gathers their styles."""

    def __init__(self, prefix: str, marks: dict[str, Mark]):
        self._prefix = prefix
        self._marks = marks
        self._ids: dict[str, str] = {}
        self.styles: dict[str, str] = {}

    def element(self, node: ElementTree.Element) -> str:
        tag = node.tag.removeprefix(_SVG)
        if tag in ("metadata", "style"):
            return ""
        inner = escape(node.text or "", quote=False) if tag == "text" else "".join(map(self.element, node))
        attributes = self._attributes(tag, node)
        if tag in ("g", "defs") and (not inner or (tag == "g" and not attributes)):
            return inner
        return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"

    def _attributes(self, tag: str, node: ElementTree.Element) -> str:
        found = {}
        if tag in ("path", "clipPath", "pattern") and "id" in node.attrib:
            found["id"] = self._id(node.attrib["id"])
        if tag == "g" and (mark := self._marks.get(node.get("id", ""))):
            found |= {"class": "m", "data-c": mark.cell, "data-t": mark.tip}
        elif tag == "g" and node.get("id", "").startswith(FOOTER_ID):
            found["class"] = "foot"
        if "style" in node.attrib:
            found |= self._style(node.attrib["style"], found.get("class"))
        elif "fill" in node.attrib:
            found["class"] = self._class(f"fill: {node.get('fill')}")
        if "d" in node.attrib:
            found["d"] = _path(node.attrib["d"])
        if "clip-path" in node.attrib:
            found["clip-path"] = self._referring(node.attrib["clip-path"])
        if link := node.get(f"{_LINK}href"):
            # White space in the data of an image is matplotlib's, and stands for nothing.
            found["href"] = f"#{self._id(link[1:])}" if link.startswith("#") else "".join(link.split())
        for name in _KEPT:
            # A matrix scales the pixels of an image, so that an error of a hundredth would add up over its width.
            original = node.get(name, "")
            value = original if original.startswith("matrix") else _rounded(original)
            if value and not value.startswith("rotate(-0 "):
                found[name] = value
        return "".join(f' {name}="{escape(value)}"' for name, value in found.items())

    def _id(self, original: str) -> str:
        return self._ids.setdefault(original, f"{self._prefix}-{len(self._ids)}")

    def _referring(self, text: str) -> str:
        return _REFERENCE.sub(lambda at: f"url(#{self._id(at[1])})", text)

    def _style(self, style: str, mark: str | None) -> dict[str, str]:
        """A class, beside that of a mark; what refers to something of this figure (a hatching) no class can hold."""
        own = [part for part in style.split("; ") if "url(#" in part]
        shared = self._class("; ".join(part for part in style.split("; ") if part not in own))
        return {"class": " ".join(filter(None, (mark, shared)))} | (
            {"style": self._referring("; ".join(own))} if own else {})

    def _class(self, style: str) -> str:
        """The class of a style, the same in every figure that has it."""
        style = _FONTS.sub(r"\1 var(--chart-font)", style)
        name = "s" + hashlib.sha256(style.encode()).hexdigest()[:7]
        self.styles[name] = style
        return name


def _rounded(text: str) -> str:
    """Every number of the text to a hundredth, without zeros that say nothing."""
    # Adding zero makes a plain one of the negative zero that rounding may leave.
    return _NUMBER.sub(lambda number: f"{round(float(number[0]), 2) + 0:.2f}".rstrip("0").rstrip("."), text)


def _path(text: str) -> str:
    """Path data in few characters: long straight lines as steps of tenths of a point, other paths as they are."""
    if text.count("L") < LONG or _CURVED.search(text):
        return re.sub(r"\s*([A-Za-z])\s*", r"\1", _rounded(text)).strip()
    written, here, start = "", (0, 0), (0, 0)
    for command, x, y in _STEP.findall(text):
        if command == "z":
            written, here = written + "z", start
            continue
        # Steps between rounded points, so that errors do not add up. In tenths, whole numbers are exact.
        point = round(float(x) * 10), round(float(y) * 10)
        if command == "M":
            written, start = written + "m", point
        # Numbers that follow those of an m or l are steps of lines too, without a letter.
        elif written.endswith("z"):
            written += "l"
        for before, now in zip(here, point):
            number = _tenths(now - before)
            written += number if number[0] == "-" or written[-1] in "mlz" else f" {number}"
        here = point
    return written


def _tenths(number: int) -> str:
    """A number of tenths as `12.3`, `.5` or `-4`."""
    whole, tenth = divmod(abs(number), 10)
    digits = (str(whole) if whole or not tenth else "") + (f".{tenth}" if tenth else "")
    return ("-" if number < 0 else "") + digits
