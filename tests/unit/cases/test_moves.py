"""Properties of NEXT: what can never happen to a case, and what always can."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from gisgrid.cases.rules import (
    ENDED,
    NEEDS,
    NEXT,
    OPEN,
    ROLES,
    Action,
    Move,
    Need,
    Place,
    Side,
    Status,
    destination,
    move_of,
)

WORKERS = {Side.UNIT, Side.LEAD}


def edges() -> Iterator[tuple[Status, Move, Status]]:
    """Every way from a status to a status.

    Undoing a merge leads to where the case was already, and so does filing anew.
    """
    for move in NEXT:
        for status in move.sources:
            before = Status.MERGED if move.to is Place.BACK else None
            yield status, move, destination(move, status, filed=False, before=before)


def reach(start: Status, without: frozenset[Action] = frozenset()) -> set[Status]:
    found, growing = {start}, True
    while growing:
        new = {to for frm, move, to in edges() if frm in found and move.action not in without}
        growing = not new <= found
        found |= new
    return found


def test_every_status_is_reached_from_received() -> None:
    assert reach(Status.RECEIVED) == set(Status)


def test_a_merge_is_undone_from_merged_only() -> None:
    assert [move.sources for move in NEXT if move.to is Place.BACK] == [{Status.MERGED}]


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_case_can_still_be_closed(status: Status) -> None:
    assert Status.CLOSED in reach(status)


def test_an_action_in_a_status_has_one_meaning() -> None:
    keys = [(move.action, status) for move in NEXT for status in move.sources]

    assert len(keys) == len(set(keys))


def test_every_action_but_the_first_is_in_the_table() -> None:
    assert {move.action for move in NEXT} == set(Action) - {Action.REPORT}


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_changes_only_by_undoing_reopening_or_archiving(status: Status) -> None:
    leaving = {move.action for frm, move, to in edges() if frm is status and to is not status}

    assert leaving <= {Action.UNMERGE, Action.REOPEN, Action.ARCHIVE}


def test_an_archived_case_never_changes_its_status_again() -> None:
    assert reach(Status.ARCHIVED) == {Status.ARCHIVED}


@pytest.mark.parametrize("action", [Action.CLOSE, Action.CHECK_PASS, Action.ACCEPT_SOLVED])
def test_no_unit_that_did_the_work_checks_or_closes_it(action: Action) -> None:
    allowed = {side for move in NEXT if move.action is action for side in move.who}

    assert not allowed & (WORKERS | {Side.OFFICER, Side.DISPATCHER, Side.ANYONE})


def test_nothing_is_closed_without_a_check_or_a_direct_answer() -> None:
    checks = frozenset({Action.CHECK_PASS, Action.ACCEPT_SOLVED, Action.ANSWER})

    assert Status.CLOSED not in reach(Status.RECEIVED, without=checks)


def test_nothing_is_handled_before_it_is_dispatched() -> None:
    dispatching = frozenset(
        {
            Action.DISPATCH,
            Action.DISPATCH_FIRST,
            Action.DECIDE,
            Action.ARBITRATE,
            Action.REDISPATCH,
        }
    )

    assert Status.HANDLING not in reach(Status.RECEIVED, without=dispatching)


def test_only_an_emergency_is_dispatched_before_it_is_filed() -> None:
    unfiled = reach(Status.RECEIVED, without=frozenset({Action.FILE, Action.DISPATCH_FIRST}))

    assert not unfiled & {Status.DISPATCHED, Status.HANDLING, Status.RETURNED, Status.FEEDBACK}
    first = move_of(Action.DISPATCH_FIRST, Status.RECEIVED)
    assert first is not None
    assert Need.EMERGENCY in first.needs


def test_every_need_has_a_sentence_and_every_side_its_roles() -> None:
    assert set(NEEDS) == set(Need)
    assert set(ROLES) == set(Side) - {Side.REPORTER, Side.SYSTEM, Side.ANYONE}


@pytest.mark.parametrize("action", [Action.RETURN, Action.DECLINE, Action.CHECK_FAIL])
def test_a_refusal_always_gives_its_reason(action: Action) -> None:
    assert all(Need.REASON in move.needs for move in NEXT if move.action is action)


def test_the_shortest_way_of_an_ordinary_case_is_the_one_of_the_trade() -> None:
    way = [
        Status.RECEIVED,
        Status.FILED,
        Status.DISPATCHED,
        Status.HANDLING,
        Status.FEEDBACK,
        Status.CHECKED,
        Status.CLOSED,
        Status.ARCHIVED,
    ]
    steps = {(frm, to) for frm, _, to in edges()}

    assert set(pairwise(way)) <= steps


def test_a_reopened_case_is_filed_only_if_it_was_filed_before() -> None:
    reopen = move_of(Action.REOPEN, Status.CLOSED)
    assert reopen is not None

    ways = {f: destination(reopen, Status.CLOSED, filed=f, before=None) for f in (True, False)}
    assert ways == {True: Status.FILED, False: Status.RECEIVED}
