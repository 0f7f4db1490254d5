"""Texts of a run as they may be shown: without what breaks a file, or turns the direction of reading."""

import re

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tabs and line ends
                         "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
                         "\u2028\u2029\ufeff\ufffe\uffff"
                         "\ud800-\udfff]")  # halves of a pair, which no encoding takes
REPLACEMENT = "\ufffd"


def showable(value: object) -> object:
    """A JSON value in whose texts and keys REPLACEMENT stands for every character that must not be shown."""
    if isinstance(value, str):
        return _UNSHOWABLE.sub(REPLACEMENT, value)
    if isinstance(value, list):
        return [showable(inner) for inner in value]
    if isinstance(value, dict):
        return {showable(name): showable(inner) for name, inner in value.items()}
    return value


def may_be_unshowable(json_text: str) -> bool:
    """Whether a JSON text can hold such a character at all; quick, and right for nearly every file of ours."""
    return not json_text.isascii() or "\\u" in json_text or "\x7f" in json_text
