"""A slow, independent way to count working time: one minute after the other.

It knows nothing of the code it judges; holidays come from chinesecalendar, and 2027, which that
library does not know, follows the weekday.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


@cache
def works_on(day: date) -> bool:
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def counts(minute: datetime, on_the_clock: bool) -> bool:
    """Tell whether the minute that begins here is counted."""
    if on_the_clock:
        return True
    local = minute.astimezone(ZONE)
    return works_on(local.date()) and (8 <= local.hour < 12 or 14 <= local.hour < 18)


def paused(minute: datetime, pauses: Sequence[Span]) -> bool:
    return any(start <= minute < end for start, end in pauses)


def elapsed(start: datetime, end: datetime, on_the_clock: bool, pauses: Sequence[Span]) -> int:
    """Count the minutes that ran."""
    ran, minute = 0, start.astimezone(UTC)
    while minute < end:
        ran += counts(minute, on_the_clock) and not paused(minute, pauses)
        minute += MINUTE
    return ran


def deadline(start: datetime, minutes: int, on_the_clock: bool, pauses: Sequence[Span]) -> datetime:
    """Walk until so many minutes have run."""
    minute = start.astimezone(UTC)
    while minutes > 0:
        minutes -= counts(minute, on_the_clock) and not paused(minute, pauses)
        minute += MINUTE
    return minute
