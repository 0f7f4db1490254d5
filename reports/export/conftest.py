"""The committed sample, which the tests of every format export."""

from pathlib import Path

import pytest

from reports.run.load import load_run

SAMPLE = Path(__file__).parents[2] / "docs/examples/quick_run"


@pytest.fixture(scope="session")
def sample():
    return load_run(SAMPLE)
