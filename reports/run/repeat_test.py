"""The command that repeats a run."""

import pytest

from reports.page.build import build
from reports.run import provenance


@pytest.mark.parametrize("manifest, command", [
    ({"command": ["/b/bench_all", "--out", "r/x", "--profile", "quick", "--out=y"], "seed": 7, "script_seed": 42},
     "scripts/bench_all --profile quick --seed 7 --script-seed 42"),
    ({"command": ["bench_all", "--workload", "tree_*", "--seed", "1", "--script-seed=3"], "seed": 1, "script_seed": 3},
     "scripts/bench_all --workload 'tree_*' --seed 1 --script-seed=3"),
    ({"command": ["bench_all", "sweep", "live"], "seed": 0, "rates": [{"per_s": 25495.8}]},
     "scripts/bench_all sweep live --seed 0 --capacity 25495.8"),
    ({"command": ["bench_all"], "rates": [{"per_s": 1.0}, {"per_s": 2.0}]}, "scripts/bench_all"),
    ({"command": ["bench_all", "--out"]}, "scripts/bench_all"),
    ({}, "")])
def test_a_run_can_be_repeated_with_its_seeds_and_its_rate(manifest, command):
    assert provenance.command(manifest) == command


def test_the_page_gives_the_command(tiny_copy):
    page, *_ = build(tiny_copy)
    assert "<code>scripts/bench_all " in page.read_text() and "--script-seed" in page.read_text()
