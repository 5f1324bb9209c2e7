"""What the worker does for dispatch; each job may run twice without harm."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.dispatch.service import alarms, opening, promises
from gisgrid.kernel import clock
from gisgrid.kernel.jobs import Args, job


def open_orders(tx: Session, asked: Sequence[Args]) -> None:
    """Dispatch every case that waits, together: as each by itself, for far fewer questions."""
    opening.open_orders(tx, [one["case_id"] for one in asked])


@job(priority=10, together=open_orders)
def open_order(tx: Session, case_id: int) -> None:
    """Dispatch a filed case, or an emergency, to whom its duties name."""
    opening.open_order(tx, case_id)


@job(priority=5)
def sweep_deadlines(tx: Session) -> None:
    """Tell everybody who must be told by now; runs every minute."""
    alarms.sweep_deadlines(tx, clock.now())


@job()
def recompute_deadlines(tx: Session, start: str, end: str) -> None:
    """Reckon open orders again, after the calendar changed within a span (ISO moments)."""
    promises.recompute(tx, datetime.fromisoformat(start), datetime.fromisoformat(end))
