"""Who may know who reported a case."""

from sqlalchemy.orm import Session

from gisgrid.cases.rules.reporters import sees_reporter
from gisgrid.cases.service.sight import visible
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import Actor


def knows_reporter(tx: Session, case: CaseFile, actor: Actor) -> bool:
    """Tell whether somebody may know who reported a case.

    A post must allow it whose own areas and classes the case lies in: that another post sees the
    case is not enough. Whoever works for a station that handles it never may.
    """
    if actor.is_system:
        return True
    allowed = sees_reporter(actor.posts, case.stations)
    return allowed and visible(tx, case, actor.holding("reporter.see"))
