"""Figures on their way from a run to a page or a file: what can be drawn, what was drawn, how it is written."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from reports.analysis import heap_policy
from reports.figures.drawing import style, svg
from reports.run.files import Files
from reports.run.topics import Topic
from reports.text.table import Table


@dataclass(frozen=True)
class Drawing:
    """A drawn figure with its words, the numbers behind it, and sentences that sum these up.

    `caption` has all that is said of the figure, what stands in its footer among it.
    """

    fig: style.Chart
    alt: str
    caption: str
    table: Table | None = None
    sentences: list[str] = field(default_factory=list)


def drawing(module: ModuleType, measured: tuple, origin: list[str]) -> Drawing:
    """What a module of figures draws and says of what it measured; some sum it up in sentences, too.

    N, interval and `origin` stand under the figure: in its file as its footer, on the page in its caption, where they
    follow what the module says.
    """
    words = module.told(*measured)
    footer = [words.basis, *origin]
    return Drawing(module.draw(*measured, footer), words.alt, " ".join([words.caption, *footer]),
                   module.table(*measured), module.sentences(*measured) if hasattr(module, "sentences") else [])


@dataclass(frozen=True)
class Job:
    """A figure that can be drawn of a run. `name` names its files and its place in the page.

    `topic` is the setting that it shows, None where it shows several; `workload` is empty where it shows
    several workloads; `closed_loop` says that nothing in it was measured in open loop.
    """

    name: str
    kind: str
    title: str
    workload: str
    topic: Topic | None
    draw: Callable[[Files], Drawing]
    closed_loop: bool = False


@dataclass(frozen=True)
class Chart:
    """A figure ready for the page; free of the data that it was drawn from."""

    name: str
    kind: str
    title: str
    workload: str
    setting: str
    alt: str
    caption: str
    svg: svg.Inline
    table: Table | None
    sentences: list[str]
    closed_loop: bool = False


def chart(job: Job, files: Files) -> Chart:
    """Draws a figure for the page."""
    drawn, file = job.draw(files), io.BytesIO()
    style.save(drawn.fig, file, "svg")
    text = svg.inline(file.getvalue().decode("utf-8"), job.name, drawn.fig.marks, 72 * drawn.fig.footer_in)
    return Chart(job.name, job.kind, job.title, job.workload, job.topic.setting.parameters if job.topic else "",
                 drawn.alt, drawn.caption, text, drawn.table, drawn.sentences,
                 job.closed_loop)


def write(job: Job, files: Files, folder: Path, form: str) -> Path:
    """Draws a figure into FOLDER/NAME.FORM for publishing and returns that path."""
    path = folder / f"{job.name}.{form}"
    style.save(job.draw(files).fig, path, form)
    return path


def origin(topics: list[Topic], source: str) -> list[str]:
    """The sentences that say where a figure comes from; of no topic no heap policy is told."""
    policy = [f"Heap policy: {heap_policy.describe(topics)}."] if topics else []
    return [*policy, f"{source[:1].upper()}{source[1:]}."]
