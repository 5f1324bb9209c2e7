"""The district's calendar: read once per stamp, changed a year or a week at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
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

    Costs one tiny query a transaction; the calendar is made once for each of its states.
    """
    kept: tuple[object, Calendar] | None = tx.info.get(PLACE)
    if kept is not None and kept[0] is tx.get_transaction():
        return kept[1]
    found = _current(tx)
    tx.info[PLACE] = (tx.get_transaction(), found)
    return found


def _current(tx: Session) -> Calendar:
    stamp = rows.stamp(tx)
    if stamp is None:
        raise BeyondCalendar("There is no calendar yet; make one with `gisgrid calendar seed`.")
    zone = settings().tz
    return _made.get((stamp, zone.key)) or _make(tx, stamp, zone)


PLACE: Final = "gisgrid.dispatch.calendar"
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
    _changed(tx)


def _changed(tx: Session) -> None:
    rows.restamp(tx)
    tx.info.pop(PLACE, None)


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
    _changed(tx)


def years(tx: Session) -> Mapping[int, Standing]:
    """Return the known years and their standing."""
    return rows.years(tx)


def named_days(tx: Session) -> list[Day]:
    """Return the days unlike their weekday with their names, in order."""
    return [Day(one.day, one.kind == "work", one.name, one.name_en) for one in rows.named_days(tx)]
