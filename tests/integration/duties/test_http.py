"""The class book and the duties over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gisgrid import duties, identity

SQUARE: dict[str, str | float] = {"lon": 113.177, "lat": 35.2401}
RULE = {
    "code": "T-LITTER",
    "name": "李封垃圾归环卫",
    "area_code": "410803001",
    "class_pattern": "event/0110",
    "lead": "dept:sanitation",
}


@pytest.fixture
def planner(town: Session, seated: Callable[[str], TestClient]) -> TestClient:
    """A browser in which somebody of the grid office is signed in."""
    return seated("grid_office")


def test_the_class_book_is_a_tree_with_conditions(client: TestClient, town: Session) -> None:
    answer = client.get("/api/classes")
    domains = {domain["domain"]: domain for domain in answer.json()}
    assert list(domains) == ["appeal", "component", "detection", "epidemic", "event"]
    first = domains["component"]["big_classes"][0]["classes"][0]
    assert (first["key"], first["name"], len(first["conditions"])) == (
        "component/0101",
        "上水井盖",
        4,
    )
    again = client.get("/api/classes", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_text_gets_ranked_classes_with_scores(client: TestClient, town: Session) -> None:
    found = client.get("/api/classes/suggest", params={"text": "楼下路灯不亮好几天了"}).json()
    assert (found[0]["key"], found[0]["confident"]) == ("component/0137", True)
    assert (found[0]["name"], found[0]["name_en"]) == ("路灯", "Street light")
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_explain_says_who_answers_and_why_in_both_languages(
    client: TestClient, town: Session
) -> None:
    asked: dict[str, str | float] = {
        **SQUARE,
        "class": "event/0406",
        "at": "2026-11-23T12:00:00+08:00",
    }
    zh = client.get("/api/duties/explain", params=asked).json()
    en = client.get("/api/duties/explain", params={**asked, "lang": "en"}).json()
    assert zh["lead"]["name"].endswith("街道综合调度服务中心")
    assert any("R-STREET-DAY" in sentence for sentence in zh["words"])
    assert en["words"][-2].startswith("Lead: ")
    assert zh["reasons"] == en["reasons"]


def test_a_gcj02_point_is_turned_before_it_is_located(client: TestClient, town: Session) -> None:
    asked: dict[str, str | float] = {"class": "event/0406", "at": "2026-11-23T12:00:00+08:00"}
    wgs = client.get("/api/duties/explain", params={**asked, **SQUARE}).json()
    read: dict[str, str | float] = {"lon": 113.1831, "lat": 35.2402, "datum": "gcj02"}
    gcj = client.get("/api/duties/explain", params={**asked, **read}).json()
    assert gcj["reasons"][0]["path"] == wgs["reasons"][0]["path"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"class": "event/0999", **SQUARE},
        {"class": "event/0406", "lon": 113.177},
        {"class": "event/0406", **SQUARE, "datum": "mars"},
        {"class": "event/0406", **SQUARE, "at": "2026-11-23T12:00:00"},
    ],
)
def test_bad_input_gets_a_problem(
    client: TestClient, town: Session, wrong: dict[str, str | float]
) -> None:
    answer = client.get("/api/duties/explain", params=wrong)
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_some_posts_may_make_rules(
    client: TestClient, town: Session, seated: Callable[[str], TestClient]
) -> None:
    assert client.post("/api/duties/rules", json=RULE).status_code == 401
    assert seated("handler").post("/api/duties/rules", json=RULE).status_code == 403


def test_a_rule_is_made_changed_and_listed(planner: TestClient) -> None:
    assert planner.post("/api/duties/rules", json=RULE).status_code == 201
    change = {key: value for key, value in RULE.items() if key != "code"}
    changed = planner.put("/api/duties/rules/T-LITTER", json={**change, "priority": 3})
    listed = {rule["code"]: rule for rule in planner.get("/api/duties/rules").json()}
    assert (changed.json()["version"], listed["T-LITTER"]["priority"]) == (2, 3)


def test_a_rule_that_cannot_work_is_answered_with_the_reasons(planner: TestClient) -> None:
    answer = planner.post("/api/duties/rules", json={**RULE, "lead": "dept:dissolved"})
    body = answer.json()
    assert answer.status_code == 422
    assert [fault["code"] for fault in body["faults"]] == ["unknown_unit"]
    assert "dept:dissolved" in body["detail"]


def test_a_dry_run_over_http_tries_last_months_cases(planner: TestClient, town: Session) -> None:
    entry = duties.class_by_key(town, "event/0110")
    spans: list[timedelta] = []

    def past(
        tx: Session, since: datetime, until: datetime, actor: identity.Actor
    ) -> list[duties.Past]:
        spans.append(until - since)
        nowhere = duties.Question(entry.id, None, None, None, datetime(2026, 1, 1, tzinfo=UTC))
        return [duties.Past("1", nowhere)]

    duties.install_past(past)
    answer = planner.post("/api/duties/rules/dry-run", json={**RULE, "days": 31})
    assert answer.json() == {"tried": 1, "changed": 0, "shifts": []}
    assert spans == [timedelta(days=31)]


def test_coverage_over_http_has_no_hole(planner: TestClient) -> None:
    assert planner.get("/api/duties/coverage").json() == []


def test_an_override_drawn_as_geojson_is_saved_and_listed(planner: TestClient) -> None:
    road = {"type": "LineString", "coordinates": [[113.177, 35.23], [113.177, 35.25]]}
    asked = {
        "name": "试验路段",
        "class_pattern": "event/0113",
        "lead": "dept:transport",
        "shape": road,
        "buffer_m": 30,
    }
    saved = planner.put("/api/duties/overrides/O-ROAD", json=asked)
    listed = {one["code"]: one for one in planner.get("/api/duties/overrides").json()}
    broken = planner.put("/api/duties/overrides/O-ROAD", json={**asked, "shape": {"type": "x"}})
    assert saved.json() == {"code": "O-ROAD", "version": 1}
    assert listed["O-ROAD"]["buffer_m"] == 30
    assert broken.status_code == 422


def test_an_override_is_listed_once_as_written_ended_and_begun_again(planner: TestClient) -> None:
    point = {"type": "Point", "coordinates": [113.177, 35.2401]}
    asked = {"name": "路口", "class_pattern": "event/0113", "lead": "dept:transport"}
    planner.put("/api/duties/overrides/O-SPOT", json={**asked, "shape": point, "buffer_m": 20})
    written = {one["code"]: one for one in planner.get("/api/duties/overrides/written").json()}
    assert (written["O-SPOT"]["shape"], written["O-SPOT"]["version"]) == (point, 1)
    assert written["O-PARK-GREEN"]["asset_kind"] == "park"

    assert planner.delete("/api/duties/overrides/O-SPOT").status_code == 204
    assert planner.delete("/api/duties/overrides/O-SPOT").status_code == 404
    left = [one["code"] for one in planner.get("/api/duties/overrides/written").json()]
    assert "O-SPOT" not in left
    again = planner.put("/api/duties/overrides/O-SPOT", json={**asked, "shape": point})
    assert again.json() == {"code": "O-SPOT", "version": 2}
