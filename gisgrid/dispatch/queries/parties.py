"""Which stations have a say in a case at the moment."""

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from gisgrid.dispatch.queries.orders import UNDER_WAY
from gisgrid.dispatch.tables import Consultation, ConsultationParty, Order


def parties(tx: Session, case_id: int) -> frozenset[int]:
    """Return the stations with an open order, those that hold one, and those being consulted."""
    mine = (Order.case_id == case_id) & Order.status.in_(UNDER_WAY)
    lead = select(Order.station_id).where(mine)
    holder = select(Order.holder_station_id).where(mine, Order.holder_station_id.is_not(None))
    talk = Consultation.id == ConsultationParty.consultation_id
    asked = (
        select(ConsultationParty.station_id)
        .join(Consultation, talk)
        .where(Consultation.case_id == case_id, Consultation.decided_at.is_(None))
    )
    return frozenset(tx.scalars(union_all(lead, holder, asked)))
