"""The worker as a real process: it is killed, and its database is restarted under it."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, TextClause, text
from sqlalchemy.orm import Session

from gisgrid.kernel import jobs
from gisgrid.kernel.db import engine_of
from gisgrid.kernel.jobs import Job
from gisgrid.run import Cluster, Urls
from gisgrid.run.tuning import CARELESS
from tests.integration.jobs.kettle import GRANT, POT, TABLE, make_tea, spill
from tests.waiting import until

ROOT = Path(__file__).parents[3]
CUPS = text("SELECT count(*) FROM cup")
POTS = text("SELECT count(*) FROM cup WHERE litres >= 100")
KINDS_OF_CUPS = text("SELECT count(DISTINCT litres) FROM cup")
LEFT = text("SELECT count(*) FROM procrastinate_jobs")
DOING = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
TRIED = text("SELECT attempts FROM procrastinate_jobs WHERE status = 'todo'")


@contextmanager
def worker(urls: Urls, *cron: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.integration.jobs.kitchen", urls.app, *cron]
    with subprocess.Popen(command, cwd=ROOT) as running:
        try:
            yield running
        finally:
            running.kill()


def furnish(urls: Urls, *orders: str) -> None:
    owner = engine_of(urls.owner)
    with owner.begin() as connection:
        for order in (*orders, TABLE, GRANT):
            connection.exec_driver_sql(order.replace("%", "%%"))
    owner.dispose()


@contextmanager
def opened(urls: Urls) -> Iterator[Engine]:
    engine = engine_of(urls.app)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture
def kitchen(own_database: Urls) -> Iterator[Engine]:
    furnish(own_database)
    with opened(own_database) as engine:
        yield engine


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    """A server that may be restarted; its account must be able to enter the folder."""
    with tempfile.TemporaryDirectory(prefix="gg-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "own", CARELESS)
        yield cluster
        cluster.stop()


def count(engine: Engine, what: TextClause) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(what) or 0)


def order(engine: Engine, job: Job, litres: int) -> None:
    with Session(engine) as tx, tx.begin():
        jobs.put(tx, job, litres=litres)


def test_a_job_is_done_and_leaves_the_queue_and_the_worker_stops_when_asked(
    own_database: Urls, kitchen: Engine
) -> None:
    order(kitchen, make_tea, litres=1)
    with worker(own_database) as running:
        until(lambda: count(kitchen, LEFT) == 0)
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0
    assert count(kitchen, CUPS) == 1


def test_a_job_that_was_running_at_kill_9_comes_back(own_database: Urls, kitchen: Engine) -> None:
    order(kitchen, make_tea, litres=POT)
    with worker(own_database) as first:
        until(lambda: count(kitchen, DOING) == 1)
        first.kill()
    with kitchen.begin() as connection:
        connection.execute(text("INSERT INTO cup (litres) VALUES (0)"))
    with worker(own_database):
        until(lambda: count(kitchen, LEFT) == 0)
    assert count(kitchen, POTS) == 1


def test_a_failed_job_leaves_nothing_behind_and_is_tried_again(
    own_database: Urls, kitchen: Engine
) -> None:
    order(kitchen, spill, litres=1)
    with worker(own_database):
        until(lambda: count(kitchen, TRIED) == 1)
    assert count(kitchen, CUPS) == 0


def test_what_is_done_every_minute_is_done_without_being_asked(
    own_database: Urls, kitchen: Engine
) -> None:
    with kitchen.begin() as connection:
        connection.execute(text("INSERT INTO cup (litres) VALUES (1)"))
    with worker(own_database, "* * * * *"):
        until(lambda: count(kitchen, CUPS) == 0)


def test_the_worker_outlives_a_restart_of_the_database(own_server: Cluster) -> None:
    urls = own_server.ensure()
    furnish(urls, SchemaManager.get_schema())
    with opened(urls) as engine, worker(urls) as running:
        order(engine, make_tea, litres=1)
        until(lambda: count(engine, LEFT) == 0)
        own_server.stop()
        own_server.start()
        order(engine, make_tea, litres=2)
        until(lambda: count(engine, LEFT) == 0)
        assert running.poll() is None
        # At least once: a heart that stood still during the restart has its jobs put back.
        assert count(engine, KINDS_OF_CUPS) == 2
