"""Messages: facts that travel between slices, named in the past tense.

What follows what is one table, `gisgrid/reactions.py`: message → jobs. Publishing writes those
jobs on the session's own connection, so row, history and job appear together or not at all.

    @dataclass(frozen=True)
    class CaseRouted(Message):
        case_id: int

    messages.publish(tx, CaseRouted(case.id))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, LiteralString

from sqlalchemy.orm import Session

from gisgrid.kernel import jobs
from gisgrid.kernel.db import execute
from gisgrid.kernel.jobs import Job

SINK = "gisgrid.sink"
ROW = "(%s, %s, %s, %s::jsonb)"
PUT = "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args) VALUES "
PUT_MANY = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT %s, %s, %s, unnest(%s::jsonb[])
"""


@dataclass(frozen=True)
class Message:
    """A fact, as ids and codes; whoever needs more reads it in its own transaction."""


Reactions = Mapping[type[Message], tuple[Job, ...]]
Collect = Callable[[Job, dict[str, Any]], None]


class NoReactions(LookupError):
    """A message was published that nobody decided about: not even that nothing follows."""


@dataclass(frozen=True)
class _Following:
    """What follows one type of message, and the statement that queues all of it at once."""

    jobs: tuple[Job, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[str, str, int], ...]
    statement: LiteralString


_installed: dict[type[Message], _Following] = {}


def install(reactions: Reactions) -> None:
    """Install what follows what; an empty tuple says that nothing does."""
    _installed.clear()
    _installed.update({kind: _prepared(kind, follow) for kind, follow in reactions.items()})


def installed() -> Reactions:
    """Return what follows what."""
    return {kind: following.jobs for kind, following in _installed.items()}


def every_job() -> frozenset[Job]:
    """Return every job that follows some message."""
    return frozenset(job for following in _installed.values() for job in following.jobs)


def publish(tx: Session, message: Message) -> None:
    """Write the jobs that follow a message, in the transaction that made it true.

    Raises:
        NoReactions: the message's type is not in the installed table.
    """
    following = _following(message)
    collect: Collect | None = tx.info.get(SINK)
    if collect is not None:
        _hand_over(collect, following, message)
    elif following.jobs:
        args = _written(following, message)
        values = [part for row in following.rows for part in (*row, args)]
        execute(tx, following.statement, values)


def publish_many(
    tx: Session, messages: Sequence[Message], origins: Sequence[str | None] | None = None
) -> None:
    """Publish messages of one type, with one statement for each job that follows it.

    `origins` are the requests behind the messages, where they are not one and the same.
    """
    if not messages:
        return
    following = _following(messages[0])
    collect: Collect | None = tx.info.get(SINK)
    if collect is not None:
        for message in messages:
            _hand_over(collect, following, message)
        return
    if not following.rows:
        return
    asked = origins or [None] * len(messages)
    args = [_written(following, one, by) for one, by in zip(messages, asked, strict=True)]
    for row in following.rows:
        execute(tx, PUT_MANY, [*row, args])


def sink(tx: Session, collect: Collect) -> None:
    """Hand this session's reactions to a runner in the same process, not to the queue.

    Only the simulator does so: it works two years in minutes, under its own clock.
    """
    tx.info[SINK] = collect


def _following(message: Message) -> _Following:
    try:
        return _installed[type(message)]
    except KeyError:
        raise NoReactions(
            f"{type(message).__name__} has no line in gisgrid/reactions.py: name the jobs that "
            "follow it, or () if none does"
        ) from None


def _hand_over(collect: Collect, following: _Following, message: Message) -> None:
    for job in following.jobs:
        collect(job, _arguments(following, message))


def _arguments(following: _Following, message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in following.fields}


def _written(following: _Following, message: Message, origin: str | None = None) -> str:
    return jobs.as_json(_arguments(following, message), origin)


def _prepared(kind: type[Message], follow: tuple[Job, ...]) -> _Following:
    ways = [(jobs.options(one), jobs.name(one)) for one in follow]
    rows = tuple((how.queue, name, how.priority) for how, name in ways)
    statement = PUT + ", ".join([ROW] * len(rows))
    return _Following(follow, tuple(field.name for field in fields(kind)), rows, statement)
