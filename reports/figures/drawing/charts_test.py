"""What a page says of a figure: all that stands in its file, and each thing once."""

import re

import pytest

from reports.analysis.findings import Findings
from reports.figures.drawing.style import FOOTER_ID
from reports.page import catalogue
from reports.page.gate_record import SHIPPED, load
from reports.run.files import Files
from reports.run.load import load_run

pytestmark = pytest.mark.filterwarnings("error")


def sentences(text):
    return [sentence.strip(" .") for sentence in re.split(r"\.\s", text)]


@pytest.mark.parametrize("directory", ["synthetic_run", "live_run", "heap_run", "threads_run"])
def test_a_caption_says_what_the_file_says_and_nothing_twice(request, directory):
    directory = request.getfixturevalue(directory)
    files = Files(directory)
    jobs = [*catalogue.jobs(Findings.of(load_run(directory))), load(SHIPPED, []).job]
    for job in {job.kind: job for job in jobs}.values():
        drawing = job.draw(files)
        footer = " ".join(text.get_text() for text in reversed(drawing.fig.texts)
                          if (text.get_gid() or "").startswith(FOOTER_ID))
        assert footer.startswith("N: ") and drawing.caption.endswith(f" {footer}"), job.name
        assert job.kind == "gate" or "commit" in footer and "machine" in footer.lower(), job.name
        said = sentences(drawing.caption)
        assert len(said) == len(set(said)), job.name
        own = drawing.caption.removesuffix(footer)
        assert not re.search(r"\d blocks|at least 95 %|[Nn]o interval|Heap policy|commit", own), job.name
