"""Warn before a deadline and escalate after it, rung by rung; also for cases nobody has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import CaseFile, case
from gisgrid.dispatch.queries import alarms as rows
from gisgrid.dispatch.queries import consultations
from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.dues import Clock
from gisgrid.dispatch.rules.ladder import UNASSIGNED, Reach, Rung, latest_start, moments
from gisgrid.dispatch.rules.limits import WAITING
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.ladder import whom
from gisgrid.dispatch.service.reckoning import next_alarm, pauses_of, reached
from gisgrid.dispatch.service.telling import tell
from gisgrid.dispatch.tables import Alarm, Order

AT_ONCE: Final = 500
"""What one sweep takes; the rest is taken by the next, a minute later."""


@dataclass(frozen=True, slots=True)
class About:
    """What an alarm is about: a case, and one order of it or none."""

    case: CaseFile
    order: Order | None = None


def sweep_deadlines(tx: Session, now: datetime) -> int:
    """Tell everybody who must be told by now, each once; return how many alarms that made.

    Safe to run as often as one likes: an alarm is known by case, order, clock, rung and deadline.
    """
    told = sum(_sweep_order(tx, order, now) for order in rows.due_orders(tx, now, AT_ONCE))
    return told + _sweep_waiting(tx, now) + _sweep_consultations(tx, now) + _sweep_books(tx, now)


def _sweep_order(tx: Session, order: Order, now: datetime) -> int:
    found, pauses = calendar(tx), pauses_of(tx, order)
    about = About(case(tx, order.case_id), order)
    told = 0
    for at, name, reach in reached(found, order, pauses):
        due = order.respond_due if name == "respond" else order.solve_due
        if at <= now and due is not None:
            told += _alarm(tx, about, name, reach, due, now)
    order.next_alarm_at = next_alarm(found, order, pauses, now)
    return told


def _sweep_waiting(tx: Session, now: datetime) -> int:
    """Tell what is to be told of cases that nobody has; those told of before keep nobody back."""
    found = calendar(tx)
    starts = {urgent: _latest_starts(found, urgent, now) for urgent in WAITING}
    return sum(
        _alarm(tx, About(case(tx, one.case_id)), "assign", reach, due, now)
        for one in rows.waiting(tx, starts, AT_ONCE)
        for reach, due in _untold(found, one, now)
    )


def _latest_starts(found: Calendar, urgent: bool, now: datetime) -> list[datetime]:  # noqa: FBT001
    """Return, for each rung, the latest moment since which a case may wait to have reached it."""
    rungs = range(len(UNASSIGNED))
    return [latest_start(found, WAITING[urgent], UNASSIGNED, rung, now) for rung in rungs]


def _untold(found: Calendar, one: rows.Waiting, now: datetime) -> list[tuple[Reach, datetime]]:
    """Return the rungs that are reached and were not told, with the deadline they speak of."""
    clock = Clock(one.since, *WAITING[one.emergency])
    times = list(moments(found, clock, (), ladder=UNASSIGNED))
    due = times[0][1]
    return [(reach, due) for reach, at in times if at <= now][one.told.count(due) :]


def _sweep_consultations(tx: Session, now: datetime) -> int:
    told = 0
    for one in rows.late_consultations(tx, now):
        of = case(tx, one.case_id)
        told += _alarm(tx, About(of), "consult", UNASSIGNED[0], one.due, now)
        for party in consultations.parties_of(tx, one.id):
            if party.said_at is None:
                key = f"consult_late:{party.id}"
                tell(tx, of, "consult_overdue", key, station_id=party.station_id, due=one.due)
    return told


def _sweep_books(tx: Session, now: datetime) -> int:
    return sum(
        _alarm(tx, About(case(tx, pause.case_id)), "books", UNASSIGNED[0], pause.until, now)
        for pause in rows.late_on_the_books(tx, now)
        if pause.until is not None
    )


def _alarm(tx: Session, about: About, name: str, reach: Reach, due: datetime, now: datetime) -> int:
    """Write an alarm and tell it; 0 when it was told before."""
    order_id = about.order.id if about.order else None
    alarm = Alarm(case_id=about.case.id, order_id=order_id, clock=name, due=due, at=now)
    alarm.kind, alarm.rung = reach.kind, reach.rung
    if not rows.put(tx, alarm):
        return 0
    _tell(tx, about, alarm)
    return 1


def _tell(tx: Session, about: About, alarm: Alarm) -> None:
    kind, due_s = f"{alarm.clock}_{alarm.kind}", int(alarm.due.timestamp())
    for one in whom(tx, about.case, about.order, Rung(alarm.rung)):
        key = f"{kind}:{alarm.rung}:{alarm.order_id}:{due_s}:{one.person_id}:{one.station_id}"
        tell(
            tx,
            about.case,
            kind,
            key,
            person_id=one.person_id,
            station_id=one.station_id,
            due=alarm.due,
            rung=alarm.rung,
        )
