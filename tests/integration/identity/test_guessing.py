"""Guessing passwords: who is kept waiting, for how long, and what a stranger learns from it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.tables import FailedSignIn
from gisgrid.identity.turns import WAITING, Turns
from gisgrid.kernel.errors import Unavailable
from tests.integration.identity.conftest import NOON, Hire
from tests.loops import alone

Clock = Callable[[datetime], None]
Browsers = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def at_noon(at: Clock) -> None:
    at(NOON)


@pytest.fixture(autouse=True)
def li(hire: Hire) -> None:
    hire("li")
    hire("wang")


def attempt(browser: TestClient, login: str = "li", password: str = "wrong") -> httpx2.Response:
    return browser.post("/api/session", json={"login": login, "password": password})


def fail(browser: TestClient, times: int, login: str = "li") -> list[int]:
    return [attempt(browser, login).status_code for _ in range(times)]


def test_the_fifth_wrong_password_keeps_even_the_right_one_out_for_a_minute(
    real: Browsers, at: Clock
) -> None:
    browser = real()
    assert fail(browser, 5) == [401, 401, 401, 401, 429]
    refused = attempt(browser, password="right")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert refused.json()["retry_after_s"] == 60
    at(NOON + timedelta(seconds=59))
    assert attempt(browser, password="right").status_code == 429
    at(NOON + timedelta(seconds=60))
    assert attempt(browser, password="right").status_code == 201


def test_each_further_failure_doubles_the_wait_up_to_an_hour(real: Browsers, at: Clock) -> None:
    browser, now, waits = real(), NOON, []
    fail(browser, 4)
    for _ in range(8):
        wait = int(attempt(browser).headers["retry-after"])
        waits.append(wait // 60)
        now += timedelta(seconds=wait)
        at(now)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_whoever_is_kept_waiting_does_not_make_it_longer(real: Browsers) -> None:
    browser = real()
    fail(browser, 5)
    assert fail(browser, 3) == [429, 429, 429]
    assert attempt(browser).headers["retry-after"] == "60"


def test_an_unknown_login_is_counted_like_a_known_one(real: Browsers) -> None:
    known = [attempt(real("192.0.2.1"), "li") for _ in range(6)]
    unknown = [attempt(real("192.0.2.2"), "nobody") for _ in range(6)]
    assert [a.status_code for a in known] == [a.status_code for a in unknown]
    assert [a.json() for a in known] == [a.json() for a in unknown]


def test_a_right_password_forgets_the_wrong_ones_before_it(real: Browsers) -> None:
    browser = real()
    for _ in range(3):
        assert fail(browser, 4) == [401] * 4
        assert attempt(browser, password="right").status_code == 201


def test_an_address_that_tries_many_logins_is_kept_waiting_for_all_of_them(real: Browsers) -> None:
    stranger = real("198.51.100.7")
    answers = [attempt(stranger, f"login{n}").status_code for n in range(20)]
    assert answers == [401] * 19 + [429]
    assert attempt(stranger, "li", "right").status_code == 429
    assert attempt(real("192.0.2.9"), "li", "right").status_code == 201


def test_an_own_account_does_not_wash_an_address_clean(real: Browsers) -> None:
    stranger = real("198.51.100.7")
    for n in range(19):
        assert attempt(stranger, f"login{n}").status_code == 401
        assert attempt(stranger, "wang", "right").status_code == 201
    assert attempt(stranger, "login19").status_code == 429


def test_a_network_of_ipv6_addresses_counts_as_one(real: Browsers) -> None:
    answers = [attempt(real(f"2001:db8::{n + 1:x}"), f"login{n}").status_code for n in range(20)]
    assert answers[-1] == 429
    assert attempt(real("2001:db8:0:1::1")).status_code == 401


def test_failures_are_forgotten_after_a_day(real: Browsers, tx: Session, at: Clock) -> None:
    fail(real(), 4)
    at(NOON + timedelta(days=1, seconds=1))
    assert fail(real(), 4) == [401] * 4
    assert len(tx.scalars(select(FailedSignIn)).all()) == 2


def test_what_was_typed_as_a_login_is_not_stored(real: Browsers, tx: Session) -> None:
    attempt(real(), "my-secret-typed-into-the-wrong-field")
    assert all(len(one.subject) == 32 for one in tx.scalars(select(FailedSignIn)))


def test_passwords_are_checked_a_few_at_a_time_and_the_queue_has_an_end() -> None:
    async def crowd() -> tuple[int, int]:
        turns, inside, most, refused, go = Turns(2), 0, 0, 0, asyncio.Event()

        async def one() -> None:
            nonlocal inside, most, refused
            try:
                await turns.take()
            except Unavailable:
                refused += 1
                return
            inside += 1
            most = max(most, inside)
            await go.wait()
            inside -= 1
            turns.give_back()

        people = [asyncio.create_task(one()) for _ in range(WAITING + 10)]
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(*people)
        return most, refused

    assert alone(crowd()) == (2, 8)
