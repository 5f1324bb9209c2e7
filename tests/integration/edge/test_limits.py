"""Who asks too often waits: by address, by phone, and only where nobody is signed in."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import start_session
from gisgrid.identity.tables import Person
from gisgrid.kernel.limits import REPORTS_BY_ADDRESS, Limiter, TooManyRequests, limiter_of
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app

Limited = Callable[..., TestClient]
COUNT = text("SELECT count(*) FROM audit_entry")
CHECKER = text("SELECT person_id FROM post WHERE role = 'checker' ORDER BY id LIMIT 1")


@pytest.fixture
def limited(sessions: sessionmaker[Session]) -> Limited:
    given = {"demo": True, "limits": True}

    def client(**rules: str) -> TestClient:
        return TestClient(create_app(sessions, Settings.model_validate(given | rules)))

    return client


def report(client: TestClient, phone: str | None = None) -> int:
    said = {"text": "路灯不亮", "reporter": {"phone": phone} if phone else None}
    return client.post("/api/reports", json=said).status_code


def test_an_address_reports_only_so_often(district: Session, limited: Limited) -> None:
    client = limited(reports_by_address="2/hour")
    assert [report(client) for _ in range(3)] == [201, 201, 429]
    answer = client.post("/api/reports", json={"text": "路灯不亮"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert 0 < int(answer.headers["retry-after"]) <= 3600
    assert answer.json()["type"] == "TooManyRequests"


def test_a_phone_is_one_phone_however_it_is_written(district: Session, limited: Limited) -> None:
    client = limited(reports_by_phone="1/hour")
    assert report(client, "13800138000") == 201
    assert report(client, "+86 138-0013-8000") == 429
    assert report(client, "１３８００１３８０００") == 429
    assert report(client, "13900139000") == 201


def test_who_is_signed_in_is_not_limited_but_a_made_up_cookie_is_no_sign_in(
    district: Session, limited: Limited
) -> None:
    client = limited(reports_by_address="1/hour")
    client.cookies.set("gisgrid", "made up")
    assert [report(client), report(client)] == [201, 429]
    person = district.scalars(select(Person).limit(1)).one()
    client.cookies.set("gisgrid", start_session(district, person.id))
    district.commit()
    assert report(client) != 429


def test_a_stranger_does_not_fill_the_audit(district: Session, limited: Limited) -> None:
    client = limited(refusals_by_address="2/hour")
    before = district.scalar(COUNT) or 0
    tried = [client.delete("/api/sessions").status_code for _ in range(4)]
    assert tried == [401] * 4
    assert (district.scalar(COUNT) or 0) - before == 2
    client.cookies.set("gisgrid", start_session(district, district.scalar(CHECKER) or 0))
    district.commit()
    assert [client.post("/api/cases/by-phone", json={"phone": "13800138000"}).status_code] == [403]
    assert (district.scalar(COUNT) or 0) - before == 3


def test_an_address_tries_to_sign_in_only_so_often(district: Session, limited: Limited) -> None:
    client = limited(sign_ins_by_address="1/minute")
    said = {"login": "nobody", "password": "wrong"}
    tried = [client.post("/api/session", json=said).status_code for _ in range(2)]
    assert tried == [401, 429]


def test_outside_demo_mode_limits_are_on_and_in_it_off() -> None:
    assert limiter_of(Settings(demo=False)).rules
    assert not limiter_of(Settings(demo=True)).rules


def test_what_has_no_rule_is_not_limited_and_others_have_their_own_count() -> None:
    limiter = limiter_of(Settings(limits=True, reports_by_address="1/hour"))
    limiter.take(REPORTS_BY_ADDRESS, "192.0.2.1")
    limiter.take(REPORTS_BY_ADDRESS, "192.0.2.2")
    with pytest.raises(TooManyRequests):
        limiter.take(REPORTS_BY_ADDRESS, "192.0.2.1")
    Limiter().take("anything", "anybody")
