"""Alarms that were told, and who is next to be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ARRAY, DateTime, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.dispatch.sql import load
from gisgrid.dispatch.tables import Alarm, ClockPause, Consultation, Order

MOMENTS: Final = ARRAY(DateTime(timezone=True))
WAITING: Final = text(load("waiting_for_somebody")).bindparams(
    bindparam("reached", type_=MOMENTS), bindparam("reached_urgently", type_=MOMENTS)
)


class Waiting(NamedTuple):
    """An open case that nobody has yet."""

    case_id: int
    emergency: bool
    since: datetime
    told: list[datetime]
    """The deadline of each alarm about this wait that was told, one for each rung."""


def put(tx: Session, alarm: Alarm) -> bool:
    """Write an alarm; False when it was told before."""
    values = {
        column.key: getattr(alarm, column.key)
        for column in Alarm.__table__.columns
        if column.key != "id"
    }
    put_once = insert(Alarm).values(values).on_conflict_do_nothing(constraint="alarm_once_key")
    return tx.scalar(put_once.returning(Alarm.id)) is not None


def due_orders(tx: Session, now: datetime, limit: int) -> Sequence[Order]:
    """Return the orders about which somebody must be told by now, and lock them."""
    query = select(Order).where(Order.next_alarm_at <= now).order_by(Order.next_alarm_at)
    return tx.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()


def waiting(tx: Session, reached: Mapping[bool, Sequence[datetime]], most: int) -> list[Waiting]:
    """Return open cases that nobody has and of which somebody must be told, the oldest first.

    `reached` holds, for emergencies and others, the latest start that has reached each rung.
    """
    moments = {"reached": list(reached[False]), "reached_urgently": list(reached[True])}
    rows = tx.execute(WAITING, {**moments, "most": most})
    return [Waiting(*row) for row in rows]


def late_consultations(tx: Session, now: datetime) -> Sequence[Consultation]:
    """Return consultations that should have been decided."""
    query = select(Consultation).where(Consultation.decided_at.is_(None))
    return tx.scalars(query.where(Consultation.due <= now)).all()


def late_on_the_books(tx: Session, now: datetime) -> Sequence[ClockPause]:
    """Return what rests on the books although its day has come."""
    query = select(ClockPause).where(ClockPause.ends.is_(None), ClockPause.until <= now)
    return tx.scalars(query.where(ClockPause.reason == "on_the_books")).all()


def alarms(tx: Session, case_id: int) -> Sequence[Alarm]:
    """Return what was told about a case, oldest first."""
    query = select(Alarm).where(Alarm.case_id == case_id)
    return tx.scalars(query.order_by(Alarm.at, Alarm.id)).all()
