"""No answer observes memory that nobody set: malloc fills what it hands out with junk, twice another."""

import os
import subprocess

import pytest

from built_suite import program, run_child, workloads_of

# Without the cache of recent frees, which glibc does not fill.
JUNK = [{"MALLOC_PERTURB_": str(junk), "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"} for junk in (85, 170)]


def observed_by_program(words, env):
    done = subprocess.run([program("traps/uninitialised_field"), *words], env={**os.environ, **env}, check=True,
                          capture_output=True, text=True)
    return done.stdout


@pytest.mark.parametrize("words, digests", [([], 2), (["set"], 1)])
def test_junk_reveals_a_field_that_nobody_sets(words, digests):
    assert len({observed_by_program(words, env) for env in JUNK}) == digests


@pytest.mark.parametrize("variant", ["value", "unique", "shared", "boehm"])
def test_no_answer_observes_junk(variant, tmp_path):
    """What a collector serves does not come from malloc; of its answer this tests the rest."""
    for workload in workloads_of(variant):
        seen = {run_child(variant, workload, tmp_path, env=env)[0]["digest"] for env in ({}, *JUNK)}
        assert len(seen) == 1, workload
