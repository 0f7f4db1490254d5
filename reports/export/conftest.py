"""The committed sample, which the tests of every format export."""

from pathlib import Path

import pytest

from reports.load import load_run

SAMPLE = Path(__file__).parents[1] / "samples/quick"


@pytest.fixture(scope="session")
def sample():
    return load_run(SAMPLE)
