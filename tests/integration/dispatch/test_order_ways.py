"""Where an order goes: onward inside a party, to one person, upward; and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.dispatch.service.handling import NoStationAbove
from gisgrid.dispatch.service.held import held_orders
from gisgrid.dispatch.service.page import orders_part
from gisgrid.kernel.errors import Invalid
from gisgrid.notices.tables import NoticeRow
from tests.integration.dispatch.town import Hold, Town, at, leads


def told(tx: Session, case: cases.CaseFile) -> set[tuple[str, int | None, int | None]]:
    query = select(NoticeRow).where(NoticeRow.case_id == case.id)
    return {(one.kind, one.to_person_id, one.to_station_id) for one in tx.scalars(query)}


def test_work_goes_onward_inside_a_party_but_the_party_still_answers(town: Town) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["street"])
    town.act(case, "street_officer", "assign_onward", to={"station": town.stations["community"]})
    (order,) = leads(town, case)
    assert order.holder_station_id == town.stations["community"]
    assert order.station_id == town.stations["street"]
    assert town.stations["community"] in case.stations
    town.act(case, "grid_officer", "sign_in")
    assert case.status == "handling"


def test_an_order_goes_to_a_person_of_the_party_only(town: Town) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    with pytest.raises(Invalid, match="本站"):
        town.act(case, "unit_dispatcher", "assign_onward", to={"person": town.people["handler"]})
    mine = town.people["housing_handler"]
    town.act(case, "unit_dispatcher", "assign_onward", to={"person": mine})
    (held,) = held_orders(town.tx, town.actor("housing_handler"), "zh")
    assert held["holder_person"] == {"id": mine, "name": "handler@housing", "name_en": None}


def test_who_sits_where_an_order_is_and_sees_no_case_holds_none(town: Town) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    handler = town.actor("housing_handler")
    assert held_orders(town.tx, handler, "zh")
    (post,) = handler.posts
    for other in (replace(post, role="system_admin"), replace(post, class_prefix="none")):
        assert held_orders(town.tx, replace(handler, posts=(other,)), "zh") == []


def test_a_case_that_the_centre_had_can_still_be_checked_and_closed(town: Town) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["street"])
    town.act(case, "street_officer", "refer_upward", "超出街道能力")
    assert case.lead_station_id == town.stations["centre"]
    parties = [town.stations[one] for one in ("centre", "housing")]
    due = "2026-11-24T09:00+08:00"
    town.act(case, "dispatcher", "consult", "请房管中心一起看", parties=parties, due=due)
    task = {"station": town.stations["housing"], "what": "修复", "due": "2026-11-27T18:00+08:00"}
    lead = town.stations["housing"]
    town.act(case, "grid_office", "decide", "由房管中心办理", lead=lead, assists=[], tasks=[task])
    town.act(case, "unit_dispatcher", "sign_in")
    town.act(case, "unit_dispatcher", "feedback", "已修复", photos=["a.jpg"])
    town.act(case, "checker", "check_pass", photos=["b.jpg"])
    town.act(case, "dispatcher", "close")
    assert case.status == "closed"


@pytest.mark.parametrize("to", [{}, {"person": 1, "contractor": "x"}, {"station": None}])
def test_onward_names_exactly_one(town: Town, to: dict[str, Any]) -> None:
    case = town.dispatched()
    with pytest.raises(Invalid):
        town.act(case, "grid_officer", "assign_onward", to=to)


def test_a_station_outside_the_party_is_no_way_onward(town: Town) -> None:
    case = town.dispatched()
    with pytest.raises(Invalid, match="直接下级"):
        town.act(case, "grid_officer", "assign_onward", to={"station": town.stations["city"]})


def test_a_referral_upward_gives_time_to_respond_but_none_to_solve(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    before = leads(town, case)[0].solve_due
    at_(at("2026-11-24 09:00"))
    town.act(case, "grid_officer", "refer_upward", "超出社区能力")
    old, new = leads(town, case)
    assert (old.status, new.station_id) == ("referred", town.stations["street"])
    assert new.respond_due == at("2026-11-24 11:00")
    assert new.solve_due == before == case.solve_due
    assert (case.status, case.lead_station_id, case.return_count) == (
        "dispatched",
        town.stations["street"],
        0,
    )


def test_a_referral_shows_the_case_to_the_station_above_alone(town: Town, at_: Hold) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["community"])
    town.act(case, "grid_officer", "sign_in")
    more = {"assists": [town.stations["housing"]], "parties": [town.stations["housing"]]}
    town.act(case, "grid_officer", "refer_upward", "超出社区能力", **more)
    assert town.stations["street"] in case.stations
    assert town.stations["housing"] not in case.stations


def test_a_referred_orders_clock_stands_on_the_books_too(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    town.act(case, "grid_officer", "refer_upward", "超出社区能力")
    town.act(case, "supervisor", "shelve", "等雨停", until="2026-12-01T09:00+08:00")
    assert case.solve_due is None
    at_(at("2026-11-24 09:00"))
    town.act(case, "supervisor", "resume")
    assert case.solve_due == at("2026-11-26 09:00")


def test_a_unit_office_has_nobody_above_to_refer_to(town: Town) -> None:
    case = town.report()
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    with pytest.raises(NoStationAbove):
        town.act(case, "unit_dispatcher", "refer_upward", "超出能力")


def test_feedback_stops_the_clocks_and_a_passed_check_ends_the_orders(town: Town) -> None:
    case = town.dispatched()
    town.act(case, "grid_officer", "sign_in")
    town.act(case, "grid_officer", "feedback", "已修复")
    (order,) = leads(town, case)
    assert (case.status, order.status, order.next_alarm_at) == ("feedback", "fed_back", None)
    town.act(case, "checker", "check_pass")
    assert (case.status, order.status) == ("checked", "done")
    assert order.ended_at is not None


def test_a_failed_check_opens_a_new_round_with_its_own_clocks(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    town.act(case, "grid_officer", "sign_in")
    town.act(case, "grid_officer", "feedback", "已修复")
    at_(at("2026-11-24 09:00"))
    town.act(case, "checker", "check_fail", "现场仍有松动")
    first, second = leads(town, case)
    assert (case.status, case.rework_count) == ("rework", 1)
    assert (first.status, second.round) == ("done", 2)
    assert second.solve_due == at("2026-11-26 09:00")
    town.act(case, "grid_officer", "sign_in")
    assert case.status == "handling"


def test_an_order_counts_down_in_words(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    at_(at("2026-11-23 09:40"))
    page: Any = orders_part(town.tx, case, "zh")
    (order,) = page["orders"]
    assert order["respond"]["words"] == "剩余 1 小时 20 分（工作时间）"
    at_(at("2026-11-26 11:00") + timedelta(seconds=30))
    page = orders_part(town.tx, case, "en")
    (order,) = page["orders"]
    assert order["solve"]["words"] == "overdue by 1 d 2 h of working time"
    assert order["solve"]["late"]


def test_an_earlier_deadline_of_another_platform_is_what_the_words_count_to(town: Town) -> None:
    theirs = at("2026-11-23 11:00")
    case = town.dispatched(external_platform="12345", external_number="1", external_deadline=theirs)
    page: Any = orders_part(town.tx, case, "zh")
    assert page["orders"][0]["solve"]["words"] == "剩余 2 小时（工作时间）"
