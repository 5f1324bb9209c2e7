"""What schemathesis once found, kept: odd questions get an answer, not an excuse."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity import start_session

POST = text("SELECT person_id FROM post WHERE role = :role ORDER BY id LIMIT 1")
RULE = {"name": "试", "class_pattern": "event/0110", "lead": "dept:sanitation"}


def sign_in(client: TestClient, tx: Session, role: str) -> None:
    client.cookies.set("gisgrid", start_session(tx, tx.scalar(POST, {"role": role}) or 0))
    tx.commit()


@pytest.mark.parametrize(
    "odd",
    [
        {"valid_from": "2026-01-01", "valid_to": "2026-01-01"},
        {"from_time": "08:00", "to_time": "08:00"},
        {"from_time": "08:00Z", "to_time": "18:00Z"},
        {"from_time": "08:00"},
    ],
)
@pytest.mark.parametrize("active", [True, False])
def test_a_rule_must_make_sense_at_rest_too(
    client: TestClient, district: Session, odd: dict[str, Any], active: bool
) -> None:
    sign_in(client, district, "planner")
    said = {**RULE, "code": "T-ODD", "active": active, **odd}
    assert client.post("/api/duties/rules", json=said).status_code == 422


@pytest.mark.parametrize(
    "odd", [{}, {"asset_kind": "park", "buffer_m": 9000}, {"asset_kind": "park", "buffer_m": -1}]
)
def test_an_override_at_rest_is_about_one_thing_too(
    client: TestClient, district: Session, odd: dict[str, Any]
) -> None:
    sign_in(client, district, "planner")
    said = {"name": "试", "class_pattern": "event", "lead": "owner", "active": False, **odd}
    assert client.put("/api/duties/overrides/T-ODD", json=said).status_code == 422


def test_a_camera_has_no_platform_not_even_one_without_a_name(
    client: TestClient, district: Session
) -> None:
    sign_in(client, district, "system_admin")
    said = {"code": "D", "name": "试", "source": "camera", "platform": "", "asset_ids": [1]}
    assert client.post("/api/devices", json=said).status_code == 422


def test_a_place_of_no_size_is_shared_by_whoever_has_it(
    client: TestClient, district: Session
) -> None:
    for lon, lat in ((0, 0), (113.17, 35.239)):
        asked = {"lon": lon, "lat": lat, "accuracy_m": 5e-324}
        (share,) = client.get("/api/here", params=asked).json()["shares"]
        assert share["share"] == 1.0


def test_what_the_framework_refuses_is_a_problem_too(client: TestClient) -> None:
    unreadable = client.post(
        "/api/citizen/codes", content=b"h\xff", headers={"content-type": "application/json"}
    )
    nowhere = client.post("/api/no-such-address")
    for answer, status in ((unreadable, 400), (nowhere, 404)):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.text).keys() == {"type", "title", "status", "detail"}


LAMP = {"text": "路灯不亮", "lon": 113.17, "lat": 35.239, "class_key": "component/0137"}
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        *((one, "\ud800") for one in ("text", "place_text", "class_key", "datum")),
        ("asset_id", 10**30),
    ],
)
def test_what_no_column_holds_is_no_report(
    client: TestClient, district: Session, name: str, odd: object
) -> None:
    said = json.dumps({**LAMP, name: odd})
    answer = client.post("/api/reports", content=said, headers=JSON)
    assert (answer.status_code, answer.json()["status"]) == (422, 422)


@pytest.mark.parametrize("key", [{}, {"idempotency-key": "once"}])
@pytest.mark.parametrize(
    "odd",
    [
        {"note": "a\0b"},
        {"note": "\ud800"},
        {"codes": {"\ud800": "x"}},
        {"codes": {"x": ["\udfff"]}},
        {"codes": {"x": float("nan")}},
        {"codes": {"x": float("-inf")}},
        {"codes": {"from": 10**30}},
        {"codes": {"device": {"a": 1}}},
        {"codes": {"contractor": True}},
        {"codes": {"x": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}},
        {"codes": {"x": "长" * 30_000}},
    ],
)
def test_a_step_holds_nothing_that_its_chain_cannot_keep(
    client: TestClient, district: Session, odd: dict[str, Any], key: dict[str, str]
) -> None:
    number = client.post("/api/reports", json=LAMP).json()["number"]
    sign_in(client, district, "dispatcher")
    where, said = f"/api/cases/{number}/steps", {"action": "note", "note": "看过"}
    assert client.post(where, json=said).status_code == 201
    answer = client.post(where, content=json.dumps(said | odd), headers=JSON | key)
    assert (answer.status_code, answer.json()["status"]) == (422, 422)


@pytest.mark.parametrize("target", [10**30, True, -1, 1.5, {"a": 1}])
def test_no_code_of_a_step_shuts_its_case(
    client: TestClient, district: Session, target: object
) -> None:
    number = client.post("/api/reports", json=LAMP).json()["number"]
    sign_in(client, district, "dispatcher")
    said = {"action": "note", "note": "看过", "codes": {"target": target}}
    assert client.post(f"/api/cases/{number}/steps", json=said).status_code == 201
    assert client.get(f"/api/cases/{number}").json()["steps"][-1]["note"] == "看过"


def test_a_page_of_cases_that_was_made_up_is_refused(client: TestClient, district: Session) -> None:
    sign_in(client, district, "dispatcher")
    for end in ("Infinity", "1e999", "NaN", "[]"):
        cursor = urlsafe_b64encode(f'["2026-11-23T01:30:00+00:00", {end}]'.encode()).decode()
        assert client.get("/api/cases", params={"cursor": cursor}).status_code == 422


def test_a_site_that_nobody_can_read_is_another_site(client: TestClient, district: Session) -> None:
    sign_in(client, district, "dispatcher")
    answer = client.delete("/api/sessions", headers={"origin": "http://["})
    assert answer.status_code == 403
