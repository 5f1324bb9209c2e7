"""When an asset is due again, and what counts as having been there."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.patrols.rules import (
    MOST_UNSURE_M,
    Result,
    Standing,
    counts,
    due_on,
    is_far,
    standing,
)

ZONE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
METRES = st.floats(0, 100_000)


def test_a_daily_round_is_due_the_next_day_and_overdue_the_day_after() -> None:
    late = datetime(2026, 11, 23, 23, 50, tzinfo=ZONE)
    due = due_on(late, 1, ZONE)
    assert due == date(2026, 11, 24)
    days = [date(2026, 11, day) for day in (23, 24, 25)]
    assert [standing(due, day) for day in days] == list(Standing)


@given(MOMENTS, st.integers(1, 400), st.integers(0, 800))
def test_an_asset_is_never_due_before_its_days_are_over(
    last: datetime, days: int, later: int
) -> None:
    today = last.date() + timedelta(days=later)
    wanted = {-1: Standing.CHECKED, 0: Standing.DUE, 1: Standing.OVERDUE}
    assert standing(due_on(last, days, ZONE), today) is wanted[(later > days) - (later < days)]


@given(MOMENTS, st.integers(1, 400), st.integers(0, 10_000))
def test_a_later_check_is_never_due_earlier(last: datetime, days: int, minutes: int) -> None:
    later = last + timedelta(minutes=minutes)
    assert due_on(later, days, ZONE) >= due_on(last, days, ZONE)


@given(METRES, METRES, METRES)
def test_nobody_is_near_because_their_telephone_knows_nothing(
    distance: float, accuracy: float, limit: float
) -> None:
    far = is_far(distance, accuracy, limit)
    assert not far or distance > limit
    assert far or distance <= limit + MOST_UNSURE_M
    assert is_far(distance, None, limit) >= far


def test_what_ends_a_round() -> None:
    assert counts(Result.NORMAL, far=False)
    assert counts(Result.ABNORMAL, far=False)
    assert not counts(Result.NO_ACCESS, far=False)
    assert not counts(Result.NORMAL, far=True)
