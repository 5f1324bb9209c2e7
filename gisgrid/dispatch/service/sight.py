"""Which cases somebody may see."""

from sqlalchemy.orm import Session

from gisgrid.cases import CaseFile, case
from gisgrid.dispatch.service.board import reach_of
from gisgrid.identity import Actor
from gisgrid.kernel.errors import Forbidden


def visible(tx: Session, number: str, actor: Actor) -> CaseFile:
    """Return a case that the actor may see: the district's offices every one, others theirs."""
    found, reach = case(tx, number), reach_of(tx, actor)
    ours = bool({*reach.stations} & {*found.stations}) or bool({*reach.areas} & {*found.path_today})
    if not (reach.everything or ours):
        raise Forbidden("本案不在您的岗位范围内。")
    return found
