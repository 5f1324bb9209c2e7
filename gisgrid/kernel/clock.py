"""The one place that knows what time it is; tests and the simulator set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("gisgrid_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251 - this is the clock


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment within the block, for this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes an aware time")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
