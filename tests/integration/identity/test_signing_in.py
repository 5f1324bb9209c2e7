"""Signing in over HTTP: cookies, wrong passwords, other sites' pages, the end of a session."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.passwords import DEMO_PASSWORD
from gisgrid.identity.tables import Account, Person, PostRow, SignedSession, Station
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def li(tx: Session) -> Person:
    person = Person(code="P1", name="李四")
    station = Station(code="S", kind="unit_office", name="城管局")
    tx.add_all([person, station])
    tx.flush()
    tx.add(Account(person_id=person.id, login="li", password_hash=CHEAP.hash("right")))
    week = timedelta(days=9)
    post = PostRow(code="Z", person_id=person.id, station_id=station.id, role="handler")
    post.valid_from, post.valid_to = NOON - week, NOON + week
    tx.add(post)
    tx.flush()
    return person


def try_to_sign_in(client: TestClient, password: str = "right", **headers: str) -> int:
    asked = {"login": "li", "password": password}
    return client.post("/api/session", json=asked, headers=headers).status_code


def test_whoever_knows_the_password_is_signed_in_with_the_posts_held_now(
    client: TestClient, at: Clock
) -> None:
    at(NOON)
    assert try_to_sign_in(client) == 201
    me = client.get("/api/me").json()
    assert (me["name"], me["roles"]) == ("李四", ["handler"])
    at(NOON + timedelta(days=9))
    assert client.get("/api/me").status_code == 401


def test_a_post_that_ended_is_no_longer_ones_own(
    client: TestClient, at: Clock, sign_in: Callable[[str], None]
) -> None:
    at(NOON + timedelta(days=8, hours=23))
    sign_in("P1")
    at(NOON + timedelta(days=9, hours=1))
    assert client.get("/api/me").json()["roles"] == []


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: TestClient, tx: Session
) -> None:
    plain = client.post("/api/session", json={"login": "li", "password": "right"})
    assert plain.headers["set-cookie"].startswith("gisgrid=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= parts(plain.headers["set-cookie"])
    client.base_url = "https://testserver"
    sealed = client.post("/api/session", json={"login": "li", "password": "right"})
    assert sealed.headers["set-cookie"].startswith("__Host-gisgrid=")
    assert "Secure" in parts(sealed.headers["set-cookie"])


def parts(cookie: str) -> set[str]:
    return set(cookie.split("; "))


def test_the_table_does_not_hold_what_the_cookie_does(client: TestClient, tx: Session) -> None:
    try_to_sign_in(client)
    token = client.cookies["gisgrid"]
    stored = tx.scalars(select(SignedSession.token_hash)).all()
    assert token.encode() not in stored
    assert len(stored) == 1


def test_signing_out_ends_the_session_itself_not_only_the_cookie(client: TestClient) -> None:
    try_to_sign_in(client)
    token = client.cookies["gisgrid"]
    assert client.delete("/api/session").status_code == 204
    client.cookies.set("gisgrid", token)
    assert client.get("/api/me").status_code == 401


def test_a_wrong_password_and_an_unknown_login_look_the_same(client: TestClient) -> None:
    wrong = client.post("/api/session", json={"login": "li", "password": "x"})
    unknown = client.post("/api/session", json={"login": "nobody", "password": "x"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"origin": "http://testserver"}, 201),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_page_of_another_site_signs_nobody_in(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert try_to_sign_in(client, **headers) == status


def test_a_page_of_another_site_reads_but_does_not_act_for_who_is_signed_in(
    client: TestClient, sign_in: Callable[[str], None]
) -> None:
    sign_in("P1")
    foreign = {"origin": "https://elsewhere.example"}
    assert client.get("/api/me", headers=foreign).status_code == 200
    assert client.post("/api/notices/1/read", headers=foreign).status_code == 403


def test_the_demo_password_opens_nothing_outside_demo_mode(tx: Session, client: TestClient) -> None:
    account = tx.scalars(select(Account)).one()
    account.password_hash = CHEAP.hash(DEMO_PASSWORD)
    tx.flush()
    assert try_to_sign_in(client, DEMO_PASSWORD) == 201
    real = TestClient(create_app(client.app.state.sessions, Settings(demo=False)))  # type: ignore[attr-defined]
    assert try_to_sign_in(real, DEMO_PASSWORD) == 401
    assert real.get("/api/demo-logins").json() == []


def test_the_stations_are_listed_for_everybody(client: TestClient) -> None:
    (station,) = client.get("/api/stations").json()
    assert (station["code"], station["kind"], station["haves"]) == ("S", "unit_office", [])


def test_the_demo_logins_are_listed_in_demo_mode(client: TestClient) -> None:
    (login,) = client.get("/api/demo-logins").json()
    assert (login["login"], login["name"], login["role"]) == ("li", "李四", "handler")
