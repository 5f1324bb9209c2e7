"""The audit: every act and refusal stands in it once, and nobody changes it unseen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.kernel import ids
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
