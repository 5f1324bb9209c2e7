"""Which actions are more than a step: they open orders, stop clocks, write slips."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.rules.codes import Stations
from gisgrid.dispatch.service import (
    checking,
    consulting,
    handling,
    merging,
    pausing,
    returning,
    ruling,
)
from gisgrid.dispatch.service.asked import Asked, Mover, Plugged, plugged
from gisgrid.dispatch.service.orders import dispatch
from gisgrid.dispatch.service.stations import check_stations


def by_hand(action: Action) -> Mover:
    """Return the mover by which a dispatcher chooses the lead."""

    def move(tx: Session, case: CaseFile, asked: Asked) -> Step:
        to = asked.read(Stations)
        check_stations(tx, {to.lead, *to.assists})
        return dispatch(tx, case, action, to, asked)

    return move


MOVERS: Final[Mapping[Action, Mover]] = {
    Action.FILE: checking.file_after,
    Action.DISPATCH: by_hand(Action.DISPATCH),
    Action.DISPATCH_FIRST: by_hand(Action.DISPATCH_FIRST),
    Action.MERGE: merging.merge,
    Action.UNMERGE: merging.unmerge,
    Action.SIGN_IN: handling.sign_in,
    Action.ASSIGN_ONWARD: handling.assign_onward,
    Action.REFER_UPWARD: handling.refer_upward,
    Action.RETURN: returning.return_order,
    Action.REDISPATCH: returning.redispatch,
    Action.ARBITRATE: ruling.arbitrate,
    Action.CONSULT: consulting.consult,
    Action.SAY: consulting.say,
    Action.DECIDE: consulting.decide,
    Action.ASK_EXTENSION: pausing.ask_extension,
    Action.GRANT_EXTENSION: pausing.grant_extension,
    Action.REFUSE_EXTENSION: pausing.refuse_extension,
    Action.SHELVE: pausing.shelve,
    Action.RESUME: pausing.resume,
    Action.SUPERVISE: checking.supervise,
    Action.FEEDBACK: handling.feed_back,
    Action.CHECK_PASS: checking.check_pass,
    Action.CHECK_FAIL: checking.check_fail,
}
MOVES: Final[Mapping[Action, Plugged]] = {act: plugged(mover) for act, mover in MOVERS.items()}
