"""Makes an SVG file part of a page: no prolog, no fixed size, ids that no other figure has."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r'(\bid="|url\(#|xlink:href="#)')


def inline(text: str, prefix: str) -> str:
    """The `<svg>` element of `text` with every id and every reference to one prefixed."""
    body = text[text.index("<svg"):]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, count=1, flags=re.DOTALL)
    head, rest = body.split(">", 1)
    head = re.sub(r'\s(width|height)="[^"]*"', "", head)
    return _REFERENCE.sub(lambda match: match.group(1) + prefix + "-", f"{head}>{rest}").strip()
