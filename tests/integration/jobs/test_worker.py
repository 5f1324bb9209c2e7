"""The worker as a real process: it is killed, and its database is restarted under it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gisgrid.kernel import jobs
from gisgrid.kernel.db import engine_of
from gisgrid.run import Cluster, Urls
from gisgrid.run.tuning import CARELESS
from tests.integration.jobs.kettle import TABLE, make_tea, spill
from tests.waiting import until

ROOT = Path(__file__).parents[3]
CUPS = text("SELECT count(*) FROM cup")
LEFT = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
DOING = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
FAILED = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
AGAIN = text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at IS NOT NULL")
TAKEN = text("SELECT attempts FROM procrastinate_jobs WHERE status IN ('todo', 'failed')")


@contextmanager
def worker(urls: Urls) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.integration.jobs.kettle", urls.app]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.kill()


def with_cups(urls: Urls) -> Engine:
    owner = engine_of(urls.owner)
    with owner.begin() as connection:
        connection.execute(text(TABLE))
        connection.execute(text("GRANT ALL ON cup TO gisgrid_app"))
    owner.dispose()
    return engine_of(urls.app)


@pytest.fixture
def kitchen(own_database: Urls) -> Iterator[Engine]:
    engine = with_cups(own_database)
    yield engine
    engine.dispose()


def count(engine: Engine, what: object) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(what) or 0)  # type: ignore[call-overload]


def order(engine: Engine, litres: int) -> None:
    with Session(engine) as tx, tx.begin():
        jobs.put(tx, make_tea, litres=litres)


def test_a_killed_workers_job_comes_back_and_is_done_once(
    own_database: Urls, kitchen: Engine
) -> None:
    with Session(kitchen) as tx, tx.begin():
        tx.execute(text("INSERT INTO cup (litres, made_by) VALUES (0, 0)"))
    order(kitchen, litres=1)
    with worker(own_database):
        until(lambda: count(kitchen, LEFT) == 0)
    assert count(kitchen, CUPS) == 2


def test_a_job_that_was_running_at_kill_9_is_put_back(own_database: Urls, kitchen: Engine) -> None:
    order(kitchen, litres=200)
    with worker(own_database) as first:
        until(lambda: count(kitchen, DOING) == 1)
        first.kill()
        first.wait()
    order(kitchen, litres=1)
    with worker(own_database):
        until(lambda: count(kitchen, LEFT) == 1 and count(kitchen, CUPS) == 1)
