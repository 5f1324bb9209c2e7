from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gisgrid.dispatch.rules.calendar import (
    BadSessions,
    BeyondCalendar,
    Calendar,
    Standing,
    Week,
    calendar_of,
    sessions,
)
from gisgrid.dispatch.rules.clocks import (
    BadLimit,
    ClockStands,
    Pause,
    deadline,
    elapsed,
    remaining,
)
from gisgrid.kernel.errors import Invalid
from tests.unit.dispatch.oracle import ZONE


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # a Friday afternoon: three working hours reach into Monday
        ("2026-11-20 16:00", 3, "work_hour", "2026-11-23 09:00"),
        ("2026-11-20 16:00", 3, "urgent_hour", "2026-11-20 19:00"),
        ("2026-11-20 16:00", 1, "urgent_day", "2026-11-21 16:00"),
        ("2026-11-20 16:00", 1, "work_day", "2026-11-23 16:00"),
        # a limit that fills the session ends at its closing
        ("2026-11-23 08:00", 4, "work_hour", "2026-11-23 12:00"),
        ("2026-11-23 08:00", 1, "work_day", "2026-11-23 18:00"),
        ("2026-11-23 12:00", 4, "work_hour", "2026-11-23 18:00"),
        ("2026-11-23 13:00", 0.5, "work_hour", "2026-11-23 14:30"),
        # the night before and the night within Spring Festival 2026 (15 to 23 February)
        ("2026-02-17 02:00", 1, "work_day", "2026-02-24 18:00"),
        ("2026-02-17 02:00", 2, "urgent_hour", "2026-02-17 04:00"),
        # the make-up Saturday of 14 February 2026 is worked
        ("2026-02-13 18:00", 2, "work_hour", "2026-02-14 10:00"),
        # a leap day in 2024 and the end of a year
        ("2024-02-28 17:00", 2, "work_hour", "2024-02-29 09:00"),
        ("2025-12-31 17:00", 2, "work_hour", "2026-01-04 09:00"),
    ],
)
def test_a_deadline_is_where_an_office_clerk_would_put_it(
    calendar: Calendar, start: str, amount: float, unit: str, due: str
) -> None:
    assert deadline(calendar, at(start), amount, unit) == at(due)


def test_nothing_is_due_at_once(calendar: Calendar) -> None:
    midnight = at("2026-02-17 00:00")
    assert deadline(calendar, midnight, 0, "work_day") == midnight


def test_a_session_border_is_exact_to_the_microsecond(calendar: Calendar) -> None:
    closing = at("2026-11-20 18:00")
    early = closing - timedelta(microseconds=1)
    hour = Decimal(1) / 3_600_000_000
    assert elapsed(calendar, early, at("2026-11-23 08:00"), "work_hour") == timedelta(
        microseconds=1
    )
    assert deadline(calendar, early, hour, "work_hour") == closing
    assert deadline(calendar, closing, hour, "work_hour") == at("2026-11-23 08:00:00.000001")


def test_a_clock_stands_during_its_pauses(calendar: Calendar) -> None:
    pauses = [Pause(at("2026-11-23 09:00"), at("2026-11-23 11:00"))]
    start = at("2026-11-23 08:00")
    assert deadline(calendar, start, 4, "work_hour", pauses) == at("2026-11-23 16:00")
    assert elapsed(calendar, start, at("2026-11-23 12:00"), "work_hour", pauses) == timedelta(
        hours=2
    )


def test_pauses_that_overlap_are_counted_once(calendar: Calendar) -> None:
    pauses = [
        Pause(at("2026-11-23 10:00"), at("2026-11-23 11:00")),
        Pause(at("2026-11-23 09:00"), at("2026-11-23 10:30")),
        Pause(at("2026-11-22 09:00"), at("2026-11-22 10:30")),
    ]
    start = at("2026-11-23 08:00")
    assert deadline(calendar, start, 4, "urgent_hour", pauses) == at("2026-11-23 14:00")


def test_an_open_pause_leaves_no_deadline_but_what_is_left_is_known(calendar: Calendar) -> None:
    start, pauses = at("2026-11-23 08:00"), [Pause(at("2026-11-23 09:00"))]
    with pytest.raises(ClockStands):
        deadline(calendar, start, 4, "work_hour", pauses)
    left = remaining(calendar, start, 4, "work_hour", at("2026-12-01 08:00"), pauses)
    assert left == timedelta(hours=3)


def test_a_limit_used_up_before_the_pause_keeps_its_deadline(calendar: Calendar) -> None:
    start, pauses = at("2026-11-23 08:00"), [Pause(at("2026-11-23 12:00"))]
    assert deadline(calendar, start, 4, "work_hour", pauses) == at("2026-11-23 12:00")


def test_overdue_is_counted_in_the_units_own_time(calendar: Calendar) -> None:
    start, now = at("2026-11-20 08:00"), at("2026-11-23 09:00")
    assert remaining(calendar, start, 1, "work_day", now) == -timedelta(hours=1)
    assert remaining(calendar, start, 1, "urgent_day", now) == -timedelta(days=2, hours=1)


def test_nothing_runs_before_the_start(calendar: Calendar) -> None:
    later, earlier = at("2026-11-23 12:00"), at("2026-11-23 08:00")
    assert elapsed(calendar, later, earlier, "work_hour") == timedelta(0)
    assert elapsed(calendar, later, earlier, "urgent_hour", [Pause(earlier)]) == timedelta(0)


def test_a_day_beyond_the_calendar_is_refused_with_a_way_out(calendar: Calendar) -> None:
    assert calendar.last == date(2029, 12, 31)
    with pytest.raises(BeyondCalendar, match="gisgrid calendar seed 2030"):
        deadline(calendar, at("2029-12-31 08:00"), 2, "work_day")
    with pytest.raises(BeyondCalendar, match="2019-12-31"):
        deadline(calendar, at("2019-12-31 08:00"), 2, "work_day")
    with pytest.raises(BeyondCalendar, match="calendar seed"):
        calendar_of(ZONE, {}, [])


def test_a_year_without_an_official_notice_is_provisional(calendar: Calendar) -> None:
    assert not calendar.is_provisional(at("2026-12-01 00:00"), at("2026-12-31 23:59"))
    assert calendar.is_provisional(at("2026-12-31 23:59"), at("2027-01-01 00:00"))
    assert calendar.is_provisional(at("2028-06-01 00:00"), at("2028-06-02 00:00"))


@pytest.mark.parametrize(
    ("amount", "unit"), [(-1, "work_hour"), (float("nan"), "work_hour"), (1, "fortnight")]
)
def test_a_senseless_limit_is_refused(calendar: Calendar, amount: float, unit: str) -> None:
    with pytest.raises(BadLimit):
        deadline(calendar, at("2026-11-23 08:00"), amount, unit)


def test_a_pause_cannot_run_backwards() -> None:
    with pytest.raises(Invalid):
        Pause(at("2026-11-23 09:00"), at("2026-11-23 08:00"))


def test_other_sessions_and_rest_days_are_a_matter_of_rows() -> None:
    night = sessions(("00:00", "06:00"), ("20:00", "24:00"))
    week = Week((night,) * 7, rest=frozenset({4}))
    calendar = calendar_of(ZONE, {2026: Standing.OFFICIAL}, [], week)
    # Thursday evening, then Saturday's first hours, because Friday rests
    assert deadline(calendar, at("2026-11-19 23:00"), 2, "work_hour") == at("2026-11-21 01:00")
    assert deadline(calendar, at("2026-11-19 20:00"), 4, "work_hour") == at("2026-11-20 00:00")


@pytest.mark.parametrize(
    "pairs",
    [
        [("12:00", "08:00")],
        [("08:00", "12:00"), ("11:00", "18:00")],
        [("08:00", "08:00")],
        [("8 Uhr", "12:00")],
    ],
)
def test_sessions_that_cannot_be_worked_are_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(BadSessions):
        Week((sessions(*pairs),) * 7)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(BadSessions):
        Week((sessions(("08:00", "12:00")),) * 5)


def test_moments_of_any_zone_give_the_same_deadline(calendar: Calendar) -> None:
    start = at("2026-11-20 16:00")
    assert deadline(calendar, start.astimezone(UTC), 3, "work_hour") == at("2026-11-23 09:00")


def test_a_deadline_is_found_without_walking_through_days(calendar: Calendar) -> None:
    """Intake asks for two of them: bytecode steps do not grow with the length of the limit."""
    short, long = (_lines_run(calendar, amount) for amount in (1, 400))
    assert long <= short + 5


def _lines_run(calendar: Calendar, amount: int) -> int:
    import sys  # noqa: PLC0415

    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    deadline(calendar, at("2026-11-23 08:30"), amount, "work_day")
    sys.settrace(None)
    return count
