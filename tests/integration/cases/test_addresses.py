"""The cases over HTTP: reported without signing in, followed by token, worked by post."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from gisgrid.identity import DEMO_PASSWORD
from tests.integration.cases.conftest import LAMP, SQUARE

LAMP_HERE = {"class_key": LAMP, "text": "路灯不亮", "lon": SQUARE[0], "lat": SQUARE[1]}


def sign_in(web: TestClient, login: str) -> None:
    answer = web.post("/api/session", json={"login": login, "password": DEMO_PASSWORD})
    assert answer.is_success, answer.text


def report(web: TestClient, **said: Any) -> dict[str, Any]:
    answer = web.post("/api/reports", json={**LAMP_HERE, **said})
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_a_citizen_is_told_who_answers_and_by_when_they_respond(web: TestClient) -> None:
    told = report(web)

    assert told["status"] == "filed"
    assert told["lead"]
    assert told["respond_due"] > "2026-11-23"
    assert told["areas"][0] == "中站区"
    assert "case_id" not in told


@pytest.mark.parametrize(
    "said",
    [
        {"external_platform": "12345", "external_number": "A-1"},
        {"external_deadline": "2020-01-01T00:00:00+08:00"},
        {"confidence": 1.0},
    ],
)
def test_nobody_unknown_sets_a_day_or_a_certainty(web: TestClient, said: dict[str, Any]) -> None:
    answer = web.post("/api/reports", json={**LAMP_HERE, **said})
    assert answer.status_code == 401


@pytest.mark.parametrize("said", [{"text": "a\0b"}, {"reporter": {"name": "a\0b"}}])
def test_a_character_that_cannot_be_stored_is_refused(
    web: TestClient, said: dict[str, Any]
) -> None:
    answer = web.post("/api/reports", json={**LAMP_HERE, **said})
    assert answer.status_code == 422
    assert "NUL" in answer.json()["detail"]


def test_a_number_too_large_for_any_id_is_refused(web: TestClient) -> None:
    assert web.get(f"/api/grid/areas/{10**30}").status_code == 422


def test_names_are_english_for_whoever_reads_english(web: TestClient) -> None:
    key, english = {"Idempotency-Key": "abc"}, {"lang": "en"}
    chinese = web.post("/api/reports", json=LAMP_HERE, headers=key).json()
    told = web.post("/api/reports", json=LAMP_HERE, headers=key, params=english).json()
    sign_in(web, "dispatcher")
    number = told["number"]
    pages = [
        web.get(f"/api/reports/{told['token']}", params=english).json(),
        web.get(f"/api/cases/{number}", params=english).json(),
        *web.get("/api/cases", params=english | {"q": number}).json()["cases"],
    ]

    assert chinese["class_name"] == "路灯"
    assert (told["class_name"], told["areas"][0]) == ("Street light", "Zhongzhan District")
    assert all(part.isascii() for part in (told["lead"], *told["areas"], *told["assists"]))
    shared = [(p["class_name"], p["areas"], p["lead"]) for p in (told, *pages)]
    assert shared == [shared[0]] * 4


def test_the_same_key_is_answered_alike_and_another_body_is_422(web: TestClient) -> None:
    key = {"Idempotency-Key": "abc"}
    first = web.post("/api/reports", json=LAMP_HERE, headers=key)
    again = web.post("/api/reports", json=LAMP_HERE, headers=key)
    other = web.post("/api/reports", json={**LAMP_HERE, "text": "别的"}, headers=key)

    assert again.json() == {**first.json(), "replayed": True}
    assert (other.status_code, other.json()["type"]) == (422, "OtherBody")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"source": "hotline"}, 401),
        ({"lon": None}, 422),
        ({"lon": 35.24, "lat": 113.18}, 422),
        ({"datum": "mars"}, 422),
        ({"class_key": "event/9999"}, 404),
        ({"surprise": 1}, 422),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(
    web: TestClient, said: dict[str, Any], status: int
) -> None:
    answer = web.post("/api/reports", json={**LAMP_HERE, **said})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_report_is_followed_by_its_token_and_by_nothing_else(web: TestClient) -> None:
    told = report(web, reporter={"name": "王某", "phone": "13812341234"})

    followed = web.get(f"/api/reports/{told['token']}").json()
    assert followed["number"] == told["number"]
    assert [one["name"] for one in followed["history"]] == ["已受理", "已立案"]
    assert not followed["may_rate"]
    assert web.get(f"/api/reports/{told['token'][:-1]}A").status_code == 404
    assert web.get(f"/api/reports/{told['number']}").status_code == 404


def test_a_case_shows_its_reasons_steps_and_what_may_be_done(web: TestClient) -> None:
    number = report(web, reporter={"name": "王某", "phone": "13812341234"})["number"]
    assert web.get(f"/api/cases/{number}").status_code == 401

    sign_in(web, "dispatcher")
    page = web.get(f"/api/cases/{number}").json()
    assert page["reporter"] == {"name": "王某", "phone": "138****1234"}
    assert page["explanation"]
    assert [step["action"] for step in page["steps"]] == ["report", "file"]
    assert "merge" in [one["action"] for one in page["actions"]]
    assert "13812341234" not in web.get(f"/api/cases/{number}").text


def test_the_one_who_handles_never_sees_the_reporter(web: TestClient) -> None:
    number = report(web, reporter={"name": "王某", "phone": "13812341234"})["number"]
    sign_in(web, "unit-cg")

    answer = web.get(f"/api/cases/{number}")
    assert answer.status_code == 404 or answer.json()["reporter"] is None
    assert "王某" not in answer.text


def test_a_unit_does_not_even_know_of_other_units_cases(web: TestClient) -> None:
    told = report(web)
    sign_in(web, "unit-jy")

    assert web.get(f"/api/cases/{told['number']}").status_code == 404
    assert told["number"] not in web.get("/api/cases").text


def test_a_step_is_taken_over_http_and_old_news_is_refused(web: TestClient) -> None:
    number = report(web, class_key=None)["number"]
    sign_in(web, "dispatcher")
    decline = {"action": "decline", "note": "非本区事项", "version": 1}

    first = web.post(f"/api/cases/{number}/steps", json=decline)
    second = web.post(f"/api/cases/{number}/steps", json=decline)
    assert (first.status_code, first.json()["status"]) == (201, "not_filed")
    assert (second.status_code, second.json()["type"]) == (409, "ChangedMeanwhile")


def test_cases_are_listed_page_by_page_without_a_gap(web: TestClient) -> None:
    made = {report(web)["number"] for _ in range(5)}
    sign_in(web, "dispatcher")

    seen, cursor = [], ""
    while True:
        page = web.get(f"/api/cases?limit=2&status=open{cursor}").json()
        seen += [one["number"] for one in page["cases"]]
        if page["cursor"] is None:
            break
        cursor = f"&cursor={page['cursor']}"
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_list_is_filtered_by_area_class_status_and_words(web: TestClient) -> None:
    told = report(web, text="独一无二的路灯")
    sign_in(web, "dispatcher")

    def listed(question: str) -> list[str]:
        answer = web.get(f"/api/cases?{question}")
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["cases"]]

    assert listed("q=独一无二") == [told["number"]]
    assert listed(f"q={told['number'][:15]}") == [told["number"]]
    assert told["number"] in listed("area=410803&sort=due")
    assert told["number"] not in listed("status=ended")
    assert web.get("/api/cases?status=lost").status_code == 422


def test_a_hint_names_open_cases_nearby_and_hides_their_words_from_the_public(
    web: TestClient,
) -> None:
    told = report(web)
    sign_in(web, "dispatcher")
    class_id = web.get(f"/api/cases/{told['number']}").json()["class_id"]
    question = f"/api/duplicates?class_id={class_id}&lat={SQUARE[1]}"

    near = web.get(f"{question}&lon={SQUARE[0] + 0.0001}").json()
    assert told["number"] in [one["number"] for one in near]
    assert near[0]["away_m"] == pytest.approx(9.1, abs=0.2)
    assert web.get(f"{question}&lon={SQUARE[0] + 0.01}").json() == []
    web.cookies.clear()
    public = web.get(f"{question}&lon={SQUARE[0] + 0.0002}").json()[0]
    # From the middle of the cell that the place lies in, rounded: 18 m away in truth.
    assert (public["text"], public["away_m"]) == (None, 30)


def test_what_is_worked_on_nearby_is_what_each_class_tells_and_no_more(web: TestClient) -> None:
    lamp = report(web)
    report(web, class_key="event/0301", text="垃圾堆放")
    here = {"lon": SQUARE[0], "lat": SQUARE[1]}
    sign_in(web, "dispatcher")
    ids = {one["class_id"] for one in web.get("/api/cases").json()["cases"]}
    web.cookies.clear()
    near = web.get("/api/duplicates", params=here).json()
    each = [
        web.get("/api/duplicates", params={**here, "class_id": one}).json() for one in sorted(ids)
    ]
    told = {one["number"]: one for some in each for one in some}
    assert {one["number"]: one for one in near} == told
    assert len(near) == 2
    (own,) = [one for one in near if one["number"] == lamp["number"]]
    assert (own["class_name"], own["text"], own["place_text"]) == ("路灯", None, None)
    english = web.get("/api/duplicates", params={**here, "lang": "en"}).json()
    assert "Street light" in {one["class_name"] for one in english}
    assert web.get("/api/duplicates", params={**here, "lat": SQUARE[1] + 0.02}).json() == []


def test_a_foreign_case_is_measured_for_staff_as_for_the_public(web: TestClient) -> None:
    report(web)
    report(web, lon=SQUARE[0] + 0.0002)
    sides = [SQUARE[0] + step / 100_000 for step in range(-60, 61, 5)]

    def told() -> list[Any]:
        asked = [{"lon": lon, "lat": SQUARE[1]} for lon in sides]
        return [web.get("/api/duplicates", params=one).json() for one in asked]

    public = told()
    assert any(public)
    assert not all(public)
    sign_in(web, "unit-fg")
    assert told() == public
    sign_in(web, "dispatcher")
    own = told()
    assert own != public
    assert all(one["text"] == "路灯不亮" for near in own for one in near)


def sent_both_ways(web: TestClient, said: Any) -> list[Any]:
    """Send a report the short way and, by asking for its language, the long way."""
    ways = [{}, {"lang": "zh"}]
    return [web.post("/api/reports", json=said, params=way) for way in ways]


def test_the_short_way_answers_as_the_long_one(web: TestClient) -> None:
    person = {"reporter": {"name": "王某", "phone": "13812341234"}, "photos": ["a.jpg"]}
    short, long = sent_both_ways(web, {**LAMP_HERE, **person})

    own = {"report_id", "number", "token"}
    told = [{k: v for k, v in one.json().items() if k not in own} for one in (short, long)]
    assert told[0] == told[1]
    assert (short.status_code, short.headers["content-type"]) == (201, "application/json")


@pytest.mark.parametrize(
    "said", [{"lon": "east"}, {"colour": "red"}, {"reporter": {"phone": "x"}}, {"source": "moon"}]
)
def test_the_short_way_refuses_in_the_words_of_the_long_one(
    web: TestClient, said: dict[str, Any]
) -> None:
    short, long = sent_both_ways(web, {**LAMP_HERE, **said})
    assert short.status_code == long.status_code == 422
    assert short.json() == long.json()


def test_a_key_too_long_and_a_body_that_is_no_json_are_refused(
    web: TestClient,
) -> None:
    long_key = web.post("/api/reports", json=LAMP_HERE, headers={"Idempotency-Key": "k" * 201})
    broken = web.post("/api/reports", content=b"{", headers={"content-type": "application/json"})
    plain = web.post("/api/reports", content=b"{}", headers={"content-type": "text/plain"})
    assert [one.status_code for one in (long_key, broken, plain)] == [422, 422, 422]
    assert long_key.json()["errors"][0]["field"] == "header.Idempotency-Key"
