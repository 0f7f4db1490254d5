"""Fixtures: a run directory per docs/protocol.md, written once and copied for tests that damage it."""

import shutil
from pathlib import Path

import pytest

from reports.testing.synthetic_points import Point
from reports.testing.synthetic_run import Plan, write

SMALL = Plan(workloads=("null", "employee_bonus", "message_window", "persistent_map"), blocks=10, ops=4000)
LIVE = Plan(workloads=("request_server",), blocks=6, ops=4000, failing=False, sweep="live",
            points=(Point(live_mib=1), Point(live_mib=64), Point(live_mib=1, load=50),
                    Point(live_mib=16, load=50), Point(live_mib=64, load=50), Point(live_mib=1, load=120)))
HEAPS = Plan(workloads=("tree_build",), blocks=6, ops=2000, failing=False, sweep="heap",
             heap_factors=(1.1, 1.5, 3))
THREADS = Plan(workloads=("null",), blocks=6, ops=500, failing=False, sweep="threads",
               points=tuple(Point(threads=number) for number in (1, 2, 4)))


@pytest.fixture(scope="session")
def synthetic_run(tmp_path_factory) -> Path:
    """A whole run with failing and missing trials; read it only."""
    return write(tmp_path_factory.mktemp("run"), SMALL)


@pytest.fixture(scope="session")
def live_run(tmp_path_factory) -> Path:
    """Live sizes in closed and open loop; at load 120 `boehm:incremental` is saturated. Read it only."""
    return write(tmp_path_factory.mktemp("live"), LIVE)


@pytest.fixture(scope="session")
def heap_run(tmp_path_factory) -> Path:
    """A sweep of heaps; read it only."""
    return write(tmp_path_factory.mktemp("heaps"), HEAPS)


@pytest.fixture(scope="session")
def threads_run(tmp_path_factory) -> Path:
    """One workload with 1, 2 and 4 threads; read it only."""
    return write(tmp_path_factory.mktemp("threads"), THREADS)


@pytest.fixture
def tiny_copy(tmp_path) -> Path:
    """A run of one workload that a test may damage and draw quickly."""
    return write(tmp_path / "run", Plan(workloads=("message_window",), blocks=6, ops=600, failing=False))


@pytest.fixture
def run_copy(synthetic_run, tmp_path) -> Path:
    """A copy of the run that a test may damage."""
    return Path(shutil.copytree(synthetic_run, tmp_path / "run"))
