"""Numbers of ops as shades: an image of a latency series, and the strip that explains it."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm

from reports.figures.drawing import style
from reports.run.latency_series import LatencySeries
from reports.text import units

ROWS_PER_OCTAVE = 12
"""Of pixels: the edges of buckets at 1 and 1.5 times a power of two then lie within 0.2 % of a row's."""
SCALE = LinearSegmentedColormap.from_list("ops", ["#bfa6dc", "#7d49ab", "#23063f"], 20)
"""From few to many, each step darker, in grey print too; no hue of a group of variants."""


def pixels(series: LatencySeries, octaves: tuple[float, float], norm: LogNorm) -> np.ndarray:
    """RGBA bytes of shape (rows, slices, 4), rows evenly spaced on the log scale from below; clear where no op is."""
    low, high = octaves
    rows = max(1, round((high - low) * ROWS_PER_OCTAVE))
    middles = 2 ** (low + (np.arange(rows) + 0.5) * (high - low) / rows)
    bucket = np.searchsorted(series.edges_ns, middles, side="right") - 1
    inside = bucket < series.counts.shape[1]
    found = np.where(inside, series.counts[:, np.where(inside, bucket, 0)], 0).T
    colours = SCALE(norm(np.maximum(found, 1)), bytes=True)
    colours[found == 0] = 0
    return colours


def fill(ax: Axes, image: np.ndarray, columns: int) -> None:
    """Draws an image on the whole of an axes whose limits are final, with clear columns at its right up to `columns`.

    matplotlib stretches the pixels of an SVG to a whole number of points, which would move them against what is
    drawn over them; so the axes becomes as wide and high as a whole number.
    """
    points = 72 * ax.figure.get_size_inches()
    box = ax.get_position()
    ax.set_position([box.x0, box.y0, *(np.floor(box.size * points + 1e-6) / points)])
    padded = np.pad(image, ((0, 0), (0, columns - image.shape[1]), (0, 0)))
    ax.imshow(padded, origin="lower", aspect="auto", interpolation="none", zorder=1,
              extent=(*ax.get_xlim(), *ax.get_ylim()))


def scale(ax: Axes, norm: LogNorm) -> None:
    """The colours as a strip of pixels: a colour bar of matplotlib's would be 256 shapes."""
    decades = math.log10(norm.vmax)
    strip = SCALE(norm(np.logspace(0, decades, 128)), bytes=True)[np.newaxis]
    ax.imshow(strip, aspect="auto", interpolation="none", extent=(0, decades, 0, 1))
    ax.set_yticks([])
    ax.grid(False)
    at = range(math.floor(decades) + 1)
    style.fixed_ticks(ax.xaxis, at, [units.count(10 ** power) for power in at])
    ax.tick_params(axis="x", labelsize=7.5, length=2, pad=1.5)
