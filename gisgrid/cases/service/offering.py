"""Says which actions somebody may take on a case now."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.cases import ports
from gisgrid.cases.rules import Action, Facts, Move, moves_from, possible
from gisgrid.cases.service.finding import facts_of
from gisgrid.cases.service.refusals import NotYours
from gisgrid.cases.service.steps import ReporterSide, Taker, post_of
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel import clock


def allowed(tx: Session, case: CaseFile, actor: Taker) -> list[Action]:
    """Return the actions that somebody may take now, in the order of the workflow."""
    facts, at = facts_of(tx, case), clock.now()
    found = list(dict.fromkeys(_allowed(actor, facts, at)))
    return found if isinstance(actor, ReporterSide) else [*ports.offered(tx, case, actor, found)]


def _allowed(actor: Taker, facts: Facts, at: datetime) -> Iterator[Action]:
    for move in moves_from(facts.status):
        if possible(move, facts, at) and _may(actor, move, facts):
            yield move.action


def _may(actor: Taker, move: Move, facts: Facts) -> bool:
    try:
        post_of(actor, move, facts)
    except NotYours:
        return False
    return True
