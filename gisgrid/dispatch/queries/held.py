"""The orders that somebody works on, with their cases."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gisgrid.cases import CaseFile, Reach, within
from gisgrid.dispatch.queries.orders import UNDER_WAY
from gisgrid.dispatch.tables import ClockPause, Order
from gisgrid.identity import Actor


def held_orders(
    tx: Session, actor: Actor, who: Reach, since: datetime, limit: int
) -> Sequence[tuple[Order, CaseFile]]:
    """Return what an actor or their stations hold of the cases that they see.

    Under way, or ended since; the earliest due first. Whoever sits where an order is, and sees no
    case, or none of its class, holds none.
    """
    stations, person = actor.station_ids, actor.person_id
    at_stations = Order.station_id.in_(stations) | Order.holder_station_id.in_(stations)
    held = at_stations if person is None else at_stations | (Order.holder_person_id == person)
    fresh = or_(Order.status.in_(UNDER_WAY), Order.ended_at >= since)
    asked = select(Order, CaseFile).join(CaseFile, CaseFile.id == Order.case_id)
    first = Order.solve_due.asc().nulls_last(), Order.id
    rows = tx.execute(
        asked.where(held, fresh, within(who))
        .order_by(Order.ended_at.is_(None).desc(), *first)
        .limit(limit)
    )
    return [(order, case) for order, case in rows]


def pauses_of(tx: Session, case_ids: Collection[int]) -> dict[int, list[ClockPause]]:
    """Return the pauses of some cases, oldest first."""
    asked = select(ClockPause).where(ClockPause.case_id.in_(case_ids))
    found: dict[int, list[ClockPause]] = {case_id: [] for case_id in case_ids}
    for row in tx.scalars(asked.order_by(ClockPause.starts, ClockPause.id)):
        found[row.case_id].append(row)
    return found
