"""Tokens of cameras, gauges and platforms: what they open, how they are exchanged and ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gisgrid import cases, identity
from gisgrid.identity.device_tables import DeviceToken

Clock = Callable[[datetime], None]
CAMERA = text("SELECT id FROM asset WHERE kind LIKE '%camera%' ORDER BY id LIMIT 2")
LATER = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
OTHER = {"code": "12345", "name": "市民热线", "source": "hotline", "platform": "12345"}


@pytest.fixture(autouse=True)
def on_monday(at: Clock) -> None:
    at(LATER)


@pytest.fixture
def cameras(district: Session) -> list[int]:
    found = list(district.scalars(CAMERA))
    assert len(found) == 2
    return found


@pytest.fixture
def system(district: Session, client: TestClient, sign_in: Callable[[str], None]) -> TestClient:
    """The system administrator's browser."""
    asked = "SELECT p.code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :login"
    sign_in(district.scalar(text(asked), {"login": "sysadmin"}) or "")
    return client


def entered(system: TestClient, **device: Any) -> str:
    answer = system.post("/api/devices", json=device)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["token"]
    return token


def camera(system: TestClient, asset_id: int) -> str:
    said = {"code": "CAM-1", "name": "球机", "source": "camera", "asset_ids": [asset_id]}
    return entered(system, **said)


def report(client: TestClient, token: str, **said: object) -> Any:
    """Report as a program does: without a cookie."""
    own = TestClient(client.app, headers={"authorization": f"Bearer {token}"})
    usual = {"source": "camera", "text": "占道停车", "lon": 113.17, "lat": 35.239}
    return own.post("/api/reports", json=usual | said)


def test_a_camera_reports_about_itself_and_about_nothing_else(
    system: TestClient, cameras: list[int]
) -> None:
    token = camera(system, cameras[0])
    said = report(system, token, asset_id=cameras[0], confidence=0.9)
    assert said.status_code == 201, said.text
    for wrong in (
        {"asset_id": cameras[1]},
        {},
        {"asset_id": cameras[0], "source": "gauge"},
        {"asset_id": cameras[0], "source": "citizen"},
        {"asset_id": cameras[0], "external_platform": "12345", "external_number": "1"},
    ):
        refused = report(system, token, **wrong)
        assert (refused.status_code, refused.json()["type"]) == (403, "NotItsOwn"), wrong


def test_a_device_reports_as_itself_and_sees_nothing(
    system: TestClient, cameras: list[int], district: Session
) -> None:
    token = camera(system, cameras[0])
    number = report(system, token, asset_id=cameras[0]).json()["number"]
    found = cases.case(district, number)
    (first, *_) = cases.whole(district, found, identity.system_actor()).steps

    assert (first.person_id, first.codes["device"]) == (None, "CAM-1")
    assert cases.verify_chain(district, number).fault is None
    device = identity.Actor(None, "路口摄像头", device="CAM-1")
    assert not device.is_system
    assert not cases.visible(district, found, device)


def test_a_platform_passes_on_its_own_numbers_only(system: TestClient, district: Session) -> None:
    token = entered(system, **OTHER)
    own = {"source": "hotline", "external_platform": "12345", "external_number": "W1"}
    assert report(system, token, **own).status_code == 201
    assert report(system, token, **own | {"external_platform": "mayor"}).status_code == 403
    assert report(system, token, source="hotline").status_code == 403


def test_a_device_opens_nothing_but_the_report_path(system: TestClient, cameras: list[int]) -> None:
    token = camera(system, cameras[0])
    own = TestClient(system.app, headers={"authorization": f"Bearer {token}"})
    for method, path in (("GET", "/api/cases"), ("GET", "/api/me"), ("GET", "/api/devices")):
        answer = own.request(method, path)
        assert (answer.status_code, answer.json()["type"]) == (403, "DeviceOnlyReports"), path


@pytest.mark.parametrize("token", ["", "ggd_none", "ggd_none\u00e9"])
def test_a_token_that_never_was_reports_nothing(
    client: TestClient, district: Session, token: str
) -> None:
    said = {b"authorization": f"Bearer {token}".encode()}
    own = TestClient(client.app)
    answer = own.post(
        "/api/reports", json={"source": "citizen", "text": "路灯不亮"}, headers=list(said.items())
    )
    assert answer.status_code == 401


def test_both_tokens_work_while_one_is_exchanged_for_the_other(
    system: TestClient, cameras: list[int], at: Clock
) -> None:
    old = camera(system, cameras[0])
    new = system.post("/api/devices/CAM-1/token", json={"overlap_hours": 2}).json()["token"]
    at(LATER + timedelta(hours=1, minutes=59))
    assert report(system, old, asset_id=cameras[0]).status_code == 201
    at(LATER + timedelta(hours=2))
    assert report(system, old, asset_id=cameras[0]).status_code == 401
    assert report(system, new, asset_id=cameras[0]).status_code == 201
    (listed,) = system.get("/api/devices").json()
    assert (listed["code"], listed["tokens"]) == ("CAM-1", 1)


def test_a_second_exchange_does_not_lengthen_the_life_of_the_first_token(
    system: TestClient, cameras: list[int], at: Clock
) -> None:
    first = camera(system, cameras[0])
    system.post("/api/devices/CAM-1/token", json={"overlap_hours": 1})
    system.post("/api/devices/CAM-1/token", json={"overlap_hours": 48})
    at(LATER + timedelta(hours=1))
    assert report(system, first, asset_id=cameras[0]).status_code == 401


def test_a_revoked_token_ends_at_once(system: TestClient, cameras: list[int]) -> None:
    token = camera(system, cameras[0])
    assert system.delete("/api/devices/CAM-1/token").status_code == 204
    assert report(system, token, asset_id=cameras[0]).status_code == 401
    assert system.delete("/api/devices/CAM-2/token").status_code == 404


def test_the_token_is_not_kept_and_the_code_is_its_own(
    system: TestClient, cameras: list[int], district: Session
) -> None:
    token = camera(system, cameras[0])
    assert token.startswith("ggd_")
    assert token.encode() not in district.scalars(select(DeviceToken.token_hash)).all()
    again = {"code": "CAM-1", "name": "球机", "source": "camera", "asset_ids": [cameras[0]]}
    assert system.post("/api/devices", json=again).status_code == 409


@pytest.mark.parametrize(
    "device",
    [
        {"source": "camera"},
        {"source": "camera", "asset_ids": [1], "platform": "12345"},
        {"source": "hotline"},
        {"source": "hotline", "platform": "12345", "asset_ids": [1]},
        {"source": "citizen", "platform": "12345"},
    ],
)
def test_a_device_without_a_reach_of_its_own_is_refused(
    system: TestClient, device: dict[str, object]
) -> None:
    answer = system.post("/api/devices", json={"code": "X", "name": "X"} | device)
    assert answer.status_code == 422


def test_only_the_system_administrator_gives_tokens(
    client: TestClient, district: Session, sign_in: Callable[[str], None]
) -> None:
    assert client.post("/api/devices", json=OTHER).status_code == 401
    asked = "SELECT p.code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :login"
    for login, listed in (("dispatcher", 403), ("secadmin", 200), ("auditadmin", 200)):
        sign_in(district.scalar(text(asked), {"login": login}) or "")
        assert client.get("/api/devices").status_code == listed
        assert client.post("/api/devices", json=OTHER).status_code == 403
        assert client.post("/api/devices/X/token", json={}).status_code == 403
        assert client.delete("/api/devices/X/token").status_code == 403
