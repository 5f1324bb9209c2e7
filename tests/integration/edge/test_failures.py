"""What fails for a while is answered 503 with Retry-After, and nothing of it is written."""

import errno

import psycopg
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.edge.failures import passes
from gisgrid.kernel.db import Tx, bounded_engine_of, connection_of, engine_of, sessions_of
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import Settings
from gisgrid.run import Urls
from gisgrid.web import create_app

RAISE = "DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{}'; END $$"
PASSING = {
    "disk_full": "53100",
    "out_of_memory": "53200",
    "too_many_connections": "53300",
    "statement_timeout": "57014",
    "admin_shutdown": "57P01",
    "cannot_connect_now": "57P03",
    "io_error": "58030",
    "serialization_failure": "40001",
    "deadlock": "40P01",
    "connection_failure": "08006",
}


def failing(sessions: sessionmaker[Session], order: str) -> TestClient:
    """An application with one address that writes, then runs an order that fails."""
    app = create_app(sessions, Settings(demo=True))

    def fail(tx: Tx) -> None:
        tx.execute(text("INSERT INTO calendar_year VALUES (2999, 'official', 'x', now())"))
        tx.execute(text(order))

    app.router.routes.insert(0, APIRoute("/fail", fail, methods=["POST"]))
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("state", PASSING.values(), ids=list(PASSING))
def test_what_may_pass_is_503_with_retry_after_and_writes_nothing(
    sessions: sessionmaker[Session], tx: Session, state: str
) -> None:
    answer = failing(sessions, RAISE.format(state)).post("/fail")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "application/problem+json"
    assert tx.scalar(text("SELECT count(*) FROM calendar_year WHERE year = 2999")) == 0


def test_our_own_fault_is_500_with_the_id_under_which_the_log_tells_how(
    sessions: sessionmaker[Session],
) -> None:
    answer = failing(sessions, "SELECT * FROM no_such_table").post(
        "/fail", headers={"X-Request-ID": "the-caller-s.id_1"}
    )
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "the-caller-s.id_1"
    assert "no_such_table" not in answer.text


def test_a_real_statement_timeout_is_503(empty_database: Urls) -> None:
    engine = bounded_engine_of(empty_database.app, 1, longest_s=0.2)
    answer = failing(sessions_of(engine), "SELECT pg_sleep(30)").post("/fail")
    assert answer.status_code == 503
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "200ms"
    engine.dispose()


def test_really_too_many_connections_are_503(empty_database: Urls) -> None:
    name = empty_database.app.split("@/")[1].partition("?")[0]
    with psycopg.connect(
        empty_database.superuser.replace("+psycopg", ""), autocommit=True
    ) as admin:
        admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        try:
            engine = engine_of(empty_database.app, 1)
            assert failing(sessions_of(engine), "SELECT 1").post("/fail").status_code == 503
            engine.dispose()
        finally:
            admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')


def test_a_full_disk_of_our_own_and_a_pool_in_use_pass_too() -> None:
    assert passes(OSError(errno.ENOSPC, "No space left on device"))
    assert passes(PoolTimeout())
    assert not passes(OSError(errno.ENOENT, "No such file"))
    assert not passes(psycopg.ProgrammingError())


def test_a_connection_that_was_lost_earlier_in_the_transaction_passes(empty_database: Urls) -> None:
    engine = engine_of(empty_database.app)
    with sessions_of(engine)() as tx:
        connection_of(tx).close()
        with pytest.raises(OperationalError):
            tx.execute(text("SELECT 1"))
        with pytest.raises(PendingRollbackError) as again:
            tx.execute(text("SELECT 1"))
        assert passes(again.value)
        tx.rollback()
    engine.dispose()
    assert not passes(PendingRollbackError("a flush failed", code="7s2a"))


def test_a_connection_lost_beyond_the_scope_is_told_as_what_it_is(empty_database: Urls) -> None:
    def lose_it(tx: Session) -> None:
        with beyond_scope(tx):
            connection_of(tx).close()
            tx.execute(text("SELECT 1"))

    engine = engine_of(empty_database.app)
    with sessions_of(engine)() as tx:
        with pytest.raises(OperationalError) as lost:
            lose_it(tx)
        assert passes(lost.value)
        tx.rollback()
    engine.dispose()
