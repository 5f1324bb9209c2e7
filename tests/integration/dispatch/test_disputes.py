"""Not mine: returns with reason and limit, arbitration, and joint consultation."""

from typing import Any

import pytest
from sqlalchemy import select

from gisgrid import cases
from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import consultations
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import BadCodes
from gisgrid.dispatch.service.returning import GoesToArbitration, TooLateToReturn
from gisgrid.duties.tables import DutyRule
from gisgrid.kernel.errors import Conflict, Forbidden, Invalid
from gisgrid.notices.tables import NoticeRow
from tests.integration.dispatch.town import Hold, Town, at


def dispatched_to(town: Town, lead: str, *assists: str, **said: Any) -> CaseFile:
    case = town.report(**said)
    codes: dict[str, Any] = {
        "lead": town.stations[lead],
        "assists": [town.stations[one] for one in assists],
    }
    town.act(case, "dispatcher", "dispatch", **codes)
    return case


def test_a_return_needs_a_reason(town: Town) -> None:
    case = dispatched_to(town, "housing")
    with pytest.raises(Invalid):
        town.act(case, "unit_dispatcher", "return")


def test_a_return_ends_the_round_and_tells_the_centre(town: Town) -> None:
    case = dispatched_to(town, "housing", "city")
    town.act(case, "unit_dispatcher", "return", "不属本单位")
    assert [one.status for one in rows.orders(town.tx, case.id)] == ["returned", "cancelled"]
    assert (case.status, case.return_count, case.solve_due) == ("returned", 1, None)
    kinds = town.tx.scalars(
        select(NoticeRow.kind).where(NoticeRow.to_station_id == town.stations["centre"])
    ).all()
    assert "returned" in kinds


def test_two_working_days_after_the_dispatch_nothing_is_returned(town: Town, at_: Hold) -> None:
    case = dispatched_to(town, "housing")
    at_(at("2026-11-25 09:00"))
    late = dispatched_to(town, "housing")
    at_(at("2026-11-25 09:01"))
    with pytest.raises(TooLateToReturn):
        town.act(case, "unit_dispatcher", "return", "不属本单位")
    town.act(late, "unit_dispatcher", "return", "不属本单位")


def test_a_returned_case_is_dispatched_anew_with_fresh_clocks_and_a_new_slip(
    town: Town, at_: Hold
) -> None:
    case = dispatched_to(town, "housing")
    town.act(case, "unit_dispatcher", "return", "不属本单位")
    at_(at("2026-11-24 09:00"))
    town.act(case, "dispatcher", "redispatch", lead=town.stations["city"])
    order = rows.under_way(town.tx, case.id)[0]
    assert (order.round, order.station_id) == (2, town.stations["city"])
    assert order.solve_due == case.solve_due == at("2026-11-26 09:00")


def twice_returned(town: Town, **said: Any) -> CaseFile:
    case = dispatched_to(town, "housing", **said)
    town.act(case, "unit_dispatcher", "return", "不属本单位")
    town.act(case, "dispatcher", "redispatch", lead=town.stations["city"])
    town.act(case, "handler", "return", "也不属本单位")
    return case


def test_after_two_returns_only_a_ruling_dispatches_and_it_is_final(town: Town) -> None:
    case = twice_returned(town)
    with pytest.raises(GoesToArbitration):
        town.act(case, "dispatcher", "redispatch", lead=town.stations["housing"])
    town.act(case, "supervisor", "arbitrate", "裁定由住建办理", lead=town.stations["housing"])
    assert case.lead_station_id == town.stations["housing"]
    with pytest.raises(Conflict):
        town.act(case, "unit_dispatcher", "return", "还是不办")


def test_a_ruling_becomes_a_duty_rule_for_the_next_such_case(town: Town, ground: None) -> None:
    here: dict[str, Any] = {"x": 113.175, "y": 35.235}
    case = twice_returned(town, **here)
    codes: dict[str, Any] = {"lead": town.stations["housing"], "make_rule": True}
    town.act(case, "supervisor", "arbitrate", "外立面由住建负责", **codes)
    rule = town.tx.scalars(select(DutyRule)).one()
    assert (rule.pattern, rule.lead) == ("event/0101", "station:housing")
    assert rule.code.startswith("RULING-EVENT-0101-")
    assert town.dispatched(**here).lead_station_id == town.stations["housing"]
    assert town.dispatched(x=113.185, y=35.235).lead_station_id == town.stations["community"]


def test_a_later_ruling_on_the_same_is_the_rules_next_version(town: Town, ground: None) -> None:
    here: dict[str, Any] = {"x": 113.175, "y": 35.235}
    for station in ("housing", "city"):
        case = twice_returned(town, **here)
        codes: dict[str, Any] = {"lead": town.stations[station], "make_rule": True}
        town.act(case, "supervisor", "arbitrate", "外立面的裁定", **codes)
    rules = town.tx.scalars(select(DutyRule).order_by(DutyRule.version)).all()
    assert [(one.version, one.lead) for one in rules] == [
        (1, "station:housing"),
        (2, "station:city"),
    ]
    assert rules[0].replaced_at is not None
    assert town.dispatched(**here).lead_station_id == town.stations["city"]


def test_an_assisting_units_return_ends_its_own_order_only(town: Town) -> None:
    case = dispatched_to(town, "housing", "city")
    town.act(case, "handler", "return", "不需要我们")
    lead, assist = rows.orders(town.tx, case.id)
    assert (case.status, lead.status, assist.status) == ("dispatched", "dispatched", "returned")


def consulting(town: Town) -> CaseFile:
    case = dispatched_to(town, "community")
    parties = [town.stations[one] for one in ("street", "housing", "city")]
    town.act(
        case,
        "dispatcher",
        "consult",
        "无人知道该谁修",
        parties=parties,
        due="2026-11-24T09:00+08:00",
    )
    return case


def decision(town: Town) -> dict[str, Any]:
    lead, assist = town.stations["housing"], town.stations["city"]
    tasks = [
        {"station": lead, "what": "拆除松动线条", "due": "2026-11-25T18:00+08:00"},
        {"station": assist, "what": "临街围挡", "due": "2026-11-24T12:00+08:00"},
    ]
    return {"lead": lead, "assists": [assist], "tasks": tasks}


def test_a_consultation_stops_the_clocks_until_it_is_decided(town: Town, at_: Hold) -> None:
    case = consulting(town)
    assert (case.status, case.solve_due) == ("consulting", None)
    at_(at("2026-11-23 15:00"))
    town.act(case, "supervisor", "decide", "谁办、怎么办、何时办结", **decision(town))
    lead, assist = rows.under_way(town.tx, case.id)
    assert (lead.task, lead.station_id) == ("拆除松动线条", town.stations["housing"])
    assert lead.solve_due == at("2026-11-25 15:00")  # the class's own limit comes first
    assert (assist.task, assist.solve_due) == ("临街围挡", at("2026-11-24 12:00"))
    (pause,) = rows.pauses(town.tx, case.id)
    assert (pause.reason, pause.ends) == ("consultation", at("2026-11-23 15:00"))


def test_every_party_says_what_part_it_takes_and_nobody_else_does(town: Town) -> None:
    case = consulting(town)
    town.act(case, "unit_dispatcher", "say", "外立面归我们监管", wanted="lead")
    with pytest.raises(Forbidden):
        town.act(case, "grid_officer", "say", "我们不懂", wanted="none")
    one = consultations.open_consultation(town.tx, case.id)
    assert one is not None
    said = {p.station_id: (p.wanted, p.said) for p in consultations.parties_of(town.tx, one.id)}
    assert said[town.stations["housing"]] == ("lead", "外立面归我们监管")
    assert said[town.stations["city"]] == (None, None)


@pytest.mark.parametrize("left_out", [0, 1])
def test_a_decision_says_for_every_station_what_it_does_by_when(town: Town, left_out: int) -> None:
    case, decided = consulting(town), decision(town)
    decided["tasks"] = [task for n, task in enumerate(decided["tasks"]) if n != left_out]
    with pytest.raises(BadCodes, match="tasks"):
        town.act(case, "supervisor", "decide", "结论", **decided)


def test_a_decision_is_recorded_as_who_does_what_by_when(town: Town) -> None:
    case = consulting(town)
    town.act(case, "supervisor", "decide", "结论", ruling="外立面安全由住建牵头", **decision(town))
    (one,) = consultations.consultations(town.tx, case.id)
    tasks = [(task.station_id, task.what) for task in consultations.tasks_of(town.tx, one.id)]
    assert tasks == [
        (town.stations["city"], "临街围挡"),
        (town.stations["housing"], "拆除松动线条"),
    ]
    assert (one.lead_station_id, one.ruling) == (town.stations["housing"], "外立面安全由住建牵头")
    assert cases.verify_chain(town.tx, case.id).fault is None


def test_an_extension_moves_an_agreed_day(town: Town) -> None:
    case = consulting(town)
    town.act(case, "supervisor", "decide", "结论", **decision(town))
    assist = rows.under_way(town.tx, case.id)[1]
    town.act(case, "unit_dispatcher", "sign_in")
    town.act(case, "handler", "ask_extension", "等设备", amount=1, unit="work_day")
    town.act(case, "supervisor", "grant_extension")
    assert assist.solve_due == at("2026-11-25 12:00")


def test_a_consultation_may_end_by_arbitration(town: Town) -> None:
    case = consulting(town)
    town.act(case, "supervisor", "arbitrate", "裁定", lead=town.stations["housing"])
    assert consultations.open_consultation(town.tx, case.id) is None
    assert case.solve_due == at("2026-11-25 09:00")
