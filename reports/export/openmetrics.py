"""OpenMetrics text for Prometheus and whatever reads its format: a gauge for each metric, a sample for each cell.

A sample is the middle of the cell's blocks, in base units; how many blocks that are stands in `ovg_blocks`, and where
the numbers come from in the labels of `ovg_run`. Of types there are gauges only, so that parsers of the older
Prometheus text format take the file, too. Source: OpenMetrics 1.0, "Text format", "Units and Base Units".
"""

from reports.export.format import Choice, Exported
from reports.export.measures import Series, measures
from reports.export.quantities import YES_OR_NO
from reports.run import names
from reports.run.cells import Cell

PREFIX = "ovg_"
BASE_UNITS = {"ns": ("seconds", 1e9), "bytes": ("bytes", 1), "share": ("ratio", 1), "ratio": ("ratio", 1)}
"""Unit of ours -> base unit, and how many of ours it is. Others have none: their name says what is counted."""


def export(choice: Choice) -> Exported:
    """The exposition of these trials. Raises ReportError where none is ok."""
    found = measures(choice)
    families: dict[str, list[Series]] = {}
    for one in found.series:
        families.setdefault(one.metric, []).append(one)
    lines = [line for series in families.values() for line in _family(series)]
    blocks = [_sample(f"{PREFIX}blocks", {**_labels(one.cell), "metric": name_of(one.metric, one.told.unit)}, one.n)
              for one in found.series]
    about = {"created": choice.run.manifest.created, **choice.about}
    lines += [*_head(f"{PREFIX}blocks", "", "N: blocks of the run behind the sample of a metric"), *blocks,
              *_head(f"{PREFIX}run", "", "the run that the other samples are of"), _sample(f"{PREFIX}run", about, 1)]
    return Exported("".join(f"{line}\n" for line in (*lines, "# EOF")), found.remarks)


def name_of(metric: str, unit: str) -> str:
    """Such as `ovg_cpu_per_op_seconds`: the metric's own unit makes way for the base unit, at the end."""
    if unit not in BASE_UNITS:
        return PREFIX + metric.replace("_per_s", "_per_second")
    return f"{PREFIX}{metric.replace(f'_{unit}', '', 1)}_{BASE_UNITS[unit][0]}"


def _family(series: list[Series]) -> list[str]:
    metric, told = series[0].metric, series[0].told
    name, (unit, size) = name_of(metric, told.unit), BASE_UNITS.get(told.unit, ("", 1))
    middle = "share of blocks" if metric == YES_OR_NO else "median over blocks"
    return [*_head(name, unit, f"{metric} of bench_all, {middle}; {told.better} is better"),
            *(_sample(name, _labels(one.cell), one.middle.estimate / size) for one in series)]


def _head(name: str, unit: str, told: str) -> list[str]:
    return [f"# TYPE {name} gauge", *([f"# UNIT {name} {unit}"] if unit else []), f"# HELP {name} {told}"]


def _labels(cell: Cell) -> dict[str, str]:
    """All that tells cells apart; an empty label is as good as none, so there is none."""
    at = cell.setting
    numbers = {"threads": at.threads, "live_mib": at.live_mib, "load_percent": at.load,
               "heap_limit_bytes": cell.heap_limit_bytes}
    words = {"workload": at.workload, "variant": cell.variant, "config": cell.config, "allocator": cell.allocator,
             "scale": at.scale, **{name: names.number(value) for name, value in numbers.items() if value is not None},
             "arrivals": at.arrivals, "side": cell.side}
    return {name: text for name, text in words.items() if text}


def _sample(name: str, labels: dict[str, str], value: float) -> str:
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}} {int(value) if value == int(value) else repr(value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
