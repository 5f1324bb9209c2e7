"""Which request is being answered: its id goes into log lines, answers and jobs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

ARGUMENT = "request_id"
"""Under this name a job's arguments carry the request that asked for it."""
KNOWN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current: ContextVar[str | None] = ContextVar("gisgrid_request_id", default=None)


def current() -> str | None:
    """Return the id of the request that this thread or task answers, None outside of one."""
    return _current.get()


@contextmanager
def of(request_id: str | None) -> Iterator[None]:
    """Work for a request within the block."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)


def accepted(given: str | None) -> str:
    """Return a caller's own id when it is fit for a log line, otherwise a new one."""
    return given if given and KNOWN.fullmatch(given) else uuid4().hex
