"""How every chart looks: sizes, colours, line styles, axes, and files that are the same for the same data.

Okabe-Ito colours (Okabe and Ito 2008): blues and greens own ownership, vermillion and orange own
collection. Marker shape repeats the group, line style separates allocators, so nothing hangs on colour alone.
"""

import textwrap
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from reports.run.cells import Cell, allocator_key
from reports.stats.intervals import Interval
from reports.text import units

Looks = dict[str, tuple[str, str]]
"""Cell name -> (colour, marker)."""
WIDTH_IN = 11.5
FOOTER_PT, FOOTER_LINE_IN, FOOTER_ID = 6.8, 0.135, "footer"
TARGET_PT = 9
"""How wide a spot is that a reader points at without seeing it."""
FAINT, FOOTER, GRID, TEXT = "#767676", "#5c5c5c", "#e4e4e4", "#222222"
_KNOWN = {"value": ("#56B4E9", "o"), "unique": ("#0072B2", "s"), "shared": ("#009E73", "v"),
          "arena": ("#00A6A6", "h"), "intrusive": ("#6BAA3C", "^"),
          "boehm": ("#D55E00", "D"), "boehm:incremental": ("#E69F00", "X")}
_SPARE = {"ownership": (("#4B6EAF", "<"), ("#2F6F5E", ">"), ("#8FB8DE", "p"), ("#003A5C", "^"), ("#66B89C", "P")),
          "collection": (("#8C3D00", "*"), ("#F2B872", "d"), ("#B5651D", "H"),
                         ("#FF8A65", "8"), ("#7A4E00", "p"))}
_LINES: dict[str, str | tuple[int, tuple[float, ...]]] = {
    "glibc": "-", "jemalloc": (0, (5, 2)), "mimalloc": (0, (1, 1.5)), "tcmalloc": (0, (6, 2, 1, 2))}
HOLLOW = "none"
"""How the mark of a cell is filled whose numbers decide nothing."""

_FILLS = {"glibc": "full", "jemalloc": "none", "mimalloc": "left", "tcmalloc": "right"}

RC = {
    "font.size": 8.5, "axes.titlesize": 9.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
    # Given, so that no title looks for ticks to keep away from: that takes a quarter of all drawing.
    "axes.titley": 1.0,
    "axes.labelsize": 8.5, "xtick.labelsize": 8, "ytick.labelsize": 8, "legend.fontsize": 8,
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": FAINT, "axes.labelcolor": TEXT,
    "axes.grid": True, "axes.axisbelow": True, "grid.color": GRID, "grid.linewidth": 0.6,
    "xtick.color": TEXT, "ytick.color": TEXT, "text.color": TEXT, "lines.linewidth": 1.5,
    "legend.frameon": False, "figure.facecolor": "white", "savefig.facecolor": "white",
    # Labels are data: a dollar sign in a host name must not start a formula.
    "text.parse_math": False,
    # Text stays text (small, searchable); the salt makes ids depend on the data only.
    "svg.fonttype": "none", "svg.hashsalt": "ovg",
}
# Whatever a matplotlibrc of the reader's says: figures are the same everywhere.
matplotlib.rcdefaults()
matplotlib.rcParams.update(RC)


def looks_of(entries: Iterable[Any]) -> Looks:
    """The looks of entries with a `cell` and a `group`. Heaps of one configuration have its, the darker the smaller."""
    cells, result = {entry.cell: entry.group for entry in entries}, {}
    for config, (colour, marker) in _looks({cell.config_name: group for cell, group in cells.items()}).items():
        heaps = {cell.name: (cell.heap_factor or 0, cell.heap_limit_bytes or 0) for cell in cells
                 if cell.config_name == config and cell.heap}
        result[config] = (colour, marker)
        for rank, name in enumerate(sorted(heaps, key=heaps.__getitem__)):
            result[name] = (_toned(colour, 0.75 * rank / max(1, len(heaps) - 1) - 0.45), marker)
    return result


def _looks(groups: dict[str, str]) -> Looks:
    """The looks of configurations, given their groups. Those that are not known have spares.

    Which spare says the name, so that it is the same in every figure, whatever else that shows: only where two names
    want one, the later by name has the next.
    """
    looks = {name: _KNOWN[name] for name in groups if name in _KNOWN}
    for name in sorted(groups.keys() - looks.keys()):
        spares = _SPARE[groups[name]]
        first = zlib.crc32(name.encode()) % len(spares)
        turns = spares[first:] + spares[:first]
        looks[name] = next((look for look in turns if look not in looks.values()), turns[0])
    return looks


def _toned(colour: str, share: float) -> str:
    """A colour with this share of white, or of black where it is negative."""
    towards = 1 if share > 0 else 0
    return to_hex([channel + (towards - channel) * abs(share) for channel in to_rgb(colour)])


def line_style(allocator: str) -> str | tuple[int, tuple[float, ...]]:
    """The dash pattern of an allocator; those that are not known share one."""
    return _LINES.get(allocator, (0, (3, 1, 1, 1, 1, 1)))


def fill_style(allocator: str) -> str:
    """How an allocator's marks are filled where there is no line to dash; unknown ones share one."""
    return _FILLS.get(allocator, "top")


def allocator_lines(entries: Iterable[Any]) -> list[Line2D]:
    """For a legend: the dash patterns of the allocators of all entries with a `cell`."""
    names = sorted({entry.cell.allocator for entry in entries}, key=allocator_key)
    return [Line2D([], [], color=TEXT, linestyle=line_style(name), label=plain(name, 20)) for name in names]


def spot(cell: Cell, looks: Looks, size: float, **options: Any) -> dict[str, Any]:
    """How the mark of a cell is drawn where no line says its allocator."""
    colour, marker = looks[cell.name]
    return {"color": colour, "marker": marker, "markersize": size, "linestyle": "none",
            "fillstyle": fill_style(cell.allocator), "markerfacecoloralt": "white", **options}


def ink(colour: str) -> str:
    """A darker tone of a line's colour that is readable as text on white."""
    return to_hex([channel * 0.62 for channel in to_rgb(colour)])


def plain(text: str, limit: int = 160) -> str:
    """Data as chart text: without control characters (not allowed in XML) and not longer than `limit`."""
    kept = "".join(c if c.isprintable() else " " for c in str(text))
    return kept if len(kept) <= limit else kept[:limit - 1] + "…"


class Mark(NamedTuple):
    """What a reader is told who points at something drawn: the label of its cell, and exact values with their N."""

    cell: str
    tip: str


class Chart(Figure):
    """A figure that knows which of its artists stand for which cell: id in the SVG -> Mark.

    `footer_in` is the height of its footer, whose lines have ids that begin with FOOTER_ID.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.marks: dict[str, Mark] = {}
        self.footer_in = 0.0


def mark(artist: Artist, cell: Cell, tip: str) -> None:
    """Says that an artist, already in its Chart, stands for a cell, and what of. `tip` is one line of text."""
    marks = artist.figure.marks
    artist.set_gid(f"mark{len(marks)}")
    marks[artist.get_gid()] = Mark(cell.label, tip)


def plot(ax: Axes, cell: Cell, tip: str, x: Any, y: Any, **options: Any) -> None:
    """Plots a line or a point that stands for a cell."""
    artist, = ax.plot(x, y, **options)
    mark(artist, cell, tip)


def estimate(ax: Axes, cell: Cell, tip: str, found: Interval, y: float, **options: Any) -> None:
    """An estimate on its interval in a row, as one line with one mark."""
    x = [found.estimate] if found.ends is None else [found.ends[0], found.estimate, found.ends[1]]
    plot(ax, cell, tip, x, [y] * len(x), markevery=[len(x) // 2], **options)


def target(ax: Axes, x: float, y: float, cell: Cell, tip: str) -> None:
    """A spot to point at, in data and unseen, on what is drawn as a whole: a percentile on its curve."""
    spot = Line2D([x], [y], marker="o", markersize=TARGET_PT, linestyle="none", alpha=0, zorder=9)
    # Not a line of the panel's data: limits stay as they are, and finding them anew would take most of the time.
    ax.add_artist(spot)
    mark(spot, cell, tip)


def figure(height_in: float, title: str, footer: list[str]) -> tuple[Chart, float]:
    """An empty figure of the common width with its title, and the height of its footer in inches.

    The footer says what a copied image must still say. It is wrapped to the width and comes on top of
    `height_in`, so that the chart keeps its size. No pyplot: figures can be drawn in any process.
    """
    lines = [line for text in footer for line in _wrapped(plain(text, 1500))]
    footer_in = 0.08 + FOOTER_LINE_IN * len(lines)
    height = height_in + footer_in
    fig = Chart(figsize=(WIDTH_IN, height))
    fig.suptitle(plain(title), x=0.008, y=1 - 0.1 / height, ha="left", va="top", fontsize=11,
                 fontweight="bold")
    for number, line in enumerate(reversed(lines)):
        fig.text(0.008, (0.06 + FOOTER_LINE_IN * number) / height, line, fontsize=FOOTER_PT, color=FOOTER,
                 va="baseline", gid=f"{FOOTER_ID}{number}")
    fig.footer_in = footer_in
    return fig, footer_in


def _wrapped(text: str) -> list[str]:
    """The text in lines of the width of a figure."""
    font = get_font(findfont(FontProperties()))
    font.set_size(FOOTER_PT, 72)
    font.set_text(text)
    width_in = font.get_width_height()[0] / 64 / 72
    # By the average character; the margin is for lines that have more than their share of wide ones.
    return textwrap.wrap(text, int(0.93 * WIDTH_IN / max(width_in, 0.01) * len(text)) + 1)


def duration_axis(axis: Axis) -> None:
    """Labels a log axis of nanoseconds `1 µs`, `10 µs`, ...; its limits must be final."""
    log_axis(axis, units.tick)


def rate_axis(axis: Axis) -> None:
    """Labels a log axis of rates with plain numbers; its limits must be final."""
    log_axis(axis, lambda rate: f"{rate:g}" if rate < 1e4 else units.count(rate))


def log_axis(axis: Axis, form: Callable[[float], str], subs: tuple[float, ...] | None = None,
             numticks: int | None = 12) -> None:
    """Labels a log axis with what `form` makes of its ticks, at `subs` times the powers of ten."""
    if subs is None:
        low, high = axis.get_view_interval()
        # Under two decades the powers of ten alone may leave a single label.
        subs = (1, 2, 5) if high / low < 100 else (1,)
    axis.set_major_locator(LogLocator(subs=subs, numticks=numticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: form(value)))
    axis.set_minor_locator(NullLocator())


def ratio_ticks(axis: Axis, ticks: list[float]) -> None:
    """Exactly these ticks on an axis of ratios; those below 1 are written as `1/2`."""
    fixed_ticks(axis, ticks, [f"{value:g}" if value >= 1 else f"1/{1 / value:g}" for value in ticks])


def fixed_ticks(axis: Axis, ticks: Iterable[float], labels: Iterable[str]) -> None:
    """Exactly these ticks with these labels, and no minor ones."""
    axis.set_major_locator(FixedLocator(list(ticks)))
    texts = dict(zip(ticks, labels))
    axis.set_major_formatter(FuncFormatter(lambda value, _: texts.get(value, "")))
    axis.set_minor_locator(NullLocator())


def empty_panel(ax: Axes, text: str, bare: bool = False) -> None:
    """Says in the middle of a panel why it holds no data; a bare one has no ticks either."""
    if bare:
        ax.set(xticks=[], yticks=[])
    ax.text(0.5, 0.5, textwrap.fill(plain(text), 38), transform=ax.transAxes, ha="center", va="center",
            color=TEXT, linespacing=1.4,
            bbox={"facecolor": "white", "edgecolor": GRID, "boxstyle": "round,pad=0.8"})


FORMATS = {"svg": {"metadata": {"Date": None, "Creator": None}},
           "png": {"metadata": {"Software": None}, "dpi": 130},
           "pdf": {"metadata": {"Creator": None, "Producer": None, "CreationDate": None}}}
"""Format -> options of savefig; the metadata would name a time or a version."""


def save(fig: Figure, file: Path | BinaryIO, form: str) -> None:
    """Writes a figure to a path or binary file in one of FORMATS; the bytes depend on the data only."""
    with matplotlib.rc_context(RC):
        fig.savefig(file, format=form, **FORMATS[form])
