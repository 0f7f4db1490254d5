import pytest

from runner_suite import Suite


@pytest.fixture
def suite(tmp_path):
    return Suite(tmp_path)
