"""Warnings before a deadline, escalation after it, each told once; nobody's cases too."""

import pytest
from sqlalchemy import select

from gisgrid import dispatch
from gisgrid.cases import CaseFile
from gisgrid.dispatch.tables import Alarm
from gisgrid.kernel import clock
from gisgrid.notices.tables import NoticeRow
from tests.integration.dispatch.town import Hold, Town, at


def alarms(town: Town, case: CaseFile) -> list[tuple[str, str, str]]:
    query = select(Alarm).where(Alarm.case_id == case.id).order_by(Alarm.at, Alarm.id)
    return [(one.clock, one.kind, one.rung) for one in town.tx.scalars(query)]


def sweep(town: Town, at_: Hold, text: str) -> int:
    at_(at(text))
    return dispatch.sweep_deadlines(town.tx, clock.now())


def signed(town: Town) -> CaseFile:
    case = town.dispatched()
    case.leader_person_id = town.people["grid_leader"]
    town.act(case, "grid_officer", "sign_in")
    return case


def test_nobody_is_told_before_three_quarters_of_the_limit_are_gone(town: Town, at_: Hold) -> None:
    case = signed(town)
    assert sweep(town, at_, "2026-11-24 14:59") == 0
    assert sweep(town, at_, "2026-11-24 15:00") == 1
    assert alarms(town, case) == [("solve", "warn", "grid_leader")]


def test_the_climb_is_told_rung_by_rung_and_each_rung_once(town: Town, at_: Hold) -> None:
    case = signed(town)
    climb = [
        ("2026-11-24 15:00", "grid_leader"),
        ("2026-11-25 09:00", "station"),
        ("2026-11-25 15:00", "subdistrict_centre"),
        ("2026-11-26 09:00", "district_centre"),
        ("2026-11-27 09:00", "leader"),
    ]
    for moment, rung in climb:
        assert sweep(town, at_, moment) == 1
        assert sweep(town, at_, moment) == 0
        assert alarms(town, case)[-1][2] == rung
    assert sweep(town, at_, "2026-12-30 09:00") == 0


def test_each_rung_is_told_by_a_notice_to_who_stands_on_it(town: Town, at_: Hold) -> None:
    case = signed(town)
    sweep(town, at_, "2026-11-30 09:00")
    query = select(NoticeRow).where(
        NoticeRow.case_id == case.id, NoticeRow.kind.in_(["solve_warn", "solve_overdue"])
    )
    told = {(one.kind, one.to_person_id, one.to_station_id) for one in town.tx.scalars(query)}
    assert told == {
        ("solve_warn", town.people["grid_leader"], None),
        ("solve_overdue", None, town.stations["community"]),
        ("solve_overdue", None, town.stations["street"]),
        ("solve_overdue", None, town.stations["centre"]),
        ("solve_overdue", town.people["leader"], None),
    }


def test_a_units_order_climbs_to_the_centre_of_the_subdistrict_where_the_case_is(
    town: Town, ground: None, at_: Hold
) -> None:
    case = town.report(x=113.175, y=35.235)
    town.act(case, "dispatcher", "dispatch", lead=town.stations["housing"])
    town.act(case, "unit_dispatcher", "sign_in")
    sweep(town, at_, "2026-11-25 15:00")
    query = select(NoticeRow.to_station_id).where(NoticeRow.kind == "solve_overdue")
    assert set(town.tx.scalars(query)) == {town.stations["housing"], town.stations["street"]}


def test_an_unsigned_order_is_late_on_its_respond_clock_first(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    sweep(town, at_, "2026-11-23 11:00")
    assert alarms(town, case) == [
        ("respond", "warn", "grid_leader"),
        ("respond", "overdue", "station"),
    ]


def test_an_assisting_unit_has_alarms_of_its_own(town: Town, at_: Hold) -> None:
    case = town.report()
    stations = town.stations
    town.act(case, "dispatcher", "dispatch", lead=stations["housing"], assists=[stations["city"]])
    sweep(town, at_, "2026-11-23 11:00")
    query = select(NoticeRow.to_station_id).where(NoticeRow.kind == "respond_overdue")
    assert set(town.tx.scalars(query)) == {stations["housing"], stations["city"]}


def test_fed_back_work_is_never_late(town: Town, at_: Hold) -> None:
    case = signed(town)
    town.act(case, "grid_officer", "feedback", "已修复")
    assert sweep(town, at_, "2026-12-30 09:00") == 0


def test_a_paused_clock_warns_nobody(town: Town, at_: Hold) -> None:
    case = signed(town)
    town.act(case, "grid_office", "shelve", "等雨停", until="2027-01-10T09:00+08:00")
    assert sweep(town, at_, "2026-12-30 09:00") == 0
    assert sweep(town, at_, "2027-01-10 09:00") == 1
    assert alarms(town, case) == [("books", "overdue", "district_centre")]
    assert sweep(town, at_, "2027-01-11 09:00") == 0


def test_a_deadline_that_moved_is_warned_of_again(town: Town, at_: Hold) -> None:
    case = signed(town)
    town.act(case, "grid_officer", "ask_extension", "等材料", amount=5)
    sweep(town, at_, "2026-11-24 15:00")
    town.act(case, "supervisor", "grant_extension")
    assert sweep(town, at_, "2026-11-30 09:00") == 0
    sweep(town, at_, "2026-12-01 15:00")
    assert alarms(town, case) == [("solve", "warn", "grid_leader")] * 2


def test_a_case_that_nobody_has_climbs_from_the_district_centre(town: Town, at_: Hold) -> None:
    case = town.report("quarrel")
    assert sweep(town, at_, "2026-11-23 14:59") == 0
    assert sweep(town, at_, "2026-11-23 15:00") == 1
    assert sweep(town, at_, "2026-11-23 15:00") == 0
    assert sweep(town, at_, "2026-11-24 09:00") == 1
    assert alarms(town, case) == [
        ("assign", "overdue", "district_centre"),
        ("assign", "overdue", "leader"),
    ]
    assert sweep(town, at_, "2026-12-24 09:00") == 0


def test_however_many_cases_wait_each_is_told_of_in_its_turn(
    town: Town, at_: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gisgrid.dispatch.service.alarms.AT_ONCE", 2)
    cases = [town.report("quarrel") for _ in range(3)]
    assert [sweep(town, at_, f"2026-11-23 15:0{n}") for n in range(3)] == [2, 1, 0]
    assert [len(alarms(town, case)) for case in cases] == [1, 1, 1]


def test_a_returned_case_waits_anew(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    at_(at("2026-11-24 09:00"))
    town.act(case, "grid_officer", "return", "不属本辖区")
    assert sweep(town, at_, "2026-11-24 14:59") == 0
    assert sweep(town, at_, "2026-11-24 15:00") == 1


def test_a_consultation_that_is_not_decided_in_time_is_told(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    parties = [town.stations["housing"], town.stations["city"]]
    town.act(
        case, "dispatcher", "consult", "权属不清", parties=parties, due="2026-11-24T09:00+08:00"
    )
    town.act(case, "unit_dispatcher", "say", "可协办", wanted="assist")
    assert sweep(town, at_, "2026-11-24 09:00") == 1
    assert sweep(town, at_, "2026-11-24 09:30") == 0
    query = select(NoticeRow.to_station_id).where(NoticeRow.kind == "consult_overdue")
    assert set(town.tx.scalars(query)) == {town.stations["centre"], town.stations["city"]}
