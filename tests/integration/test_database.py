from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel import clock
from gisgrid.kernel.db import execute, unanswered


def test_tests_run_as_a_role_that_owns_nothing(tx: Session) -> None:
    assert tx.scalar(text("SELECT session_user")) == "gisgrid_app"
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'gisgrid_app'::regrole"
    assert tx.scalar(text(owned)) == 0


def test_postgis_is_there(tx: Session) -> None:
    assert tx.scalar(text("SELECT ST_Area(ST_MakeEnvelope(0, 0, 2, 2))")) == 4


def test_what_fails_among_unread_answers_fails_when_the_block_ends(tx: Session) -> None:
    def ask() -> None:
        with tx.begin_nested(), unanswered(tx):
            execute(tx, "SELECT 1 / 0", ())
            execute(tx, "SELECT 1", ())

    with pytest.raises(psycopg.errors.DivisionByZero):
        ask()
    assert tx.scalar(text("SELECT 1")) == 1


def test_the_clock_stands_where_a_test_puts_it(at: Callable[[datetime], None]) -> None:
    at(datetime(2024, 2, 9, tzinfo=UTC))
    at(datetime(2025, 2, 9, tzinfo=UTC))
    assert clock.now() == datetime(2025, 2, 9, tzinfo=UTC)
