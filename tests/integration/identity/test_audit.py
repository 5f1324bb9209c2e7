"""The audit: every act and refusal stands in it once, and nobody changes it unseen."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import Anchorage, audit_faults
from gisgrid.identity.audit import head, seal_entries
from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.identity.retiring import NotRetired, Retired, drop, months_kept, write_out
from gisgrid.kernel import clock, ids
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.errors import Invalid
from gisgrid.run import Urls
from tests.integration.identity.conftest import NOON, Hire

Browsers = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def at_noon(at: Callable[..., None]) -> None:
    at(NOON)


def entries(tx: Session) -> list[tuple[str, str, int, int | None, str | None]]:
    tx.expire_all()
    found = tx.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(e.verb, e.operation, e.status, e.person_id, e.object) for e in found]


def enter(browser: TestClient, login: str, password: str = "right") -> int:
    return browser.post("/api/session", json={"login": login, "password": password}).status_code


def test_signing_in_and_out_and_failing_to_are_recorded(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    li = hire("li").id
    browser = real()
    assert (enter(browser, "li", "wrong"), enter(browser, "nobody"), enter(browser, "li")) == (
        401,
        401,
        201,
    )
    browser.delete("/api/session")

    assert entries(tx) == [
        ("POST", "/api/session", 401, None, f"person {li}"),
        ("POST", "/api/session", 401, None, None),
        ("POST", "/api/session", 201, li, None),
        ("DELETE", "/api/session", 204, li, None),
    ]
    assert {str(e.address) for e in tx.scalars(select(AuditEntry))} == {"192.0.2.1"}


def test_a_refused_act_is_recorded_although_nothing_of_it_stayed(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    li = hire("li").id
    browser, number = real(), ids.case_number(NOON.date(), 1)
    enter(browser, "li")
    assert browser.post(f"/api/cases/{number}/steps", json={"action": "?"}).status_code == 422
    answer = browser.post(f"/api/cases/{number}/reporter", json={"reason": "回访"})

    assert [row[1:] for row in entries(tx)[1:]] == [
        ("/api/cases/{number}/steps", 422, li, number),
        ("/api/cases/{number}/reporter", 404, li, number),
    ]
    assert answer.status_code == 404


def test_no_token_and_no_report_of_the_public_stands_in_the_audit(
    real: Browsers, tx: Session
) -> None:
    browser = real()
    browser.post("/api/reports", json={"nonsense": 1})
    browser.post("/api/reports/a-secret-token/rating", json={"score": 5})
    assert [row[1:] for row in entries(tx)] == [("/api/reports/{token}/rating", 404, None, None)]


def test_reading_leaves_no_entry(hire: Hire, real: Browsers, tx: Session) -> None:
    hire("li")
    browser = real()
    enter(browser, "li")
    browser.get("/api/me")
    browser.get("/api/cases")
    assert len(entries(tx)) == 1


def test_only_the_audit_administrator_reads_it_page_by_page(
    hire: Hire, real: Browsers, client: TestClient, tx: Session
) -> None:
    li, zhao = hire("li").id, hire("zhao", "audit_admin").id
    one, other = real(), client
    enter(one, "li", "wrong")
    enter(one, "li")
    assert one.get("/api/audit").status_code == 403
    enter(other, "zhao")

    first = other.get("/api/audit", params={"limit": 2}).json()
    rest = other.get("/api/audit", params={"cursor": first["cursor"]}).json()
    shown = [(e["operation"], e["status"]) for e in [*first["entries"], *rest["entries"]]]
    assert shown == [
        ("/api/session", 201),
        ("/api/audit", 403),
        ("/api/session", 201),
        ("/api/session", 401),
    ]
    mine = other.get("/api/audit", params={"person": li, "verb": "POST"}).json()["entries"]
    assert [e["person"] for e in mine] == ["li"]
    later = (NOON + timedelta(hours=1)).isoformat()
    assert other.get("/api/audit", params={"since": later}).json()["entries"] == []
    assert zhao in {row[3] for row in entries(tx)}


def test_the_app_may_neither_edit_nor_delete_nor_empty(sessions: sessionmaker[Session]) -> None:
    for change in (
        "UPDATE audit_entry SET status = 200",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_link SET seq = 9",
        "DELETE FROM audit_link",
        "TRUNCATE audit_link",
    ):
        with pytest.raises(DBAPIError, match="permission denied"), sessions.begin() as tx:
            tx.execute(text(change))


# --- what somebody does who owns the database ---------------------------------------------------

ENTRY = text("""
    INSERT INTO audit_entry (at, verb, operation, status, address)
    SELECT CAST(:at AS timestamptz) + n * interval '1 s', 'POST', '/api/session', 201, '192.0.2.1'
    FROM generate_series(1, :count) AS n
""")


def nth(n: int) -> str:
    """Write what asks for the id of the n-th entry."""
    return f"(SELECT id FROM audit_entry ORDER BY id OFFSET {n - 1} LIMIT 1)"


@pytest.fixture
def app(own_database: Urls) -> Iterator[sessionmaker[Session]]:
    """A database of the test's own with ten entries, sealed."""
    engine = engine_of(own_database.app, 2)
    sessions = sessions_of(engine)
    with sessions.begin() as tx:
        tx.execute(ENTRY, {"at": NOON, "count": 10})
    with sessions.begin() as tx:
        assert seal_entries(tx) == 10
        assert seal_entries(tx) == 0
    yield sessions
    engine.dispose()


@pytest.fixture
def owner(own_database: Urls) -> Iterator[Engine]:
    engine = engine_of(own_database.owner, 1)
    yield engine
    engine.dispose()


def tamper(owner: Engine, *changes: str) -> None:
    """Change the audit as its owner, with the triggers out of the way."""
    with owner.begin() as tables:
        for table in ("audit_entry", "audit_link"):
            tables.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for change in changes:
            tables.execute(text(change))


def faults(sessions: sessionmaker[Session]) -> list[tuple[str, int | None]]:
    with sessions() as tx:
        return [(fault.kind, fault.seq) for fault in audit_faults(tx)]


def test_even_the_owner_is_stopped_by_the_trigger(
    app: sessionmaker[Session], owner: Engine
) -> None:
    for change in ("UPDATE audit_entry SET status = 1", "TRUNCATE audit_entry"):
        with pytest.raises(DBAPIError, match="only ever added to"), owner.begin() as tables:
            tables.execute(text(change))
    assert faults(app) == []


def test_an_edited_and_a_deleted_entry_are_told_apart(
    app: sessionmaker[Session], owner: Engine
) -> None:
    tamper(
        owner,
        f"UPDATE audit_entry SET address = '192.0.2.9' WHERE id = {nth(3)}",
        f"DELETE FROM audit_entry WHERE id = {nth(7)}",
    )
    assert faults(app) == [("edited", 3), ("missing", 7)]


def test_an_entry_slipped_in_behind_is_found(app: sessionmaker[Session], owner: Engine) -> None:
    with owner.begin() as tables:
        tables.execute(ENTRY, {"at": NOON - timedelta(days=30), "count": 1})
    with app.begin() as tx:
        assert seal_entries(tx) == 0
    assert faults(app) == [("added", None)]


def test_an_entry_of_a_slow_transaction_is_sealed_later(
    app: sessionmaker[Session], own_database: Urls
) -> None:
    engine = engine_of(own_database.app, 1)
    with engine.begin() as slow:
        slow.execute(ENTRY, {"at": NOON, "count": 1})
        with app.begin() as tx:
            tx.execute(ENTRY, {"at": NOON, "count": 1})
        with app.begin() as tx:
            assert seal_entries(tx) == 1
    with app.begin() as tx:
        assert seal_entries(tx) == 1
    engine.dispose()
    assert faults(app) == []


REWRITE = (
    "DELETE FROM audit_link",
    f"DELETE FROM audit_entry WHERE id = {nth(7)}",
)


def test_a_rewritten_and_a_cut_chain_do_not_meet_the_signed_anchor(
    app: sessionmaker[Session], owner: Engine, tmp_path: Path
) -> None:
    place = Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")
    with app() as tx:
        place.drop(head(tx), clock.now())
        place.drop(head(tx), clock.now())
        assert len(list(place.anchors())) == 1
        assert list(place.faults(tx)) == []
    assert place.key_file.stat().st_mode & 0o077 == 0

    tamper(owner, *REWRITE)
    with app.begin() as tx:
        tx.execute(ENTRY, {"at": NOON, "count": 1})
        assert seal_entries(tx) == 10
    assert faults(app) == []
    with app() as tx:
        assert [fault.kind for fault in place.faults(tx)] == ["rewritten"]

    tamper(
        owner,
        "DELETE FROM audit_link WHERE seq > 5",
        f"DELETE FROM audit_entry WHERE id > {nth(5)}",
    )
    assert faults(app) == []
    with app() as tx:
        assert [fault.kind for fault in place.faults(tx)] == ["cut"]


def test_an_anchor_that_we_did_not_sign_is_told(app: sessionmaker[Session], tmp_path: Path) -> None:
    ours = Anchorage(tmp_path / "ours", tmp_path / "ours.key")
    theirs = Anchorage(tmp_path / "ours", tmp_path / "theirs.key")
    with app() as tx:
        ours.drop(head(tx), clock.now())
        assert [fault.kind for fault in theirs.faults(tx)] == []
        theirs.drop(head(tx), clock.now())
    ours.key_file.unlink()
    file = tmp_path / "ours" / "audit-anchors.jsonl"
    file.write_text(file.read_text().replace("2026-03-02", "2026-03-01") + "nonsense\n")
    with app() as tx:
        assert [fault.kind for fault in ours.faults(tx)] == ["anchor_forged", "anchor_forged"]


# --- months ---------------------------------------------------------------------------------------

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
