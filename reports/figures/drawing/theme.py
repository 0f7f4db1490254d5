"""The colours of figures on a light and on a dark page: every colour of the one has its counterpart in the other."""

import colorsys
import re
from collections.abc import Callable

from matplotlib.colors import to_hex, to_rgb

LIGHT_PAPER, DARK_PAPER, DARK_INK = "#ffffff", "#1e1f23", "#ececee"
MIN_CONTRAST = 4.5
"""Between a colour and the dark paper, as WCAG 2.1 (success criterion 1.4.3) wants it of text."""
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_DARK_IMAGE = "filter:invert(1) hue-rotate(180deg)"
"""Pixels have no classes: dark and light change places, hues stay."""
_TINT, _DARK_TINT = 0.85, 0.12
"""Colours lighter than _TINT are a tint of the paper, and become one of the dark paper, at least so light."""
_GREY = 0.12
"""Colours of less saturation are paper, ink, or between them, and change places."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it, 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.1, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def dark(colour: str) -> str:
    """What stands on a dark page for a colour of the light one: greys and tints change places, hues become lighter."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
    if saturation < _GREY or lightness in (0.0, 1.0):
        return to_hex([ink + (paper - ink) * lightness
                       for ink, paper in zip(to_rgb(DARK_INK), to_rgb(DARK_PAPER))])
    if lightness > _TINT:
        return to_hex(colorsys.hls_to_rgb(hue, _DARK_TINT + 1 - lightness, saturation))
    while contrast(to_hex(colorsys.hls_to_rgb(hue, lightness, saturation)), DARK_PAPER) < MIN_CONTRAST:
        lightness += 0.01
    return to_hex(colorsys.hls_to_rgb(hue, lightness, saturation))


def rules(styles: dict[str, str]) -> str:
    """CSS of classes with declarations: colours as variables, and both themes' values of these."""
    colours = sorted({colour for style in styles.values() for colour in _COLOUR.findall(style)})
    classes = "\n".join(f".chart .{name}{{{_COLOUR.sub(lambda at: _variable(at[0]), style)}}}"
                        for name, style in sorted(styles.items()))

    def values(form: Callable[[str], str]) -> str:
        return "".join(f"--c{colour[1:]}:{form(colour)};" for colour in colours)

    def dark_below(root: str) -> str:
        return f"{root} .chart{{{values(dark)}}}{root} .chart image{{{_DARK_IMAGE}}}"

    return (f".chart{{{values(str)}}}\n"
            f"@media screen and (prefers-color-scheme:dark){{{dark_below(':root:not([data-theme=light])')}}}\n"
            f"@media screen{{{dark_below(':root[data-theme=dark]')}}}\n{classes}")


def _variable(colour: str) -> str:
    return f"var(--c{colour[1:]})"
