"""What stops a clock, and that nothing else does."""

from typing import Any

import pytest

from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.service.pausing import NoExtension
from gisgrid.kernel.errors import Conflict, Forbidden, Invalid
from tests.integration.dispatch.town import Hold, Town, at


def handling(town: Town, kind: str = "signboard", **said: Any) -> CaseFile:
    case = town.dispatched(kind, **said)
    town.act(case, "grid_officer", "sign_in")
    return case


def test_a_granted_extension_moves_the_deadline_by_what_was_asked(town: Town, at_: Hold) -> None:
    case = handling(town)
    town.act(case, "grid_officer", "ask_extension", "等材料", amount=1, unit="work_day")
    assert case.solve_due == at("2026-11-25 09:00")
    at_(at("2026-11-23 16:00"))
    town.act(case, "supervisor", "grant_extension")
    assert case.solve_due == at("2026-11-26 09:00")
    (pause,) = rows.pauses(town.tx, case.id)
    assert (pause.reason, pause.note) == ("extension", "等材料")
    assert (pause.starts, pause.ends) == (at("2026-11-23 09:00"), at("2026-11-24 09:00"))


def test_a_refused_extension_moves_nothing(town: Town) -> None:
    case = handling(town)
    town.act(case, "grid_officer", "ask_extension", "等材料", amount=1)
    town.act(case, "supervisor", "refuse_extension", "理由不足")
    assert case.solve_due == at("2026-11-25 09:00")
    assert rows.pauses(town.tx, case.id) == []
    with pytest.raises(NoExtension):
        town.act(case, "supervisor", "grant_extension")


def test_an_extension_is_asked_in_time_one_at_once_and_twice_at_most(town: Town, at_: Hold) -> None:
    case = handling(town)
    town.act(case, "grid_officer", "ask_extension", "等材料", amount=1)
    with pytest.raises(NoExtension, match="等待审批"):
        town.act(case, "grid_officer", "ask_extension", "还等", amount=1)
    town.act(case, "supervisor", "grant_extension")
    town.act(case, "grid_officer", "ask_extension", "又等", amount=1)
    town.act(case, "supervisor", "grant_extension")
    with pytest.raises(NoExtension, match="2 次"):
        town.act(case, "grid_officer", "ask_extension", "再等", amount=1)
    late = handling(town)
    at_(at("2026-11-25 09:00"))
    with pytest.raises(NoExtension, match="超期"):
        town.act(late, "grid_officer", "ask_extension", "晚了", amount=1)


@pytest.mark.parametrize(
    "codes", [{"amount": 0}, {"amount": -1}, {"amount": 1, "unit": "year"}, {}]
)
def test_an_extension_of_nothing_is_refused(town: Town, codes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        town.act(handling(town), "grid_officer", "ask_extension", "等", **codes)


def test_an_extension_is_not_granted_by_the_unit_itself(town: Town) -> None:
    case = handling(town)
    town.act(case, "grid_officer", "ask_extension", "等材料", amount=1)
    with pytest.raises(Forbidden):
        town.act(case, "grid_officer", "grant_extension")


def test_two_extensions_asked_at_once_pause_twice(town: Town) -> None:
    case = handling(town)
    for _ in range(2):
        town.act(case, "grid_officer", "ask_extension", "等材料", amount=1)
        town.act(case, "supervisor", "grant_extension")
    assert case.solve_due == at("2026-11-27 09:00")


def test_on_the_books_the_clock_stands_and_runs_on_when_resumed(town: Town, at_: Hold) -> None:
    case = handling(town)
    at_(at("2026-11-23 11:00"))
    town.act(case, "grid_office", "shelve", "等雨停", until="2026-12-01T09:00+08:00")
    order = rows.under_way(town.tx, case.id)[0]
    assert (case.status, case.solve_due, order.next_alarm_at) == ("on_the_books", None, None)
    at_(at("2026-11-30 11:00"))
    town.act(case, "supervisor", "resume")
    assert (case.status, case.solve_due) == ("handling", at("2026-12-02 09:00"))
    assert order.next_alarm_at is not None


def test_another_platforms_deadline_does_not_stand(town: Town) -> None:
    theirs = at("2026-11-24 18:00")
    case = handling(town, external_platform="12345", external_number="1", external_deadline=theirs)
    town.act(case, "grid_office", "shelve", "等雨停", until="2026-12-01T09:00+08:00")
    assert case.solve_due == theirs


def test_the_books_are_for_a_time_to_come(town: Town) -> None:
    with pytest.raises(Invalid, match="until"):
        town.act(handling(town), "grid_office", "shelve", "等", until="2026-11-01T09:00+08:00")


def test_an_order_never_signed_is_in_hand_after_the_books(town: Town, at_: Hold) -> None:
    case = town.dispatched()
    town.act(case, "grid_office", "shelve", "等雨停", until="2026-12-01T09:00+08:00")
    at_(at("2026-11-30 11:00"))
    town.act(case, "grid_office", "resume")
    town.act(case, "grid_officer", "feedback", "已修复")
    assert case.status == "feedback"
    with pytest.raises(Conflict):
        town.act(case, "grid_office", "resume")
