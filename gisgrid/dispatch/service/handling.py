"""What a unit does with its order: sign in, assign onward, refer upward, feed back."""

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import AssignedOnward, Onward
from gisgrid.dispatch.service.asked import Asked, refuse_wordless, remark, step
from gisgrid.dispatch.service.mine import own_order
from gisgrid.dispatch.service.orders import end, new_order
from gisgrid.dispatch.service.reckoning import reckon
from gisgrid.dispatch.service.stations import station_above, station_of
from gisgrid.dispatch.service.telling import tell, tell_station
from gisgrid.dispatch.tables import Order
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid
from gisgrid.kernel.permissions import roles_of


class NoStationAbove(Conflict):
    """The station has none above it to refer a case to."""

    title = "There is no station above"


def sign_in(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Sign for an order; the lead's sign-in is the case's, an assisting unit's its own only."""
    order = own_order(tx, case, asked)
    if order.signed_at is not None:
        raise Conflict("本派单已经签收。")
    taken = _of_party(tx, case, asked, order, Action.SIGN_IN, "协办单位签收")
    stood = rows.pauses(tx, case.id)
    order.status, order.signed_at = "handling", clock.now()
    reckon(tx, case, order, stood)
    return taken


def feed_back(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Report that the work is done; its clocks stop. An assisting unit reports its own part."""
    order = own_order(tx, case, asked)
    if order.status == "fed_back":
        raise Conflict("本派单已经反馈，等待核查。")
    if order.party == "assist":
        refuse_wordless(asked, "请在 note 中写明协办了什么。")
    taken = _of_party(tx, case, asked, order, Action.FEEDBACK, "协办单位反馈")
    order.status, order.fed_back_at, order.next_alarm_at = "fed_back", clock.now(), None
    order.signed_at = order.signed_at or order.fed_back_at
    return taken


def _of_party(
    tx: Session, case: CaseFile, asked: Asked, order: Order, action: Action, said: str
) -> Step:
    if order.party == "lead":
        return step(tx, case, action, asked.saying(order=order.id))
    return remark(tx, case, asked, said, order=order.id, assist=str(action))


def assign_onward(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Give an order to a person, a station below or a contractor; the party still answers."""
    order, to = own_order(tx, case, asked), asked.read(AssignedOnward).to
    _check_below(tx, order, to)
    _check_colleague(tx, order, to)
    taken = step(tx, case, Action.ASSIGN_ONWARD, asked.saying(order=order.id))
    order.holder_person_id, order.contractor = to.person, to.contractor
    order.holder_station_id = to.station
    if to.contractor is None:
        key = f"onward:{order.id}:{taken.seq}"
        tell(tx, case, "assigned_onward", key, person_id=to.person, station_id=to.station)
    return taken


def _check_below(tx: Session, order: Order, to: Onward) -> None:
    if to.station is None:
        return
    if station_of(tx, to.station).parent_id != order.station_id:
        raise Invalid("只能交给本站直接下级的工作站办理；交给其他单位请退单改派或申请会商。")


def _check_colleague(tx: Session, order: Order, to: Onward) -> None:
    if to.person is None:
        return
    found = identity.holders(
        tx, roles=roles_of("case.unit"), at=clock.now(), station_id=order.station_id
    )
    if to.person not in {one.person_id for one in found}:
        raise Invalid("只能交给本站在岗的处置人员办理。")


def refer_upward(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Hand an order to the station above, with the reason; this is not a return.

    The clock to solve runs on; the station above gets its own time to respond.
    """
    order = own_order(tx, case, asked)
    above = _station_above(tx, order)
    number = rows.last_round(tx, case.id) + 1
    told = asked.saying(order=order.id, to=above, round=number)
    if order.party == "lead":
        taken = step(tx, case, Action.REFER_UPWARD, told.saying(lead=above))
    else:
        taken = remark(tx, case, told, "协办单位向上呈报", assist="refer_upward")
    end(order, "referred")
    tx.flush()
    _open_above(tx, case, order, above, number)
    return taken


def _station_above(tx: Session, order: Order) -> int:
    found = station_above(tx, order.station_id)
    if found is None:
        raise NoStationAbove("本站没有可以呈报的上级工作站；不属本单位职责的请退单。")
    return found


def _open_above(tx: Session, case: CaseFile, order: Order, above: int, number: int) -> None:
    raised = new_order(tx, case, above, number)
    raised.party, raised.parent_order_id = order.party, order.id
    raised.task, raised.agreed_until = order.task, order.agreed_until
    raised.solve_from = order.solve_from
    reckon(tx, case, raised)
    tx.add(raised)
    tx.flush()
    tell_station(tx, case, raised, "referred_upward")
