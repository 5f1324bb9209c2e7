"""What two workers do at the same moment, on a database of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import dispatch
from gisgrid.dispatch.tables import Alarm, Order, Slip
from gisgrid.kernel import clock, messages
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.integration.dispatch.town import MONDAY, at, build, install_nothing

Sessions = sessionmaker[Session]


@pytest.fixture
def sessions(own_database: Urls, secret: None) -> Iterator[Sessions]:
    """Sessions that really commit."""
    engine, before = engine_of(own_database.app), messages.installed()
    install_nothing()
    dispatch.plug_in()
    yield sessions_of(engine)
    messages.install(before)
    engine.dispose()


@contextmanager
def town_with_a_case(sessions: Sessions) -> Iterator[int]:
    with clock.at(MONDAY):
        with sessions.begin() as tx:
            case_id = build(tx).report().id
        yield case_id


def four_times(sessions: Sessions, now: datetime, work: Callable[[Session], object]) -> None:
    """Do the same work in four transactions that begin together."""
    together = Barrier(4)

    def once(_: int) -> None:
        with clock.at(now), sessions.begin() as tx:
            together.wait(timeout=30)
            work(tx)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(once, range(4)))


def size(tx: Session, table: type) -> int:
    return tx.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_job_in_four_workers_dispatches_once_and_warns_once(sessions: Sessions) -> None:
    with town_with_a_case(sessions) as case_id:
        four_times(sessions, MONDAY, lambda tx: dispatch.open_order(tx, case_id))
        late = at("2026-11-23 11:00")
        four_times(sessions, late, lambda tx: dispatch.sweep_deadlines(tx, late))
        with sessions() as tx:
            assert (size(tx, Order), size(tx, Slip)) == (1, 1)
            # the grid leader's rung is vacant, so its warning went up to the station; then overdue
            assert size(tx, Alarm) == 2
