"""Log lines: structured, with the request's id, and without anybody's personal data.

An exception is told by its kinds, its SQLSTATE and its places in the code. What it says is left
out, because a database quotes the row and a parser the words it did not understand; only the
first line of what is about the machine (a connection, a disk) is kept.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

import psycopg
from typing_extensions import override

from gisgrid.kernel import tracing
from gisgrid.kernel.settings import Settings

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
ABOUT_THE_MACHINE: Final = (OSError, psycopg.OperationalError, MemoryError)
EXTRA: Final = ("method", "route", "status", "ms", "job", "ids")
QUIET: Final = ("procrastinate", "alembic", "httpx2", "uvicorn.access")


class TextLines(logging.Formatter):
    """Lines for people: level, who says it, what; in demo mode."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    @override
    def formatException(self, ei: Caught) -> str:
        """Tell an exception without what it quotes."""
        return "\n".join(told(ei[1]))


class JsonLines(TextLines):
    """One JSON object a line: for machines."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Write a record with the request's id and the few fields that we name."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": moment,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if tracing.current() is not None:
            line["request_id"] = tracing.current()
        line.update({name: getattr(record, name) for name in EXTRA if hasattr(record, name)})
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = list(told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def told(problem: BaseException | None) -> Iterator[str]:
    """Tell a chain of exceptions, the one that was raised first: kinds and places."""
    while problem is not None:
        yield _named(problem)
        for frame in traceback.extract_tb(problem.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        hidden = problem.__suppress_context__
        problem = problem.__cause__ or (None if hidden else problem.__context__)


def _named(problem: BaseException) -> str:
    name = f"{type(problem).__module__}.{type(problem).__qualname__}"
    state = getattr(problem, "sqlstate", None)
    words = str(problem).partition("\n")[0] if isinstance(problem, ABOUT_THE_MACHINE) else ""
    return " ".join(part for part in (name, state, words) if part)


def set_up(chosen: Settings) -> None:
    """Send every log line of this process to standard error in the chosen form."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if chosen.logs_are_json else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if not chosen.logs_are_json:
        logging.getLogger("gisgrid.access").setLevel(logging.WARNING)
