"""One dispatch: one lead order with two clocks, a slip to five, and what units do with it."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid import cases, dispatch
from gisgrid.dispatch.jobs import open_orders
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import BadCodes
from gisgrid.dispatch.rules.slip import Part
from gisgrid.dispatch.service.mine import NotYourOrder
from gisgrid.dispatch.tables import Slip, SlipRecipient
from gisgrid.identity.tables import PostRow
from gisgrid.kernel.errors import Conflict, Forbidden, Invalid
from gisgrid.notices.tables import NoticeRow
from tests.integration.dispatch.town import Hold, Town, at, leads


def told(tx: Session, case: cases.CaseFile) -> set[tuple[str, int | None, int | None]]:
    query = select(NoticeRow).where(NoticeRow.case_id == case.id)
    return {(one.kind, one.to_person_id, one.to_station_id) for one in tx.scalars(query)}


def test_a_filed_case_is_dispatched_to_its_station_with_both_clocks(town: Town) -> None:
    case = town.dispatched()
    (order,) = leads(town, case)
    assert case.status == "dispatched"
    assert order.station_id == town.stations["community"]
    assert order.respond_due == at("2026-11-23 11:00")
    assert order.solve_due == at("2026-11-25 09:00")
    assert (case.respond_due, case.solve_due) == (order.respond_due, order.solve_due)
    assert not case.provisional
    assert case.dispatched_at == at("2026-11-23 09:00")


def test_the_job_that_runs_twice_opens_one_order_and_one_slip(town: Town) -> None:
    case = town.dispatched()
    dispatch.open_order(town.tx, case.id)
    assert len(leads(town, case)) == 1
    assert town.tx.scalar(select(func.count()).select_from(Slip)) == 1
    assert town.tx.scalar(select(func.count()).select_from(SlipRecipient)) == 5


def opened(town: Town, case: cases.CaseFile) -> list[tuple[object, ...]]:
    """Return what a dispatch wrote of a case, its ids left out."""
    orders = [
        (o.party, o.station_id, o.respond_due, o.solve_due, o.next_alarm_at, o.provisional)
        for o in rows.orders(town.tx, case.id)
    ]
    parts = select(SlipRecipient.part, SlipRecipient.person_id, SlipRecipient.station_id).join(Slip)
    slip = town.tx.execute(parts.where(Slip.case_id == case.id).order_by(SlipRecipient.part))
    return [*orders, *map(tuple, slip), (case.status, case.last_seq), *sorted(told(town.tx, case))]


def test_cases_dispatched_together_are_dispatched_as_each_by_itself(town: Town) -> None:
    kinds = ("signboard", "quarrel", "manhole", "signboard")
    alone, together = ([town.report(kind) for kind in kinds] for _ in range(2))
    for case in (*alone, *together):
        case.routing = {**case.routing, "assists": [town.stations["housing"]]}
    for case in alone:
        open_orders(town.tx, [{"case_id": case.id}])
    open_orders(town.tx, [{"case_id": case.id} for case in (*together, *together)])
    assert [opened(town, case) for case in together] == [opened(town, case) for case in alone]
    assert [len(rows.orders(town.tx, case.id)) for case in together] == [2, 0, 2, 2]
    assert all(cases.verify_chain(town.tx, case.id).fault is None for case in together)


def supervisor_of(town: Town, case: cases.CaseFile) -> int | None:
    asked = select(SlipRecipient.person_id).join(Slip, Slip.id == SlipRecipient.slip_id)
    part = (Slip.case_id == case.id) & (SlipRecipient.part == Part.SUPERVISION)
    return town.tx.scalar(asked.where(part))


def test_the_slip_goes_to_whoever_holds_the_office_by_then(town: Town, at_: Hold) -> None:
    """The offices are remembered, but never beyond a change of posts or a post's own end."""
    holder = town.people["supervisor"]
    assert supervisor_of(town, town.dispatched()) == holder
    post = town.tx.scalars(select(PostRow).where(PostRow.person_id == holder)).one()
    post.valid_to = at("2026-11-24 09:00")
    town.tx.flush()

    assert supervisor_of(town, town.dispatched()) == holder
    at_(at("2026-11-24 09:00"))
    assert supervisor_of(town, town.dispatched()) is None


def test_a_case_that_waits_for_filing_gets_no_order(town: Town) -> None:
    case = town.dispatched("quarrel")
    assert case.status == "received"
    assert leads(town, case) == []


def test_an_emergency_is_dispatched_first_and_gets_its_own_limits_when_filed(town: Town) -> None:
    case = town.dispatched("manhole")
    (order,) = leads(town, case)
    assert (case.status, case.provisional, order.provisional) == ("dispatched", True, True)
    assert order.solve_due == at("2026-11-23 11:00")
    town.act(case, "dispatcher", "file", condition_id=town.conditions["manhole"])
    assert (case.status, case.provisional, order.provisional) == ("dispatched", False, False)


def test_ours_is_never_later_than_another_platforms_deadline(town: Town) -> None:
    case = town.dispatched(
        external_platform="12345", external_number="X1", external_deadline=at("2026-11-23 10:30")
    )
    (order,) = leads(town, case)
    assert (order.respond_due, order.solve_due) == (
        at("2026-11-23 10:30"),
        at("2026-11-23 10:30"),
    )


def test_one_dispatch_tells_the_five_recipients_at_once(town: Town) -> None:
    case = town.report()
    case.leader_person_id = town.people["grid_leader"]
    dispatch.open_order(town.tx, case.id)
    people = town.people
    assert told(town.tx, case) == {
        ("dispatched", None, town.stations["community"]),
        ("slip", people["leader"], None),
        ("slip", people["supervisor"], None),
        ("slip", people["grid_office"], None),
        ("slip", people["grid_leader"], None),
    }


def test_each_recipient_reads_and_says_on_its_own_part_only(town: Town) -> None:
    case = town.dispatched()
    assert dispatch.read_slip(town.tx, case, town.actor("supervisor")) == 1
    assert dispatch.read_slip(town.tx, case, town.actor("supervisor")) == 0
    dispatch.say_opinion(town.tx, case, town.actor("grid_officer"), "马上到场")
    parts = town.tx.scalars(select(SlipRecipient).order_by(SlipRecipient.part)).all()
    assert [part.read_at is not None for part in parts] == [False, True, False, False, True]
    assert [part.opinion for part in parts] == [None, None, None, None, "马上到场"]
    with pytest.raises(Forbidden):
        dispatch.say_opinion(town.tx, case, town.actor("handler"), "与我无关")


def test_signing_in_stops_the_respond_clock(town: Town) -> None:
    case = town.dispatched()
    town.act(case, "grid_officer", "sign_in")
    (order,) = leads(town, case)
    assert (case.status, order.status) == ("handling", "handling")
    assert order.signed_at == case.signed_at == at("2026-11-23 09:00")
    with pytest.raises(Conflict):
        town.act(case, "grid_officer", "sign_in")


def test_a_station_without_an_order_cannot_sign_in(town: Town) -> None:
    case = town.dispatched()
    with pytest.raises(NotYourOrder):
        town.act(case, "unit_dispatcher", "sign_in")


def test_a_dispatcher_chooses_lead_and_assisting_units_each_with_a_clock(town: Town) -> None:
    case = town.report()
    stations = town.stations
    town.act(case, "dispatcher", "dispatch", lead=stations["housing"], assists=[stations["city"]])
    lead, assist = rows.orders(town.tx, case.id)
    assert (lead.station_id, assist.station_id) == (stations["housing"], stations["city"])
    assert assist.parent_order_id == lead.id
    assert assist.solve_due == lead.solve_due == at("2026-11-25 09:00")


@pytest.mark.parametrize(
    "codes", [{"lead": "housing"}, {"lead": 1, "assists": [1]}, {"lead": 1, "assists": [2, 2]}]
)
def test_a_dispatch_that_contradicts_itself_is_refused(town: Town, codes: dict[str, Any]) -> None:
    with pytest.raises(BadCodes):
        town.act(town.report(), "dispatcher", "dispatch", **codes)


def test_a_station_that_does_not_exist_is_refused(town: Town) -> None:
    with pytest.raises(Invalid, match="999999"):
        town.act(town.report(), "dispatcher", "dispatch", lead=999999)


def test_an_assisting_unit_signs_in_and_feeds_back_without_moving_the_case(town: Town) -> None:
    case = town.report()
    stations = town.stations
    town.act(case, "dispatcher", "dispatch", lead=stations["housing"], assists=[stations["city"]])
    town.act(case, "handler", "sign_in")
    town.act(case, "handler", "feedback", "围挡已设")
    lead, assist = rows.orders(town.tx, case.id)
    assert (case.status, lead.status, assist.status) == ("dispatched", "dispatched", "fed_back")
    assert assist.next_alarm_at is None


def test_an_assisting_unit_says_what_it_did_and_why_it_returns(town: Town) -> None:
    case = town.report()
    stations: dict[str, Any] = {
        "lead": town.stations["housing"],
        "assists": [town.stations["city"]],
    }
    town.act(case, "dispatcher", "dispatch", **stations)
    for action in ("return", "feedback"):
        with pytest.raises(Invalid):
            town.act(case, "handler", action)


def test_supervision_tells_the_station_and_the_grid_leader(town: Town) -> None:
    case = town.dispatched()
    case.leader_person_id = town.people["grid_leader"]
    town.act(case, "supervisor", "supervise", "群众反映强烈")
    kinds = told(town.tx, case)
    assert ("supervised", None, town.stations["community"]) in kinds
    assert ("supervised", town.people["grid_leader"], None) in kinds


def test_the_history_of_a_dispatched_case_verifies(town: Town) -> None:
    case = town.dispatched()
    town.act(case, "grid_officer", "sign_in")
    assert cases.verify_chain(town.tx, case.id).fault is None
