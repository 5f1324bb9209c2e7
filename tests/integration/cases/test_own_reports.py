"""Whoever proved a telephone sees what was reported from it, and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases import Reporter, Status, anonymise, case, lock, merge
from gisgrid.identity import system_actor
from tests.integration.cases.conftest import MONDAY, Desk
from tests.integration.cases.test_addresses import report

WANG = Reporter("王某", "13812341234")
Clock = Callable[[datetime], None]


def prove(web: TestClient, phone: str = "13812341234") -> None:
    code = web.post("/api/citizen/codes", json={"phone": phone}).json()["demo_code"]
    said = {"phone": phone, "code": code}
    assert web.post("/api/citizen/session", json=said).status_code == 201


def mine(web: TestClient, **asked: int) -> list[dict[str, object]]:
    answer = web.get("/api/citizen/reports", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["reports"]
    return found


def test_ones_own_reports_are_listed_the_latest_first_and_nobody_elses(web: TestClient) -> None:
    first = report(web, reporter={"phone": "138-1234 1234"}, text="一")
    second = report(web, reporter={"phone": "+8613812341234"}, text="二")
    report(web, reporter={"phone": "13812341235"}, text="别人的")
    report(web, text="没有电话")
    prove(web)
    found = mine(web)
    assert [one["text"] for one in found] == ["二", "一"]
    assert [one["number"] for one in found] == [second["number"], first["number"]]


def test_nobody_sees_reports_without_a_code(web: TestClient) -> None:
    report(web, reporter={"phone": "13812341234"})
    assert web.get("/api/citizen/reports").status_code == 401
    web.cookies.set("gisgrid-citizen", "made up")
    assert web.get("/api/citizen/reports").status_code == 401


def test_a_line_carries_the_token_that_follows_it_and_no_name(web: TestClient) -> None:
    told = report(web, reporter={"name": "王某", "phone": "13812341234"})
    prove(web)
    (line,) = mine(web)
    assert line["token"] == told["token"]
    followed = web.get(f"/api/reports/{line['token']}").json()
    shared = line.keys() & followed.keys()
    assert {name: line[name] for name in shared} == {name: followed[name] for name in shared}
    assert {"may_rate", "may_reopen", "merged"} <= shared
    assert "王某" not in str(line)


def test_a_list_is_read_page_by_page(web: TestClient) -> None:
    for text_ in "一二三":
        report(web, reporter={"phone": "13812341234"}, text=text_)
    prove(web)
    page = web.get("/api/citizen/reports", params={"limit": 2}).json()
    assert [one["text"] for one in page["reports"]] == ["三", "二"]
    rest = web.get("/api/citizen/reports", params={"before": page["before"]}).json()
    assert ([one["text"] for one in rest["reports"]], rest["before"]) == (["一"], None)


def closed(desk: Desk) -> str:
    receipt = desk.report(reporter=WANG)
    found = case(desk.tx, receipt.number)
    found.status, found.closed_at = Status.CLOSED, MONDAY
    desk.tx.flush()
    desk.tx.commit()
    return receipt.number


def test_what_is_closed_is_rated_and_reopened_from_the_list(
    desk: Desk, web: TestClient, at: Clock
) -> None:
    closed(desk)
    prove(web)
    (line,) = mine(web)
    assert (line["may_rate"], line["may_reopen"]) == (True, True)
    at_ = f"/api/reports/{line['token']}"
    assert web.post(f"{at_}/rating", json={"score": 2, "resolved": "no"}).status_code == 201
    (line,) = mine(web)
    assert (line["may_rate"], line["may_reopen"]) == (False, True)
    assert web.post(f"{at_}/reopen", json={"reason": "还是不亮"}).status_code == 201
    (line,) = mine(web)
    assert (line["may_rate"], line["may_reopen"]) == (False, False)


def test_reopening_is_not_offered_when_its_time_is_over(
    desk: Desk, web: TestClient, at: Clock
) -> None:
    closed(desk)
    at(MONDAY + timedelta(days=16))
    prove(web)
    assert [one["may_reopen"] for one in mine(web)] == [False]


def test_a_merged_report_shows_where_it_is_worked_and_its_own_words(
    desk: Desk, web: TestClient
) -> None:
    other = desk.report(text="别人先报的", reporter=Reporter("李某", "13900000000"))
    own = desk.report(text="我后报的", reporter=WANG)
    merge(desk.tx, lock(desk.tx, own.number), other.number, actor=desk.who("dispatcher"))
    desk.tx.commit()
    prove(web)
    (line,) = mine(web)
    assert (line["number"], line["text"], line["merged"]) == (other.number, "我后报的", True)
    assert "别人先报的" not in str(line)


def test_who_was_forgotten_is_not_found_by_the_telephone(desk: Desk, web: TestClient) -> None:
    receipt = desk.report(reporter=WANG)
    anonymise(desk.tx, lock(desk.tx, receipt.number), actor=system_actor(), note="本人要求")
    desk.tx.commit()
    prove(web)
    assert mine(web) == []


def test_a_list_is_found_by_the_index_of_numbers(district: Session) -> None:
    asked = "EXPLAIN SELECT * FROM report WHERE phone_index IN ('a') ORDER BY id DESC LIMIT 21"
    district.execute(text("SET LOCAL enable_seqscan = off"))
    plan = "\n".join(district.scalars(text(asked)))
    assert "phone_index" in plan
    assert "Seq Scan" not in plan
