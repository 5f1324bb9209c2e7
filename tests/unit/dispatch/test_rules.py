"""The ladder, the codes of actions, and contractors' links."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.dispatch.rules.calendar import Calendar, Standing, calendar_of
from gisgrid.dispatch.rules.clocks import Pause, Unit
from gisgrid.dispatch.rules.codes import BadCodes, Decided, Stations, read_codes
from gisgrid.dispatch.rules.dues import Clock, Ends, due
from gisgrid.dispatch.rules.ladder import LADDER, UNASSIGNED, latest_start, moments
from gisgrid.dispatch.rules.limits import WAITING
from gisgrid.dispatch.rules.links import BadLink, Link, mark, open_link, sign
from tests.unit.dispatch.oracle import ZONE

START = datetime(2026, 11, 23, 9, tzinfo=ZONE)
limits = st.builds(
    Clock,
    st.integers(0, 500_000).map(lambda n: START + timedelta(minutes=n - 400_000)),
    st.decimals("0.5", 20, places=1),
    st.sampled_from([str(unit) for unit in Unit]),
)
lengths = st.integers(0, 5000).map(lambda n: timedelta(minutes=n))


@given(clock=limits, wait=lengths, pause=lengths, cap=lengths)
def test_the_ladder_is_climbed_in_order_and_the_deadline_is_its_second_rung(  # type: ignore[no-untyped-def]
    calendar, clock, wait, pause, cap
) -> None:
    pauses = [Pause(clock.start + wait, clock.start + wait + pause)]
    end = clock.start + cap
    for ends in (Ends(), Ends(no_later_than=end), Ends(agreed_until=end), Ends(end, end)):
        told = [at for _, at in moments(calendar, clock, pauses, ends)]
        assert len(told) == len(LADDER)
        assert told == sorted(told)
        assert told[1] == due(calendar, clock, pauses, ends)


@given(st.integers(0, 400_000), st.booleans(), st.sampled_from([0, 1]))
def test_all_that_wait_since_the_latest_start_have_reached_the_rung_and_none_later(  # type: ignore[no-untyped-def]
    calendar, ago, urgent, nth
) -> None:
    now = START - timedelta(minutes=ago)
    latest = latest_start(calendar, WAITING[urgent], UNASSIGNED, nth, now)

    def reached(start: datetime) -> datetime:
        clock = Clock(start, *WAITING[urgent])
        told = [at for _, at in moments(calendar, clock, (), ladder=UNASSIGNED)]
        return told[int(nth)]

    assert reached(latest) <= now < reached(latest + timedelta(seconds=1))
    assert reached(latest - timedelta(days=1)) <= now


def test_where_the_calendar_begins_later_the_wait_is_taken_for_long_enough() -> None:
    young = calendar_of(ZONE, {2026: Standing.OFFICIAL}, [])
    morning = datetime(2026, 1, 1, 9, tzinfo=ZONE)
    assert latest_start(young, WAITING[False], UNASSIGNED, 1, morning).year == 2025


def test_a_clock_that_stands_has_no_rungs(calendar: Calendar) -> None:
    clock = Clock(START, Decimal(2), "work_day")
    assert list(moments(calendar, clock, [Pause(START)])) == []
    theirs = Ends(no_later_than=START + timedelta(hours=1))
    capped = [at for _, at in moments(calendar, clock, [Pause(START)], theirs)]
    assert capped[1] == START + timedelta(hours=1)


def test_an_earlier_end_is_warned_of_in_time(calendar: Calendar) -> None:
    clock, theirs = Clock(START, Decimal(5), "work_day"), START + timedelta(hours=4)
    warned, late, *_ = [at for _, at in moments(calendar, clock, (), Ends(no_later_than=theirs))]
    # 9:00 to 13:00 holds three working hours; three quarters of them are over at 11:15
    assert (warned, late) == (START + timedelta(hours=2, minutes=15), theirs)


def test_an_agreed_day_moves_on_with_later_pauses_and_another_platforms_does_not(
    calendar: Calendar,
) -> None:
    clock, agreed = Clock(START, Decimal(5), "work_day"), START + timedelta(days=1)
    pause = Pause(START + timedelta(hours=1), START + timedelta(days=1, hours=1))
    assert due(calendar, clock, [], Ends(agreed_until=agreed)) == agreed
    assert due(calendar, clock, [pause], Ends(agreed_until=agreed)) == START + timedelta(days=2)
    assert due(calendar, clock, [pause], Ends(no_later_than=agreed)) == agreed
    assert due(calendar, clock, [Pause(pause.start)], Ends(agreed_until=agreed)) is None


def test_codes_that_are_wrong_are_named(calendar: Calendar) -> None:
    with pytest.raises(BadCodes, match="lead"):
        read_codes(Stations, {"assists": [1]})
    task = {"station": 1, "what": "修", "due": "2026-11-25T18:00"}  # no zone
    with pytest.raises(BadCodes, match=r"tasks\.0\.due"):
        read_codes(Decided, {"lead": 1, "tasks": [task]})


def test_what_an_action_does_not_know_is_left_to_the_step() -> None:
    assert read_codes(Stations, {"lead": 1, "photos": ["a"]}) == Stations(lead=1)


LINK = Link(202611000000001, 7, START + timedelta(days=30), mark("宏远装饰"))


def test_a_link_opens_what_it_was_signed_for() -> None:
    assert open_link(sign(LINK, "s"), "s", START) == LINK


@pytest.mark.parametrize(
    "token", ["", "x", "名", sign(LINK, "other"), sign(LINK, "s")[:-3] + "AAA"]
)
def test_a_link_that_we_did_not_sign_is_refused(token: str) -> None:
    with pytest.raises(BadLink):
        open_link(token, "s", START)


def test_a_link_runs_out() -> None:
    with pytest.raises(BadLink, match="过期"):
        open_link(sign(LINK, "s"), "s", LINK.until + timedelta(seconds=1))
