"""A calendar from a file: one row a day, with its kind and its standing."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.dispatch.rules.calendar import OFFICE_WEEK, Standing, Week, sessions
from gisgrid.dispatch.service.calendars import Day, Year, enter_week, enter_year
from gisgrid.kernel.errors import Invalid

FILE: Final = "calendar.csv"
SESSIONS: Final = "sessions.csv"
Row = Mapping[str, str]


class BadCalendarFile(Invalid):
    """A row of the calendar file cannot be used."""

    title = "The calendar file cannot be used"


def load_calendar(tx: Session, folder: Path) -> list[Year]:
    """Enter the years of `calendar.csv` (day, kind, name, status), and return them.

    A year is official when every row of it is. Days unlike their weekday become rows. Working
    sessions come from `sessions.csv` (starts, ends; every weekday alike), where there is one.
    """
    found = _rows(folder / FILE)
    years = [_year(int(year), list(rows)) for year, rows in groupby(found, lambda r: r["day"][:4])]
    for year in years:
        enter_year(tx, year)
    enter_week(tx, _week(folder / SESSIONS))
    return years


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _week(path: Path) -> Week:
    if not path.exists():
        return OFFICE_WEEK
    spans = sessions(*((row["starts"], row["ends"]) for row in _rows(path)))
    return Week((spans,) * 7, OFFICE_WEEK.rest)


def _year(year: int, rows: list[Row]) -> Year:
    official = all(row["status"] == Standing.OFFICIAL for row in rows)
    standing = Standing.OFFICIAL if official else Standing.PROVISIONAL
    return Year(year, standing, FILE, tuple(_unlike_the_weekday(rows)))


def _unlike_the_weekday(rows: Iterable[Row]) -> Iterable[Day]:
    for row in rows:
        day, works = _day(row)
        if works != (day.weekday() not in OFFICE_WEEK.rest):
            yield Day(day, works, row["name"] or ("调休上班" if works else "放假"))


def _day(row: Row) -> tuple[date, bool]:
    try:
        return date.fromisoformat(row["day"]), {"work": True, "rest": False}[row["kind"]]
    except (KeyError, ValueError) as bad:
        raise BadCalendarFile(
            f"{dict(row)}: day must be a date as 2026-10-01, kind work or rest."
        ) from bad
