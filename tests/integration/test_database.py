from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel import clock


def test_tests_run_as_a_role_that_owns_nothing(tx: Session) -> None:
    assert tx.scalar(text("SELECT session_user")) == "gisgrid_app"
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'gisgrid_app'::regrole"
    assert tx.scalar(text(owned)) == 0


def test_postgis_is_there(tx: Session) -> None:
    assert tx.scalar(text("SELECT ST_Area(ST_MakeEnvelope(0, 0, 2, 2))")) == 4


def test_the_clock_stands_where_a_test_puts_it(at: Callable[[datetime], None]) -> None:
    at(datetime(2024, 2, 9, tzinfo=UTC))
    at(datetime(2025, 2, 9, tzinfo=UTC))
    assert clock.now() == datetime(2025, 2, 9, tzinfo=UTC)
