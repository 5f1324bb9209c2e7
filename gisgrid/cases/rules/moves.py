"""NEXT: the whole workflow of a case as one table that can be read, drawn and tested.

Verify (核实) comes before filing and check (核查) before closing; the unit that did the work
never closes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from gisgrid.cases.rules.words import OPEN, Action, Need, Side, Status


class Place(Enum):
    """Where an action leads that leads to no status of its own."""

    STAYS = "stays"
    """The status is kept: the action is history only."""
    BACK = "back"
    """The status before the merge, which the merge's step remembers."""
    ANEW = "anew"
    """Filed when the case was filed before, otherwise received: a direct answer files nothing."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of NEXT: what, from where, to where, by whom, and with what."""

    action: Action
    sources: frozenset[Status]
    to: Status | Place
    who: frozenset[Side]
    needs: tuple[Need, ...]


A, D, G, S, L = Side.ACCEPTOR, Side.DISPATCHER, Side.OFFICER, Side.SUPERVISOR, Side.LEADER
U, LEAD, C, X, R = Side.UNIT, Side.LEAD, Side.CHECKER, Side.SYSTEM, Side.REPORTER
OFFICE, CLOSER, SECURITY, ANYONE = Side.GRID_OFFICE, Side.CLOSER, Side.SECURITY, Side.ANYONE
RECEIVED, VERIFYING, FILED = Status.RECEIVED, Status.VERIFYING, Status.FILED
DISPATCHED, HANDLING, RETURNED = Status.DISPATCHED, Status.HANDLING, Status.RETURNED
CONSULTING, BOOKS, REWORK = Status.CONSULTING, Status.ON_THE_BOOKS, Status.REWORK
FEEDBACK, SOLVED, CHECKED = Status.FEEDBACK, Status.SOLVED, Status.CHECKED
CLOSED, ARCHIVED, NOT_FILED, MERGED = (
    Status.CLOSED,
    Status.ARCHIVED,
    Status.NOT_FILED,
    Status.MERGED,
)
STAYS, BACK, ANEW = Place.STAYS, Place.BACK, Place.ANEW
IN_HAND: Final = frozenset({DISPATCHED, HANDLING, REWORK, FEEDBACK, CHECKED})
"""Where an emergency may stand that was dispatched first and is filed after."""


def row(
    action: Action,
    sources: Iterable[Status],
    to: Status | Place,
    who: Iterable[Side],
    *needs: Need,
) -> Move:
    """Write one row of the table."""
    return Move(action, frozenset(sources), to, frozenset(who), needs)


NEXT: Final = (
    # before filing
    row(Action.ASK_VERIFY, {RECEIVED}, VERIFYING, {A}),
    row(Action.VERIFY, {VERIFYING}, RECEIVED, {G, C}, Need.GENUINE),
    row(Action.FILE, {RECEIVED}, FILED, {A, X}, Need.CONDITION),
    row(Action.FILE, IN_HAND, STAYS, {A, X}, Need.CONDITION, Need.EMERGENCY),
    row(Action.DECLINE, {RECEIVED, VERIFYING}, NOT_FILED, {A}, Need.REASON),
    row(Action.ANSWER, {RECEIVED}, CLOSED, {A}, Need.REPLY, Need.APPEAL),
    row(Action.MERGE, {RECEIVED, VERIFYING, FILED, DISPATCHED}, MERGED, {D}, Need.TARGET),
    row(Action.UNMERGE, {MERGED}, BACK, {D}),
    row(Action.REROUTE, {RECEIVED, VERIFYING, FILED}, STAYS, {A, X}),
    # small things solved on the spot, without an order
    row(Action.SOLVE_ON_SPOT, {RECEIVED, FILED}, SOLVED, {G}, Need.BEFORE_AND_AFTER),
    row(Action.ACCEPT_SOLVED, {SOLVED}, CHECKED, {C, X}),
    row(Action.REFUTE_SOLVED, {SOLVED}, RECEIVED, {C}, Need.REASON),
    # to the one who answers
    row(Action.DISPATCH, {FILED}, DISPATCHED, {D, X}, Need.LEAD),
    row(Action.DISPATCH_FIRST, {RECEIVED}, DISPATCHED, {D, X}, Need.LEAD, Need.EMERGENCY),
    row(Action.SIGN_IN, {DISPATCHED, REWORK}, HANDLING, {U}),
    row(Action.ASSIGN_ONWARD, {DISPATCHED, HANDLING}, STAYS, {U}, Need.TO),
    row(Action.REFER_UPWARD, {DISPATCHED, HANDLING}, DISPATCHED, {U}, Need.REASON),
    # not mine: return, re-dispatch, arbitration, joint consultation
    row(Action.RETURN, {DISPATCHED, HANDLING}, RETURNED, {U}, Need.REASON, Need.MAY_RETURN),
    row(Action.REDISPATCH, {RETURNED}, DISPATCHED, {D}, Need.LEAD),
    row(
        Action.ARBITRATE,
        {RETURNED, CONSULTING},
        DISPATCHED,
        {S, OFFICE},
        Need.LEAD,
        Need.RULING,
    ),
    row(
        Action.CONSULT,
        {FILED, RETURNED, DISPATCHED, HANDLING},
        CONSULTING,
        {D, OFFICE},
        Need.PARTIES,
        Need.DUE,
    ),
    row(Action.SAY, {CONSULTING}, STAYS, {U}, Need.REASON),
    row(Action.DECIDE, {CONSULTING}, DISPATCHED, {S, OFFICE, L}, Need.LEAD, Need.RULING),
    # while it is worked
    row(Action.ASK_EXTENSION, {HANDLING}, STAYS, {U}, Need.REASON),
    row(Action.GRANT_EXTENSION, {HANDLING}, STAYS, {S, OFFICE}),
    row(Action.REFUSE_EXTENSION, {HANDLING}, STAYS, {S, OFFICE}, Need.REASON),
    row(Action.SHELVE, {DISPATCHED, HANDLING}, BOOKS, {S, OFFICE}, Need.REASON, Need.UNTIL),
    row(Action.RESUME, {BOOKS}, HANDLING, {S, OFFICE, X}),
    row(Action.SUPERVISE, OPEN, STAYS, {S, L}, Need.REASON),
    row(Action.FEEDBACK, {HANDLING}, FEEDBACK, {LEAD}, Need.REPLY, Need.PHOTO),
    # checked on site, then closed by those who did not do the work
    row(Action.CHECK_PASS, {FEEDBACK}, CHECKED, {C}, Need.PHOTO),
    row(Action.CHECK_FAIL, {FEEDBACK}, REWORK, {C}, Need.REASON),
    row(Action.CLOSE, {CHECKED}, CLOSED, {CLOSER, X}),
    # after closing
    row(Action.REPLY, {CLOSED}, STAYS, {D}, Need.REPLY),
    row(Action.RATE, {CLOSED}, STAYS, {R, LEAD}, Need.SCORE),
    row(Action.CALL_BACK, {CLOSED}, STAYS, {D}),
    row(Action.REOPEN, {CLOSED}, ANEW, {R, D}, Need.REASON, Need.MAY_REOPEN),
    row(Action.ARCHIVE, {CLOSED}, ARCHIVED, {X, OFFICE}),
    # at any time
    row(Action.ANONYMISE, Status, STAYS, {SECURITY, X}, Need.REASON),
    row(Action.NOTE, Status, STAYS, {ANYONE}, Need.REASON),
)


def _by_action_and_status() -> Iterator[tuple[tuple[Action, Status], Move]]:
    for move in NEXT:
        for status in move.sources:
            yield (move.action, status), move


_MOVES: Final = dict(_by_action_and_status())


def move_of(action: Action, status: Status) -> Move | None:
    """Return the row for an action in a status, or None when it is not possible there."""
    return _MOVES.get((action, status))


def moves_from(status: Status) -> list[Move]:
    """Return every row that starts in a status, in the table's order."""
    return [move for move in NEXT if status in move.sources]


def sources_of(action: Action) -> frozenset[Status]:
    """Return the statuses in which an action is possible."""
    return frozenset().union(*(move.sources for move in NEXT if move.action is action))


def destination(move: Move, status: Status, *, filed: bool, before: Status | None) -> Status:
    """Return the status that a move leads to; `before` is the one before the merge."""
    match move.to:
        case Place.STAYS:
            return status
        case Place.BACK:
            return before or Status.RECEIVED
        case Place.ANEW:
            return Status.FILED if filed else Status.RECEIVED
        case Status():
            return move.to
