"""Somebody has the same trouble: counted with the open case, followed by a link of their own."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases.service.merging import FOR_ALL
from gisgrid.cases.service.own import own_reports
from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel import datum
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE

LAMP_HERE = {"class_key": LAMP, "text": "路灯不亮", "lon": SQUARE[0], "lat": SQUARE[1]}
NEAR = {"lon": SQUARE[0] + 0.0001, "lat": SQUARE[1]}


@pytest.fixture
def number(web: TestClient) -> str:
    """The number of a lamp that was reported."""
    answer = web.post("/api/reports", json=LAMP_HERE)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def join(web: TestClient, number: str, **said: Any) -> Any:
    answer = web.post(f"/api/duplicates/{number}/reports", json={**NEAR, **said})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_same_trouble_is_counted_and_followed(web: TestClient, number: str) -> None:
    told = join(web, number, text="我家门口也不亮", phone="13912345678")

    assert (told["number"], told["repeat_count"]) == (number, 1)
    followed = web.get(f"/api/reports/{told['token']}").json()
    assert followed["number"] == number
    assert join(web, number, phone="13912345679")["repeat_count"] == 2


def test_whoever_leaves_no_telephone_follows_and_is_not_counted(
    web: TestClient, number: str
) -> None:
    told = join(web, number)
    assert told["repeat_count"] == 0
    assert web.get(f"/api/reports/{told['token']}").json()["number"] == number


def test_who_joins_neither_rates_nor_reopens_nor_reads_what_others_were_told(
    web: TestClient, number: str
) -> None:
    token = join(web, number)["token"]
    for path, body in (("rating", {"score": 1}), ("reopen", {"reason": "没修好"})):
        answer = web.post(f"/api/reports/{token}/{path}", json=body)
        assert (answer.status_code, answer.json()["type"]) == (403, "NotYours"), answer.text
    followed = web.get(f"/api/reports/{token}").json()
    assert (followed["may_rate"], followed["may_reopen"]) == (False, False)


def test_who_joins_is_offered_neither_in_the_list_of_their_telephone(
    web: TestClient, number: str, district: Session
) -> None:
    join(web, number, phone="13912345678")
    closed = text("UPDATE case_file SET status = 'closed', closed_at = :at")
    district.execute(closed, {"at": MONDAY})

    (own,) = own_reports(district, "13912345678").reports
    assert (own.case.number, own.may_rate, own.may_reopen) == (number, False, False)


def test_joining_disturbs_nobody_who_works_the_case(web: TestClient, number: str) -> None:
    credentials = {"login": "dispatcher", "password": DEMO_PASSWORD}
    assert web.post("/api/session", json=credentials).is_success
    before = web.get(f"/api/cases/{number}").json()["version"]
    join(web, number, phone="13912345678")
    assert web.get(f"/api/cases/{number}").json()["version"] == before


def test_the_dispatcher_sees_who_said_it_again(web: TestClient, number: str) -> None:
    join(web, number, text="我家门口也不亮", phone="13912345678")

    credentials = {"login": "dispatcher", "password": DEMO_PASSWORD}
    assert web.post("/api/session", json=credentials).is_success
    whole = web.get(f"/api/cases/{number}").json()
    assert whole["repeat_count"] == 1
    assert [one["text"] for one in whole["reports"]] == ["路灯不亮", "我家门口也不亮"]


def test_a_telephone_counts_once(web: TestClient, number: str) -> None:
    first = join(web, number, phone="13912345678")
    again = join(web, number, phone="139 1234 5678")

    assert (first["repeat_count"], again["repeat_count"]) == (1, 1)
    assert first["token"] != again["token"]


def test_a_place_in_another_datum_is_the_same_place(web: TestClient, number: str) -> None:
    lon, lat = datum.from_wgs84(*SQUARE, "gcj02")

    assert join(web, number, lon=lon, lat=lat, datum="gcj02")["number"] == number


def test_the_public_cannot_measure_where_a_case_is(web: TestClient) -> None:
    lon, lat = (round(one / FOR_ALL) * FOR_ALL for one in SQUARE)
    for off in (-0.0001, 0.0001):
        said = {**LAMP_HERE, "lon": lon + off, "lat": lat + off}
        assert web.post("/api/reports", json=said).status_code == 201
    around = [(lon + n % 9 * 0.0002 - 0.0008, lat + n // 9 * 0.0002 - 0.0008) for n in range(81)]
    credentials = {"login": "dispatcher", "password": DEMO_PASSWORD}

    def differ() -> int:
        return sum(len({one["away_m"] for one in hints(web, *at)}) == 2 for at in around)

    def alone() -> int:
        return sum(len(hints(web, *at)) == 1 for at in around)

    assert (differ(), alone()) == (0, 0)
    assert any(hints(web, *at) for at in around)
    assert web.post("/api/session", json=credentials).is_success
    assert differ() > 0


def hints(web: TestClient, lon: float, lat: float) -> Any:
    return web.get("/api/duplicates", params={"lon": lon, "lat": lat}).json()


@pytest.mark.parametrize("other", [{"lon": SQUARE[0] + 0.01}, {"lon": 113.0, "lat": 35.0}])
def test_from_elsewhere_no_case_is_known(
    web: TestClient, number: str, other: dict[str, float]
) -> None:
    answer = web.post(f"/api/duplicates/{number}/reports", json={**NEAR, **other})

    assert answer.status_code == 404
