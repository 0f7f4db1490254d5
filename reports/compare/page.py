"""The page that shows two runs side by side: self-contained like the report of one. All data is escaped."""

from functools import partial
from pathlib import Path

from reports.analysis import heap_policy
from reports.compare import differences, figure, tables
from reports.compare.pairs import Compared, Pair, Row, compare
from reports.figures.drawing import charts, theme
from reports.figures.drawing.charts import Chart, Drawing, Job
from reports.page import render as page
from reports.run import names, provenance
from reports.run.errors import ReportError
from reports.run.files import Files
from reports.run.load import Run, load_run

FIGURES = ("cpu_ns_per_op", "response_p99_ns", "rss_peak_bytes")


def build(a: Path, b: Path, out: Path | None = None) -> tuple[Path, list[str]]:
    """Writes OUT/compare-RUN.html (RUN is that of A; default: into B/report) and returns it and the warnings.

    Raises ReportError for runs that cannot be read or have nothing to compare, and for a page that cannot be written.
    """
    runs = load_run(a), load_run(b)
    compared = compare(*runs)
    warnings = [f"{name}: {text}" for name, run in zip("AB", runs) for text in run.warnings]
    warnings += [f"{name}: before it was measured, {text}"
                 for name, run in zip("AB", runs) for text in run.manifest.warnings]
    if fields := differences.machines_differ(*runs):
        warnings.append(f"the machines differ ({', '.join(fields)}): compare ratios, never times")
    warnings += [f"{pair.title}: not comparable: {pair.refused}" for pair in compared.pairs if pair.refused]
    folder = b / "report" if out is None else out
    path = folder / f"compare-{names.kept(runs[0].manifest.run_id)}.html"
    text = render(runs, compared, _charts(runs, compared.pairs), warnings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot write the comparison: {error}") from None
    return path, warnings


def render(runs: tuple[Run, Run], compared: Compared, drawn: list[Chart], warnings: list[str]) -> str:
    """The page as text."""
    machines = [provenance.machine(run.manifest) for run in runs]
    changes, told, able = tables.change_table(compared.pairs)
    return page.environment(runs[0].metrics).get_template("compare.html.j2").render(
        runs=[(name, run.directory.name, run.manifest, run.manifest.profile,
               provenance.machine(run.manifest), provenance.commit(run.manifest.sides[0]))
              for name, run in zip("AB", runs)],
        warnings=warnings, differences=differences.table(*runs), charts=drawn,
        chart_rules=theme.rules({name: text for chart in drawn for name, text in chart.svg.styles.items()}),
        changes=changes, told=told, able=able, only=list(zip("AB", compared.only)),
        sections=[(pair, _facts(pair), tables.setting_table(pair, machines)) for pair in compared.pairs if pair.cells])


def _charts(runs: tuple[Run, Run], pairs: list[Pair]) -> list[Chart]:
    jobs = [Job(f"compare-{metric}", "compare", runs[0].metrics[metric].title, "", None,
                partial(_draw, runs, found, metric))
            for metric in FIGURES if (found := figure.measure(pairs, metric))]
    return [charts.chart(job, Files(runs[1].directory)) for job in jobs]


def _draw(runs: tuple[Run, Run], measured: list[tuple[Pair, list[Row]]], metric: str, _: Files) -> Drawing:
    said = [f"{name}: {provenance.provenance(run.manifest)}; heap policy: "
            f"{heap_policy.describe([pair.topics[side] for pair, _ in measured])}."
            for side, (name, run) in enumerate(zip("AB", runs))]
    return charts.drawing(figure, (measured, metric), said)


def _facts(pair: Pair) -> list[tuple[str, str]]:
    """(what, text) of what was not the same in this setting, or must be said of both."""
    found = []
    for title, of in (("Heap policy", lambda topic: heap_policy.describe([topic])),
                      ("Ops are due at", lambda topic: topic.rate)):
        texts = [of(topic) for topic in pair.topics]
        if texts[0] == texts[1]:
            found += [(title, texts[0])] if texts[0] else []
        else:
            found += [(f"{title}, {name}", text or "nothing recorded") for name, text in zip("AB", texts)]
    return found
