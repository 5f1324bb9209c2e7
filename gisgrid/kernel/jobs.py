"""Jobs: functions that the worker runs later, each in one transaction of its own.

A job is `def job(tx: Session, **args) -> None`, and its arguments are ids and codes, no words of
people. It may run twice (the worker can die between the
job's commit and the queue's), so each is made safe by a unique key. Rows of the queue are written
with the session's own connection: they appear with the work that asks for them or not at all.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from gisgrid.kernel import tracing
from gisgrid.kernel.db import execute

Job = Callable[..., None]
Args = Mapping[str, Any]
Together = Callable[[Session, Sequence[Args]], None]
Declared = TypeVar("Declared", bound=Job)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
QUEUE = "default"
OPTIONS = "gisgrid_job_options"
PUT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at)
    VALUES (%s, %s, %s, %s::jsonb, %s)
"""
CLAIM = """
    DELETE FROM procrastinate_jobs
     WHERE id = ANY (ARRAY (
           SELECT id FROM procrastinate_jobs
            WHERE status = 'todo' AND task_name = %s AND attempts = 0 AND scheduled_at IS NULL
            ORDER BY priority DESC, id
            LIMIT %s
              FOR UPDATE SKIP LOCKED))
    RETURNING id, args
"""


@dataclass(frozen=True)
class Options:
    """How a job is worked: in which queue, how urgently, and how often it is tried again.

    `together` does many waiting jobs of the kind at once, in the order in which they were put.
    """

    queue: str = QUEUE
    priority: int = 0
    attempts: int = 8
    together: Together | None = None


def job(
    *,
    queue: str = QUEUE,
    priority: int = 0,
    attempts: int = 8,
    together: Together | None = None,
) -> Callable[[Declared], Declared]:
    """Declare how a job is worked; a function without this is worked with the defaults.

    A failed job is tried again after 2, 4, 8, … seconds, `attempts` times in all.
    """

    def declare(function: Declared) -> Declared:
        setattr(function, OPTIONS, Options(queue, priority, attempts, together))
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


def claim(tx: Session, function: Job, most: int) -> list[dict[str, Any]]:
    """Take waiting jobs of a kind out of the queue, oldest first; return their arguments.

    They leave the queue with this transaction's commit, and come back with its rollback or with
    the death of the worker. Those that failed before, or wait for their time, are left alone.
    """
    found = execute(tx, CLAIM, (name(function), most)).fetchall()
    return [args for _, args in sorted(found, key=lambda row: row[0])]


def as_json(args: dict[str, Any], origin: str | None = None) -> str:
    """Write a job's arguments and the request behind it; only what JSON knows may travel."""
    origin = origin or tracing.current()
    carried = {**args, tracing.ARGUMENT: origin} if origin else args
    return ENCODER.encode(carried)


def psycopg_address(url: str) -> str:
    """Return an address as psycopg itself reads it, without SQLAlchemy's driver name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
