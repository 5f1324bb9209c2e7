"""Dispatch without a hand: what is filed, and emergencies, to whom their duties name."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Status, Step, lock_all
from gisgrid.dispatch.rules.codes import Stations
from gisgrid.dispatch.service.asked import system
from gisgrid.dispatch.service.orders import Dispatch, dispatch_all


def open_order(tx: Session, case_id: int) -> Step | None:
    """Dispatch one case; None when there is nothing to do."""
    return next(iter(open_orders(tx, [case_id])), None)


def open_orders(tx: Session, case_ids: Sequence[int]) -> list[Step]:
    """Dispatch filed cases, and emergencies before they are filed, to whom their duties name.

    Safe to run again: a case that was dispatched is left alone. An unrouted case waits in the
    district centre's queue and gets no order.
    """
    wanted = [one for case in lock_all(tx, case_ids) if (one := _dispatch(case)) is not None]
    return dispatch_all(tx, wanted) if wanted else []


def _dispatch(case: CaseFile) -> Dispatch | None:
    action = automatic(case)
    if action is None or case.lead_station_id is None:
        return None
    to = Stations(lead=case.lead_station_id, assists=assists_of(case))
    return Dispatch(case, action, to, system("按责任清单自动派遣"))


def automatic(case: CaseFile) -> Action | None:
    """Return how a case is dispatched without a hand, if it is."""
    if case.status == Status.FILED:
        return Action.DISPATCH
    emergency = case.status == Status.RECEIVED and case.emergency
    return Action.DISPATCH_FIRST if emergency else None


def assists_of(case: CaseFile) -> tuple[int, ...]:
    """Return the assisting stations that its routing named."""
    named = case.routing.get("assists", ())
    return tuple(one for one in dict.fromkeys(named) if one != case.lead_station_id)
