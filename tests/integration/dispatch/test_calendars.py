"""The calendar as rows: seeded, loaded, changed; open deadlines follow and say so."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from gisgrid import cases, dispatch
from gisgrid.dispatch.rules.calendar import Week, sessions
from gisgrid.dispatch.service.calendars import named_days, years
from gisgrid.kernel.errors import Invalid
from tests.integration.dispatch.town import Hold, Town, at

FOLDER = Path(__file__).parents[3] / "data" / "zhongzhan"


def test_without_a_calendar_the_way_to_one_is_said(tx: Session) -> None:
    with pytest.raises(dispatch.BeyondCalendar, match="gisgrid calendar seed"):
        dispatch.calendar(tx)


def test_seeding_again_changes_nothing(tx: Session) -> None:
    assert [year.year for year in dispatch.seed_calendar(tx, range(2025, 2028))] == [
        2025,
        2026,
        2027,
    ]
    assert dispatch.seed_calendar(tx, range(2025, 2028)) == []
    assert years(tx) == {2025: "official", 2026: "official", 2027: "provisional"}
    assert (date(2026, 2, 14), True) in [(one.day, one.works) for one in named_days(tx)]
    assert not dispatch.calendar(tx).works_on(date(2027, 10, 1))


def test_the_districts_own_file_says_the_same_as_the_library(tx: Session) -> None:
    dispatch.load_calendar(tx, FOLDER)
    loaded = dispatch.calendar(tx)
    dispatch.seed_calendar(tx, range(2020, 2027))
    for number in range(date(2020, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        day = date.fromordinal(number)
        assert loaded.works_on(day) == dispatch.calendar(tx).works_on(day), day


def test_working_sessions_come_from_the_districts_file(tx: Session, tmp_path: Path) -> None:
    (tmp_path / "calendar.csv").write_text("day,kind,name,status\n2026-11-23,work,,official\n")
    (tmp_path / "sessions.csv").write_text("starts,ends\n09:00,12:00\n")
    dispatch.load_calendar(tx, tmp_path)
    found = dispatch.calendar(tx)
    assert dispatch.deadline(found, at("2026-11-23 08:00"), 4, "work_hour") == at(
        "2026-11-24 10:00"
    )


def test_a_day_of_another_year_is_refused(tx: Session) -> None:
    stray = dispatch.Day(date(2026, 1, 1), works=False, name="元旦")
    with pytest.raises(Invalid, match="2027"):
        dispatch.enter_year(tx, dispatch.Year(2027, dispatch.Standing.OFFICIAL, "x", (stray,)))


def test_other_sessions_hold_from_the_next_question_on(town: Town) -> None:
    summer = Week((sessions(("08:00", "12:00"), ("15:00", "18:30")),) * 7)
    dispatch.enter_week(town.tx, summer)
    found = dispatch.calendar(town.tx)
    assert dispatch.deadline(found, at("2026-11-23 11:00"), 2, "work_hour") == at(
        "2026-11-23 16:00"
    )


def test_a_year_that_becomes_official_moves_open_deadlines_and_each_move_is_a_step(
    town: Town, at_: Hold
) -> None:
    at_(at("2026-12-31 16:00"))
    case = town.dispatched()
    closed = town.dispatched()
    town.act(closed, "grid_officer", "sign_in")
    town.act(closed, "grid_officer", "feedback", "已修复")
    before, steps = case.solve_due, case.last_seq
    assert before == at("2027-01-05 16:00")  # 1 January rests, Saturday and Sunday too
    rest = dispatch.Day(date(2027, 1, 4), works=False, name="元旦")
    new_year = dispatch.Day(date(2027, 1, 1), works=False, name="元旦")
    official = dispatch.Year(2027, dispatch.Standing.OFFICIAL, "国办发明电", (new_year, rest))
    dispatch.enter_year(town.tx, official)
    moved = dispatch.recompute(town.tx, at("2027-01-01 00:00"), at("2028-01-01 00:00"))
    assert (moved, case.solve_due, case.last_seq) == (1, at("2027-01-06 16:00"), steps + 1)
    assert dispatch.recompute(town.tx, at("2027-01-01 00:00"), at("2028-01-01 00:00")) == 0
    assert cases.verify_chain(town.tx, case.id).fault is None


def test_intake_promises_by_the_districts_calendar(town: Town) -> None:
    case = town.report("quarrel")
    assert case.provisional
    assert (case.respond_due, case.solve_due) == (at("2026-11-23 15:00"), at("2026-11-30 09:00"))
