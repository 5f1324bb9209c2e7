"""Forgets reporters when their time is over: nobody is kept longer than the setting says."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files, identity
from gisgrid.cases import queries
from gisgrid.cases.service.finding import lock
from gisgrid.cases.service.forgetting import anonymise
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

BATCH: Final = 200
"""Cases forgotten in one transaction."""


def forget_old(tx: Session, most: int = BATCH) -> int:
    """Anonymise ended cases whose time is over, `most` of them; return how many it were.

    Safe to run again: what was forgotten is not found any more.
    """
    days = settings().reporters_kept_days
    found = queries.overdue_reporters(tx, before(), most)
    for case_id, _ in found:
        note = f"结案已满 {days} 天，按保存期限隐去上报人"
        anonymise(tx, lock(tx, case_id), actor=identity.system_actor(), note=note)
    return len(found)


@dataclass(frozen=True, slots=True)
class Due:
    """What would be forgotten now: cases by the month in which they ended, and their photos."""

    months: dict[str, int]
    photos: int


def due_to_forget(tx: Session) -> Due:
    """Return what would be forgotten now."""
    zone = settings().tz
    found = queries.overdue_reporters(tx, before(), None)
    months = dict(sorted(Counter(f"{at.astimezone(zone):%Y-%m}" for _, at in found).items()))
    reports = queries.complaints(tx, [case_id for case_id, _ in found])
    return Due(months, files.count_photos(tx, reports))


def before() -> datetime:
    """Return the moment before which a case must have ended for its reporter to be forgotten."""
    return clock.now() - timedelta(days=settings().reporters_kept_days)
