"""How long tests wait for what has to come. No test is about being fast: this only ends one that would never end."""

import time

HANGS_S = 900
"""Far beyond what anything takes on a slow machine that is busy with other things."""


def until(true, what):
    """Waits for `true()`, and returns what it returned. `what` completes "there was no ..."."""
    end = time.monotonic() + HANGS_S
    while not (found := true()):
        assert time.monotonic() < end, f"there was no {what} within {HANGS_S} s"
        time.sleep(0.005)
    return found
