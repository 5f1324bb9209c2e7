"""Which actions are offered to somebody: the workflow's, seen with the orders there are."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Status
from gisgrid.dispatch.queries import consultations
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.limits import RETURNS
from gisgrid.dispatch.service.asked import Asked
from gisgrid.dispatch.service.mine import is_held
from gisgrid.dispatch.service.returning import TooLateToReturn, check_in_time
from gisgrid.dispatch.service.stations import station_above
from gisgrid.dispatch.tables import Order
from gisgrid.identity import Actor

DECISIONS: Final = frozenset({Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION})
WORKED: Final = frozenset({Status.DISPATCHED, Status.HANDLING, Status.REWORK})


def offered(tx: Session, case: CaseFile, actor: Actor, actions: Sequence[Action]) -> list[Action]:
    """Return what can be done now: nothing that orders forbid, and an assisting unit's own part.

    Only buttons are decided here; whatever is sent is checked when it is done.
    """
    mine = [one for one in rows.under_way(tx, case.id) if is_held(one, Asked(actor))]
    own = mine[0] if mine else None
    useless = _useless(tx, case, actor, own)
    left = [action for action in actions if action not in useless]
    return list(dict.fromkeys([*left, *_assisting(tx, case, actor, own)]))


def _useless(tx: Session, case: CaseFile, actor: Actor, own: Order | None) -> set[Action]:
    """Return the actions of the workflow that the orders rule out."""
    waits = rows.open_extension(tx, case.id) is not None
    found = {Action.ASK_EXTENSION} if waits else set(DECISIONS)
    if case.return_count >= RETURNS:
        found.add(Action.REDISPATCH)
    if own is not None and own.signed_at is not None:
        found.add(Action.SIGN_IN)
    if own is not None and not _in_time(tx, own):
        found.add(Action.RETURN)
    if own is not None and station_above(tx, own.station_id) is None:
        found.add(Action.REFER_UPWARD)
    if case.status == Status.CONSULTING and not _may_say(tx, case, actor):
        found.add(Action.SAY)
    return found


def _may_say(tx: Session, case: CaseFile, actor: Actor) -> bool:
    one = consultations.open_consultation(tx, case.id)
    asked = consultations.parties_of(tx, one.id) if one is not None else ()
    return any(party.station_id in actor.station_ids for party in asked)


def _in_time(tx: Session, own: Order) -> bool:
    try:
        check_in_time(tx, own)
    except TooLateToReturn:
        return False
    return True


def _assisting(tx: Session, case: CaseFile, actor: Actor, own: Order | None) -> list[Action]:
    """Return what an assisting unit does with its own order, wherever the case stands."""
    works = case.status in WORKED and actor.may("order.assist")
    if own is None or own.party == "lead" or not works or own.status not in rows.OPEN:
        return []
    if own.signed_at is not None:
        return [Action.FEEDBACK]
    return [Action.SIGN_IN, *([Action.RETURN] if _in_time(tx, own) else [])]
