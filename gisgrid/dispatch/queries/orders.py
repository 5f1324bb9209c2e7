"""Orders, pauses and extensions of a case."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from gisgrid.cases import Action, Step
from gisgrid.dispatch.rules.clocks import Pause
from gisgrid.dispatch.tables import ClockPause, Extension, Order
from gisgrid.kernel.ids import Numbers

NUMBERS = Numbers("order_numbers")
OPEN = ("dispatched", "handling")
UNDER_WAY = (*OPEN, "fed_back")


def next_id(tx: Session) -> int:
    """Return an order's number that nobody else has."""
    return NUMBERS.take(tx)[0]


def last_round(tx: Session, case_id: int) -> int:
    """Return the number of the case's latest round, 0 before the first."""
    return last_rounds(tx, [case_id]).get(case_id, 0)


def last_rounds(tx: Session, case_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of each case's latest round; a case before its first is left out."""
    those = Order.case_id == any_(literal(list(case_ids), ARRAY(BigInteger)))
    query = select(Order.case_id, func.max(Order.round)).where(those).group_by(Order.case_id)
    return {case_id: number for case_id, number in tx.execute(query)}  # noqa: C416 - rows are not pairs to mypy


def orders(tx: Session, case_id: int) -> Sequence[Order]:
    """Return every order of a case, oldest round first, the lead before the others."""
    query = select(Order).where(Order.case_id == case_id)
    return tx.scalars(query.order_by(Order.round, Order.party.desc(), Order.id)).all()


def under_way(tx: Session, case_id: int) -> Sequence[Order]:
    """Return the orders that are not ended, the lead first."""
    query = select(Order).where(Order.case_id == case_id, Order.status.in_(UNDER_WAY))
    return tx.scalars(query.order_by(Order.party.desc(), Order.id)).all()


def of_round(tx: Session, case_id: int, number: int) -> Sequence[Order]:
    """Return the orders of one round, the lead first, as they stand now."""
    query = select(Order).where(Order.case_id == case_id, Order.round == number)
    return tx.scalars(query.order_by(Order.party.desc(), Order.id)).all()


def pauses(tx: Session, case_id: int) -> Sequence[ClockPause]:
    """Return the pauses of a case, oldest first."""
    query = select(ClockPause).where(ClockPause.case_id == case_id)
    return tx.scalars(query.order_by(ClockPause.starts, ClockPause.id)).all()


def open_pauses(tx: Session, case_id: int, reason: str) -> Sequence[ClockPause]:
    """Return the pauses for a reason that have not ended."""
    query = select(ClockPause).where(ClockPause.case_id == case_id, ClockPause.ends.is_(None))
    return tx.scalars(query.where(ClockPause.reason == reason)).all()


def standing(rows: Iterable[ClockPause], order_id: int) -> list[Pause]:
    """Return the pauses that hold for one order."""
    return [Pause(row.starts, row.ends) for row in rows if row.order_id in {None, order_id}]


def open_extension(tx: Session, case_id: int) -> Extension | None:
    """Return the extension that waits for an answer."""
    query = select(Extension).where(Extension.case_id == case_id, Extension.decided_at.is_(None))
    return tx.scalar(query.order_by(Extension.id))


def extensions(tx: Session, case_id: int) -> Sequence[Extension]:
    """Return every extension that was asked for, oldest first."""
    return tx.scalars(
        select(Extension).where(Extension.case_id == case_id).order_by(Extension.id)
    ).all()


def granted(tx: Session, order: Order) -> int:
    """Return how often an order was extended."""
    query = select(func.count()).select_from(Extension).where(Extension.granted.is_(True))
    return tx.scalar(query.where(Extension.order_id == order.id)) or 0


def running_between(tx: Session, start: datetime, end: datetime) -> Sequence[Order]:
    """Return the orders under way whose clocks run within a span, for new reckoning."""
    late = or_(Order.solve_due.is_(None), Order.solve_due >= start)
    query = select(Order).where(Order.status.in_(OPEN), Order.opened_at < end, late)
    return tx.scalars(query.order_by(Order.case_id, Order.id)).all()


def said_onward(tx: Session, case_id: int, order_id: int) -> str | None:
    """Return what was written when an order was last given onward, if anything."""
    given = (Step.case_id == case_id, Step.action == Action.ASSIGN_ONWARD)
    asked = select(Step.note).where(*given, Step.codes["order"].as_integer() == order_id)
    return tx.scalar(asked.order_by(Step.seq.desc()).limit(1))
