"""The command that repeats a run."""

import pytest

from reports.page.build import build
from reports.run import provenance
from reports.run.manifest import Rate
from reports.testing.records import manifest


@pytest.mark.parametrize("told, command", [
    ({"command": ["/b/bench_all", "--out", "r/x", "--profile", "quick", "--out=y"], "seed": 7, "script_seed": 42},
     "scripts/bench_all --profile quick --seed 7 --script-seed 42"),
    ({"command": ["bench_all", "--workload", "tree_*", "--seed", "1", "--script-seed=3"], "seed": 1, "script_seed": 3},
     "scripts/bench_all --workload 'tree_*' --seed 1 --script-seed=3"),
    ({"command": ["bench_all", "sweep", "live"], "seed": 0, "rates": [Rate("w", 1, 25495.8)]},
     "scripts/bench_all sweep live --seed 0 --script-seed 7 --capacity 25495.8"),
    ({"command": ["bench_all"], "rates": [Rate("w", 1, 1.0), Rate("w", 2, 2.0)]},
     "scripts/bench_all --seed 42 --script-seed 7"),
    ({"command": ["bench_all", "--out"]}, "scripts/bench_all --seed 42 --script-seed 7")])
def test_a_run_can_be_repeated_with_its_seeds_and_its_rate(told, command):
    assert provenance.command(manifest(**told)) == command


def test_the_page_gives_the_command(tiny_copy):
    page, *_ = build(tiny_copy)
    assert "<code>scripts/bench_all " in page.read_text() and "--script-seed" in page.read_text()
