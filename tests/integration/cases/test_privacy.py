"""Reporters are sealed, found by their phone, and forgotten when their time is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from gisgrid.cases import (
    Action,
    NewReport,
    Reporter,
    Source,
    Status,
    case,
    due_to_forget,
    forget_old,
    lock,
    submit_many,
    take,
    verify_all,
    verify_chain,
)
from gisgrid.cases.jobs import forget_reporters
from gisgrid.cases.service.listing import listed_by_phone
from gisgrid.cases.service.personal import phone_index, reporter_of
from gisgrid.cases.service.sight import visible
from gisgrid.cases.service.unmasking import unmask
from gisgrid.cases.tables import Report, Step
from gisgrid.identity import Actor, Post
from gisgrid.kernel.errors import Forbidden
from gisgrid.kernel.sealing import Tampered
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE, Desk
from tests.integration.cases.test_addresses import report, sign_in

WANG = Reporter("王某", "13812341234")
ELSEWHERE = text("""
    SELECT min(code) FROM area WHERE level = 'community' AND id <> ALL (CAST(:path AS bigint[]))
""")
LONG_AFTER = MONDAY + timedelta(days=731)


def whole_table(tx: Session, name: str) -> str:
    return str(tx.scalar(text(f"SELECT string_agg(t::text, ' ') FROM {name} AS t")))


def one_report(tx: Session, case_id: int) -> Report:
    return tx.scalars(select(Report).where(Report.case_id == case_id)).one()


def test_no_table_shows_a_reporter_who_came_alone_or_in_a_file(desk: Desk) -> None:
    desk.report(reporter=WANG)
    new = NewReport(source=Source.CITIZEN, class_key=LAMP, x=SQUARE[0], y=SQUARE[1], reporter=WANG)
    submit_many(desk.tx, [new, new])

    kept = " ".join(whole_table(desk.tx, name) for name in ("report", "step", "case_file"))
    assert "13812341234" not in kept
    assert "王某" not in kept
    assert [reporter_of(one) for one in desk.tx.scalars(select(Report))] == [WANG] * 3
    assert [one.fault for one in verify_all(desk.tx)] == [None] * 3


def test_a_reporter_moved_to_another_report_does_not_open(desk: Desk) -> None:
    one = one_report(desk.tx, desk.report(reporter=WANG).case_id)
    other = one_report(desk.tx, desk.report(reporter=Reporter("李某")).case_id)

    other.reporter_sealed = one.reporter_sealed
    with pytest.raises(Tampered):
        reporter_of(other)


def test_a_case_is_found_by_the_callers_number_however_it_is_written(web: TestClient) -> None:
    number = report(web, reporter={"phone": "138-1234 1234"})["number"]
    report(web, reporter={"phone": "13812341235"})
    report(web)
    sign_in(web, "dispatcher")

    for written in ("13812341234", "+86 138 1234 1234", "138-1234-1234"):
        found = web.post("/api/cases/by-phone", json={"phone": written})
        assert [one["number"] for one in found.json()["cases"]] == [number]


def test_only_the_desk_looks_for_numbers(web: TestClient) -> None:
    asked = {"phone": "13812341234"}
    assert web.post("/api/cases/by-phone", json=asked).status_code == 401
    sign_in(web, "unit-cg")
    assert web.post("/api/cases/by-phone", json=asked).status_code == 403


def test_a_dispatcher_who_also_handles_the_case_does_not_see_the_reporter(desk: Desk) -> None:
    from gisgrid.cases import whole  # noqa: PLC0415

    found = case(desk.tx, desk.report(reporter=WANG).number)
    dispatcher = desk.who("dispatcher")
    both = Actor(1, "both", (*dispatcher.posts, _handling(found.stations[0], dispatcher.posts[0])))

    assert whole(desk.tx, found, dispatcher).reporter == {"name": "王某", "phone": "138****1234"}
    assert whole(desk.tx, found, both).reporter is None


def test_a_dispatcher_who_also_handles_the_case_does_not_find_it_by_the_number(
    desk: Desk,
) -> None:
    told, other = (desk.report(reporter=WANG, class_key=one) for one in (LAMP, "event/0301"))
    at = case(desk.tx, told.number).stations[0]
    assert at not in case(desk.tx, other.number).stations
    dispatcher = desk.who("dispatcher")
    both = Actor(1, "both", (*dispatcher.posts, _handling(at, dispatcher.posts[0])))

    def found(by: Actor) -> set[str]:
        return {one.number for one in listed_by_phone(desk.tx, WANG.phone or "", by).cases}

    assert found(dispatcher) == {told.number, other.number}
    assert found(both) == {other.number}


def test_what_one_post_may_know_is_not_known_where_another_one_sees(desk: Desk) -> None:
    from gisgrid.cases import whole  # noqa: PLC0415

    found = case(desk.tx, desk.report(reporter=WANG).number)
    there = desk.tx.scalar(ELSEWHERE, {"path": found.path_today})
    like = desk.who("dispatcher").posts[0]
    posts = (_with(like, area_code=there), _with(like, role="analyst", area_code=None))
    both, dispatcher = Actor(1, "both", posts), desk.who("dispatcher")

    assert visible(desk.tx, found, both)
    assert whole(desk.tx, found, both).reporter is None
    assert listed_by_phone(desk.tx, "13812341234", both).cases == []
    with pytest.raises(Forbidden, match="辖区"):
        unmask(desk.tx, found, both)
    assert whole(desk.tx, found, dispatcher).reporter is not None
    assert len(unmask(desk.tx, found, dispatcher)) == 1


def _with(like: Post, **other: object) -> Post:
    return replace(like, **other)  # type: ignore[arg-type]


def _handling(station_id: int, like: Post) -> Post:
    known = {name: getattr(like, name) for name in Post.__dataclass_fields__}
    return Post(**{**known, "role": "handler", "station_id": station_id})


def ended(desk: Desk, **said: object) -> int:
    """A case that was declined at once."""
    found = lock(desk.tx, desk.report(reporter=WANG, class_key=None, **said).number)
    take(desk.tx, found, Action.DECLINE, actor=desk.who("dispatcher"), note="不属于本区")
    return found.id


def test_reporters_are_forgotten_when_their_time_is_over(
    desk: Desk, at: Callable[[datetime], None]
) -> None:
    old, merged, open_case = ended(desk), desk.report(reporter=WANG), desk.report(reporter=WANG)
    into = lock(desk.tx, merged.case_id)
    into.status, into.merged_into = Status.MERGED, old
    desk.tx.flush()

    at(LONG_AFTER)
    assert due_to_forget(desk.tx).months == {"2026-11": 2}
    assert forget_old(desk.tx, most=1) == 1
    assert due_to_forget(desk.tx).months == {"2026-11": 1}
    assert forget_old(desk.tx) == 1
    assert forget_old(desk.tx) == 0

    known = [reporter_of(one_report(desk.tx, i)) for i in (old, merged.case_id, open_case.case_id)]
    assert known == [None, None, WANG]
    assert one_report(desk.tx, old).phone_index is None
    assert verify_chain(desk.tx, old).fault is None


def test_before_their_time_nobody_is_forgotten(desk: Desk, at: Callable[[datetime], None]) -> None:
    ended(desk)
    at(MONDAY + timedelta(days=729))
    assert due_to_forget(desk.tx).months == {}
    assert forget_old(desk.tx) == 0


def test_a_complaint_whose_words_hold_a_number_is_cleaned_once(
    desk: Desk, at: Callable[[datetime], None]
) -> None:
    receipt = desk.report(class_key=None, text="请回电 13812341234")
    found = lock(desk.tx, receipt.number)
    take(desk.tx, found, Action.DECLINE, actor=desk.who("dispatcher"), note="不属于本区")

    at(LONG_AFTER)
    assert forget_old(desk.tx) == 1
    assert "13812341234" not in whole_table(desk.tx, "case_file")
    assert forget_old(desk.tx) == 0


def test_the_job_comes_again_while_there_is_more(
    desk: Desk, at: Callable[[datetime], None]
) -> None:
    case_id = ended(desk)
    at(LONG_AFTER)

    forget_reporters(desk.tx)
    forget_reporters(desk.tx)
    waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%forget%'")
    assert desk.tx.scalar(waiting) == 1
    forgets = select(func.count()).where(Step.case_id == case_id, Step.action == "anonymise")
    assert desk.tx.scalar(forgets) == 1


def test_a_phone_index_is_not_a_plain_digest(desk: Desk) -> None:
    assert phone_index(Reporter(None, None)) is None
    assert phone_index(WANG) == phone_index(Reporter("李某", "+86 13812341234"))


def audited(tx: Session) -> list[tuple[str, str, int, str | None]]:
    asked = text("SELECT operation, object, status, reason FROM audit_entry ORDER BY id")
    rows = [(row.operation, row.object, row.status, row.reason) for row in tx.execute(asked)]
    return [row for row in rows if row[0] != "/api/session"]


def test_unmasking_takes_a_post_and_a_reason_and_stands_in_the_audit(
    web: TestClient, district: Session
) -> None:
    told = report(web, reporter={"name": "王某", "phone": "13812341234"})
    path = f"/api/cases/{told['number']}/reporter"
    assert web.post(path, json={"reason": "回访"}).status_code == 401

    sign_in(web, "dispatcher")
    assert web.post(path, json={"reason": " "}).status_code == 422
    answer = web.post(path, json={"reason": "按 13900001111 的要求回访"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == [
        {"report_id": told["report_id"], "name": "王某", "phone": "13812341234"}
    ]

    whose = told["number"]
    assert audited(district) == [
        ("/api/cases/{number}/reporter", whose, 401, None),
        ("/api/cases/{number}/reporter", whose, 422, None),
        ("/api/cases/{number}/reporter", whose, 200, "按 ［已隐去］ 的要求回访"),
    ]


@pytest.mark.parametrize("login", ["unit-cg", "leader", "secadmin", "gridoffice"])
def test_who_may_see_a_case_may_not_for_that_read_the_number(web: TestClient, login: str) -> None:
    number = report(web, reporter={"name": "王某", "phone": "13812341234"})["number"]
    sign_in(web, login)
    answer = web.post(f"/api/cases/{number}/reporter", json={"reason": "想知道"})
    assert answer.status_code in {403, 404}
    assert "1381234" not in answer.text


def test_printing_a_slip_stands_in_the_audit(web: TestClient, district: Session) -> None:
    number = report(web)["number"]
    sign_in(web, "dispatcher")
    status = web.get(f"/api/cases/{number}/slip.html").status_code
    assert audited(district) == [("/api/cases/{number}/slip.html", number, status, None)]
