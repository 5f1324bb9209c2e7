"""Rows of the calendar."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.dispatch.rules.calendar import Sessions, Standing, Week, sessions
from gisgrid.dispatch.tables import (
    CalendarDay,
    CalendarStamp,
    CalendarYear,
    WorkingSession,
    WorkingWeekday,
)


def stamp(tx: Session) -> UUID | None:
    """Return what changes with every change of the calendar (plain psycopg: every intake asks)."""
    connection = tx.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("the calendar is read with psycopg 3: use postgresql+psycopg://")
    row = connection.execute("SELECT stamp FROM calendar_stamp").fetchone()
    return row[0] if row else None


def restamp(tx: Session) -> None:
    """Tell every process that the calendar has changed."""
    new = {"id": 1, "stamp": uuid4()}
    put = insert(CalendarStamp).values(new)
    tx.execute(put.on_conflict_do_update(index_elements=["id"], set_={"stamp": new["stamp"]}))


def years(tx: Session) -> dict[int, Standing]:
    """Return the known years."""
    rows = tx.execute(select(CalendarYear.year, CalendarYear.standing))
    return {year: Standing(standing) for year, standing in rows}


def exceptions(tx: Session) -> list[tuple[date, bool]]:
    """Return the days unlike their weekday, and whether they are worked."""
    rows = tx.execute(select(CalendarDay.day, CalendarDay.kind))
    return [(day, kind == "work") for day, kind in rows]


def named_days(tx: Session) -> Sequence[CalendarDay]:
    """Return the days unlike their weekday, in order."""
    return tx.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()


def week(tx: Session) -> Week | None:
    """Return the working week, or None when nobody has set one."""
    found = tx.execute(select(WorkingWeekday.weekday, WorkingWeekday.rests))
    rests = {weekday: rest for weekday, rest in found}  # noqa: C416 - rows are not pairs to mypy
    if not rests:
        return None
    query = select(WorkingSession.weekday, WorkingSession.opens, WorkingSession.closes)
    rows = tx.execute(query.order_by(WorkingSession.weekday, WorkingSession.opens)).all()
    days = tuple(_of(weekday, rows) for weekday in range(7))
    return Week(days, frozenset(day for day, rest in rests.items() if rest))


def _of(weekday: int, rows: Iterable[tuple[int, str, str]]) -> Sessions:
    return sessions(*((opens, closes) for day, opens, closes in rows if day == weekday))


def replace_year(tx: Session, year: CalendarYear, days: Iterable[CalendarDay]) -> None:
    """Put a year and its days in the place of what was known of it."""
    tx.execute(delete(CalendarDay).where(CalendarDay.year == year.year))
    tx.merge(year)
    tx.flush()
    tx.add_all(days)
    tx.flush()


def replace_week(tx: Session, new: Week) -> None:
    """Put new working sessions in the place of the old ones."""
    tx.execute(delete(WorkingSession))
    tx.execute(delete(WorkingWeekday))
    tx.add_all(WorkingWeekday(weekday=n, rests=n in new.rest) for n in range(7))
    tx.flush()
    for weekday, spans in enumerate(new.sessions):
        tx.add_all(
            WorkingSession(weekday=weekday, opens=_clock_time(a), closes=_clock_time(b))
            for a, b in spans
        )
    tx.flush()


def _clock_time(microseconds: int) -> str:
    hours, minutes = divmod(microseconds // 60_000_000, 60)
    return f"{hours:02}:{minutes:02}"
