"""Forgets where people were when the time is over: it is kept for days, not for ever."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings
from gisgrid.patrols import check_in_queries, queries

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


def forget_places(tx: Session, most: int = BATCH) -> int:
    """Blank where exactly check-ins were made, also on their photos; return how many.

    That somebody checked in, how near, and what they found stays: it is a record of work.
    """
    gone = check_in_queries.forget_places(tx, places_before(), most)
    files.forget_places(tx, gone)
    return len(gone)


def places_due_to_forget(tx: Session) -> int:
    """Count the check-ins whose place would be blanked now."""
    return check_in_queries.placed_before(tx, places_before())


def places_before() -> datetime:
    """Return the moment before which the place of a check-in is kept no more."""
    return clock.now() - timedelta(days=settings().check_in_places_kept_days)
