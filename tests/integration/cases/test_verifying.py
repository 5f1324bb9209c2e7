"""The chains of cases are verified over HTTP some at a time, while they are worked."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from gisgrid.cases import Action, lock, take
from gisgrid.cases.service.verifying import verify_some
from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel.db import engine_of, sessions_of
from tests.integration.cases.conftest import Desk, Tampered


@pytest.fixture
def auditor(client: TestClient, desk: Desk) -> TestClient:
    said = {"login": "auditadmin", "password": DEMO_PASSWORD}
    assert client.post("/api/session", json=said).is_success
    return client


def walk(auditor: TestClient) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        asked = {"cursor": after, "limit": 1}
        pages.append(auditor.get("/api/audit/verify/cases", params=asked).json())
        after = pages[-1]["next"]
    return pages


def test_a_case_at_fault_is_told_by_its_number_alone(auditor: TestClient, desk: Desk) -> None:
    whole, edited, longer = desk.report(), desk.report(), desk.report()
    for change, id_ in (
        ("UPDATE case_file SET status = 'archived' WHERE id = :id", edited.case_id),
        ("UPDATE case_file SET last_seq = last_seq + 1 WHERE id = :id", longer.case_id),
    ):
        desk.tx.execute(text(change), {"id": id_})
    pages = walk(auditor)
    told = {(f["number"], f["kind"]) for page in pages for f in page["faults"]}
    assert told == {(edited.number, "status_edited"), (longer.number, "missing")}
    assert sum(page["checked"] for page in pages) >= 3
    assert whole.number not in str(pages)


def test_only_the_beginning_says_how_many_there_are_and_is_audited(auditor: TestClient) -> None:
    begun = auditor.post("/api/audit/verify/cases").json()
    assert begun["whole"] == begun["checked"] >= 0
    walk(auditor)
    acts = auditor.get("/api/audit").json()["entries"]
    assert [one["operation"] for one in acts if "verify" in one["operation"]] == [
        "/api/audit/verify/cases"
    ]


def test_a_step_that_is_taken_meanwhile_is_no_fault(tampered: Tampered) -> None:
    app, other = engine_of(tampered.urls.app, 1), engine_of(tampered.urls.app, 1)
    with sessions_of(app).begin() as tx:
        number = Desk(tx).report().number
    taken: list[str] = []

    def take_one(*said: Any) -> None:
        if "FROM step" in said[2] and not taken:
            taken.append(number)
            with sessions_of(other).begin() as tx:
                actor = Desk(tx).who("dispatcher")
                take(tx, lock(tx, number), Action.NOTE, actor=actor, note="核对")

    event.listen(app, "before_cursor_execute", take_one)
    with sessions_of(app)() as tx:
        found = verify_some(tx, 0, 500).verdicts
    app.dispose()
    other.dispose()
    assert taken == [number]
    assert [(one.steps, one.fault) for one in found if one.number == number] == [(3, None)]
