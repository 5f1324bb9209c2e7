"""Which stations have a say in a case at the moment."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.dispatch.queries.orders import UNDER_WAY
from gisgrid.dispatch.tables import Consultation, ConsultationParty, Order


def parties(tx: Session, case_id: int) -> frozenset[int]:
    """Return the stations with an open order, those that hold one, and those being consulted."""
    orders = select(Order.station_id, Order.holder_station_id).where(
        Order.case_id == case_id, Order.status.in_(UNDER_WAY)
    )
    found = {station for row in tx.execute(orders) for station in row if station is not None}
    return frozenset(found) | consulted(tx, case_id)


def consulted(tx: Session, case_id: int) -> frozenset[int]:
    """Return the stations of the case's open consultation."""
    query = select(ConsultationParty.station_id).join(
        Consultation, Consultation.id == ConsultationParty.consultation_id
    )
    open_one = query.where(Consultation.case_id == case_id, Consultation.decided_at.is_(None))
    return frozenset(tx.scalars(open_one))
