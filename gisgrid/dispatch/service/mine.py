"""Which order of a case is the actor's own."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.service.asked import Asked
from gisgrid.dispatch.tables import Order
from gisgrid.kernel.errors import Conflict, Forbidden


class NotYourOrder(Forbidden):
    """The actor's stations have no order of this case under way."""

    title = "Your station has no order here"


class NoOrder(Conflict):
    """The case has no order under way."""

    title = "Nobody has an order of this case"


def own_order(tx: Session, case: CaseFile, asked: Asked) -> Order:
    """Return the actor's order of the case, the lead's before an assisting one.

    A station that it was assigned onward to works on the order of the station that answers.
    """
    open_ones = rows.under_way(tx, case.id)
    mine = [order for order in open_ones if is_held(order, asked)]
    if not mine:
        raise NotYourOrder("本案没有派给您所在工作站的在办派单；请核对案件，或联系区调度中心。")
    return mine[0]


def is_held(order: Order, asked: Asked) -> bool:
    """Tell whether the actor works on an order: by station or as the person it was given to."""
    stations, person = asked.actor.station_ids, asked.actor.person_id
    ours = order.station_id in stations or order.holder_station_id in stations
    return ours or (person is not None and order.holder_person_id == person)


def lead_order(tx: Session, case: CaseFile) -> Order:
    """Return the order of the station that answers for the case."""
    return lead_of(rows.under_way(tx, case.id))


def lead_of(orders: Sequence[Order]) -> Order:
    """Return the lead's order among orders under way."""
    lead = next((order for order in orders if order.party == "lead"), None)
    if lead is None:
        raise NoOrder("本案目前没有在办的主办派单。")
    return lead
