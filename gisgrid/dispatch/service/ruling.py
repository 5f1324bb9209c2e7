"""Arbitration: the supervision side rules who leads; a ruling may become a duty rule."""

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import consultations as rows
from gisgrid.dispatch.rules.codes import Ruled
from gisgrid.dispatch.service.asked import Asked
from gisgrid.dispatch.service.orders import dispatch
from gisgrid.dispatch.service.pausing import start_clocks
from gisgrid.dispatch.service.stations import check_stations
from gisgrid.kernel import clock


def arbitrate(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Rule who leads; the case cannot be returned again, and the ruling may become a duty rule."""
    ruled = asked.read(Ruled)
    check_stations(tx, {ruled.lead, *ruled.assists})
    conclude(tx, case, asked.note, ruled.ruling, ruled.lead)
    taken = dispatch(tx, case, Action.ARBITRATE, ruled, asked)
    make_rule(tx, case, ruled, asked)
    return taken


def conclude(tx: Session, case: CaseFile, note: str | None, ruling: str, lead: int) -> None:
    """End the consultation, if one is open, and let the clocks run again."""
    found = rows.open_consultation(tx, case.id)
    if found is None:
        return
    found.decided_at, found.ruling, found.lead_station_id = clock.now(), ruling or note, lead
    start_clocks(tx, case, "consultation")


def make_rule(tx: Session, case: CaseFile, ruled: Ruled, asked: Asked) -> None:
    """Make a duty rule of a ruling that says so: the next such case is dispatched by itself."""
