"""What is written in a figure and where, so that tests see labels that touch or are cut off."""

from matplotlib.text import Text

from reports.figures.drawing import style

SLACK_PX = 0.8
"""By so much boxes may reach into one another: they are a little larger than the letters."""


def written(fig: style.Chart) -> list[tuple[str, object]]:
    """Every visible text of a figure with its box in pixels."""
    fig.draw_without_rendering()
    hidden = {text for ax in fig.axes if not ax.get_visible() for text in ax.findobj(Text)}
    found = [text for text in fig.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(text.get_text(), text.get_window_extent().padded(-SLACK_PX)) for text in found if text not in hidden]


def faults(fig: style.Chart) -> list[str]:
    """Texts that touch one another or leave the figure; none where all is well."""
    boxes = written(fig)
    said = [f"{words!r} leaves the figure" for words, box in boxes
            if box.x0 < 0 or box.y0 < 0 or box.x1 > fig.bbox.x1 or box.y1 > fig.bbox.y1]
    return said + [f"{words!r} touches {other!r}" for number, (words, box) in enumerate(boxes)
                   for other, its in boxes[:number] if box.overlaps(its)]
