"""What was kept open before is sealed by the migration, and history still verifies."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import text

from gisgrid.cases import Reporter, verify_chain
from gisgrid.cases.rules.history import Entry, sealed
from gisgrid.cases.service.personal import payload_of, phone_indexes, reporter_of
from gisgrid.cases.tables import Report, Step
from gisgrid.kernel import chain
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.migrations.steps import config_of
from gisgrid.run import Urls
from gisgrid.run.databases import make_database
from tests.databases import Databases

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ID = 202611000000001
WANG = {"name": "王某", "phone": "138 1234 1234"}
LINK = sealed(
    Entry(
        case_id=ID,
        seq=1,
        action="report",
        from_status=None,
        to_status="received",
        at=AT,
        codes={},
        personal=WANG,
    ),
    chain.START,
)
CASE = """
    INSERT INTO case_file (id, number, status, path_of_record, path_today, origin, source, text,
                           place_text, stations, routing, received_at, head, last_seq)
    VALUES (:id, '20261123-00001-1', 'received', '{}', '{}', 'complaint', 'citizen', 't', '', '{}',
            '{}', :at, :hash, 1)
"""
REPORT = """
    INSERT INTO report (id, case_id, source, origin, text, place_text, datum, reporter, photos,
                        received_at)
    VALUES (:id, :id, 'citizen', 'complaint', 't', '', 'wgs84', :personal, '[]', :at)
"""
STEP = """
    INSERT INTO step
      (case_id, seq, action, to_status, at, codes, personal, salt, digest, prev, hash)
    VALUES (:id, 1, 'report', 'received', :at, '{}', :personal, :salt, :digest, :prev, :hash)
"""


def filled_before(urls: Urls) -> None:
    """Migrate to the version before, report something, and migrate to this one."""
    command.upgrade(config_of(urls.owner), "0002")
    engine = engine_of(urls.owner, 1)
    row = {"id": ID, "at": AT, "personal": json.dumps(WANG)}
    links = {name: getattr(LINK, name) for name in ("salt", "digest", "prev", "hash")}
    with engine.begin() as owner:
        owner.execute(text("SELECT ensure_months('2026-11-01', '2026-11-30')"))
        for one in (CASE, REPORT, STEP):
            owner.execute(text(one), row | links)
    engine.dispose()
    command.upgrade(config_of(urls.owner), "head")


@pytest.fixture
def migrated(databases: Databases) -> Iterator[Urls]:
    name = f"test_{os.getpid()}_migrated"
    yield make_database(databases.server, name, filled_before)
    databases.drop(name)


def test_old_reporters_are_sealed_and_their_history_verifies(migrated: Urls) -> None:
    engine = engine_of(migrated.owner, 1)
    with sessions_of(engine)() as tx:
        report, step = tx.get_one(Report, ID), tx.get_one(Step, (ID, 1))
        assert reporter_of(report) == Reporter("王某", "138 1234 1234")
        assert report.phone_index in phone_indexes("13812341234")
        assert payload_of(step) == WANG
        assert verify_chain(tx, ID).fault is None
        kept = tx.scalars(text("SELECT r::text || s::text FROM report AS r, step AS s")).all()
    engine.dispose()
    assert not any("1234" in row or "王某" in row for row in kept)
