"""Administration over HTTP: who may, what changes, and whose sessions end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.tables import PostRow
from tests.integration.identity.conftest import NOON, browser

Clock = Callable[[datetime], None]
SignIn = Callable[[str], None]
GIVEN = {"person_code": "P-li", "station_code": "S", "role": "dispatcher"}


pytestmark = pytest.mark.usefixtures("administrators")


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"),
    [
        ("GET", "/api/people", None, {"sys", "sec", "aud"}),
        ("GET", "/api/people/P-li", None, {"sys", "sec", "aud"}),
        ("POST", "/api/posts", GIVEN, {"sys"}),
        ("POST", "/api/posts/Z-li/end", {}, {"sys"}),
        (
            "POST",
            "/api/posts/Z-li/deputies",
            {
                "person_code": "P-aud",
                "since": NOON.isoformat(),
                "until": (NOON + timedelta(days=1)).isoformat(),
            },
            {"sys"},
        ),
        ("POST", "/api/accounts/li/password", None, {"sec"}),
        ("DELETE", "/api/accounts/li/totp", None, {"sec"}),
    ],
)
def test_each_administrator_does_the_own_part_only(
    client: TestClient, method: str, path: str, body: object, allowed: set[str]
) -> None:
    assert client.request(method, path, json=body).status_code == 401
    for login in ("li", "sys", "sec", "aud"):
        answer = browser(client, login).request(method, path, json=body)
        assert (answer.status_code < 300) == (login in allowed), (login, answer.text)
        assert login in allowed or answer.status_code == 403


def test_a_given_post_counts_at_once_and_whoever_got_it_signs_in_again(
    client: TestClient,
) -> None:
    system, li = browser(client, "sys"), browser(client, "li")
    answer = system.post("/api/posts", json=GIVEN | {"title": "调度员", "title_en": "Dispatcher"})
    assert answer.status_code == 201
    assert li.get("/api/me").status_code == 401
    me = browser(client, "li").get("/api/me").json()
    assert me["roles"] == ["dispatcher", "handler"]
    assert {"case.dispatcher", "case.unit"} <= set(me["may"])
    assert "posts.write" not in me["may"]
    shown = system.get("/api/people/P-li").json()
    assert {p["code"] for p in shown["posts"]} == {"Z-li", answer.json()["code"]}
    assert "Dispatcher" in {p["title_en"] for p in shown["posts"]}
    listed = system.get("/api/people", params={"role": "dispatcher"}).json()
    assert [(one["code"], len(one["posts"])) for one in listed] == [("P-li", 1)]


def test_an_ended_post_is_gone_from_then_on_and_kept_in_history(
    client: TestClient, at: Clock
) -> None:
    system, li = browser(client, "sys"), browser(client, "li")
    end = NOON + timedelta(hours=1)
    said = {"at": end.isoformat()}
    assert system.post("/api/posts/Z-li/end", json=said).status_code == 204
    assert li.get("/api/me").status_code == 401
    assert system.post("/api/posts/Z-li/end", json=said).status_code == 409
    at(end)
    assert browser(client, "li").get("/api/me").json()["roles"] == []
    assert len(system.get("/api/people/P-li").json()["posts"]) == 1
    assert system.get("/api/people", params={"role": "handler"}).json() == []


def test_a_deputy_gets_the_same_post_for_the_time_of_leave(client: TestClient, tx: Session) -> None:
    post = tx.scalars(select(PostRow).where(PostRow.code == "Z-li")).one()
    post.area_code, post.unit_codes = "410803001", ["cg"]
    tx.flush()
    leave = {"since": NOON.isoformat(), "until": (NOON + timedelta(days=2)).isoformat()}
    system = browser(client, "sys")
    asked = {"person_code": "P-aud"} | leave
    assert system.post("/api/posts/Z-li/deputies", json=asked).status_code == 201
    (held,) = (
        one
        for one in system.get("/api/people/P-aud").json()["posts"]
        if one["deputy_for"] == "Z-li"
    )
    assert (held["role"], held["area_code"], held["unit_codes"]) == ("handler", "410803001", ["cg"])
    longer = asked | {"until": (NOON + timedelta(days=30)).isoformat()}
    assert system.post("/api/posts/Z-li/deputies", json=longer).status_code == 409
    himself = {"person_code": "P-li"} | leave
    assert system.post("/api/posts/Z-li/deputies", json=himself).status_code == 409
    again = {"person_code": "P-sec"} | leave
    assert system.post(f"/api/posts/{held['code']}/deputies", json=again).status_code == 409


def lent(system: TestClient, person: str) -> list[tuple[str, str | None]]:
    """The posts of a deputy: what they are, and until when."""
    posts = system.get(f"/api/people/{person}").json()["posts"]
    return [(one["role"], one["valid_to"]) for one in posts if one["deputy_for"] == "Z-li"]


def test_a_post_that_ends_takes_its_deputies_with_it(client: TestClient, at: Clock) -> None:
    system = browser(client, "sys")
    days = {"P-aud": (0, 6), "P-sec": (5, 7), "P-sys": (0, 1)}
    for person, (since, until) in days.items():
        leave = {
            "since": (NOON + timedelta(days=since)).isoformat(),
            "until": (NOON + timedelta(days=until)).isoformat(),
        }
        asked = {"person_code": person} | leave
        assert system.post("/api/posts/Z-li/deputies", json=asked).status_code == 201
    system, deputy = browser(client, "sys"), browser(client, "aud")
    end = NOON + timedelta(days=2)
    said = {"at": end.isoformat()}
    assert system.post("/api/posts/Z-li/end", json=said).status_code == 204
    assert deputy.get("/api/me").status_code == 401
    ends = [one.replace(tzinfo=None).isoformat() for one in (end, NOON + timedelta(days=1))]
    found = [[(role, (to or "")[:19]) for role, to in lent(system, who)] for who in days]
    assert found == [
        [("handler", ends[0])],
        [],
        [("handler", ends[1])],
    ]
    at(end)
    assert "handler" not in browser(client, "aud").get("/api/me").json()["roles"]


def test_a_post_that_a_sheet_changes_changes_its_deputies(client: TestClient) -> None:
    system = browser(client, "sys")
    leave = {"since": NOON.isoformat(), "until": (NOON + timedelta(days=6)).isoformat()}
    system.post("/api/posts/Z-li/deputies", json={"person_code": "P-aud"} | leave)
    sheet = (
        "person_code,name_zh,post_code,station_code,role,valid_from,valid_to\n"
        "P-li,li,Z-li,S,unit_dispatcher,2026-02-01,2026-03-04\n"
    )
    files = {"file": ("people.csv", sheet.encode())}
    sent = browser(client, "sys").post("/api/people/import?dry_run=false", files=files)
    assert sent.is_success, sent.text
    ((role, until),) = lent(browser(client, "sys"), "P-aud")
    assert (role, (until or "")[:10]) == ("unit_dispatcher", "2026-03-03")


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"role": "emperor"}, 422, "Invalid"),
        ({"person_code": "nobody"}, 404, "NotFound"),
        ({"station_code": "nowhere"}, 404, "NotFound"),
        ({"valid_to": (NOON - timedelta(days=1)).isoformat()}, 422, "Invalid"),
        ({"person_code": "P-sec", "role": "audit_admin"}, 409, "AdministratorsApart"),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(
    client: TestClient, changed: dict[str, str], status: int, kind: str
) -> None:
    answer = browser(client, "sys").post("/api/posts", json=GIVEN | changed)
    assert (answer.status_code, answer.json()["type"]) == (status, kind)


def test_a_reset_over_http_shows_a_password_that_works(client: TestClient) -> None:
    li = browser(client, "li")
    shown = browser(client, "sec").post("/api/accounts/li/password").json()
    assert li.get("/api/me").status_code == 401
    said = {"login": "li", "password": shown["password"]}
    assert client.post("/api/session", json=said).status_code == 201


NEW = {
    "name": "张三",
    "name_en": "Zhang San",
    "login": "zhangsan",
    "post": {"station_code": "S", "role": "dispatcher", "title": "调度员"},
}


def test_a_new_person_waits_for_the_password_of_the_security_administrator(
    client: TestClient,
) -> None:
    system, security = browser(client, "sys"), browser(client, "sec")
    assert security.post("/api/people", json=NEW).status_code == 403
    entered = system.post("/api/people", json=NEW)
    assert entered.status_code == 201, entered.text
    known = system.get(f"/api/people/{entered.json()['person_code']}").json()
    assert (known["name_en"], known["login"]) == ("Zhang San", "zhangsan")
    assert [post["code"] for post in known["posts"]] == [entered.json()["post_code"]]
    said = {"login": "zhangsan", "password": "anything"}
    assert TestClient(client.app).post("/api/session", json=said).status_code == 401
    handed = security.post("/api/accounts/zhangsan/password").json()
    fresh = TestClient(client.app)
    assert fresh.post("/api/session", json=handed).status_code == 201
    assert "case.dispatcher" in fresh.get("/api/me").json()["may"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"login": "li"}, 409),
        ({"code": "P-li"}, 409),
        ({"name": " "}, 422),
        ({"post": {"station_code": "S", "role": "king"}}, 422),
        ({"post": {"station_code": "nowhere", "role": "handler"}}, 404),
    ],
)
def test_a_new_person_who_cannot_be_is_refused_and_nothing_is_left(
    client: TestClient, change: dict[str, object], status: int
) -> None:
    system = browser(client, "sys")
    answer = system.post("/api/people", json=NEW | change)
    assert answer.status_code == status, answer.text
    assert "张三" not in {one["name"] for one in system.get("/api/people").json()}
