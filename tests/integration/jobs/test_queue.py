"""The queue in one process: what is published appears with the work, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gisgrid.kernel import jobs, messages
from gisgrid.kernel.db import engine_of, unanswered
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.kernel.messages import publish
from gisgrid.run import Urls
from tests.integration.jobs.kettle import KettleBoiled, make_tea, spill

QUEUED = text("SELECT task_name, args, status::text FROM procrastinate_jobs ORDER BY id")


@pytest.fixture(autouse=True)
def _table() -> Iterator[None]:
    before = messages.installed()
    messages.install({KettleBoiled: (make_tea, spill)})
    yield
    messages.install(before)


def queued(tx: Session) -> list[tuple[str, object, str]]:
    return [tuple(row) for row in tx.execute(QUEUED)]


def test_one_message_queues_all_its_jobs_in_order(tx: Session) -> None:
    publish(tx, KettleBoiled(litres=2))
    assert queued(tx) == [
        ("tests.integration.jobs.kettle.make_tea", {"litres": 2}, "todo"),
        ("tests.integration.jobs.kettle.spill", {"litres": 2}, "todo"),
    ]


def test_a_batch_queues_each_job_for_each_message(tx: Session) -> None:
    messages.publish_many(tx, [KettleBoiled(n) for n in range(3)])
    assert [args for _, args, _ in queued(tx)] == [{"litres": n} for n in (0, 1, 2)] * 2


def test_what_is_rolled_back_queues_nothing(tx: Session, engine: Engine) -> None:
    with tx.begin_nested() as inner:
        publish(tx, KettleBoiled(litres=2))
        inner.rollback()
    assert queued(tx) == []


def test_nobody_sees_a_job_before_the_commit(tx: Session, engine: Engine) -> None:
    publish(tx, KettleBoiled(litres=2))
    with Session(engine) as other:
        assert queued(other) == []


def test_a_job_for_later_waits_for_its_time(tx: Session) -> None:
    due = datetime(2031, 1, 1, tzinfo=UTC)
    jobs.put(tx, make_tea, due=due, litres=1)
    assert tx.scalar(text("SELECT scheduled_at FROM procrastinate_jobs")) == due


def test_only_what_json_knows_may_travel(tx: Session) -> None:
    with pytest.raises(TypeError):
        jobs.put(tx, make_tea, litres=object())


@pytest.mark.parametrize("around", [nullcontext, unanswered])
def test_a_lost_database_is_said_as_sqlalchemy_says_it(
    own_database: Urls, around: Callable[[Session], AbstractContextManager[object]]
) -> None:
    engine = engine_of(own_database.app)
    with Session(engine) as tx:
        pid = tx.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(psycopg_address(own_database.superuser)) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])
        with pytest.raises(OperationalError), around(tx):
            publish(tx, KettleBoiled(litres=1))
    engine.dispose()
