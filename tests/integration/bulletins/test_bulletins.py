"""Bulletins over HTTP: written by the grid office, read by citizens and staff of an area."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.identity.tables import PostRow

NOON = datetime.fromisoformat("2026-11-24T12:00:00+08:00")
IN_LIFENG = {"lon": 113.177, "lat": 35.2401}
LIFENG, OTHER = "410803001", "410803002"
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def at_noon(at: Clock) -> None:
    at(NOON)


@pytest.fixture
def browser(client: TestClient, district: Session) -> Callable[[str], TestClient]:
    """Sit down the first holder of a post that the condition names."""

    def one(condition: str) -> TestClient:
        asked = f"SELECT person_id FROM post WHERE {condition} ORDER BY code LIMIT 1"
        person = district.scalar(text(asked))
        assert person, condition
        own = TestClient(client.app)
        own.cookies.set("gisgrid", identity.start_session(district, person))
        return own

    return one


@pytest.fixture
def office(browser: Callable[[str], TestClient]) -> TestClient:
    return browser("role = 'grid_office' AND area_code IS NULL")


def said(**other: Any) -> dict[str, Any]:
    return {
        "kind": "policy",
        "audience": "public",
        "area_code": LIFENG,
        "title": "医保缴费",
        "text": "请于年底前缴费。\n<b>详询社区</b>",
        "shown_from": "2026-11-24T08:00:00+08:00",
        "shown_until": "2026-12-01T00:00:00+08:00",
        **other,
    }


def published(office: TestClient, **other: Any) -> int:
    answer = office.post("/api/bulletins", json=said(**other))
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    assert office.post(f"/api/bulletins/{number}/publish").status_code == 200
    return number


def titles(client: TestClient, **asked: Any) -> list[str]:
    return [one["title"] for one in client.get("/api/bulletins", params=asked).json()]


def test_citizens_of_an_area_are_told_what_is_said_to_any_area_around_them(
    client: TestClient, office: TestClient
) -> None:
    published(office)
    published(office, area_code=OTHER, title="别处")
    published(office, area_code="410803", title="全区")
    assert titles(client, **IN_LIFENG) == ["全区", "医保缴费"]
    assert titles(client, area=LIFENG) == ["全区", "医保缴费"]
    assert titles(client) == ["全区"]
    assert titles(client, lon=100, lat=30) == ["全区"]


def test_a_draft_a_withdrawn_and_a_past_bulletin_are_shown_to_nobody(
    client: TestClient, office: TestClient, at: Clock
) -> None:
    office.post("/api/bulletins", json=said(title="草稿"))
    gone = published(office, title="撤回")
    office.post(f"/api/bulletins/{gone}/withdraw")
    published(office)
    assert titles(client, area=LIFENG) == ["医保缴费"]
    standings = {
        one["title"]: one["standing"] for one in office.get("/api/bulletins/written").json()
    }
    assert standings == {"草稿": "draft", "撤回": "withdrawn", "医保缴费": "published"}
    at(datetime.fromisoformat("2026-12-01T00:00:00+08:00"))
    assert titles(client, area=LIFENG) == []


def test_what_was_published_is_never_changed_under_its_readers(office: TestClient) -> None:
    number = published(office)
    assert office.put(f"/api/bulletins/{number}", json=said(title="新")).status_code == 409
    assert office.post(f"/api/bulletins/{number}/publish").status_code == 409
    draft = office.post("/api/bulletins", json=said()).json()["id"]
    changed = office.put(f"/api/bulletins/{draft}", json=said(title="新"))
    assert (changed.status_code, changed.json()["title"]) == (200, "新")


def test_staff_of_the_roles_and_area_are_told_and_their_reading_is_recorded_once(
    office: TestClient, browser: Callable[[str], TestClient], at: Clock
) -> None:
    number = published(
        office, audience="staff", roles=["grid_officer"], wants_receipt=True, title="防汛值守"
    )
    near = browser(f"role = 'grid_officer' AND area_code LIKE '{LIFENG}%'")
    far = browser(f"role = 'grid_officer' AND area_code LIKE '{OTHER}%'")
    assert [one["title"] for one in near.get("/api/bulletins/mine").json()] == ["防汛值守"]
    assert far.get("/api/bulletins/mine").json() == []
    assert office.get("/api/bulletins/mine").json() == []
    assert far.post(f"/api/bulletins/{number}/read").status_code == 404
    first = near.post(f"/api/bulletins/{number}/read").json()
    at(NOON + timedelta(minutes=5))
    assert near.post(f"/api/bulletins/{number}/read").json() == first
    listed = office.get(f"/api/bulletins/{number}/receipts").json()
    assert [bool(one["read_at"]) for one in listed].count(True) == 1
    assert listed[0]["read_at"] is None
    assert listed[0]["name_en"].isascii()


def test_citizens_never_see_what_is_said_to_staff(client: TestClient, office: TestClient) -> None:
    published(office, audience="staff")
    assert titles(client, area=LIFENG) == []


def test_an_office_writes_only_for_the_areas_that_it_covers(
    browser: Callable[[str], TestClient], office: TestClient, district: Session
) -> None:
    foreign = published(office, area_code=OTHER)
    person = district.scalar(text("SELECT min(person_id) FROM post WHERE role = 'handler'"))
    station = district.scalar(text("SELECT min(id) FROM station"))
    post = PostRow(
        code="Z-ST", person_id=person, station_id=station, role="grid_office", area_code=LIFENG
    )
    post.valid_from = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    district.add(post)
    district.flush()
    street = browser("code = 'Z-ST'")
    assert street.post("/api/bulletins", json=said()).status_code == 201
    assert street.post("/api/bulletins", json=said(area_code="410803")).status_code == 403
    assert street.post(f"/api/bulletins/{foreign}/withdraw").status_code == 404
    assert [one["area_code"] for one in street.get("/api/bulletins/written").json()] == [LIFENG]


@pytest.mark.parametrize(
    "wrong",
    [
        {"area_code": "nowhere"},
        {"shown_until": "2026-11-24T07:00:00+08:00"},
        {"roles": ["handler"]},
        {"audience": "staff", "roles": ["king"]},
        {"title": "  "},
        {"text": "a\x00b"},
        {"text": "a\x1bb"},
    ],
)
def test_what_makes_no_sense_is_refused(office: TestClient, wrong: dict[str, Any]) -> None:
    assert office.post("/api/bulletins", json=said(**wrong)).status_code == 422


def test_the_public_list_may_be_kept_a_minute_and_is_sent_once(
    client: TestClient, office: TestClient
) -> None:
    published(office)
    answer = client.get("/api/bulletins", params={"area": LIFENG})
    assert answer.headers["cache-control"] == "public, max-age=60"
    held = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/api/bulletins", params={"area": LIFENG}, headers=held).status_code == 304


@pytest.mark.parametrize(
    "asked", [{"lon": 113.1}, {"area": LIFENG, **IN_LIFENG}, {"lon": 500, "lat": 35}]
)
def test_half_a_place_or_two_are_refused(
    client: TestClient, district: Session, asked: dict[str, Any]
) -> None:
    assert client.get("/api/bulletins", params=asked).status_code == 422
