"""The district's calendar: read once per stamp, changed a year or a week at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gisgrid.dispatch.queries import calendars as rows
from gisgrid.dispatch.rules.calendar import (
    OFFICE_WEEK,
    BeyondCalendar,
    Calendar,
    Standing,
    Week,
    calendar_of,
)
from gisgrid.dispatch.tables import CalendarDay, CalendarYear
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings


@dataclass(frozen=True, slots=True)
class Day:
    """A day unlike its weekday."""

    day: date
    works: bool
    name: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar, as it is entered."""

    year: int
    standing: Standing
    source: str
    days: tuple[Day, ...]


def calendar(tx: Session) -> Calendar:
    """Return the calendar that this transaction sees.

    Costs one tiny query; the calendar itself is made once for each of its states.
    """
    stamp = rows.stamp(tx)
    if stamp is None:
        raise BeyondCalendar("There is no calendar yet; make one with `gisgrid calendar seed`.")
    zone = settings().tz
    known = _made.get((stamp, zone.key))
    return known or _make(tx, stamp, zone)


_made: dict[tuple[UUID, str], Calendar] = {}


def _make(tx: Session, stamp: UUID, zone: ZoneInfo) -> Calendar:
    week = rows.week(tx) or OFFICE_WEEK
    made = calendar_of(zone, rows.years(tx), rows.exceptions(tx), week)
    if len(_made) > 8:
        _made.clear()
    _made[(stamp, zone.key)] = made
    return made


def enter_year(tx: Session, year: Year) -> None:
    """Enter a year, in the place of what was known of it.

    Open deadlines do not move by this alone: `recompute` moves them and writes down each change.
    """
    for day in year.days:
        if day.day.year != year.year:
            raise Invalid(f"{day.day} does not lie in {year.year}.")
    row = CalendarYear(
        year=year.year, standing=year.standing, source=year.source, entered_at=clock.now()
    )
    rows.replace_year(tx, row, [_day_row(day) for day in year.days])
    rows.restamp(tx)


def _day_row(day: Day) -> CalendarDay:
    return CalendarDay(
        day=day.day,
        year=day.day.year,
        kind="work" if day.works else "rest",
        name=day.name,
        name_en=day.name_en,
    )


def enter_week(tx: Session, week: Week) -> None:
    """Set the working sessions of the week."""
    rows.replace_week(tx, week)
    rows.restamp(tx)


def years(tx: Session) -> Mapping[int, Standing]:
    """Return the known years and their standing."""
    return rows.years(tx)


def exceptions(tx: Session) -> list[tuple[date, bool]]:
    """Return the days unlike their weekday, and whether they are worked."""
    return sorted(rows.exceptions(tx))
