"""Fixtures: a run directory per docs/protocol.md, written once and copied for tests that damage it."""

import shutil
from pathlib import Path

import pytest

from reports.testing.synthetic_run import Plan, write

SMALL = Plan(workloads=("null", "employee_bonus", "message_window", "persistent_map"), blocks=10, ops=4000)


@pytest.fixture(scope="session")
def synthetic_run(tmp_path_factory) -> Path:
    """A whole run with failing and missing trials; read it only."""
    return write(tmp_path_factory.mktemp("run"), SMALL)


@pytest.fixture
def tiny_copy(tmp_path) -> Path:
    """A run of one workload that a test may damage and draw quickly."""
    return write(tmp_path / "run", Plan(workloads=("message_window",), blocks=6, ops=600, failing=False))


@pytest.fixture
def run_copy(synthetic_run, tmp_path) -> Path:
    """A copy of the run that a test may damage."""
    return Path(shutil.copytree(synthetic_run, tmp_path / "run"))
