"""A report becomes a case: placed, routed, filed by policy, remembered, chained."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from gisgrid.cases import (
    NewReport,
    Report,
    Reporter,
    Source,
    case,
    submit,
    submit_many,
    verify_chain,
)
from gisgrid.cases.service.intake import NotAReport
from gisgrid.cases.service.keys import OtherBody
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.identity import system_actor
from gisgrid.kernel import datum
from gisgrid.kernel.errors import Forbidden, NotSignedIn
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE, Desk


def cases(desk: Desk) -> int:
    return desk.tx.scalar(select(func.count()).select_from(CaseFile)) or 0


def test_a_report_with_a_class_and_a_point_is_filed_and_says_who_answers(desk: Desk) -> None:
    receipt = desk.report()

    assert receipt.status == "filed"
    assert receipt.lead
    assert receipt.leader
    assert receipt.areas[0] == "中站区"
    assert not receipt.provisional
    assert receipt.respond_due is not None
    assert receipt.respond_due > MONDAY
    assert receipt.number.startswith("20261123-")


def test_the_case_holds_where_it_is_who_answers_and_why(desk: Desk) -> None:
    found = case(desk.tx, desk.report().number)

    assert found.path_of_record == found.path_today
    assert found.path_of_record[-1] == found.area_id
    assert found.lead_station_id in found.stations
    assert {reason["code"] for reason in found.routing["reasons"]} >= {"place", "class", "lead"}
    assert found.filed_at == found.received_at == MONDAY
    assert found.id // 10**9 == 202611


def test_its_first_steps_are_reported_and_filed_and_the_chain_holds(desk: Desk) -> None:
    receipt = desk.report(reporter=Reporter("王某", "13812341234"))

    steps = desk.tx.scalars(select(Step).where(Step.case_id == receipt.case_id)).all()
    assert [step.action for step in sorted(steps, key=lambda s: s.seq)] == ["report", "file"]
    assert verify_chain(desk.tx, receipt.number).fault is None


def test_a_report_without_a_class_waits_with_suggestions_and_is_no_guess(desk: Desk) -> None:
    receipt = desk.report(class_key=None, text="小区门口路灯不亮了，晚上太黑")

    assert receipt.status == "received"
    assert receipt.unrouted == "no_class"
    assert receipt.provisional
    assert any(one["key"] == LAMP for one in receipt.suggestions)
    assert case(desk.tx, receipt.number).class_id is None


def test_a_place_in_words_is_used_only_when_it_means_one_place(desk: Desk) -> None:
    sure = desk.report(x=None, y=None, place_text="许衡广场")
    unsure = desk.report(x=None, y=None, place_text="广场")
    nowhere = desk.report(x=None, y=None, place_text="")

    assert sure.lead is not None
    assert (unsure.unrouted, unsure.status) == ("place_unsure", "received")
    assert unsure.candidates
    assert nowhere.unrouted == "no_place"


def test_a_point_outside_the_grid_is_kept_and_unrouted(desk: Desk) -> None:
    receipt = desk.report(x=113.9, y=35.24)

    assert receipt.unrouted == "outside"
    assert case(desk.tx, receipt.number).point is not None


def test_a_gcj02_point_is_turned_and_its_raw_pair_kept(desk: Desk) -> None:
    x, y = datum.from_wgs84(*SQUARE, "gcj02")

    turned, plain = desk.report(x=x, y=y, datum="gcj02"), desk.report()
    said = desk.tx.scalars(select(Report).where(Report.id == turned.report_id)).one()
    assert (said.raw_x, said.raw_y, said.datum) == (x, y, "gcj02")
    assert said.lon == pytest.approx(SQUARE[0], abs=1e-8)
    assert turned.areas == plain.areas


def test_an_emergency_is_marked_to_be_dispatched_first(desk: Desk) -> None:
    receipt = desk.report(class_key="event/0596", text="楼上掉瓷砖", confidence=0.9)

    assert receipt.emergency
    assert receipt.status == "received"
    assert receipt.lead is not None


def test_our_deadline_is_never_later_than_the_other_platforms(desk: Desk) -> None:
    theirs = MONDAY.replace(minute=45)
    external = {"external_platform": "12345", "external_number": "A-1"}

    receipt = desk.report(external_deadline=theirs, **external)
    assert receipt.respond_due == receipt.solve_due == theirs


def test_the_same_key_and_body_get_the_same_answer_and_one_case(desk: Desk) -> None:
    before = cases(desk)
    first = desk.report(idempotency_key="k-1")
    again = desk.report(idempotency_key="k-1")

    assert replace(again, replayed=False) == first
    assert again.replayed
    assert cases(desk) == before + 1


def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    desk.report(idempotency_key="k-2")

    with pytest.raises(OtherBody):
        desk.report(idempotency_key="k-2", text="另一件事")


def test_a_report_that_makes_no_sense_is_refused_in_sentences(desk: Desk) -> None:
    with pytest.raises(NotAReport, match="同时给出"):
        desk.report(y=None)


def test_only_the_desk_speaks_for_the_hotline(desk: Desk) -> None:
    said = NewReport(source=Source.HOTLINE, text="来电反映路灯不亮")

    with pytest.raises(NotSignedIn):
        submit(desk.tx, said)
    with pytest.raises(Forbidden):
        submit(desk.tx, said, desk.who("officer1"))
    assert submit(desk.tx, said, desk.who("dispatcher")).status == "received"


def test_many_reports_are_routed_as_each_would_be_alone(desk: Desk) -> None:
    alone = case(desk.tx, desk.report().number)
    kinds = (Source.CITIZEN, Source.CAMERA)
    here = {"class_key": LAMP, "x": SQUARE[0], "y": SQUARE[1], "confidence": 0.9}

    reports = [NewReport(source=kind, text="路灯不亮", **here) for kind in kinds]  # type: ignore[arg-type]
    batch = submit_many(desk.tx, [*reports, replace(reports[0], y=None)], system_actor())
    found = [case(desk.tx, number) for number in batch.numbers]
    assert [one.path_of_record for one in found] == [alone.path_of_record] * 2
    assert [one.lead_station_id for one in found] == [alone.lead_station_id] * 2
    assert found[0].border_m == alone.border_m
    assert [(one.at, "同时给出" in one.why) for one in batch.refused] == [(2, True)]
    assert all(verify_chain(desk.tx, number).fault is None for number in batch.numbers)


def test_an_appeal_needs_no_place(desk: Desk) -> None:
    receipt = desk.report(class_key="appeal/0101", x=None, y=None, text="咨询社保怎么办")

    assert receipt.unrouted is None
    assert receipt.areas == ()
