"""What a case itself remembers of a step: its status, moments, counts and who has it."""

from collections.abc import Iterator, Mapping
from typing import Final

from gisgrid.cases.rules import Action
from gisgrid.cases.rules.history import Entry
from gisgrid.cases.tables import CaseFile

MOMENTS: Final[Mapping[Action, str]] = {
    Action.FILE: "filed_at",
    Action.DISPATCH: "dispatched_at",
    Action.DISPATCH_FIRST: "dispatched_at",
    Action.REDISPATCH: "dispatched_at",
    Action.ARBITRATE: "dispatched_at",
    Action.DECIDE: "dispatched_at",
    Action.SIGN_IN: "signed_at",
    Action.FEEDBACK: "fed_back_at",
    Action.ANSWER: "closed_at",
    Action.CLOSE: "closed_at",
    Action.ARCHIVE: "archived_at",
}
COUNTS: Final[Mapping[Action, str]] = {
    Action.RETURN: "return_count",
    Action.CHECK_FAIL: "rework_count",
    Action.REFUTE_SOLVED: "rework_count",
    Action.REOPEN: "reopen_count",
}

LEADING: Final = frozenset(
    {
        Action.DISPATCH,
        Action.DISPATCH_FIRST,
        Action.REDISPATCH,
        Action.ARBITRATE,
        Action.DECIDE,
        Action.REFER_UPWARD,
        Action.REROUTE,
    }
)
"""Actions whose codes may name a new lead."""
ASSISTED: Final = LEADING - {Action.REFER_UPWARD}
"""Those whose codes name who assists, too: a referral calls in the station above alone."""
SHARING: Final[Mapping[Action, str]] = {Action.CONSULT: "parties", Action.ASSIGN_ONWARD: "to"}
"""Actions whose codes name more stations that may see the case from now on."""


def mark(case: CaseFile, entry: Entry) -> None:
    """Change the case by a step."""
    action = Action(entry.action)
    case.status = entry.to_status
    if action in MOMENTS:
        setattr(case, MOMENTS[action], entry.at)
    if action in COUNTS:
        setattr(case, COUNTS[action], getattr(case, COUNTS[action]) + 1)
    if action is Action.REOPEN:
        case.closed_at = None
    if action is Action.FILE:
        case.condition_id = _whole(entry.codes.get("condition_id"))
    _mark_stations(case, action, entry.codes)


def _mark_stations(case: CaseFile, action: Action, codes: Mapping[str, object]) -> None:
    """Remember the lead, and everybody who ever had the case."""
    lead = _whole(codes.get("lead")) if action in LEADING else None
    if lead is not None:
        case.lead_station_id, case.unrouted = lead, None
    came = [lead, *_named(codes.get(SHARING.get(action, ""))), *_assists(action, codes)]
    new = [one for one in came if one is not None and one not in case.stations]
    if new:
        case.stations = [*case.stations, *dict.fromkeys(new)]


def _assists(action: Action, codes: Mapping[str, object]) -> Iterator[int | None]:
    return _named(codes.get("assists")) if action in ASSISTED else iter(())


def _named(value: object) -> Iterator[int | None]:
    """Return the stations that a code names: one or many, as ids or as objects with an id."""
    many = value if isinstance(value, list) else [value]
    for one in many:
        yield _whole(one.get("station") if isinstance(one, dict) else one)


def _whole(value: object) -> int | None:
    return value if type(value) is int else None
