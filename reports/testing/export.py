"""What the command line would hand to a format, for tests."""

from reports.export.format import Choice
from reports.export.quantities import chosen
from reports.export.select import Selection, cells, select
from reports.run.load import Run


def choice(run: Run, metrics=(), one_per_cell: bool = False, **asked) -> Choice:
    """`asked` are lists of Selection, and `metrics` patterns; what is not given is not asked for."""
    empty = {"trials": [], "workloads": [], "variants": [], "allocators": [], "sides": [], "blocks": []}
    selection = Selection(**{**empty, **asked})
    trials, said = select(run, selection, one_per_cell)
    return Choice(run, trials, said, cells(run, selection, trials), selection.whole, chosen(list(metrics)))
