"""What is said of verdicts: places in words, and everything as JSON."""

from dataclasses import replace

import pytest

from reports import claims
from reports.analysis.findings import Findings
from reports.claims import cascades, cpu_overhead
from reports.claims.export import as_json
from reports.claims.model import FAILS, HOLDS
from reports.testing.claim_cells import ONE, dropping, growing, judged, pair, stops
from reports.testing.synthetic_cells import BLOCKS, Logs, run_of


def test_places_say_no_more_than_tells_them_apart():
    cells = [cell for live, value in ((1, 100 * ONE), (16, 130 * ONE), (64, 140 * ONE))
             for cell in pair("cpu_ns_per_op", value, live_mib=live, load=50)]
    found = judged(cpu_overhead, cells + pair("cpu_ns_per_op", 130 * ONE, workload="v", load=50))
    assert found.places(HOLDS) == "v, w (16 MiB live; 64 MiB live)" and found.places(FAILS) == "w (1 MiB live)"
    assert [found.name(row) for row in found.rows][:2] == ["v, load 50 %", "w, 1 MiB live, load 50 %"]
    threads = [cell for number in (1, 2, 4) for cell in pair("cpu_ns_per_op", 130 * ONE, threads=number)]
    assert judged(cpu_overhead, threads).places(HOLDS) == "w, w (2 threads; 4 threads)"
    two = judged(cascades, dropping(stops([50e6], "cascade"), stops([50e3], "cascade")))
    assert two.places(HOLDS) == "w (unique · glibc)" and two.places(FAILS) == "w (shared · glibc)"


def test_the_json_names_the_lines_and_has_finite_numbers_only():
    saturated = [replace(cell, notes=("saturated",), metrics={}) if cell.live_mib == 256 and cell.variant == "boehm"
                 else cell for cell in growing((100, 101), (100, 101))]
    run = run_of(saturated + pair("cpu_ns_per_op", 130 * ONE, workload="v"))
    found = {claim["id"]: claim for claim in as_json(claims.judge(Findings.of(run), Logs()))["claims"]}
    assert found["tail_grows"]["rows"][0]["parts"][0]["estimate"] is None
    [row] = [row for row in found["cpu_overhead"]["rows"] if row["workload"] == "v"]
    assert row["verdict"] == HOLDS and row["parts"][0]["estimate"] == pytest.approx(1.3, rel=0.01)
    for side, variant in zip(row["sides"], ("boehm", "unique")):
        assert [run.trials[trial["line"] - 1].trial_id for trial in side["trials"]] == [
            trial["trial_id"] for trial in side["trials"]]
        assert side["cell"].startswith(variant) and len(side["trials"]) == BLOCKS
