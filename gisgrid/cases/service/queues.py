"""The dispatcher's queues: which open cases want somebody's eye, and why."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from gisgrid.cases.rules import OPEN, Status
from gisgrid.cases.service.sight import Reach, within
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel import clock

Condition = ColumnElement[bool]
SOON: Final = timedelta(hours=24)
NEW: Final = (Status.RECEIVED, Status.VERIFYING, Status.FILED)
DISPUTED: Final = (Status.RETURNED, Status.CONSULTING)
WORKED: Final = (Status.DISPATCHED, Status.HANDLING, Status.REWORK)


def _is_any(*statuses: Status) -> Condition:
    return CaseFile.status.in_(sorted(statuses))


def _unrouted(_: datetime) -> Condition:
    return CaseFile.lead_station_id.is_(None) & _is_any(*NEW)


def _border(_: datetime) -> Condition:
    """Near a border and nobody has signed in yet: a look at the map may save a return."""
    return or_(CaseFile.near_border, CaseFile.on_border) & _is_any(*NEW, Status.DISPATCHED)


def _waiting(_: datetime) -> Condition:
    return _is_any(*NEW)


def _returned(_: datetime) -> Condition:
    return _is_any(*DISPUTED)


def _due(now: datetime) -> Condition:
    to_respond = CaseFile.signed_at.is_(None) & CaseFile.respond_due.between(now, now + SOON)
    to_solve = CaseFile.solve_due.between(now, now + SOON)
    return _is_any(*WORKED) & or_(to_respond, to_solve)


def _overdue(now: datetime) -> Condition:
    to_respond = CaseFile.signed_at.is_(None) & (CaseFile.respond_due < now)
    return _is_any(*WORKED) & or_(to_respond, CaseFile.solve_due < now)


def _open(_: datetime) -> Condition:
    return _is_any(*OPEN)


QUEUES: Final[Mapping[str, Callable[[datetime], Condition]]] = {
    "waiting": _waiting,
    "unrouted": _unrouted,
    "border": _border,
    "returned": _returned,
    "due": _due,
    "overdue": _overdue,
    "open": _open,
}
"""Each by the condition of its cases; a case may stand in several, and all are open."""


def in_queue(name: str) -> Condition:
    """Return the condition of a queue's cases now."""
    return QUEUES[name](clock.now())


def counts(tx: Session, who: Reach) -> dict[str, int]:
    """Return how many cases of a scope stand in each queue."""
    now = clock.now()
    each = (func.count().filter(holds(now)).label(name) for name, holds in QUEUES.items())
    asked = select(*each).select_from(CaseFile).where(within(who), _open(now))
    return dict(tx.execute(asked).mappings().one())


SINCE: Final = {
    "received": CaseFile.received_at,
    "filed": CaseFile.filed_at,
    "dispatched": CaseFile.dispatched_at,
    "fed_back": CaseFile.fed_back_at,
    "closed": CaseFile.closed_at,
}


def passed(tx: Session, who: Reach, since: datetime) -> dict[str, int]:
    """Return how many cases of a scope came in, moved on and ended since a moment."""
    each = (func.count().filter(at >= since).label(name) for name, at in SINCE.items())
    fresh = or_(*(at >= since for at in SINCE.values()))
    asked = select(*each).select_from(CaseFile).where(within(who), fresh)
    return dict(tx.execute(asked).mappings().one())
