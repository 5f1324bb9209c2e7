"""The months of the audit: each by its own table, retired into a signed file, never lost."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import Anchorage, audit_faults
from gisgrid.identity.audit import seal_entries
from gisgrid.identity.retiring import NotRetired, Retired, drop, months_kept, write_out
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.errors import Invalid
from gisgrid.run import Urls
from tests.integration.identity.audited import ENTRY, tamper
from tests.integration.identity.conftest import NOON


@pytest.fixture(autouse=True)
def at_noon(at: Callable[..., None]) -> None:
    at(NOON)


OLD = text("""
    INSERT INTO audit_entry (id, at, verb, operation, status)
    SELECT 202603000000000 + n, CAST(:at AS timestamptz), 'POST', '/api/session', 201
    FROM generate_series(1, :count) AS n
""")
STOPPED = r"only ever added to|denied"
MONTHS = text("SELECT ensure_months('2026-03-01', '2026-03-31')")


@pytest.fixture
def aged(own_database: Urls, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """Four entries of last March and three of now, sealed in one chain."""
    engine = engine_of(own_database.app, 2)
    sessions = sessions_of(engine)
    with sessions.begin() as tx:
        tx.execute(MONTHS)
        tx.execute(OLD, {"at": NOON, "count": 4})
        tx.execute(ENTRY, {"at": NOON, "count": 3})
    with sessions.begin() as tx:
        assert seal_entries(tx) == 7
    yield sessions
    engine.dispose()


def retire(owner: Engine, place: Anchorage, folder: Path, month: int = 202603) -> Retired:
    with clock.at(NOON + timedelta(days=250)), Session(owner) as tx, tx.begin():
        found = write_out(tx, month, folder, place)
        place.sign_retired(found.month, found.entries, found.sha256, clock.now())
        drop(tx.connection(), month)
    return found


def test_entries_lie_in_their_month_and_the_chain_runs_through(
    aged: sessionmaker[Session],
) -> None:
    with aged() as tx:
        where = "SELECT DISTINCT tableoid::regclass::text FROM audit_entry"
        months = set(tx.scalars(text(where)))
        assert "audit_entry_202603" in months
        assert len(months) == 2
        assert list(audit_faults(tx)) == []


def test_a_month_is_stopped_at_by_its_own_name_too(
    aged: sessionmaker[Session], owner: Engine
) -> None:
    for change in ("UPDATE audit_entry_202603 SET status = 1", "DELETE FROM audit_entry_202603"):
        with pytest.raises(DBAPIError, match=STOPPED), owner.begin() as tables:
            tables.execute(text(change))
        with pytest.raises(DBAPIError, match=STOPPED), aged.begin() as tx:
            tx.execute(text(change))


def test_a_retired_month_is_whole_in_its_file_and_no_fault_in_the_chain(
    aged: sessionmaker[Session], owner: Engine, tmp_path: Path
) -> None:
    place = Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")
    found = retire(owner, place, tmp_path / "out")

    content = gzip.decompress((tmp_path / "out" / "audit-202603.jsonl.gz").read_bytes())
    lines = [json.loads(line) for line in content.splitlines()]
    assert [line["seq"] for line in lines] == [1, 2, 3, 4]
    assert (found.entries, found.sha256) == (4, hashlib.sha256(content).hexdigest())
    with aged() as tx:
        assert months_kept(tx)[0] != 202603
        assert list(audit_faults(tx, place.retired())) == []
        assert [fault.kind for fault in audit_faults(tx)] == ["missing"] * 4


def test_what_is_missing_beyond_what_was_signed_is_told(
    aged: sessionmaker[Session], owner: Engine, tmp_path: Path
) -> None:
    place = Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")
    retire(owner, place, tmp_path / "out")
    file = tmp_path / "anchors" / "audit-retired.jsonl"
    signed = file.read_text()

    file.write_text(signed.replace('"entries": 4', '"entries": 40'))
    assert place.retired() == {}
    file.write_text(signed)
    tamper(owner, "DELETE FROM audit_link WHERE seq = 4")
    with aged() as tx:
        kinds = [fault.kind for fault in audit_faults(tx, place.retired())]
        assert kinds == ["missing", "partly_retired"]


def test_a_month_stays_that_is_young_unsealed_or_at_fault(
    aged: sessionmaker[Session], owner: Engine, tmp_path: Path
) -> None:
    place = Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")
    with clock.at(NOON + timedelta(days=200)), aged() as tx, pytest.raises(Invalid, match="六个月"):
        write_out(tx, 202603, tmp_path / "young", place)
    with pytest.raises(Invalid, match="没有"):
        retire(owner, place, tmp_path / "none", 202602)
    with aged.begin() as tx:
        tx.execute(text(OLD.text.replace("+ n", "+ 10 + n")), {"at": NOON, "count": 1})
    with pytest.raises(NotRetired, match="未入链"):
        retire(owner, place, tmp_path / "unsealed")
    tamper(owner, "DELETE FROM audit_entry WHERE id = 202603000000002")
    with pytest.raises(NotRetired, match="有问题"):
        retire(owner, place, tmp_path / "faulty")
