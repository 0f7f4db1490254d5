"""Two runs on one page, without pooling a single time: `build` is all that others need."""

from reports.compare.page import build

__all__ = ["build"]
