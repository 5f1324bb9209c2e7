"""Closed cases come to rest in the archive, some time after the last word on them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import text

from gisgrid.cases import Action, lock, take, verify_chain
from gisgrid.cases.jobs import archive_cases
from gisgrid.cases.rules import Status
from gisgrid.cases.service.archiving import archive_resting
from gisgrid.cases.tables import CaseFile
from tests.integration.cases.conftest import MONDAY, Desk

At = Callable[[datetime], None]
DAYS = timedelta(days=16)


def closed(desk: Desk) -> CaseFile:
    """A question that was answered at once."""
    said = {"class_key": "appeal/0101", "text": "怎么办居住证"}
    found = lock(desk.tx, desk.report(**said).number)
    take(desk.tx, found, Action.ANSWER, actor=desk.who("dispatcher"), note="请到社区办理")
    return found


def test_a_closed_case_is_archived_when_nobody_has_said_a_word_for_long(desk: Desk, at: At) -> None:
    found, untouched = closed(desk), lock(desk.tx, desk.report().number)
    at(MONDAY + DAYS)
    assert archive_resting(desk.tx) == 0

    at(MONDAY + DAYS + timedelta(seconds=1))
    assert archive_resting(desk.tx) == 1
    assert (found.status, found.archived_at) == ("archived", MONDAY + DAYS + timedelta(seconds=1))
    assert untouched.status == "filed"
    assert archive_resting(desk.tx) == 0
    assert verify_chain(desk.tx, found.number).fault is None


def test_a_word_after_closing_puts_the_archive_off(desk: Desk, at: At) -> None:
    found, rested = closed(desk), timedelta(minutes=1)
    at(MONDAY + timedelta(days=10))
    take(desk.tx, found, Action.CALL_BACK, actor=desk.who("dispatcher"))

    at(MONDAY + DAYS + rested)
    assert archive_resting(desk.tx) == 0
    at(MONDAY + timedelta(days=10) + DAYS + rested)
    assert archive_resting(desk.tx) == 1


def test_a_reopened_case_is_not_archived(desk: Desk, at: At) -> None:
    found = closed(desk)
    at(MONDAY + timedelta(days=15))
    take(desk.tx, found, Action.REOPEN, actor=desk.who("dispatcher"), note="未解决")
    at(MONDAY + 3 * DAYS)
    assert archive_resting(desk.tx) == 0
    assert found.status == Status.RECEIVED


def test_the_archive_comes_again_while_there_is_more(desk: Desk, at: At) -> None:
    closed(desk)
    at(MONDAY + 2 * DAYS)
    archive_cases(desk.tx)
    archive_cases(desk.tx)
    waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%archive_cases'")
    assert desk.tx.scalar(waiting) == 1
