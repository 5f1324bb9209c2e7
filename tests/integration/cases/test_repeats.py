"""Machines say things again: counted at the open case, alone and in a batch by one rule."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gisgrid.cases import (
    Action,
    CaseFile,
    NewReport,
    Receipt,
    Report,
    Source,
    case,
    lock,
    merge,
    submit,
    submit_many,
    take,
    unmerge,
    verify_chain,
)
from gisgrid.identity import system_actor
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE, Desk

STEP = 0.0002
"""About 20 metres: some neighbours are within a class's radius, some are not."""
KEYS = (LAMP, "event/0104", "component/0101", "event/0106", "appeal/0101")
FOUND = NewReport(
    source=Source.CAMERA, class_key=LAMP, text="路灯不亮", x=SQUARE[0], y=SQUARE[1], confidence=0.9
)
found = st.builds(
    lambda **said: replace(FOUND, **said),
    source=st.sampled_from((Source.CAMERA, Source.CAMERA, Source.GAUGE, Source.CITIZEN)),
    class_key=st.sampled_from(KEYS),
    x=st.integers(-3, 3).map(lambda n: SQUARE[0] + n * STEP) | st.floats(112.9, 113.3),
    y=st.integers(-3, 3).map(lambda n: SQUARE[1] + n * STEP),
    datum=st.sampled_from(("wgs84", "wgs84", "gcj02")),
    confidence=st.sampled_from((0.3, 0.95, None)),
    external_deadline=st.sampled_from((None, None, None, MONDAY + timedelta(hours=3))),
)
NUMBERED = {"id", "number", "head", "h3", "point"}
"""What tells two cases apart that are the same in everything that was decided."""


@contextmanager
def undone(tx: Session) -> Iterator[None]:
    """Do something that is undone at the end of the block."""
    point = tx.begin_nested()
    try:
        yield
    finally:
        point.rollback()
        tx.expunge_all()


def state(one: CaseFile) -> dict[str, Any]:
    """Return everything that was decided of a case, metres rounded to micrometres."""
    known = {
        c.key: getattr(one, c.key) for c in CaseFile.__table__.columns if c.key not in NUMBERED
    }
    return {name: rounded(value) for name, value in known.items()}


def rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 6)
        case dict():
            return {name: rounded(one) for name, one in value.items()}
        case list():
            return [rounded(one) for one in value]
        case _:
            return value


def states(tx: Session) -> list[dict[str, Any]]:
    tx.expire_all()
    since = select(CaseFile).where(CaseFile.received_at >= MONDAY).order_by(CaseFile.id)
    return [state(one) for one in tx.scalars(since)]


def reports_of(tx: Session, receipt: Receipt) -> int:
    return len(tx.scalars(select(Report).where(Report.case_id == receipt.case_id)).all())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(found, min_size=1, max_size=12))
def test_a_batch_gives_what_its_reports_would_give_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, reports: Sequence[NewReport]
) -> None:
    monkeypatch.setattr("gisgrid.cases.service.batch.AT_ONCE", 3)
    tx, system = desk.tx, system_actor()
    before = len(states(tx))
    with undone(tx):
        receipts = [submit(tx, new, system) for new in reports]
        alone = states(tx)
    with undone(tx):
        batch = submit_many(tx, reports, system)
        assert states(tx) == alone
        assert len(batch.numbers) == len(alone) - before
        assert batch.repeats == sum(receipt.repeated for receipt in receipts)
        assert all(verify_chain(tx, number).fault is None for number in batch.numbers)


def test_what_a_camera_says_again_is_counted_and_kept_with_the_open_case(desk: Desk) -> None:
    first, again = (submit(desk.tx, FOUND, system_actor()) for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.number == first.number
    assert again.report_id != first.report_id
    assert case(desk.tx, first.number).repeat_count == 1
    assert reports_of(desk.tx, first) == 2
    assert (again.lead, again.areas, again.status) == (first.lead, first.areas, first.status)


def test_counting_does_not_write_the_case_anew(desk: Desk) -> None:
    first = submit(desk.tx, FOUND, system_actor())
    place = text("SELECT ctid::text FROM case_file WHERE id = :id")
    before = desk.tx.scalar(place, {"id": first.case_id})
    assert submit_many(desk.tx, [FOUND] * 3, system_actor()).repeats == 3
    assert case(desk.tx, first.number).repeat_count == 3
    assert desk.tx.scalar(place, {"id": first.case_id}) == before


def test_a_merged_case_brings_what_machines_said_again(desk: Desk) -> None:
    other = replace(FOUND, class_key="event/0104")
    into, merged = (submit(desk.tx, one, system_actor()).number for one in (FOUND, other))
    clerk, held = desk.who("dispatcher"), lock(desk.tx, merged)
    submit_many(desk.tx, [FOUND, other, other], system_actor())
    merge(desk.tx, held, into, actor=clerk)
    assert case(desk.tx, into).repeat_count == 4
    unmerge(desk.tx, held, actor=clerk)
    assert [case(desk.tx, one).repeat_count for one in (into, merged)] == [1, 2]


def test_the_same_key_counts_a_repeat_once(desk: Desk) -> None:
    first = submit(desk.tx, FOUND, system_actor())
    keyed = replace(FOUND, idempotency_key="repeat-1")
    again, once_more = (submit(desk.tx, keyed, system_actor()) for _ in range(2))
    assert (again.repeated, once_more.repeated, once_more.replayed) == (True, True, True)
    assert case(desk.tx, first.number).repeat_count == 1


def test_an_ended_case_counts_nothing_more(desk: Desk) -> None:
    unsure = replace(FOUND, confidence=0.3)
    first = submit(desk.tx, unsure, system_actor())
    held = lock(desk.tx, first.number)
    take(desk.tx, held, Action.DECLINE, actor=desk.who("dispatcher"), note="查无此事")
    batch = submit_many(desk.tx, [unsure, unsure], system_actor())
    assert (len(batch.numbers), batch.repeats) == (1, 1)
    assert case(desk.tx, batch.numbers[0]).repeat_count == 1
    assert case(desk.tx, first.number).repeat_count == 0


def test_after_the_days_of_its_class_the_same_is_a_new_case(
    desk: Desk, at: Callable[[datetime], None]
) -> None:
    first = submit(desk.tx, FOUND, system_actor())
    at(MONDAY + timedelta(days=10))
    assert submit(desk.tx, FOUND, system_actor()).repeated
    at(MONDAY + timedelta(days=10, seconds=1))
    later = submit(desk.tx, FOUND, system_actor())
    assert (later.repeated, later.number == first.number) == (False, False)


@pytest.mark.parametrize("source", [Source.CITIZEN, Source.HOTLINE])
def test_people_are_never_folded(desk: Desk, source: Source) -> None:
    said = [replace(FOUND, source=source, confidence=None)] * 2
    assert len(submit_many(desk.tx, said, system_actor()).numbers) == 2
