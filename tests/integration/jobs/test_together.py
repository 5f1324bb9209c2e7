"""Jobs that wait are done together: in one transaction, each once, and none spoilt by another."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel import jobs
from gisgrid.kernel.db import sessions_of
from gisgrid.kernel.jobs import Args
from gisgrid.kernel.running import MOST, in_transaction
from gisgrid.run import Urls
from tests.integration.jobs.kettle import UNLUCKY, brew, make_tea
from tests.integration.jobs.test_worker import CUPS, LEFT, count, furnish, opened, order, worker
from tests.waiting import until

BREWERS = text("SELECT count(DISTINCT xmin::text) FROM cup")
LITRES = text("SELECT litres FROM cup ORDER BY id")
WAITING = text("SELECT args ->> 'litres' FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
TRIED = text("UPDATE procrastinate_jobs SET attempts = 1")
FAILED = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")


@pytest.fixture
def kitchen(own_database: Urls) -> Iterator[Engine]:
    furnish(own_database)
    with opened(own_database) as engine:
        yield engine


@pytest.fixture
def sessions(kitchen: Engine) -> "sessionmaker[Session]":
    return sessions_of(kitchen)


def listed(engine: Engine, what: object) -> list[object]:
    with engine.connect() as connection:
        return list(connection.scalars(what))  # type: ignore[call-overload]


def test_what_waits_is_done_with_the_job_that_begins_in_one_transaction(
    kitchen: Engine, sessions: "sessionmaker[Session]"
) -> None:
    for litres in (2, 3, 4):
        order(kitchen, brew, litres)
    order(kitchen, make_tea, 9)
    in_transaction(brew, sessions)(litres=1, request_id="the-first")
    assert listed(kitchen, LITRES) == [1, 2, 3, 4]
    assert count(kitchen, BREWERS) == 1
    assert listed(kitchen, WAITING) == ["9"]


def test_no_more_than_so_many_are_done_at_once(
    kitchen: Engine, sessions: "sessionmaker[Session]"
) -> None:
    with sessions.begin() as tx:
        for litres in range(100, 100 + MOST + 5):
            jobs.put(tx, brew, litres=litres)
    in_transaction(brew, sessions)(litres=1)
    assert count(kitchen, CUPS) == MOST
    assert count(kitchen, LEFT) == 6


def test_one_that_cannot_be_done_spoils_nobody_elses(
    kitchen: Engine, sessions: "sessionmaker[Session]"
) -> None:
    for litres in (2, UNLUCKY, 4):
        order(kitchen, brew, litres)
    in_transaction(brew, sessions)(litres=1)
    assert listed(kitchen, LITRES) == [1]
    assert listed(kitchen, WAITING) == ["2", str(UNLUCKY), "4"]


def test_one_that_failed_before_is_tried_by_itself_only(
    kitchen: Engine, sessions: "sessionmaker[Session]"
) -> None:
    order(kitchen, brew, UNLUCKY)
    with kitchen.begin() as connection:
        connection.execute(TRIED)
    order(kitchen, brew, 2)
    in_transaction(brew, sessions)(litres=1)
    assert listed(kitchen, LITRES) == [1, 2]
    assert listed(kitchen, WAITING) == [str(UNLUCKY)]


def test_two_workers_never_take_the_same_job(
    kitchen: Engine, sessions: "sessionmaker[Session]"
) -> None:
    for litres in range(4):
        order(kitchen, brew, litres)
    with sessions.begin() as first, sessions.begin() as second:
        mine: Sequence[Args] = jobs.claim(first, brew, 2)
        others = jobs.claim(second, brew, 9)
    assert [one["litres"] for one in (*mine, *others)] == [0, 1, 2, 3]
    assert count(kitchen, LEFT) == 0


def test_the_worker_does_all_but_the_one_that_cannot_be_done(
    own_database: Urls, kitchen: Engine
) -> None:
    with Session(kitchen) as tx, tx.begin():
        for litres in (1, 2, UNLUCKY, 4, 5):
            jobs.put(tx, brew, litres=litres)
    with worker(own_database):
        until(lambda: count(kitchen, FAILED) == 1)
        until(lambda: count(kitchen, LEFT) == 1)
    assert sorted(map(str, listed(kitchen, LITRES))) == ["1", "2", "4", "5"]
