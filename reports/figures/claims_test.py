"""What is drawn of the claims, read back from the figure and computed again from the values that went in."""

import math
import statistics
from itertools import combinations

import numpy as np
import pytest

from reports import claims
from reports.analysis.findings import Findings
from reports.claims.model import DECIDES, FAILS, HOLDS, UNDECIDED
from reports.figures import claims as figure
from reports.testing.synthetic_cells import BLOCKS, Logs, Values, run_of

pytestmark = pytest.mark.filterwarnings("error")
NOISE = np.exp(np.random.default_rng(3).normal(0, 0.05, (6, BLOCKS)))


def cells(workload, factor, noise, **more):
    base = {"cpu_ns_per_op": 100 * NOISE[0], "deadline_miss_1ms": 0.1}
    other = {"cpu_ns_per_op": 100 * factor * noise, "deadline_miss_1ms": 0.1 + 0.2 * (factor > 1)}
    return [Values("unique", base, workload, **more), Values("boehm", other, workload, **more)]


@pytest.fixture(scope="module")
def found():
    wild = np.exp(np.linspace(-1.5, 1.5, BLOCKS))
    planned = (cells("b", 2, NOISE[1], live_mib=16, load=50) + cells("b", 0.5, NOISE[2], live_mib=2, load=50)
               + cells("a", 1.2, wild) + cells("null", 1, NOISE[3]))
    return claims.judge(Findings.of(run_of(planned)), Logs())


def column(fig, title):
    return next(ax for ax in fig.axes if ax.get_title(loc="left").replace("\n", " ").startswith(title))


def test_rows_stand_from_small_to_large_without_the_control(found):
    strip = figure.measure(found)
    assert strip.places == ["a", "b, 2 MiB live, load 50 %", "b, 16 MiB live, load 50 %"]
    assert [claim.card.id for claim in strip.claims] == ["worst_interruption", "deadline_misses", "cpu_overhead"]


def test_marks_and_bars_are_estimates_and_intervals(found):
    fig = figure.draw(figure.measure(found), ["footer"])
    ax = column(fig, "Collection costs more CPU")
    dots = {round(line.get_ydata()[0]): line for line in ax.lines if line.get_marker() not in ("", "None", None)}
    bars = {round(line.get_ydata()[0]): line.get_xdata() for line in ax.lines
            if len(line.get_xdata()) == 2 and line.get_ydata()[0] == line.get_ydata()[1]}
    assert len(dots) == len(bars) == 3
    for position, factor, noise, verdict in ((2, 2, NOISE[1], HOLDS), (1, 0.5, NOISE[2], FAILS)):
        logs = [math.log(factor * a / b) for a, b in zip(noise, NOISE[0])]
        walsh = sorted((a + b) / 2 for i, a in enumerate(logs) for b in logs[i:])
        assert dots[position].get_xdata()[0] == pytest.approx(math.exp(statistics.median(walsh)))
        # Three intervals at once: how small a sum of ranks is rarer than 5 % / 3 under all sign patterns.
        sums = sorted(sum(ranks) for n in range(BLOCKS + 1) for ranks in combinations(range(1, BLOCKS + 1), n))
        k = next(k for k in range(80) if sum(total <= k for total in sums) > 4096 * 0.05 / 3)
        assert list(bars[position]) == pytest.approx([math.exp(walsh[k - 1]), math.exp(walsh[-k])])
        assert (dots[position].get_color(), dots[position].get_marker()) == figure.LOOKS[verdict]
    assert dots[0].get_markerfacecolor() == "white" and dots[0].get_marker() == figure.LOOKS[UNDECIDED][1]
    boundaries = {line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 2} - {
        end for bar in bars.values() for end in bar}
    assert boundaries == {1.02}


def test_a_reader_is_told_the_exact_values(found):
    fig = figure.draw(figure.measure(found), ["footer"])
    [tip] = {mark.tip for mark in fig.marks.values() if mark.tip.startswith("boehm · glibc: b, 16 MiB live")
             and "CPU" in mark.tip}
    claim = next(claim for claim in found if claim.card.id == "cpu_overhead")
    [row] = [row for row in claim.of(HOLDS)]
    assert tip.endswith(f"{HOLDS}; CPU time per op, ratio {row.parts[0].text}") and "N 12" in tip
    assert {mark.cell for mark in fig.marks.values()} == {"boehm · glibc"}


def test_words_count_what_is_drawn(found):
    strip = figure.measure(found)
    words = figure.told(strip)
    assert "Collection costs more CPU time: mixed, holds in 1, fails in 1, undecided in 1 of 3" in words.alt
    assert words.basis.startswith("N: 12 blocks.")


def test_nothing_measured_is_said(found):
    strip = figure.measure(claims.judge(Findings(None, []), Logs()))
    assert strip.claims == [] and figure.draw(strip, []).axes[0].texts[0].get_text().startswith("No row of any")
    words = figure.told(strip)
    assert "No row" in words.alt and "No row" in words.caption and words.basis == "N: no row."


@pytest.mark.parametrize("low, high, log", [(0.9, 1.1, True), (0.01, 5000, True), (2e4, 9e7, True), (-0.3, 0.9, False),
                                            (0.005, 0.015, False), (-1, 1, False)])
def test_ticks_are_few_and_inside(low, high, log):
    found = figure.ticks(low, high, log)
    assert 1 <= len(found) <= 4 and all(low <= tick <= high for tick in found)


def test_infinite_ends_stay_on_the_axis():
    planned = [Values(variant, {"response_p99_ns": 100.0} if variant == "unique" or live == 1 else {}, live_mib=live,
                      load=50, notes=("saturated",) if variant == "boehm" and live == 64 else ())
               for variant in ("unique", "boehm") for live in (1, 64)]
    strip = figure.measure(claims.judge(Findings.of(run_of(planned)), Logs()))
    fig = figure.draw(strip, [])
    ax = column(fig, "The tail grows")
    assert all(np.isfinite(line.get_xdata()).all() for line in ax.lines) and ax.get_xlim()[0] > 0
    assert [row.role for row in strip.claims[0].rows] == [DECIDES]


def test_the_table_has_every_quantity_that_decides(found):
    strip = figure.measure(found)
    told = figure.table(strip)
    rows = {(place, claim.card.title): row for claim in found for place in strip.places
            for row in strip.rows(claim, place)}
    assert len(told.rows) == sum(len(strip.rows(claim, place)) for claim in found for place in strip.places) > 3
    for place, (title, _, measured, boundary, verdict) in told.rows:
        row = rows[place, title]
        assert verdict == row.verdict and len(measured.split("\n")) == len(boundary.split("\n")) == len(row.parts)
        assert all(part.text in line for part, line in zip(row.parts, measured.split("\n")))
    assert figure.table(figure.Strip([], [])) is None
