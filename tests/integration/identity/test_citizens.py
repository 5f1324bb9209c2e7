"""Citizens prove a telephone by a code and get a short session: nobody else gets it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity.citizen_tables import CitizenCode
from gisgrid.identity.jobs import send_citizen_code
from gisgrid.identity.text_messages import File
from gisgrid.kernel.settings import Settings, settings
from gisgrid.web import create_app

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PHONE = "13812341234"
Clock = Callable[[datetime], None]


def ask(client: TestClient, phone: str = PHONE) -> str:
    answer = client.post("/api/citizen/codes", json={"phone": phone})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["demo_code"])


def prove(client: TestClient, code: str, phone: str = PHONE, **headers: str) -> int:
    said = {"phone": phone, "code": code}
    return client.post("/api/citizen/session", json=said, headers=headers).status_code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_whoever_has_the_telephone_gets_a_session_of_an_hour(client: TestClient, at: Clock) -> None:
    at(NOON)
    code = ask(client)
    assert prove(client, code, "+86 138-1234-1234") == 201
    shown = client.get("/api/citizen/session").json()
    assert shown["phone"] == "138****1234"
    at(NOON + timedelta(minutes=59))
    assert client.get("/api/citizen/session").status_code == 200
    at(NOON + timedelta(minutes=60))
    assert client.get("/api/citizen/session").status_code == 401


def test_the_cookie_is_not_the_staffs_and_out_of_reach_of_scripts(
    client: TestClient, at: Clock
) -> None:
    at(NOON)
    client.base_url = "https://testserver"
    answer = client.post("/api/citizen/session", json={"phone": PHONE, "code": ask(client)})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-gisgrid-citizen=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert client.get("/api/me").status_code == 401


def test_a_citizens_token_opens_nothing_as_a_staff_session(client: TestClient, at: Clock) -> None:
    at(NOON)
    prove(client, ask(client))
    client.cookies.set("gisgrid", client.cookies["gisgrid-citizen"])
    assert client.get("/api/me").status_code == 401


def test_a_code_opens_once_and_for_its_own_telephone_only(client: TestClient, at: Clock) -> None:
    at(NOON)
    code, other = ask(client), ask(client, "13900000000")
    assert code == other or prove(client, code, "13900000000") == 401
    assert prove(client, code) == 201
    assert prove(client, code) == 401


def test_a_code_ends_after_five_minutes_and_with_the_next_one(
    client: TestClient, at: Clock
) -> None:
    at(NOON)
    first = ask(client)
    at(NOON + timedelta(minutes=5))
    assert prove(client, first) == 401
    second = ask(client)
    at(NOON + timedelta(minutes=6))
    third = ask(client)
    assert second == third or prove(client, second) == 401
    assert prove(client, third) == 201


def test_five_wrong_tries_spoil_a_code_and_are_kept_though_refused(
    client: TestClient, tx: Session, at: Clock
) -> None:
    at(NOON)
    code = ask(client)
    assert [prove(client, wrong(code)) for _ in range(5)] == [401] * 5
    assert tx.scalar(select(CitizenCode.wrong)) == 5
    assert prove(client, code) == 401


def test_four_wrong_tries_do_not(client: TestClient, at: Clock) -> None:
    at(NOON)
    code = ask(client)
    assert [prove(client, wrong(code)) for _ in range(4)] == [401] * 4
    assert prove(client, code) == 201


def test_a_telephone_gets_a_code_a_minute_and_ten_a_day(client: TestClient, at: Clock) -> None:
    def asked() -> int:
        return client.post("/api/citizen/codes", json={"phone": PHONE}).status_code

    at(NOON)
    assert [asked(), asked()] == [202, 429]
    for minute in range(1, 10):
        at(NOON + timedelta(minutes=minute))
        assert asked() == 202
    at(NOON + timedelta(hours=23))
    answer = client.post("/api/citizen/codes", json={"phone": PHONE})
    assert answer.status_code == 429
    assert 3590 < int(answer.headers["retry-after"]) <= 3601
    at(NOON + timedelta(days=1))
    assert asked() == 202


def test_an_address_asks_only_so_often(sessions: sessionmaker[Session], at: Clock) -> None:
    at(NOON)
    chosen = Settings(demo=True, limits=True, codes_by_address="2/hour")
    client = TestClient(create_app(sessions, chosen))
    numbers = [f"1380000000{n}" for n in range(3)]
    asked = [client.post("/api/citizen/codes", json={"phone": one}) for one in numbers]
    assert [one.status_code for one in asked] == [202, 202, 429]


@pytest.mark.parametrize("phone", ["0391-1234567", "+1 212 555 0100", "12345", "23812341234"])
def test_messages_go_to_mobiles_of_the_mainland_only(client: TestClient, phone: str) -> None:
    assert client.post("/api/citizen/codes", json={"phone": phone}).status_code == 422


def test_no_table_shows_the_number_or_the_code(client: TestClient, tx: Session, at: Clock) -> None:
    at(NOON)
    code = ask(client)
    waiting = text("SELECT string_agg(t::text, ' ') FROM citizen_code AS t")
    job = text("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
    kept = f"{tx.scalar(waiting)} {tx.scalar(job)}"
    prove(client, code)
    kept += str(tx.scalar(text("SELECT string_agg(t::text, ' ') FROM citizen_session AS t")))
    kept += str(tx.scalar(text("SELECT string_agg(t::text, ' ') FROM audit_entry AS t")))
    assert PHONE not in kept
    assert code not in kept
    assert client.cookies["gisgrid-citizen"] not in kept


def test_the_message_leaves_once_with_the_code_and_its_words_are_forgotten(
    client: TestClient, tx: Session, at: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOON)
    monkeypatch.setenv("GISGRID_SMS_FILE", str(tmp_path / "sms.jsonl"))
    settings.cache_clear()
    code = ask(client)
    letter = tx.scalar(select(CitizenCode.id)) or 0
    for _ in range(2):
        send_citizen_code(tx, letter)
    settings.cache_clear()
    (line,) = (tmp_path / "sms.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert (said["phone"], said["code"]) == (PHONE, code)
    assert code in said["text"]
    assert (tmp_path / "sms.jsonl").stat().st_mode & 0o077 == 0
    assert tx.scalar(select(CitizenCode.letter_sealed)) is None


def test_a_message_that_comes_too_late_is_not_sent(
    client: TestClient, tx: Session, at: Clock, tmp_path: Path
) -> None:
    from gisgrid.identity import citizens  # noqa: PLC0415

    at(NOON)
    ask(client)
    at(NOON + timedelta(minutes=6))
    letter = tx.scalar(select(CitizenCode.id)) or 0
    assert not citizens.send(tx, File(tmp_path / "sms"), letter)
    assert not (tmp_path / "sms").exists()


def test_without_a_way_out_nobody_is_promised_a_code(real: Callable[..., TestClient]) -> None:
    answer = real().post("/api/citizen/codes", json={"phone": PHONE})
    assert (answer.status_code, answer.json()["type"]) == (503, "NoSender")


def test_outside_demo_mode_the_answer_keeps_the_code_to_itself(
    sessions: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = Settings(demo=False, secret="of the tests", sms_file=tmp_path / "sms")
    client = TestClient(create_app(sessions, chosen))
    answer = client.post("/api/citizen/codes", json={"phone": PHONE})
    assert answer.status_code == 202
    assert answer.json()["demo_code"] is None


def test_a_page_of_another_site_neither_asks_nor_begins_nor_ends(
    client: TestClient, at: Clock
) -> None:
    at(NOON)
    away = {"sec-fetch-site": "cross-site"}
    said = {"phone": PHONE}
    assert client.post("/api/citizen/codes", json=said, headers=away).status_code == 403
    code = ask(client)
    assert prove(client, code, **away) == 403
    assert prove(client, code) == 201
    assert client.delete("/api/citizen/session", headers=away).status_code == 403
    assert client.get("/api/citizen/session").status_code == 200


def test_signing_out_and_proving_again_end_the_session_itself(
    client: TestClient, at: Clock
) -> None:
    at(NOON)
    prove(client, ask(client))
    first = client.cookies["gisgrid-citizen"]
    at(NOON + timedelta(minutes=1))
    prove(client, ask(client))
    second = client.cookies["gisgrid-citizen"]
    assert client.delete("/api/citizen/session").status_code == 204
    for token in (first, second):
        client.cookies.set("gisgrid-citizen", token)
        assert client.get("/api/citizen/session").status_code == 401
