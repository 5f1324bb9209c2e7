"""Forgets tracks when their time is over: who was where is kept for days, not for ever."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings
from gisgrid.patrols import queries

BATCH: Final = 200
"""Patrols forgotten in one transaction."""


def forget_tracks(tx: Session, most: int = BATCH) -> int:
    """Delete patrols whose time is over with their tracks; return how many. Safe to run again."""
    return queries.forget(tx, before(), most)


def due_to_forget(tx: Session) -> list[tuple[str, int, int]]:
    """Return what would be forgotten now: by day, how many patrols and points of tracks."""
    return queries.overdue(tx, before(), settings().tz)


def before() -> datetime:
    """Return the moment before which a patrol must have ended to be forgotten."""
    return clock.now() - timedelta(days=settings().tracks_kept_days)
