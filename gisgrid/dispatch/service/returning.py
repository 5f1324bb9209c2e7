"""Not mine: return with a reason, re-dispatch, and arbitration that may become a duty rule."""

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.rules.calendar import MICROSECOND
from gisgrid.dispatch.rules.clocks import elapsed, limit_us
from gisgrid.dispatch.rules.codes import Stations
from gisgrid.dispatch.rules.limits import RETURN_WITHIN, RETURNS
from gisgrid.dispatch.service.asked import Asked, refuse_wordless, remark, step
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.mine import own_order
from gisgrid.dispatch.service.orders import dispatch, end, end_orders
from gisgrid.dispatch.service.stations import centre
from gisgrid.dispatch.service.telling import tell
from gisgrid.dispatch.tables import Order
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict


class TooLateToReturn(Conflict):
    """More than two working days have passed since the dispatch."""

    title = "Too late to return"


class GoesToArbitration(Conflict):
    """The case was returned so often that only a ruling dispatches it again."""

    title = "The case goes to arbitration"


def return_order(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Return an order with a reason, within two working days after its dispatch.

    The lead's return gives the case back to the district centre; an assisting unit's ends its
    own order only.
    """
    order = own_order(tx, case, asked)
    check_in_time(tx, order)
    if order.party == "assist":
        refuse_wordless(asked, "协办单位退单也须在 note 中写明理由。")
        taken = remark(tx, case, asked, "协办单位退单", order=order.id, assist="return")
        end(order, "returned")
    else:
        taken = step(tx, case, Action.RETURN, asked.saying(order=order.id))
        end(order, "returned")
        end_orders(tx, case, "cancelled")
        case.respond_due = case.solve_due = None
    tell(tx, case, "returned", f"returned:{order.id}", station_id=centre(tx).id)
    return taken


def check_in_time(tx: Session, order: Order) -> None:
    """Refuse a return that comes too late."""
    amount, unit = RETURN_WITHIN
    ran = elapsed(calendar(tx), order.opened_at, clock.now(), unit)
    if ran > limit_us(amount, unit) * MICROSECOND:
        raise TooLateToReturn("派遣已超过 2 个工作日，不能退单；权属不清的请申请会商。")


def redispatch(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Dispatch a returned case to another unit, unless only a ruling may."""
    if case.return_count >= RETURNS:
        raise GoesToArbitration(f"本案已退单 {RETURNS} 次，须由督查组或网格办裁定（arbitrate）。")
    return dispatch(tx, case, Action.REDISPATCH, asked.read(Stations), asked)
