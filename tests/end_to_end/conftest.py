"""What the end-to-end tests share besides built_suite.py."""

import pytest

from built_suite import bench_all, quiet_host


@pytest.fixture(scope="session")
def smoke_run(tmp_path_factory):
    """One run of everything at smoke scale, with primitives."""
    folder = tmp_path_factory.mktemp("smoke")
    out = folder / "run"
    bench_all("run", "--profile", "smoke", "--no-lock", *quiet_host(folder), "--out", out)
    return out
