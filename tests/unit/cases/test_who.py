"""Who may act: by role, station, area and class, and never on one's own work."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.cases.rules import (
    NEXT,
    Action,
    Brought,
    Facts,
    Move,
    Need,
    Status,
    acting_post,
    missing,
    move_of,
    possible,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Seat:
    role: str
    station_id: int = 1
    area_code: str | None = None
    class_prefix: str | None = None


FACTS = Facts(
    Status.DISPATCHED,
    class_key="event/0301",
    lead_station_id=7,
    parties=frozenset({7, 8}),
    stations=frozenset({7, 8, 9}),
    area_codes=frozenset({"410803", "410803001"}),
)


def move(action: Action, status: Status = FACTS.status) -> Move:
    found = move_of(action, status)
    assert found is not None
    return found


def may(seat: Seat, action: Action, facts: Facts = FACTS) -> bool:
    return acting_post([seat], move(action, facts.status), facts) is not None


def test_the_station_with_an_open_order_signs_in_and_no_other() -> None:
    assert may(Seat("unit_dispatcher", 8), Action.SIGN_IN)
    assert not may(Seat("unit_dispatcher", 9), Action.SIGN_IN)


def test_only_the_lead_feeds_back() -> None:
    facts = replace(FACTS, status=Status.HANDLING)

    assert may(Seat("handler", 7), Action.FEEDBACK, facts)
    assert not may(Seat("handler", 8), Action.FEEDBACK, facts)


@given(st.sampled_from([7, 8, 9]), st.sampled_from([Action.CLOSE, Action.CHECK_PASS]))
def test_no_station_that_ever_had_a_case_checks_or_closes_it(station: int, action: Action) -> None:
    status = Status.CHECKED if action is Action.CLOSE else Status.FEEDBACK
    facts = replace(FACTS, status=status)
    role = "dispatcher" if action is Action.CLOSE else "checker"

    assert not may(Seat(role, station), action, facts)
    assert may(Seat(role, 1), action, facts)


def test_a_post_acts_inside_its_own_area_and_classes_only() -> None:
    facts = replace(FACTS, status=Status.RECEIVED)

    assert may(Seat("dispatcher", area_code="410803001"), Action.FILE, facts)
    assert not may(Seat("dispatcher", area_code="410803002"), Action.FILE, facts)
    assert may(Seat("dispatcher", class_prefix="event/03"), Action.FILE, facts)
    assert not may(Seat("dispatcher", class_prefix="component"), Action.FILE, facts)


def test_a_person_with_two_posts_acts_by_the_one_that_allows_it() -> None:
    seats = [Seat("analyst"), Seat("supervisor")]

    acting = acting_post(seats, move(Action.SUPERVISE), FACTS)
    assert acting is seats[1]


@pytest.mark.parametrize("row", NEXT, ids=lambda m: f"{m.action}-{min(m.sources)}")
def test_an_empty_request_never_meets_a_need(row: Move) -> None:
    nothing = Brought(None, {}, NOW)
    never = replace(FACTS, return_count=2)

    assert {need for need, _ in missing(row, nothing, never)} == set(row.needs)


@pytest.mark.parametrize(
    ("need", "note", "codes"),
    [
        (Need.REASON, "不属于我单位职责", {}),
        (Need.CONDITION, None, {"condition_id": 3}),
        (Need.GENUINE, None, {"genuine": False}),
        (Need.SCORE, None, {"score": 1}),
        (Need.PHOTO, None, {"photos": ["a.jpg"]}),
        (Need.BEFORE_AND_AFTER, None, {"photos_before": ["a"], "photos_after": ["b"]}),
        (Need.RULING, None, {"ruling": "由住建局主办"}),
    ],
)
def test_what_is_brought_meets_the_need(need: Need, note: str, codes: dict[str, object]) -> None:
    row = Move(Action.NOTE, frozenset(Status), Status.FILED, frozenset(), (need,))

    assert not list(missing(row, Brought(note, codes, NOW), FACTS))
    assert list(missing(row, Brought(" ", {}, NOW), FACTS))


@pytest.mark.parametrize("score", [0, 6, True, 4.5, "5", None])
def test_a_score_is_a_whole_number_from_one_to_five(score: object) -> None:
    rate = move(Action.RATE, Status.CLOSED)

    assert list(missing(rate, Brought(None, {"score": score}, NOW), FACTS))


def test_a_class_without_a_place_needs_no_photo() -> None:
    check = move(Action.CHECK_PASS, Status.FEEDBACK)
    nowhere = replace(FACTS, status=Status.FEEDBACK, needs_place=False)

    assert not list(missing(check, Brought(None, {}, NOW), nowhere))


@pytest.mark.parametrize(
    ("count", "days", "allowed"), [(0, 15, True), (2, 1, False), (0, 16, False)]
)
def test_a_case_is_reopened_at_most_twice_and_within_fifteen_days(
    count: int, days: int, allowed: bool
) -> None:
    closed = NOW - timedelta(days=days)
    facts = replace(FACTS, status=Status.CLOSED, closed_at=closed, reopen_count=count)

    assert possible(move(Action.REOPEN, Status.CLOSED), facts, NOW) is allowed


def test_a_third_return_must_go_to_arbitration() -> None:
    third = replace(FACTS, return_count=2)

    assert not possible(move(Action.RETURN), third, NOW)
    assert possible(move(Action.RETURN), FACTS, NOW)
