"""What the end-to-end tests share besides built_suite.py."""

import pytest

from built_suite import bench_all


@pytest.fixture(scope="session")
def smoke_run(tmp_path_factory):
    """One run of everything at smoke scale, with primitives."""
    out = tmp_path_factory.mktemp("smoke") / "run"
    bench_all("run", "--profile", "smoke", "--no-lock", "--out", out)
    return out
