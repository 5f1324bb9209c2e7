"""What a case itself remembers of a step: its status, moments, counts and who has it."""

from collections.abc import Mapping
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
    _mark_filing(case, entry.codes)
    _mark_stations(case, entry.codes)


def _mark_filing(case: CaseFile, codes: Mapping[str, object]) -> None:
    condition = codes.get("condition_id")
    if isinstance(condition, int):
        case.condition_id = condition


def _mark_stations(case: CaseFile, codes: Mapping[str, object]) -> None:
    """Remember the lead, and everybody who ever had the case."""
    lead, assists = codes.get("lead"), codes.get("assists")
    if isinstance(lead, int):
        case.lead_station_id, case.unrouted = lead, None
    came = [lead, *(assists if isinstance(assists, list) else ())]
    new = [one for one in came if isinstance(one, int) and one not in case.stations]
    if new:
        case.stations = [*case.stations, *dict.fromkeys(new)]
