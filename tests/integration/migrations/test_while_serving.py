"""A migration is applied while the program serves: nothing is lost, and nobody gets 500."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
from fastapi.testclient import TestClient
from sqlalchemy import text

from gisgrid.kernel.db import bounded_engine_of, engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.migrations.steps import migrate
from gisgrid.run import Urls
from gisgrid.web import create_app

CLIENTS, ENOUGH = 3, 8
LAMP = {"text": "路灯不亮", "lon": 113.17, "lat": 35.239, "class_key": "component/0137"}
EXPAND = """
    SET lock_timeout = '5s';
    ALTER TABLE case_file ADD COLUMN of_the_next_version text;
    ALTER TABLE report ADD COLUMN of_the_next_version text;
    ALTER TABLE step ADD COLUMN of_the_next_version text;
    ALTER TABLE session ADD COLUMN of_the_next_version boolean NOT NULL DEFAULT false;
    CREATE TABLE thing_of_the_next_version (id bigint PRIMARY KEY);
"""
"""What the next version's expanding migration may do to the busiest tables."""


def report(client: TestClient, done: Event) -> list[tuple[int, str]]:
    """Report, and follow what was reported, until the migration is over and a while longer."""
    said, after = [], 0
    while after < ENOUGH:
        after += done.is_set()
        answer = client.post("/api/reports", json=LAMP)
        number = str(answer.json().get("number"))
        said.append((answer.status_code, number))
        if answer.status_code == 201:
            seen = client.get(f"/api/reports/{answer.json()['token']}")
            said.append((seen.status_code, number))
    return said


def expanded(urls: Urls) -> None:
    """Do what the next version's `gisgrid migrate` would."""
    with psycopg.connect(urls.owner.replace("+psycopg", "")) as owner:
        owner.execute(EXPAND)
    migrate(Settings(database_url=urls.app, owner_url=urls.owner))


def numbers(urls: Urls) -> list[str]:
    system = engine_of(urls.app, 1)
    with system.connect() as connection:
        found = list(connection.scalars(text("SELECT number FROM case_file")))
    system.dispose()
    return sorted(found)


def test_the_program_serves_while_the_next_version_expands_the_tables(own_district: Urls) -> None:
    engine, done = bounded_engine_of(own_district.app, CLIENTS), Event()
    app = create_app(sessions_of(engine), Settings(demo=True, threads=CLIENTS))
    with (
        TestClient(app, raise_server_exceptions=False) as client,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        waiting = [pool.submit(report, client, done) for _ in range(CLIENTS)]
        try:
            expanded(own_district)
        finally:
            done.set()
        answers = [one for each in waiting for one in each.result()]
    engine.dispose()
    assert {status for status, _ in answers} <= {200, 201, 503}
    acknowledged = sorted(number for status, number in answers if status == 201)
    assert len(acknowledged) >= CLIENTS * ENOUGH / 2
    assert numbers(own_district) == acknowledged
