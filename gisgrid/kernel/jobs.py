"""Jobs: functions that the worker runs later, each in one transaction of its own.

A job is `def job(tx: Session, **args) -> None`, and its arguments are ids and codes, no words of
people. It may run twice (the worker can die between the
job's commit and the queue's), so each is made safe by a unique key. Rows of the queue are written
with the session's own connection: they appear with the work that asks for them or not at all.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.abc import Params
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gisgrid.kernel import tracing

Job = Callable[..., None]
Declared = TypeVar("Declared", bound=Job)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
QUEUE = "default"
OPTIONS = "gisgrid_job_options"
PUT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at)
    VALUES (%s, %s, %s, %s::jsonb, %s)
"""


@dataclass(frozen=True)
class Options:
    """How a job is worked: in which queue, how urgently, and how often it is tried again."""

    queue: str = QUEUE
    priority: int = 0
    attempts: int = 8


def job(
    *, queue: str = QUEUE, priority: int = 0, attempts: int = 8
) -> Callable[[Declared], Declared]:
    """Declare how a job is worked; a function without this is worked with the defaults.

    A failed job is tried again after 2, 4, 8, … seconds, `attempts` times in all.
    """

    def declare(function: Declared) -> Declared:
        setattr(function, OPTIONS, Options(queue, priority, attempts))
        return function

    return declare


def options(function: Job) -> Options:
    """Return how a job is worked."""
    declared: Options = getattr(function, OPTIONS, None) or Options()
    return declared


def name(function: Job) -> str:
    """Return the name under which a job stands in the queue."""
    return f"{function.__module__}.{function.__qualname__}"


def put(tx: Session, function: Job, *, due: datetime | None = None, **args: object) -> None:
    """Put one job in the queue, to be worked at once or when it is due."""
    how = options(function)
    row = (how.queue, name(function), how.priority, as_json(args), due)
    execute(tx, PUT, row)


def as_json(args: dict[str, Any], origin: str | None = None) -> str:
    """Write a job's arguments and the request behind it; only what JSON knows may travel."""
    origin = origin or tracing.current()
    carried = {**args, tracing.ARGUMENT: origin} if origin else args
    return ENCODER.encode(carried)


def execute(tx: Session, statement: LiteralString, values: Params) -> None:
    """Run a statement on the session's own psycopg connection, inside its transaction.

    Raises:
        OperationalError: the database is lost, as SQLAlchemy itself says and treats it.
    """
    bound = tx.connection()
    connection = bound.connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("the queue is written with psycopg 3: use postgresql+psycopg://")
    try:
        connection.execute(statement, values)
    except psycopg.OperationalError as gone:
        if connection.closed:
            bound.invalidate(gone)
        raise OperationalError(statement, None, gone) from gone


def psycopg_address(url: str) -> str:
    """Return an address as psycopg itself reads it, without SQLAlchemy's driver name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
