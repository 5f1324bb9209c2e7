"""Dispatch (派遣): a round of orders, one lead and any number of assisting units, and its slip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases import Action, CaseFile, Step, take_all
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import Stations, Task
from gisgrid.dispatch.service.asked import Asked, taking
from gisgrid.dispatch.service.reckoning import reckon
from gisgrid.dispatch.service.slips import write_slips
from gisgrid.dispatch.service.telling import tell_all, to_station
from gisgrid.dispatch.tables import Order
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict

Tasks = Mapping[int, Task]


class NoLimits(Conflict):
    """The case has no class yet, so nobody can say by when it is due."""

    title = "The case has no class"


@dataclass(frozen=True, slots=True)
class Round:
    """A round to be opened: whose, for whom, which one, and what the stations are told.

    `kind` is dispatched, redispatched or rework.
    """

    case: CaseFile
    to: Stations
    number: int
    kind: str = "dispatched"
    tasks: Tasks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A dispatch to be made: the step that says so, and the tasks that a consultation set."""

    case: CaseFile
    action: Action
    to: Stations
    asked: Asked
    tasks: Tasks = field(default_factory=dict)


def dispatch(
    tx: Session,
    case: CaseFile,
    action: Action,
    to: Stations,
    asked: Asked,
    tasks: Tasks | None = None,
) -> Step:
    """Take the step that dispatches a case, and open the round that follows from it."""
    return dispatch_all(tx, [Dispatch(case, action, to, asked, tasks or {})])[0]


def dispatch_all(tx: Session, wanted: Sequence[Dispatch]) -> list[Step]:
    """Dispatch many cases, each with its own step and round, written together."""
    last = rows.last_rounds(tx, [one.case.id for one in wanted])
    rounds = [_round(one, last.get(one.case.id, 0) + 1) for one in wanted]
    pairs = zip(wanted, rounds, strict=True)
    taken = take_all(tx, [taking(d.case, d.action, _told(d, r)) for d, r in pairs])
    open_rounds(tx, rounds)
    return taken


def _round(wanted: Dispatch, number: int) -> Round:
    kind = "dispatched" if number == 1 else "redispatched"
    return Round(wanted.case, wanted.to, number, kind, wanted.tasks)


def _told(wanted: Dispatch, new: Round) -> Asked:
    to = wanted.to
    return wanted.asked.saying(lead=to.lead, assists=list(to.assists), round=new.number)


def open_rounds(tx: Session, rounds: Sequence[Round]) -> None:
    """Open rounds of lead and assisting orders, write their slips, and tell everybody at once."""
    opened = [(new.case, new_orders(tx, new)) for new in rounds]
    tx.add_all(order for _, orders in opened for order in orders)
    tx.flush()
    pairs = zip(rounds, opened, strict=True)
    told = [to_station(new.case, one, new.kind) for new, (_, orders) in pairs for one in orders]
    tell_all(tx, [*told, *write_slips(tx, [(case, orders[0]) for case, orders in opened])])


def new_orders(tx: Session, new: Round) -> list[Order]:
    """Return a round's orders, reckoned, the lead first; what was under way is ended."""
    case, to = new.case, new.to
    if new.number > 1:
        end_orders(tx, case, "cancelled")
    case.unrouted, case.signed_at, case.fed_back_at = None, None, None
    lead = new_order(tx, case, to.lead, new.number, tasks=new.tasks)
    others = (new_order(tx, case, one, new.number, lead, new.tasks) for one in to.assists)
    orders = [lead, *others]
    pauses = [] if new.number == 1 else rows.pauses(tx, case.id)
    for order in orders:
        reckon(tx, case, order, pauses)
    return orders


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
