"""The handover of shifts: what stands is written down, and the next one takes it over."""

from collections.abc import Callable
from datetime import datetime

import pytest

from gisgrid.dispatch.service import shifts
from gisgrid.dispatch.service.shift_view import views
from gisgrid.identity.tables import Person, PostRow
from gisgrid.kernel.errors import Conflict, Forbidden, NotFound
from tests.integration.dispatch.town import BORN, Town, at

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def town(town: Town) -> Town:
    """The town with a dispatcher of the next shift."""
    comer = Person(code="P-next", name="next")
    town.tx.add(comer)
    town.tx.flush()
    said = {"person_id": comer.id, "station_id": town.stations["centre"], "valid_from": BORN}
    town.tx.add(PostRow(code="next", role="dispatcher", **said))
    town.tx.flush()
    town.people["next"] = comer.id
    return town


def test_a_shift_is_left_with_what_stands_and_what_passed(
    town: Town, at_: Callable[[datetime], None]
) -> None:
    waits, hole = town.report("quarrel"), town.dispatched("manhole")
    at_(at("2026-11-23 20:00"))
    left = shifts.hand_over(town.tx, town.actor("dispatcher"), "夜间有雨")
    (shown,) = views(town.tx, town.actor("next"), [left], "zh")
    assert (shown.began_at, shown.ended_at) == (at("2026-11-23"), at("2026-11-23 20:00"))
    assert shown.standing["waiting"] == 1
    assert shown.passed["received"] == 2
    assert shown.passed["dispatched"] == 1
    assert {(one.why, one.number) for one in shown.special} >= {
        ("emergency", hole.number),
        ("overdue", hole.number),
    }
    assert waits.number not in {one.number for one in shown.special if one.why == "overdue"}


def test_the_next_one_takes_over_once_and_begins_where_the_other_ended(
    town: Town, at_: Callable[[datetime], None]
) -> None:
    leaver, comer = town.actor("dispatcher"), town.actor("next")
    left = shifts.hand_over(town.tx, leaver, "")
    at_(at("2026-11-23 09:20"))
    waiting = shifts.running(town.tx, comer).waiting
    assert waiting is not None
    assert waiting.id == left.id
    with pytest.raises(shifts.StillToBeTaken):
        shifts.hand_over(town.tx, comer, "")
    with pytest.raises(shifts.NotByOneself):
        shifts.take_over(town.tx, leaver, left.id)
    taken = shifts.take_over(town.tx, comer, left.id)
    assert (taken.taken_by, taken.taken_at) == (comer.person_id, at("2026-11-23 09:20"))
    with pytest.raises(Conflict):
        shifts.take_over(town.tx, comer, left.id)
    now = shifts.running(town.tx, comer)
    assert (now.began_at, now.waiting) == (left.ended_at, None)


def test_what_is_supervised_is_told_while_it_is_open(town: Town) -> None:
    case = town.dispatched("signboard")
    town.act(case, "supervisor", "supervise", "请尽快")
    left = shifts.hand_over(town.tx, town.actor("dispatcher"), "")
    (shown,) = views(town.tx, town.actor("next"), [left], "zh")
    assert ("supervised", case.number) in {(one.why, one.number) for one in shown.special}


def test_the_history_is_kept_and_read_by_its_own_desk_only(town: Town) -> None:
    for who, other in (("dispatcher", "next"), ("next", "dispatcher")):
        left = shifts.hand_over(town.tx, town.actor(who), who)
        shifts.take_over(town.tx, town.actor(other), left.id)
    newest, oldest = shifts.history(town.tx, town.actor("supervisor"))
    assert (newest.note, oldest.note) == ("next", "dispatcher")
    assert shifts.history(town.tx, town.actor("leader"), newest.id) == [oldest]
    assert shifts.handover(town.tx, town.actor("grid_office"), oldest.id) is oldest
    with pytest.raises(NotFound):
        shifts.handover(town.tx, town.actor("grid_office"), newest.id + 1)
    for act in (shifts.history, shifts.running):
        with pytest.raises(Forbidden):
            act(town.tx, town.actor("unit_dispatcher"))
