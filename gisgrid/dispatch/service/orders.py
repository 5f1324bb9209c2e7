"""Dispatch (派遣): a round of orders, one lead and any number of assisting units, and its slip."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases import Action, CaseFile, Status, Step, lock
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import Stations, Task
from gisgrid.dispatch.service.asked import Asked, step, system
from gisgrid.dispatch.service.reckoning import reckon
from gisgrid.dispatch.service.slips import write_slip
from gisgrid.dispatch.service.telling import tell_all, to_station
from gisgrid.dispatch.tables import Order
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict

Tasks = Mapping[int, Task]


class NoLimits(Conflict):
    """The case has no class yet, so nobody can say by when it is due."""

    title = "The case has no class"


def open_order(tx: Session, case_id: int) -> Step | None:
    """Dispatch a filed case, or an emergency before it is filed, to whom its duties name.

    Safe to run again: a case that was dispatched is left alone. An unrouted case waits in the
    district centre's queue and gets no order.
    """
    case = lock(tx, case_id)
    action = automatic(case)
    if action is None or case.lead_station_id is None:
        return None
    to = Stations(lead=case.lead_station_id, assists=assists_of(case))
    return dispatch(tx, case, action, to, system("按责任清单自动派遣"))


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


def dispatch(
    tx: Session,
    case: CaseFile,
    action: Action,
    to: Stations,
    asked: Asked,
    tasks: Tasks | None = None,
) -> Step:
    """Take the step that dispatches a case, and open the round that follows from it."""
    number = rows.last_round(tx, case.id) + 1
    told = asked.saying(lead=to.lead, assists=list(to.assists), round=number)
    taken = step(tx, case, action, told)
    kind = "dispatched" if number == 1 else "redispatched"
    open_round(tx, case, to, number, tasks=tasks, kind=kind)
    return taken


def open_round(
    tx: Session,
    case: CaseFile,
    to: Stations,
    number: int,
    *,
    tasks: Tasks | None = None,
    kind: str = "dispatched",
) -> Order:
    """Open one lead order and the assisting ones, write the slip, and tell everybody at once.

    `kind` is what the stations are told: dispatched, redispatched or rework.
    """
    if number > 1:
        end_orders(tx, case, "cancelled")
    case.unrouted, case.signed_at, case.fed_back_at = None, None, None
    lead = new_order(tx, case, to.lead, number, tasks=tasks)
    orders = [lead, *(new_order(tx, case, one, number, lead, tasks) for one in to.assists)]
    pauses = [] if number == 1 else rows.pauses(tx, case.id)
    for order in orders:
        reckon(tx, case, order, pauses)
    tx.add_all(orders)
    tx.flush()
    told = [to_station(case, order, kind) for order in orders]
    tell_all(tx, [*told, *write_slip(tx, case, lead)])
    return lead


def new_order(
    tx: Session,
    case: CaseFile,
    station_id: int,
    number: int,
    lead: Order | None = None,
    tasks: Tasks | None = None,
) -> Order:
    """Make one order with the limits of the case's filing condition; not reckoned yet."""
    limits = limits_of(tx, case)
    task = (tasks or {}).get(station_id)
    return Order(
        case_id=case.id,
        id=rows.next_id(tx),
        round=number,
        station_id=station_id,
        party="assist" if lead else "lead",
        parent_order_id=lead.id if lead else None,
        task=task.what if task else None,
        status="dispatched",
        opened_at=clock.now(),
        solve_from=clock.now(),
        respond_value=exact(limits.respond_value),
        respond_unit=limits.respond_unit,
        solve_value=exact(limits.solve_value),
        solve_unit=limits.solve_unit,
        no_later_than=case.external_deadline,
        agreed_until=task.due if task else None,
        provisional=case.condition_id is None,
    )


def limits_of(tx: Session, case: CaseFile) -> duties.Limits:
    """Return the limits of the filing condition, or the class's fastest until one is chosen."""
    if case.condition_id is not None:
        return duties.limits(tx, case.condition_id)
    fastest = duties.fastest_limits(tx, case.class_id) if case.class_id is not None else None
    if fastest is None:
        raise NoLimits("案件尚未归类或该类没有立案条件，无法计算期限；请先立案。")
    return fastest


def apply_limits(tx: Session, case: CaseFile) -> None:
    """Give the open orders the limits of a condition that was chosen after the dispatch."""
    limits = limits_of(tx, case)
    for order in rows.under_way(tx, case.id):
        order.respond_value, order.respond_unit = exact(limits.respond_value), limits.respond_unit
        order.solve_value, order.solve_unit = exact(limits.solve_value), limits.solve_unit
        reckon(tx, case, order)


def end_orders(tx: Session, case: CaseFile, status: str) -> list[Order]:
    """End every order that is under way."""
    ended = list(rows.under_way(tx, case.id))
    for order in ended:
        end(order, status)
    tx.flush()
    return ended


def end(order: Order, status: str) -> None:
    """End one order; its clocks and alarms stop."""
    order.status, order.ended_at, order.next_alarm_at = status, clock.now(), None


def exact(amount: float) -> Decimal:
    """Return an amount as it is written, not as a binary fraction."""
    return Decimal(str(amount))
