"""Many jobs under a worker that is killed again and again: none is lost, none counts twice."""

import random

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gisgrid.kernel import jobs
from gisgrid.run import Urls
from tests.integration.jobs.kettle import make_tea_once
from tests.integration.jobs.test_worker import CUPS, LEFT, count, furnish, opened, worker
from tests.waiting import until

JOBS = 400
KILLS = 6


@pytest.mark.long
def test_every_job_is_done_though_its_worker_is_killed_again_and_again(
    own_database: Urls,
) -> None:
    furnish(own_database, "CREATE TABLE wanted (litres int UNIQUE)")
    dice = random.Random(8)
    with opened(own_database) as engine:
        ask_for_tea(engine)
        for _ in range(KILLS):
            left = count(engine, LEFT) - dice.randrange(5, 40)
            with worker(own_database) as doomed:
                until(lambda enough=left: count(engine, LEFT) <= enough)  # type: ignore[misc]
                doomed.kill()
        assert 0 < count(engine, LEFT) < JOBS
        with worker(own_database):
            until(lambda: count(engine, LEFT) == 0, patience_s=120)
        assert count(engine, CUPS) == JOBS
        distinct = text("SELECT count(DISTINCT litres) FROM cup")
        assert count(engine, distinct) == JOBS


def ask_for_tea(engine: Engine) -> None:
    with Session(engine) as tx, tx.begin():
        for litres in range(JOBS):
            jobs.put(tx, make_tea_once, litres=litres)
