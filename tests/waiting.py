"""Waiting for something that another process does."""

import time
from collections.abc import Callable

PATIENCE_S = 120.0


def until(happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Return when it has happened; fail when it takes too long."""
    end = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
