"""What dispatch answers over HTTP: slips, the board, the calendar, contractors' links."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from geoalchemy2.shape import from_shape
from shapely import Point
from sqlalchemy import text

from gisgrid import identity
from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import orders as rows
from tests.integration.dispatch.town import Town, at


@pytest.fixture
def web(town: Town, client: TestClient) -> TestClient:
    """The whole application, with nothing following from messages."""
    from tests.integration.dispatch.town import install_nothing  # noqa: PLC0415

    install_nothing()
    return client


def signed(town: Town, web: TestClient, who: str) -> TestClient:
    token = identity.start_session(town.tx, town.people[who])
    town.tx.flush()
    web.cookies.set("gisgrid", token)
    return web


def queues(town: Town, web: TestClient, who: str) -> dict[str, list[str]]:
    answer = signed(town, web, who).get("/api/board")
    assert answer.status_code == 200, answer.text
    return {one["name"]: [line["number"] for line in one["lines"]] for one in answer.json()}


def test_the_slip_shows_five_parts_and_nothing_of_the_reporter(town: Town, web: TestClient) -> None:
    case = town.dispatched()
    town.tx.commit()
    page = signed(town, web, "supervisor").get(f"/api/cases/{case.number}/slip").json()
    assert [part["title"] for part in page["parts"]] == [
        "分管区领导",
        "督查组",
        "网格办",
        "属地网格长",
        "责任单位",
    ]
    assert page["parts"][1]["person"] == "supervisor@centre"
    assert page["solve_limit"] == "2 工作日"
    assert "reporter" not in page


def test_the_slip_speaks_english_to_whom_asks_for_it(town: Town, web: TestClient) -> None:
    case = town.dispatched()
    town.tx.execute(text("UPDATE station SET name_en = 'Office in English'"))
    town.tx.execute(text("UPDATE case_class SET name_en = 'Street light'"))
    town.tx.commit()
    path = f"/api/cases/{case.number}/slip"
    english = signed(town, web, "supervisor").get(path, params={"lang": "en"}).json()
    assert english["solve_limit"] == "2 working days"
    assert english["lead"] == "Office in English"
    page = web.get(f"{path}.html", params={"lang": "en"}).text
    assert '<html lang="en">' in page
    assert "Five-part slip" in page
    assert "unread" in page
    assert "未读" not in page


def test_who_sees_that_a_case_moves_sees_who_was_told_and_who_read(
    town: Town, web: TestClient
) -> None:
    case = town.dispatched()
    town.tx.commit()
    (slip, *_) = [
        one
        for one in signed(town, web, "leader").get("/api/notices").json()
        if one["kind"] == "slip"
    ]
    web.post(f"/api/notices/{slip['id']}/read")

    told = signed(town, web, "supervisor").get(f"/api/cases/{case.number}/notices").json()
    read = {one["person"]: one["read_at"] is not None for one in told if one["kind"] == "slip"}
    assert read == {"leader@centre": True, "supervisor@centre": False, "grid_office@centre": False}
    own = signed(town, web, "supervisor").get("/api/notices").json()
    assert len(own) < len(told)


def test_a_slip_is_read_commented_and_printed(town: Town, web: TestClient) -> None:
    case = town.dispatched()
    town.tx.commit()
    signed(town, web, "leader")
    assert web.post(f"/api/cases/{case.number}/slip/read").json() == {"newly_read": 1}
    said = {"opinion": "<b>尽快</b>"}
    assert web.post(f"/api/cases/{case.number}/slip/opinion", json=said).status_code == 204
    printed = web.get(f"/api/cases/{case.number}/slip.html")
    assert printed.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;尽快&lt;/b&gt;" in printed.text
    assert "2026-11-25 09:00" in printed.text


def test_the_printed_slip_says_who_does_what_by_when(town: Town, web: TestClient) -> None:
    case = town.dispatched()
    lead, assist = town.stations["housing"], town.stations["city"]
    due = "2026-11-24T12:00+08:00"
    town.act(case, "dispatcher", "consult", "权属不清", parties=[lead, assist], due=due)
    tasks = [{"station": lead, "what": "拆除", "due": due}]
    town.act(case, "supervisor", "decide", "结论", lead=lead, tasks=tasks)
    town.tx.commit()
    page = signed(town, web, "supervisor").get(f"/api/cases/{case.number}/slip.html").text
    assert "拆除（2026-11-24 12:00 前）" in page


def test_a_slip_is_for_those_who_may_see_the_case(town: Town, web: TestClient) -> None:
    case = town.dispatched()
    town.tx.commit()
    assert web.get(f"/api/cases/{case.number}/slip").status_code == 401
    assert signed(town, web, "handler").get(f"/api/cases/{case.number}/slip").status_code == 404


def test_a_case_without_a_dispatch_has_no_slip(town: Town, web: TestClient) -> None:
    case = town.report("quarrel")
    town.tx.commit()
    answer = signed(town, web, "dispatcher").get(f"/api/cases/{case.number}/slip")
    assert (answer.status_code, "五联单" in answer.json()["detail"]) == (404, True)


def test_the_board_sorts_cases_into_its_queues(town: Town, web: TestClient, at_: Any) -> None:
    waits, late, soon = town.report("quarrel"), town.dispatched(), town.dispatched()
    town.act(soon, "grid_officer", "sign_in")
    nobody = town.report("quarrel")
    nobody.lead_station_id, nobody.unrouted = None, "no_rule"
    town.tx.commit()
    at_(at("2026-11-24 10:00"))
    found = queues(town, web, "dispatcher")
    assert found["unrouted"] == [nobody.number]
    assert set(found["waiting"]) == {waits.number, nobody.number}
    assert found["overdue"] == [late.number]
    assert set(found["due"]) == {late.number, soon.number}


def test_a_unit_sees_its_own_cases_on_the_board_only(town: Town, web: TestClient) -> None:
    town.report("quarrel")
    mine = town.report()
    town.act(mine, "dispatcher", "dispatch", lead=town.stations["housing"])
    mine.solve_due = at("2026-11-23 12:00")
    town.tx.commit()
    found = queues(town, web, "unit_dispatcher")
    assert found == {"unrouted": [], "waiting": [], "due": [mine.number], "overdue": []}


def held(town: Town, web: TestClient, who: str, lang: str = "zh") -> list[dict[str, Any]]:
    answer = signed(town, web, who).get("/api/orders/mine", params={"lang": lang})
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def test_a_desk_holds_its_own_orders_with_their_clocks(
    town: Town, web: TestClient, at_: Any
) -> None:
    case = contracted(town)
    town.dispatched()
    (mine,) = held(town, web, "unit_dispatcher")
    assert (mine["case"]["number"], mine["party"], mine["open"]) == (case.number, "lead", True)
    assert (mine["contractor"], mine["respond"]["late"]) == ("宏远装饰", False)
    assert "工作" in mine["solve"]["limit"]
    assert "working" in held(town, web, "unit_dispatcher", "en")[0]["solve"]["limit"]
    assert held(town, web, "leader") == []
    at_(at("2026-12-07 10:00"))
    assert held(town, web, "unit_dispatcher")[0]["solve"]["late"]


def test_what_ended_stays_on_the_desk_for_a_month(town: Town, web: TestClient, at_: Any) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    town.act(case, "unit_dispatcher", "return", "不属本单位")
    town.tx.commit()
    (mine,) = held(town, web, "unit_dispatcher")
    assert (mine["status"], mine["open"]) == ("returned", False)
    at_(at("2027-01-10 10:00"))
    assert held(town, web, "unit_dispatcher") == []


def contracted(town: Town) -> CaseFile:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    to = {"contractor": "宏远装饰"}
    town.act(case, "unit_dispatcher", "assign_onward", "明天下午前拆除", to=to)
    town.tx.commit()
    return case


def link_to(town: Town, web: TestClient, case: CaseFile, who: str) -> Any:
    order = rows.under_way(town.tx, case.id)[0]
    return signed(town, web, who).get(f"/api/cases/{case.number}/orders/{order.id}/link")


def test_a_contractor_works_through_a_link_and_the_station_feeds_back(
    town: Town, web: TestClient
) -> None:
    case = contracted(town)
    case.point = from_shape(Point(113.175, 35.235), srid=4326)
    town.tx.commit()
    path = link_to(town, web, case, "unit_dispatcher").json()["path"]
    web.cookies.clear()
    sheet = web.get(path).json()
    assert (sheet["lon"], sheet["lat"]) == (113.175, 35.235)
    assert (sheet["contractor"], sheet["text"]) == ("宏远装饰", "外立面线条坠落")
    assert sheet["told"] == "明天下午前拆除"
    done = {"note": "已拆除", "photos": ["after.jpg"]}
    assert web.post(path, json=done).status_code == 204
    town.tx.expire_all()
    assert case.status == "dispatched"
    town.act(case, "unit_dispatcher", "sign_in")
    town.act(case, "unit_dispatcher", "feedback", "外包单位已完成，验收合格")
    town.act(case, "checker", "check_pass")
    town.tx.commit()
    assert web.get(path).status_code == 404


def test_a_link_is_its_contractor_s_alone(town: Town, web: TestClient) -> None:
    case = contracted(town)
    former = link_to(town, web, case, "unit_dispatcher").json()["path"]
    web.cookies.clear()
    rows.under_way(town.tx, case.id)[0].contractor = "新宏远装饰"
    town.tx.commit()

    assert web.get(former).status_code == 404
    assert web.post(former, json={"note": "已拆除"}).status_code == 404
    assert web.get(link_to(town, web, case, "unit_dispatcher").json()["path"]).status_code == 200


def test_only_the_station_that_has_the_order_makes_the_link(town: Town, web: TestClient) -> None:
    case = contracted(town)
    assert link_to(town, web, case, "supervisor").status_code == 403
    assert web.get("/api/links/AAAA").status_code == 404


def test_the_calendar_tells_which_years_are_provisional(town: Town, web: TestClient) -> None:
    town.tx.commit()
    page = web.get("/api/calendar").json()
    assert page["years"] == {"2025": "official", "2026": "official", "2027": "provisional"}
    assert ("2026-02-14", True) in [(one["day"], one["works"]) for one in page["exceptions"]]
