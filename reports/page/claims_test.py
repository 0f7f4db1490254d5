"""The claims of whole run directories, as the page prints them: from files to lines that a reader can look up."""

import json
import math
import re
import statistics

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import claims
from reports.analysis.findings import Findings
from reports.claims.model import HOLDS, UNDECIDED
from reports.page.render import TEMPLATES
from reports.run.files import Files
from reports.run.load import load_run
from reports.run.names import anchor
from reports.testing.synthetic_cells import Logs, Values, run_of
from reports.testing.synthetic_run import Plan, write


def render(found):
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("claims.html.j2").render(
        claims=found, strip=[], claims_quote=claims.QUOTE, claims_source=claims.SOURCE)


def claims_of(directory):
    files = Files(directory)
    found = {claim.card.id: claim for claim in claims.judge(Findings.of(load_run(directory)), files)}
    assert files.warnings == []
    return found


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    workloads = ("null", "tree_build", "message_window", "cascade_drop")
    return write(tmp_path_factory.mktemp("run"), Plan(workloads=workloads, blocks=10, ops=4000, failing=False))


@pytest.fixture(scope="module")
def found(directory):
    return claims_of(directory)


def test_a_row_is_what_its_lines_say(directory, found):
    lines = (directory / "results.jsonl").read_text().splitlines()
    for row in found["cpu_overhead"].rows:
        if not row.parts:
            continue
        values = []
        for side in row.sides:
            records = [json.loads(lines[trial.line - 1]) for trial in side.trials]
            assert [record["trial_id"] for record in records] == [trial.trial_id for trial in side.trials]
            assert {record["cell"]["variant"] for record in records} == {side.cell.variant}
            values.append({record["block"]: record["metrics"]["cpu_ns_per_op"] for record in records})
        logs = [math.log(values[0][block] / values[1][block]) for block in sorted(values[0])]
        walsh = [(a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]]
        assert len(logs) == 10
        assert row.parts[0].interval.estimate == pytest.approx(math.exp(statistics.median(walsh)))


def test_interruptions_come_from_the_logs(directory, found):
    """The longest drop of unique in each block, and the stretches of a collector's longer steady phase."""
    records = [json.loads(line) for line in (directory / "results.jsonl").read_text().splitlines()]

    def logs(workload, variant):
        return {record["block"]: (record, json.loads((directory / record["interruptions"]).read_text()))
                for record in records if (record["cell"]["workload"], record["cell"]["variant"]) == (workload, variant)
                and record["cell"]["config"] == "" and record["cell"]["allocator"] == "glibc"}
    [row] = [row for row in found["cascades"].rows if row.place == "cascade_drop" and row.subject == "unique · glibc"]
    longest = [max((event["length_ns"] for event in events if event["cause"] == "cascade"), default=0)
               for _, events in logs("cascade_drop", "unique").values()]
    assert row.parts[0].interval.estimate == statistics.median(longest) and row.verdict == HOLDS

    [row] = [row for row in found["worst_interruption"].rows
             if row.place == "message_window" and row.subject.startswith("boehm · ")]
    sides, ratios = [logs("message_window", variant) for variant in ("boehm", "unique")], []
    for block in sides[0]:
        phases = [next(phase for phase in side[block][0]["phases"] if phase["phase"] == "steady") for side in sides]
        shortest = min(phase["length_ns"] for phase in phases)
        means = []
        for side, phase in zip(sides, phases):
            number = phase["length_ns"] // shortest
            maxima = []
            for i in range(number):
                start = phase["start_ns"] + i * phase["length_ns"] / number
                maxima.append(max([event["length_ns"] for event in side[block][1]
                                   if start <= event["start_ns"] < start + shortest] + [100_000]))
            means.append(statistics.geometric_mean(maxima))
        ratios.append(math.log(means[0] / means[1]))
    walsh = [(a + b) / 2 for i, a in enumerate(ratios) for b in ratios[i:]]
    assert row.parts[0].interval.estimate == pytest.approx(math.exp(statistics.median(walsh)))


def test_the_page_shows_every_claim_with_its_verdict_and_its_evidence(found):
    text = render(list(found.values()))
    for claim in found.values():
        assert text.count(f'id="claim-{claim.card.id}"') == 1 and f'href="#claim-{claim.card.id}"' in text
        assert re.search(rf'{claim.card.title}</a></th>\s*<td>{claim.card.tests}</td>'
                         rf'<td><span class="verdict {claim.verdict.replace(" ", "-")}">{claim.verdict}<', text)
        for row in claim.rows:
            for side in row.sides:
                assert f'href="#{anchor(side.cell)}"' in text and f"lines {side.lines} of" in text
            for part in row.parts:
                assert part.text in text
    assert "http" not in text
    best = found["cpu_overhead"].against_best
    assert best and f"<small>(against the best ownership: {best})</small>" in text


def test_words_of_a_run_are_no_markup():
    planned = [Values(variant, {"cpu_ns_per_op": 100.0}, "<b>w</b>") for variant in ("unique", "boehm")]
    text = render(claims.judge(Findings.of(run_of(planned)), Logs()))
    assert "<b>w" not in text and "&lt;b&gt;w" in text


def test_sweeps_of_live_sizes_and_heaps_are_found(live_run, heap_run):
    live = claims_of(live_run)
    rows = {row.subject.split(" ·")[0]: row for row in live["tail_grows"].rows if row.setting.words == ("load 50 %",)}
    assert rows["boehm"].verdict == HOLDS and rows["boehm"].parts[0].interval.low > 100
    assert [(side.cell.variant, side.cell.setting.live_mib) for side in rows["boehm"].sides] == [
        ("boehm", 1), ("boehm", 64), ("unique", 1), ("unique", 64)]
    heaps = claims_of(heap_run)["memory_for_parity"]
    assert {row.subject.split(" ·")[0] for row in heaps.rows} == {"boehm", "boehm:incremental"}
    # Six intervals at once need more than the six blocks of this sweep.
    assert heaps.verdict == UNDECIDED and "7 would do" in heaps.rows[0].note


def test_rules_say_which_verdict_they_give_at_their_boundary():
    for claim in claims.CLAIMS:
        assert "hold" in claim.CARD.rule and "fail" in claim.CARD.rule and claim.CARD.sentence.endswith(".")
    assert len({claim.CARD.id for claim in claims.CLAIMS}) == len(claims.CLAIMS)
    assert {claim.CARD.tests for claim in claims.CLAIMS} == {
        "unpredictable performance", "unnecessary overhead", "counter-claim"}
