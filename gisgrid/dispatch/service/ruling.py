"""Arbitration: the supervision side rules who leads; a ruling may become a duty rule."""

from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import consultations as rows
from gisgrid.dispatch.rules.codes import Ruled
from gisgrid.dispatch.service.asked import Asked
from gisgrid.dispatch.service.orders import dispatch
from gisgrid.dispatch.service.pausing import start_clocks
from gisgrid.dispatch.service.stations import check_stations
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict

COMMUNITY: Final = "community"


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
    """Make a duty rule of a ruling that says so: the next such case is dispatched by itself.

    It holds for the case's class in its community, or in the area that the ruling names; a later
    ruling on the same is the rule's next version. A rule that cannot work is refused, and with
    it the ruling.
    """
    if not ruled.make_rule:
        return
    if case.class_id is None:
        raise Conflict("案件尚未归类，裁定不能转为责任规则。")
    names = identity.stations(tx, {ruled.lead, *ruled.assists})
    key = duties.case_class(tx, case.class_id).key
    area = ruled.rule_area or _community(tx, case)
    draft = duties.RuleDraft(
        code=f"RULING-{key.replace('/', '-').upper()}-{area or 'ANYWHERE'}",
        name=f"裁定：{case.number}",
        name_en=f"Ruling on case {case.number}",
        class_pattern=key,
        lead=f"station:{names[ruled.lead].code}",
        assists=tuple(f"station:{names[one].code}" for one in ruled.assists),
        area_code=area,
        note=ruled.ruling or asked.note,
    )
    duties.save_rule(tx, draft, by=asked.actor.person_id)


def _community(tx: Session, case: CaseFile) -> str | None:
    """Return the code of the case's community, else of its finest area; None without a place."""
    refs = grid.area_refs(tx, case.path_today) if case.path_today else {}
    path = [refs[one] for one in case.path_today if one in refs]
    named = [ref.code for ref in path if ref.level == COMMUNITY]
    return next(iter(named), path[-1].code if path else None)
