"""Codes of the telephone at sign-in: enrolled, asked for, taken once, and lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.identity.rules import MUST_ENROL
from gisgrid.identity.tables import RecoveryCode, Totp
from tests.integration.identity.conftest import NOON, Hire

Clock = Callable[[datetime], None]
Browsers = Callable[..., TestClient]
STEP = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def at_noon(at: Clock) -> None:
    at(NOON)


def enter(browser: TestClient, code: str | None = None, login: str = "li") -> Any:
    said = {"login": login, "password": "right", "code": code}
    return browser.post("/api/session", json=said)


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def enrol(browser: TestClient) -> tuple[str, list[str]]:
    """Enrol at noon; the code of that half minute is spent by it."""
    shown = browser.post("/api/me/totp", json={"password": "right"})
    assert shown.status_code == 201, shown.text
    secret = shown.json()["secret"]
    code = code_at(secret, NOON)
    proved = browser.post("/api/me/totp/confirm", json={"code": code})
    assert proved.status_code == 201, proved.text
    return secret, proved.json()["recovery_codes"]


@pytest.mark.parametrize("role", sorted(MUST_ENROL))
def test_leaders_and_administrators_can_do_nothing_before_they_enrol(
    hire: Hire, real: Browsers, role: str
) -> None:
    hire("li", role)
    browser = real()
    assert enter(browser).json()["must"] == "MustEnrol"
    held = browser.get("/api/cases")
    assert (held.status_code, held.json()["type"]) == (403, "MustEnrol")
    enrol(browser)
    assert browser.get("/api/me").json()["must"] is None
    assert browser.get("/api/cases").status_code == 200


def test_others_may_enrol_and_need_not(hire: Hire, real: Browsers, client: TestClient) -> None:
    hire("li")
    assert enter(real()).json()["must"] is None
    enter(client)
    enrol(client)
    assert enter(real()).json()["type"] == "CodeNeeded"


def test_in_demo_mode_a_leader_need_not_enrol(hire: Hire, client: TestClient) -> None:
    hire("li", "leader")
    assert enter(client).json()["must"] is None


def test_once_enrolled_the_password_alone_opens_nothing(
    hire: Hire, real: Browsers, at: Clock
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    secret, _ = enrol(browser)
    at(NOON + STEP)
    asked = enter(real())
    assert (asked.status_code, asked.json()["type"]) == (401, "CodeNeeded")
    assert enter(real(), code_at(secret, NOON + STEP)).status_code == 201


def test_no_code_is_taken_twice_not_even_the_one_that_enrolled(
    hire: Hire, real: Browsers, at: Clock
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    secret, _ = enrol(browser)
    assert enter(real(), code_at(secret, NOON)).json()["type"] == "WrongCode"
    at(NOON + STEP)
    code = code_at(secret, NOON + STEP)
    assert enter(real(), code).status_code == 201
    assert enter(real(), code).json()["type"] == "WrongCode"


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def test_full_width_digits_are_digits_and_other_letters_are_a_wrong_code(
    hire: Hire, real: Browsers, at: Clock
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    secret, _ = enrol(browser)
    at(NOON + STEP)
    assert enter(real(), "六位数字").json()["type"] == "WrongCode"
    assert enter(real(), code_at(secret, NOON + STEP).translate(WIDE)).status_code == 201


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
def test_a_telephone_may_be_half_a_minute_off(
    hire: Hire, real: Browsers, at: Clock, steps: int, status: int
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    secret, _ = enrol(browser)
    later = NOON + timedelta(hours=1)
    at(later)
    assert enter(real(), code_at(secret, later + steps * STEP)).status_code == status


def test_wrong_codes_are_counted_like_wrong_passwords_whatever_comes_between(
    hire: Hire, real: Browsers
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    enrol(browser)
    for _ in range(4):
        assert enter(real(), "000000").status_code == 401
        assert enter(real()).json()["type"] == "CodeNeeded"
    assert enter(real(), "000000").status_code == 429


def test_a_recovery_code_opens_once_in_place_of_the_telephone(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    _, recovery = enrol(browser)
    assert len(set(recovery)) == 8
    assert enter(real(), recovery[3].upper()).status_code == 201
    assert enter(real(), recovery[3]).json()["type"] == "WrongCode"
    assert enter(real(), recovery[4].replace("-", "")).status_code == 201
    stored = tx.scalars(select(RecoveryCode.code_hash)).all()
    assert len(stored) == 6
    assert not {code.encode() for code in recovery} & set(stored)


def test_the_code_of_somebody_else_opens_nothing(hire: Hire, real: Browsers, at: Clock) -> None:
    hire("li")
    hire("wang")
    li, wang = real(), real()
    enter(li)
    enter(wang, login="wang")
    secret, recovery = enrol(li)
    enrol(wang)
    at(NOON + STEP)
    assert enter(real(), code_at(secret, NOON + STEP), "wang").status_code == 401
    assert enter(real(), recovery[0], "wang").status_code == 401


def test_the_secret_is_shown_once_and_sealed_in_the_table(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    shown = browser.post("/api/me/totp", json={"password": "right"}).json()
    assert shown["uri"].startswith("otpauth://totp/gisgrid:li?secret=" + shown["secret"])
    assert shown["qr"].startswith("data:image/svg+xml")
    stored = tx.scalars(select(Totp.sealed_secret)).one()
    assert shown["secret"].encode() not in stored
    code = code_at(shown["secret"], NOON)
    assert browser.post("/api/me/totp/confirm", json={"code": code}).status_code == 201
    assert browser.post("/api/me/totp", json={"password": "right"}).status_code == 409
    assert browser.post("/api/me/totp/confirm", json={"code": code}).status_code == 409


def test_enrolling_asks_for_the_password_and_a_code_that_fits(hire: Hire, real: Browsers) -> None:
    hire("li")
    browser = real()
    enter(browser)
    assert browser.post("/api/me/totp", json={"password": "wrong"}).status_code == 401
    assert browser.post("/api/me/totp/confirm", json={"code": "123456"}).status_code == 409
    browser.post("/api/me/totp", json={"password": "right"})
    assert browser.post("/api/me/totp/confirm", json={"code": "000000"}).status_code == 401
    assert enter(real()).status_code == 201


def test_enrolling_ends_the_other_sessions_and_renews_this_one(hire: Hire, real: Browsers) -> None:
    hire("li")
    desk, phone = real(), real()
    enter(desk)
    enter(phone)
    before = desk.cookies["gisgrid"]
    enrol(desk)
    assert desk.cookies["gisgrid"] != before
    assert [b.get("/api/me").status_code for b in (desk, phone)] == [200, 401]


def test_a_lost_telephone_is_forgotten_with_its_recovery_codes(
    hire: Hire, real: Browsers, tx: Session
) -> None:
    hire("li")
    browser = real()
    enter(browser)
    enrol(browser)
    identity.reset_totp(tx, "li")
    tx.commit()
    assert browser.get("/api/me").status_code == 401
    assert enter(real()).status_code == 201
    assert tx.scalars(select(RecoveryCode)).all() == []
