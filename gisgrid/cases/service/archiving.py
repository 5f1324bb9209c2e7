"""Archives closed cases on which nobody has said a word for as long as the setting says."""

from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import queries
from gisgrid.cases.rules import Action, Status
from gisgrid.cases.service.finding import lock_all
from gisgrid.cases.service.steps import Taking, take_all
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

BATCH: Final = 200
"""Cases archived in one transaction."""


def archive_resting(tx: Session, most: int = BATCH) -> int:
    """Archive cases at rest, `most` of them; return how many were looked at.

    A case that somebody reopens meanwhile stays as it is. Safe to run again.
    """
    days = settings().archive_after_days
    found = queries.at_rest(tx, clock.now() - timedelta(days=days), most)
    still = [case for case in lock_all(tx, found) if case.status == Status.CLOSED]
    how = partial(Taking, action=Action.ARCHIVE, actor=identity.system_actor())
    take_all(tx, [how(case=one, note=f"结案后 {days} 天无新情况，自动归档") for one in still])
    return len(found)
