"""A step that is sent again under its key is answered again, and taken once."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gisgrid.identity.tables import Account, Person

REPORT = {"text": "路灯不亮", "lon": 113.168, "lat": 35.235, "class_key": "component/0118"}
STEPS = text(
    "SELECT count(*) FROM step s JOIN case_file c ON c.id = s.case_id WHERE c.number = :number"
)


@pytest.fixture
def number(district: Session, client: TestClient, sign_in: Callable[[str], None]) -> str:
    said: str = client.post("/api/reports", json=REPORT).json()["number"]
    asked = select(Person.code).join(Account, Account.person_id == Person.id)
    sign_in(district.scalars(asked.where(Account.login == "dispatcher")).one())
    return said


def noted(client: TestClient, number: str, note: str, key: str) -> Any:
    body = {"action": "note", "note": note}
    headers = {"Idempotency-Key": key}
    return client.post(f"/api/cases/{number}/steps", json=body, headers=headers)


def test_the_same_key_takes_one_step(district: Session, client: TestClient, number: str) -> None:
    first = noted(client, number, "现场已看", "k1")
    assert first.status_code == 201, first.text
    before = district.scalar(STEPS, {"number": number})
    again = noted(client, number, "现场已看", "k1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert district.scalar(STEPS, {"number": number}) == before
    assert noted(client, number, "现场已看", "k2").json()["seq"] == first.json()["seq"] + 1


def test_another_body_under_a_key_is_refused(client: TestClient, number: str) -> None:
    assert noted(client, number, "现场已看", "k1").status_code == 201
    other = noted(client, number, "别的话", "k1")
    assert other.status_code == 422
    assert other.json()["type"] == "OtherBody"


def test_a_refused_step_leaves_its_key_free(client: TestClient, number: str) -> None:
    headers = {"Idempotency-Key": "k1"}
    path = f"/api/cases/{number}/steps"
    refused = client.post(path, json={"action": "archive", "version": 99}, headers=headers)
    assert refused.status_code >= 400
    assert noted(client, number, "现场已看", "k1").status_code == 201
