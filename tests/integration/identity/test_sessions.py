"""One's own sessions and password: lists, ends, rotation, and who must change it first."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.identity.passwords import DEMO_PASSWORD
from gisgrid.identity.tables import Account, SignedSession
from gisgrid.kernel.errors import NotFound
from tests.integration.identity.conftest import NOON, Hire

Clock = Callable[[datetime], None]
Browsers = Callable[..., TestClient]
GOOD = "sieben-Tassen-Tee"


@pytest.fixture(autouse=True)
def at_noon(at: Clock) -> None:
    at(NOON)


def enter(browser: TestClient, login: str = "li", password: str = "right") -> TestClient:
    answer = browser.post("/api/session", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    return browser


def change(browser: TestClient, new: str, old: str = "right") -> int:
    return browser.post("/api/me/password", json={"old": old, "new": new}).status_code


def test_a_session_in_use_lives_for_twelve_hours(hire: Hire, real: Browsers, at: Clock) -> None:
    hire("li")
    busy = enter(real())
    for hour in (3, 6, 9, 11):
        at(NOON + timedelta(hours=hour))
        assert busy.get("/api/me").status_code == 200
    at(NOON + timedelta(hours=12))
    assert busy.get("/api/me").status_code == 401


def test_an_empty_desk_is_signed_out(hire: Hire, real: Browsers, at: Clock) -> None:
    hire("li")
    browser = enter(real())
    at(NOON + timedelta(hours=4))
    assert browser.get("/api/me").status_code == 401


def test_signing_in_again_ends_the_browsers_old_session(hire: Hire, real: Browsers) -> None:
    hire("li")
    browser = enter(real())
    before = browser.cookies["gisgrid"]
    enter(browser)
    assert browser.cookies["gisgrid"] != before
    thief = real()
    thief.cookies.set("gisgrid", before)
    assert thief.get("/api/me").status_code == 401


def test_ones_sessions_are_listed_and_ended_one_by_one(
    hire: Hire, real: Browsers, at: Clock
) -> None:
    hire("li")
    hire("wang")
    phone = enter(real("192.0.2.7", "Phone"))
    enter(real(), "wang")
    at(NOON + timedelta(minutes=1))
    desk = enter(real("192.0.2.8", "Desk"))
    listed = desk.get("/api/sessions").json()
    assert [(s["agent"], s["ip"], s["current"]) for s in listed] == [
        ("Desk", "192.0.2.8", True),
        ("Phone", "192.0.2.7", False),
    ]
    assert desk.delete(f"/api/sessions/{listed[1]['id']}").status_code == 204
    assert phone.get("/api/me").status_code == 401
    assert desk.delete(f"/api/sessions/{listed[1]['id']}").status_code == 404


def test_nobody_ends_the_session_of_somebody_else(hire: Hire, real: Browsers, tx: Session) -> None:
    li = hire("li")
    hire("wang")
    browser = enter(real())
    asked = select(SignedSession.id).where(SignedSession.person_id == li.id)
    other = enter(real(), "wang")
    assert other.delete(f"/api/sessions/{tx.scalar(asked)}").status_code == 404
    assert browser.get("/api/me").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_ones_own(hire: Hire, real: Browsers) -> None:
    hire("li")
    hire("wang")
    desk, phone, other = enter(real()), enter(real()), enter(real(), "wang")
    assert desk.delete("/api/sessions").status_code == 204
    assert [b.get("/api/me").status_code for b in (desk, phone, other)] == [401, 401, 200]


def test_a_new_password_ends_every_session_and_gives_this_browser_a_new_one(
    hire: Hire, real: Browsers
) -> None:
    hire("li")
    desk, phone = enter(real()), enter(real())
    before = desk.cookies["gisgrid"]
    assert change(desk, GOOD) == 201
    assert desk.cookies["gisgrid"] != before
    assert [b.get("/api/me").status_code for b in (desk, phone)] == [200, 401]
    enter(real(), password=GOOD)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short-one", "至少 10 个字符"),
        ("my-Name-is-Li-forever", "不能含有登录名"),
        (f"{DEMO_PASSWORD}-1", "演示密码"),
        ("ababababababab", "不同的字符"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(
    hire: Hire, real: Browsers, new: str, said: str
) -> None:
    hire("li")
    answer = enter(real()).post("/api/me/password", json={"old": "right", "new": new})
    assert answer.status_code == 422
    assert (answer.json()["type"], said in answer.json()["detail"]) == ("PasswordUnfit", True)


def test_the_old_password_must_be_known_and_guessing_it_is_counted(
    hire: Hire, real: Browsers
) -> None:
    hire("li")
    browser = enter(real())
    assert [change(browser, GOOD, old="wrong") for _ in range(5)] == [401, 401, 401, 401, 429]
    assert change(browser, GOOD) == 429


def test_an_initial_password_opens_nothing_but_its_own_change(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    hire("li")
    tx.commit()
    initial = identity.reset_password(tx, "li")
    tx.commit()
    browser = enter(real(), password=initial)
    assert browser.get("/api/me").json()["must"] == "MustChangePassword"
    held = browser.get("/api/cases")
    assert (held.status_code, held.json()["type"]) == (403, "MustChangePassword")
    assert browser.get("/api/sessions").status_code == 200
    assert change(browser, initial, old=initial) == 422
    assert change(browser, GOOD, old=initial) == 201
    assert browser.get("/api/me").json()["must"] is None
    assert browser.get("/api/cases").status_code == 200


def test_in_demo_mode_nobody_is_held_up(hire: Hire, client: TestClient) -> None:
    hire("li", must_change=True)
    enter(client)
    assert client.get("/api/me").json()["must"] is None
    assert client.get("/api/cases").status_code == 200


def test_a_reset_ends_the_sessions_and_the_old_password(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    hire("li")
    browser = enter(real())
    before = tx.scalars(select(Account.password_hash)).one()
    identity.reset_password(tx, "li")
    tx.commit()
    assert browser.get("/api/me").status_code == 401
    assert tx.scalars(select(Account.password_hash)).one() != before
    with pytest.raises(NotFound, match="nobody"):
        identity.reset_password(tx, "nobody")
