"""Small multiples keep the size of their panels, however many there are and however long the footer is."""

import pytest

from reports.figures.drawing.grid import grid, legend_below

SIZES = dict(row_in=2.0, around_in=1.2, below_in=0.6, left=0.1, right=0.9, wspace=0.2, hspace=0.5)


def made(count, footer=("foot",), columns=3):
    return grid(count, columns, "title", list(footer), **SIZES)


def height_in(fig, ax):
    return ax.get_position().height * fig.get_figheight()


@pytest.mark.parametrize("count, rows, columns", [(0, 1, 1), (1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 3), (7, 3, 3)])
def test_panels_fill_rows_and_what_is_over_is_hidden(count, rows, columns):
    fig, axes = made(count)
    assert len(axes) == max(1, count) and len(fig.axes) == rows * columns
    assert [ax for ax in fig.axes if ax.get_visible()] == axes
    tops = [round(ax.get_position().y1, 6) for ax in axes]
    assert len(set(tops)) == rows and tops == sorted(tops, reverse=True)
    assert fig.get_figheight() - fig.footer_in == pytest.approx(1.2 + 2.0 * rows)


def test_a_long_footer_takes_nothing_from_the_panels():
    short, long = made(5), made(5, ["word " * 200])
    assert long[0].footer_in > short[0].footer_in
    assert height_in(long[0], long[1][0]) == pytest.approx(height_in(short[0], short[1][0]))


def test_the_legend_stands_above_the_footer():
    fig, axes = made(1)
    legend_below(fig, axes[0].plot([1, 2], label="a line"), 0.05)
    fig.draw_without_rendering()
    box = fig.legends[0].get_window_extent()
    low, high = (edge / fig.dpi for edge in (box.y0, box.y1))
    assert fig.footer_in + 0.05 <= low < high < axes[0].get_position().y0 * fig.get_figheight()
