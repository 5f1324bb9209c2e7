"""The audit: every act and refusal stands in it once, and nobody changes it unseen."""

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
from gisgrid.kernel import clock, ids
from gisgrid.kernel.db import engine_of, sessions_of
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
        "UPDATE audit_entry SET address = '192.0.2.9' WHERE id = 3",
        "DELETE FROM audit_entry WHERE id = 7",
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
    "DELETE FROM audit_entry WHERE id = 7",
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

    tamper(owner, "DELETE FROM audit_link WHERE seq > 5", "DELETE FROM audit_entry WHERE id > 5")
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
