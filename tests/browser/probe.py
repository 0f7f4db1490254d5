"""A figure of known geometry for tests: thin lines, and points that show only when pointed at."""

from functools import partial

from reports.figures.drawing import style
from reports.figures.drawing.charts import Drawing, Job
from reports.page import catalogue
from reports.text.table import Table

NAME = "probe"
TABLE = Table("Probe", ["plain", 'with "quotes", commas', "two\nlines"], [], "Of no use to anybody.")


def line_tip(cell):
    return f"{cell.label}: line, 1.25 ms, N 6"


def point_tip(cell):
    return f"{cell.label}: point, 2.5 ms, N 6"


def jobs(findings, tested=None, wanted=("claims", "ratios", "mmu", "rss")):
    """Some of the figures of findings, and the probe of its last topic."""
    topic = findings.topics[-1]
    return [job for job in catalogue_jobs(findings, tested) if job.kind in wanted] + [
        Job(NAME, "pauses", "Probe", topic.setting.workload, topic, partial(_draw, topic))]


catalogue_jobs = catalogue.jobs


def _draw(topic, files):
    fig, foot = style.figure(3, "Probe", ["N: none."])
    height = fig.get_figheight()
    ax = fig.add_axes((0.1, foot / height + 0.1, 0.8, 0.6))
    ax.set_xlim(0, 1)
    ax.set_ylim(-1, 10 * len(topic.cells))
    for at, entry in enumerate(topic.cells):
        [line] = ax.plot([0.1, 0.9], [10 * at, 10 * at], linewidth=0.5, color="#0072B2")
        style.mark(line, entry.cell, line_tip(entry.cell))
        [point] = ax.plot([0.95], [10 * at], marker="o", color="#D55E00", alpha=0)
        style.mark(point, entry.cell, point_tip(entry.cell))
    rows = [(entry.cell.label, ["1.5", 'say "x", twice', "over\nunder"]) for entry in topic.cells]
    return Drawing(fig, "Lines one above the other, each with a point that cannot be seen.", "Lines and points.",
                   Table(TABLE.title, TABLE.columns, rows, TABLE.note))
