"""What the page tells of the gate's own tests is what stands in the ledger."""

import json

import pytest

from reports.gate.selftest import ledger
from reports.gate.selftest.ledger import Entry
from reports.page import gate_record
from reports.page.build import build
from reports.testing.evil import EVIL, SHOWN
from reports.testing.html import Checker

REAL = [Entry("AMD", "this machine", "", 12, 0, inconclusive=1, cells="a; b"),
        Entry("AMD", "this machine", "malloc spins", 12, 1, 11, 12, 0, 1, "a; b", "cpu_ns_per_op", 0.04, 0.05)]
FAKE = [Entry("simulated", "time, normal", "", 2000, 2), Entry("simulated", "instead: a rule", "", 100, 91)]


def written(path, entries):
    for entry in entries:
        ledger.append(path, entry)
    return path


def test_real_machines_come_first_and_their_counts_are_added_up(tmp_path):
    warnings = []
    found = gate_record.load(written(tmp_path / "ledger.jsonl", [*reversed(FAKE), *REAL, *REAL]), warnings)
    assert warnings == [] and found.sentences == [
        "On AMD the gate alarmed without reason in 2 of 48 runs, in 24 of which both sides were equal. "
        "Planted: malloc spins: 22 of 24 caught."]
    table = found.job.draw(None).table
    assert [head for head, _ in table.rows] == [
        "AMD: this machine", "AMD: this machine", "simulated: time, normal", "simulated: instead: a rule"]
    assert table.rows[1][1] == ["malloc spins", "24", ledger.share(2, 24), ledger.share(22, 24),
                                ledger.share(24, 24), "0", "cpu_ns_per_op +4.1 % to +5.1 %", "a\nb"]
    assert table.rows[2][1] == ["–", "2000", ledger.share(2, 2000), "–", "–", "–", "–", "–"]


def test_the_figure_shows_the_shares_and_exact_intervals(tmp_path):
    fig = gate_record.load(written(tmp_path / "ledger.jsonl", [*REAL, *FAKE]), []).job.draw(None).fig
    left, right = fig.axes
    dots = {ax: {line.get_ydata()[0]: line.get_xdata()[0] for line in ax.lines if line.get_marker() == mark}
            for ax, mark in ((left, "o"), (right, "^"))}
    assert dots[left] == {0: 0, 1: pytest.approx(100 / 12), 2: pytest.approx(0.1), 3: 91}
    assert dots[right] == {1: pytest.approx(1100 / 12)}
    bars = {line.get_ydata()[0]: line.get_xdata() for line in left.lines if len(line.get_xdata()) == 2
            and line.get_marker() == "None" and line.get_linestyle() == "-"}
    # By counting: the ends are where 2.5 % of binomial runs would alarm as often, or as seldom.
    low, high = (end / 100 for end in bars[1])
    assert 1 - (1 - low)**12 == pytest.approx(0.025)
    assert (1 - high)**12 + 12 * high * (1 - high)**11 == pytest.approx(0.025)
    assert [label.get_text() for label in left.get_yticklabels()] == [
        "AMD, 2 cells: equal sides (N 12)", "AMD, 2 cells: malloc spins (N 12)",
        "simulated: time, normal (N 2000)", "simulated: instead: a rule (N 100)"]


def test_what_cannot_be_read_is_named(tmp_path):
    warnings = []
    assert gate_record.load(tmp_path / "nowhere", warnings) is None and "nowhere" in warnings[0]
    path = written(tmp_path / "ledger.jsonl", FAKE[:1])
    good = json.loads(path.read_text())
    spoilt = [json.dumps({**good, **change}).encode() for change in (
        {"runs": 0}, {"runs": "x"}, {"alarms": 2001}, {"alarms": 1.5}, {"machine": 3}, {"effect_low": "x"},
        {"effect_low": 1e300}, {"schema": 9}, {"kind": None})]
    spoilt += [b"[1]", b"null", b"\xff\xfe", b'{"kind": "ledger", "schema": 1}', b'{"cut']
    with path.open("ab") as file:
        file.write(b"\n \n" + b"\n".join(spoilt))
    found = gate_record.load(path, warnings := [])
    assert len(found.job.draw(None).table.rows) == 1
    assert [words.partition(" left out: ")[0] for words in warnings] == [
        f"ledger.jsonl:{number}:" for number in range(4, 4 + len(spoilt))], "empty lines are no damage"
    assert found.sentences == ["The gate has not been tested on a real machine in this ledger."]


def test_a_ledger_without_tests_is_said(tmp_path):
    (tmp_path / "ledger.jsonl").touch()
    assert gate_record.load(tmp_path / "ledger.jsonl", warnings := []) is None
    assert warnings == ["the gate's ledger ledger.jsonl holds no test"]


def test_the_page_follows_its_ledger(tiny_copy, tmp_path):
    path = written(tmp_path / "ledger.jsonl", REAL)
    index, *_ = build(tiny_copy, jobs=1, ledger=path)
    assert "0 of 24 runs" not in index.read_text() and "1 of 24 runs, in 12 of which" in index.read_text()
    written(path, REAL[:1])
    build(tiny_copy, jobs=1, ledger=path)
    assert "1 of 36 runs, in 24 of which" in index.read_text(), "made again, since the ledger has changed"
    build(tiny_copy, jobs=1, ledger=tmp_path / "nowhere")
    assert 'id="gate"' not in index.read_text()


def test_a_page_stays_where_run_and_ledger_are_as_they_were(tiny_copy, tmp_path):
    path = written(tmp_path / "ledger.jsonl", REAL)
    build(tiny_copy, jobs=1, ledger=path)
    moved = tiny_copy.rename(tmp_path / "moved")
    made = (moved / "report" / "index.html").stat().st_mtime_ns
    path.touch()
    index, *_ = build(moved, jobs=1, ledger=path)
    assert index.stat().st_mtime_ns == made


def test_names_in_a_ledger_are_data(tiny_copy, tmp_path):
    hostile = Entry(EVIL, EVIL, EVIL, 1, 0, cells=EVIL, effect_of=EVIL, effect_low=0.1, effect_high=0.2)
    index, *_ = build(tiny_copy, jobs=1, ledger=written(tmp_path / "ledger.jsonl", [hostile]))
    page = Checker(index.read_text())
    assert all(text in page.text for text in SHOWN) and page.tags.count("script") == 1 and page.handlers == []


def test_the_ledger_of_this_version_has_both_kinds():
    entries, problems = ledger.read(gate_record.SHIPPED)
    assert not problems and {"simulated"} < {entry.machine for entry in entries}


@pytest.mark.parametrize("entry", ledger.merged(ledger.read(gate_record.SHIPPED)[0]),
                         ids=lambda entry: f"{entry.test} {entry.planted}")
def test_the_document_shows_the_ledger_of_this_version(entry):
    document = (gate_record.SHIPPED.parents[3] / "docs/gate.md").read_text()
    machine, test, planted, runs, *figures = ledger.table([entry]).splitlines()[-1][2:-2].split(" | ")
    if entry.cells:  # too wide for one line: the effects stand below
        *figures, effect = figures
        assert effect == "-" or f"`{effect}`" in " ".join(document.split())
    row = [planted, runs, *figures] if entry.cells else [test, planted, *figures]
    assert f"\n| {' | '.join(row)} |\n" in document
