"""Working time: which seconds of which days count, found by one prefix sum over days.

All lengths are whole microseconds, so that nothing is lost at the border of a session.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from gisgrid.kernel.errors import Invalid, Unavailable

MICROSECOND: Final = timedelta(microseconds=1)
HOUR_US: Final = 3_600_000_000
YEARS_AHEAD: Final = 2
"""Years after the last known one that are counted by the weekday rule, as provisional."""

Sessions = tuple[tuple[int, int], ...]
"""Working sessions of one day as (opens, closes) in microseconds after midnight."""


class Standing(StrEnum):
    """Whether the State Council's notice for a year is in the calendar."""

    OFFICIAL = "official"
    PROVISIONAL = "provisional"


class BeyondCalendar(Unavailable):
    """A deadline reaches a day that the calendar does not know."""

    title = "The calendar does not reach that far"


class BadSessions(Invalid):
    """Working sessions overlap, run backwards or leave the day."""

    title = "These working sessions cannot be worked"


@dataclass(frozen=True, slots=True)
class Week:
    """Working sessions of each weekday (Monday first), and the weekdays that rest by rule.

    A resting weekday has sessions too: they are worked when it is a make-up working day.
    """

    sessions: tuple[Sessions, ...]
    rest: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        """Refuse sessions that cannot be worked."""
        if len(self.sessions) != 7 or not self.rest <= frozenset(range(7)):
            raise BadSessions("A week has seven weekdays, numbered 0 (Monday) to 6 (Sunday).")
        for day in self.sessions:
            _check_sessions(day)


def sessions(*pairs: tuple[str, str]) -> Sessions:
    """Read sessions from clock times: `sessions(("08:00", "12:00"), ("14:00", "18:00"))`.

    "24:00" is the end of the day.
    """
    return tuple((_after_midnight(opens), _after_midnight(closes)) for opens, closes in pairs)


def _after_midnight(clock_time: str) -> int:
    if clock_time == "24:00":
        return 24 * HOUR_US
    try:
        at = time.fromisoformat(clock_time)
    except ValueError as bad:
        raise BadSessions(f"{clock_time!r} is no time of day; write it as 08:00.") from bad
    return (at.hour * 60 + at.minute) * 60_000_000 + at.second * 1_000_000


def _check_sessions(day: Sessions) -> None:
    borders = [border for span in day for border in span]
    rising = all(a < b for a, b in day) and borders == sorted(borders)
    if not rising or (borders and not 0 <= borders[0] < borders[-1] <= 24 * HOUR_US):
        raise BadSessions("Sessions of a day follow one another, each opens before it closes.")


OFFICE_DAY: Final = sessions(("08:00", "12:00"), ("14:00", "18:00"))
OFFICE_WEEK: Final = Week((OFFICE_DAY,) * 7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A district's working time, from the first known year to two years past the last."""

    zone: ZoneInfo
    first: date
    days: tuple[Sessions, ...] = field(repr=False)
    sums: tuple[int, ...] = field(repr=False)
    """Working microseconds before each day, and after the last one."""
    official: frozenset[int]

    def worked(self, at: datetime) -> int:
        """Return the working microseconds between the calendar's first midnight and a moment."""
        local = at.astimezone(self.zone)
        day = local.toordinal() - self.first.toordinal()
        if not 0 <= day < len(self.days):
            raise self._beyond(local.date())
        seconds = (local.hour * 60 + local.minute) * 60 + local.second
        passed = seconds * 1_000_000 + local.microsecond
        spans = self.days[day]
        today = sum(min(passed, closes) - opens for opens, closes in spans if opens < passed)
        return self.sums[day] + today

    def moment(self, worked: int) -> datetime:
        """Return the earliest moment by which so many working microseconds have passed."""
        day = bisect_left(self.sums, worked) - 1
        if day >= len(self.days):
            raise self._beyond(self.last + timedelta(days=1))
        left = worked - self.sums[max(day, 0)]
        midnight = datetime.combine(self.first + timedelta(days=max(day, 0)), time(), self.zone)
        return (midnight + _into(self.days[max(day, 0)], left)).astimezone(UTC)

    def works_on(self, day: date) -> bool:
        """Tell whether a day has working sessions."""
        index = (day - self.first).days
        if not 0 <= index < len(self.days):
            raise self._beyond(day)
        return bool(self.days[index])

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Tell whether a span touches a year without an official notice."""
        years = range(start.astimezone(self.zone).year, end.astimezone(self.zone).year + 1)
        return any(year not in self.official for year in years)

    @property
    def last(self) -> date:
        """Return the last day that the calendar can count."""
        return self.first + timedelta(days=len(self.days) - 1)

    def _beyond(self, day: date) -> BeyondCalendar:
        return BeyondCalendar(
            f"{day} is outside the calendar ({self.first} to {self.last}); "
            f"add the year with `gisgrid calendar seed {day.year}`.",
            day=day.isoformat(),
        )


def _into(day: Sessions, left: int) -> timedelta:
    for opens, closes in day:
        if left <= closes - opens:
            return timedelta(microseconds=opens + left)
        left -= closes - opens
    return timedelta(microseconds=left)


def calendar_of(
    zone: ZoneInfo,
    years: Mapping[int, Standing],
    exceptions: Iterable[tuple[date, bool]],
    week: Week = OFFICE_WEEK,
) -> Calendar:
    """Make a calendar from rows: known years, and days whose working differs from the weekday.

    A year between or after the known ones is provisional and follows the weekday rule.
    """
    if not years:
        raise BeyondCalendar("There is no calendar yet; make one with `gisgrid calendar seed`.")
    first, end = date(min(years), 1, 1), date(max(years) + YEARS_AHEAD + 1, 1, 1)
    working = dict(exceptions)
    span = range(first.toordinal(), end.toordinal())
    days = tuple(_sessions_on(date.fromordinal(n), week, working) for n in span)
    lengths = (sum(closes - opens for opens, closes in day) for day in days)
    official = frozenset(y for y, standing in years.items() if standing == Standing.OFFICIAL)
    return Calendar(zone, first, days, tuple(accumulate(lengths, initial=0)), official)


def _sessions_on(day: date, week: Week, working: Mapping[date, bool]) -> Sessions:
    weekday = day.weekday()
    works = working.get(day, weekday not in week.rest)
    return week.sessions[weekday] if works else ()
