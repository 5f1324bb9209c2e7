"""Reckon an order's deadlines: from its limits, its pauses and what it may never be later than."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.clocks import Pause
from gisgrid.dispatch.rules.dues import Clock, Ends, due
from gisgrid.dispatch.rules.ladder import Reach, moments
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.tables import ClockPause, Order
from gisgrid.kernel import clock

RESPOND, SOLVE = "respond", "solve"


def respond_clock(order: Order) -> Clock:
    """Return the clock that runs until the order is signed for."""
    return Clock(order.opened_at, order.respond_value, order.respond_unit)


def solve_clock(order: Order) -> Clock:
    """Return the clock that runs until the order is fed back; a referral does not restart it."""
    return Clock(order.solve_from, order.solve_value, order.solve_unit)


def ends_of(order: Order) -> Ends:
    """Return what an order's deadlines are never later than."""
    return Ends(order.no_later_than, order.agreed_until)


def reckon_case(tx: Session, case: CaseFile) -> None:
    """Reckon every order of a case that is under way."""
    stood = rows.pauses(tx, case.id)
    for order in rows.under_way(tx, case.id):
        reckon(tx, case, order, stood)


def reckon(
    tx: Session, case: CaseFile, order: Order, stood: Sequence[ClockPause] | None = None
) -> None:
    """Set an order's deadlines and its next alarm; the lead's are the case's own.

    `stood` are the case's pauses, when they are known already.
    """
    found = calendar(tx)
    pauses = pauses_of(tx, order) if stood is None else rows.standing(stood, order.id)
    order.respond_due = due(found, respond_clock(order), pauses, ends_of(order))
    order.solve_due = due(found, solve_clock(order), pauses, ends_of(order))
    end = order.solve_due or clock.now()
    unsure = found.is_provisional(order.opened_at, max(end, order.opened_at))
    order.provisional = unsure or case.condition_id is None
    order.next_alarm_at = next_alarm(found, order, pauses, None)
    if order.party == "lead":
        case.respond_due, case.solve_due = order.respond_due, order.solve_due
        case.provisional = case.condition_id is None


def pauses_of(tx: Session, order: Order) -> list[Pause]:
    """Return the spans in which an order's clocks stand."""
    return rows.standing(rows.pauses(tx, order.case_id), order.id)


def running_clocks(order: Order) -> list[tuple[str, Clock]]:
    """Return the clocks of an order that still run, by name."""
    if order.status not in rows.OPEN:
        return []
    respond = [(RESPOND, respond_clock(order))] if order.signed_at is None else []
    return [*respond, (SOLVE, solve_clock(order))]


def reached(
    found: Calendar, order: Order, pauses: Sequence[Pause]
) -> list[tuple[datetime, str, Reach]]:
    """Return when each rung of each running clock is told, earliest first."""
    every = [
        (at, name, reach)
        for name, running in running_clocks(order)
        for reach, at in moments(found, running, pauses, ends_of(order))
    ]
    return sorted(every, key=lambda one: (one[0], one[1], one[2].share))


def next_alarm(
    found: Calendar, order: Order, pauses: Sequence[Pause], after: datetime | None
) -> datetime | None:
    """Return when somebody must be told next, after a moment; None when nobody must."""
    times = [at for at, _, _ in reached(found, order, pauses) if after is None or at > after]
    return min(times, default=None)
