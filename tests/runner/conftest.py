import pytest

from runner_suite import Suite


@pytest.fixture
def suite(tmp_path):
    return Suite(tmp_path)


@pytest.fixture
def head(tmp_path):
    """A second build, in a folder with a much longer path."""
    folder = tmp_path / "another_build_with_a_much_longer_path"
    folder.mkdir()
    return Suite(folder)
