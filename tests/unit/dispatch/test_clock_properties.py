"""The clocks against an oracle that counts minute by minute, 2020 to 2027."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.clocks import Pause, Unit, deadline, elapsed, left_until, remaining
from tests.unit.dispatch import oracle
from tests.unit.dispatch.oracle import ZONE

FIRST, LAST = datetime(2020, 1, 1, tzinfo=ZONE), datetime(2027, 11, 1, tzinfo=ZONE)
MINUTES = int((LAST - FIRST) / timedelta(minutes=1))
MINUTES_OF = {
    Unit.URGENT_HOUR: 60,
    Unit.URGENT_DAY: 24 * 60,
    Unit.WORK_HOUR: 60,
    Unit.WORK_DAY: 8 * 60,
}
# Days on which something changes: holidays, make-up days, year ends; and any day at all.
EDGES = [
    datetime(*day, tzinfo=ZONE)
    for day in [(2020, 1, 23), (2020, 2, 1), (2021, 2, 6), (2022, 9, 30), (2023, 1, 20),
                (2023, 12, 30), (2024, 2, 3), (2024, 4, 30), (2025, 1, 25), (2025, 9, 27),
                (2025, 12, 31), (2026, 2, 13), (2026, 9, 19), (2026, 12, 31)]
]  # fmt: skip
units = st.sampled_from(list(Unit))
anywhere = st.integers(0, MINUTES).map(lambda n: FIRST + timedelta(minutes=n))
near_edges = st.builds(
    lambda day, n: day + timedelta(minutes=n), st.sampled_from(EDGES), st.integers(-3000, 3000)
)
at_borders = st.builds(
    lambda day, hour: day.replace(hour=hour, minute=0),
    anywhere | near_edges,
    st.sampled_from([0, 8, 12, 14, 18]),
)
moments = anywhere | near_edges | at_borders


@st.composite
def starts_with_pauses(draw: st.DrawFn) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    start = draw(moments)
    spans = draw(st.lists(st.tuples(st.integers(-600, 6000), st.integers(0, 3000)), max_size=4))
    return start, [
        (start + timedelta(minutes=a), start + timedelta(minutes=a + n)) for a, n in spans
    ]


def check_deadline(
    calendar: Calendar,
    case: tuple[datetime, list[tuple[datetime, datetime]]],
    amount: int,
    unit: Unit,
) -> None:
    start, spans = case
    pauses = [Pause(*span) for span in spans]
    expected = oracle.deadline(start, amount * MINUTES_OF[unit], unit.on_the_clock, spans)
    due = deadline(calendar, start, amount, unit, pauses)
    assert due == expected
    assert remaining(calendar, start, amount, unit, due, pauses) == timedelta(0)


def check_elapsed(
    calendar: Calendar,
    case: tuple[datetime, list[tuple[datetime, datetime]]],
    lasting: int,
    unit: Unit,
) -> None:
    start, spans = case
    end = start + timedelta(minutes=lasting)
    expected = oracle.elapsed(start, end, unit.on_the_clock, spans)
    ran = elapsed(calendar, start, end, unit, [Pause(*span) for span in spans])
    assert ran == timedelta(minutes=expected)


@settings(max_examples=120)
@given(case=starts_with_pauses(), amount=st.integers(1, 6), unit=units)
def test_a_deadline_is_where_counting_minutes_ends(calendar, case, amount, unit) -> None:  # type: ignore[no-untyped-def]
    check_deadline(calendar, case, amount, unit)


@settings(max_examples=80)
@given(case=starts_with_pauses(), lasting=st.integers(0, 8000), unit=units)
def test_time_runs_as_counted_by_minutes(calendar, case, lasting, unit) -> None:  # type: ignore[no-untyped-def]
    check_elapsed(calendar, case, lasting, unit)


@pytest.mark.long
@settings(max_examples=500)
@given(case=starts_with_pauses(), amount=st.integers(1, 40), unit=units)
def test_a_long_deadline_is_where_counting_minutes_ends(calendar, case, amount, unit) -> None:  # type: ignore[no-untyped-def]
    check_deadline(calendar, case, amount, unit)


@pytest.mark.long
def test_every_day_of_eight_years_is_worked_as_announced(calendar: Calendar) -> None:
    day = FIRST
    while day < LAST:
        ran = elapsed(calendar, day, day + timedelta(days=1), "work_hour")
        assert ran == timedelta(hours=8 if oracle.works_on(day.date()) else 0), day
        day += timedelta(days=1)


micro = st.timedeltas(timedelta(0), timedelta(days=20))


@given(start=moments, a=micro, b=micro, unit=units)
def test_time_adds_up(calendar, start, a, b, unit) -> None:  # type: ignore[no-untyped-def]
    middle, end = start + a, start + a + b
    parts = elapsed(calendar, start, middle, unit) + elapsed(calendar, middle, end, unit)
    assert parts == elapsed(calendar, start, end, unit)


@given(
    start=moments,
    later=micro,
    amount=st.decimals(0, 20, places=2),
    more=st.decimals(0, 5, places=2),
    unit=units,
)
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(  # type: ignore[no-untyped-def]
    calendar, start, later, amount, more, unit
) -> None:
    due = deadline(calendar, start, amount, unit)
    assert due >= start
    assert deadline(calendar, start + later, amount, unit) >= due
    assert deadline(calendar, start, amount + more, unit) >= due


@given(case=starts_with_pauses(), amount=st.integers(1, 6), later=micro, unit=units)
def test_what_is_left_is_the_same_from_the_limit_and_from_the_deadline(  # type: ignore[no-untyped-def]
    calendar, case, amount, later, unit
) -> None:
    start, spans = case
    pauses, now = [Pause(*span) for span in spans], start + later
    due = deadline(calendar, start, amount, unit, pauses)
    left = remaining(calendar, start, amount, unit, now, pauses)
    assert left_until(calendar, now, due, unit, pauses) == left


@given(case=starts_with_pauses(), amount=st.integers(1, 6), unit=units)
def test_a_pause_never_brings_a_deadline_forward(calendar, case, amount, unit) -> None:  # type: ignore[no-untyped-def]
    start, spans = case
    paused = deadline(calendar, start, amount, unit, [Pause(*span) for span in spans])
    assert paused >= deadline(calendar, start, amount, unit)
