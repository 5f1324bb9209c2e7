"""Deadlines: those promised at intake, and those that a changed calendar moves."""

from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import cases, duties
from gisgrid.cases import Action, CaseFile
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.clocks import deadline
from gisgrid.dispatch.service.asked import step, system
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.reckoning import reckon
from gisgrid.dispatch.tables import Order
from gisgrid.kernel.settings import settings


def deadlines(tx: Session, limits: duties.Limits, start: datetime) -> cases.Due:
    """Return by when somebody must respond and solve, when the clocks start at a moment."""
    found = calendar(tx)
    return cases.Due(
        respond=deadline(found, start, limits.respond_value, limits.respond_unit),
        solve=deadline(found, start, limits.solve_value, limits.solve_unit),
    )


def recompute(tx: Session, start: datetime, end: datetime) -> int:
    """Reckon every open order whose clocks run within a span again, after the calendar changed.

    Each deadline that moves is a step of its case, with the old and the new moment.
    """
    moved = 0
    for order in rows.running_between(tx, start, end):
        case = cases.lock(tx, order.case_id)
        before = order.respond_due, order.solve_due
        reckon(tx, case, order)
        if before != (order.respond_due, order.solve_due):
            _write_down(tx, case, order, before)
            moved += 1
    return moved


def _write_down(
    tx: Session, case: CaseFile, order: Order, before: tuple[datetime | None, datetime | None]
) -> None:
    note = f"工作日历变更，办结期限由 {_local(before[1])} 改为 {_local(order.solve_due)}"
    said = system(
        note,
        order=order.id,
        calendar_changed=True,
        respond_due=[_iso(before[0]), _iso(order.respond_due)],
        solve_due=[_iso(before[1]), _iso(order.solve_due)],
    )
    step(tx, case, Action.NOTE, said)


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(settings().tz):%Y-%m-%d %H:%M}" if at else "暂停"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
