"""The calendar as rows: known years, days unlike their weekday, and the working sessions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table


class CalendarYear(Table):
    """A year, and whether the State Council's notice for it has been entered."""

    __tablename__ = "calendar_year"
    __table_args__ = (CheckConstraint("standing IN ('official', 'provisional')", "standing"),)

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    standing: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    """Where its days come from: a notice's number, or a library and its version."""
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CalendarDay(Table):
    """A day that rests or works although its weekday says otherwise."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind IN ('work', 'rest')", "kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)


class WorkingWeekday(Table):
    """A weekday (0 is Monday), and whether it rests unless a day's row says otherwise."""

    __tablename__ = "working_weekday"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", "weekday"),)

    weekday: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    rests: Mapped[bool]


class WorkingSession(Table):
    """One session of a weekday, as 08:00 to 12:00; a resting weekday has them for make-up days."""

    __tablename__ = "working_session"
    __table_args__ = (CheckConstraint("opens < closes AND closes <= '24:00'", "forward"),)

    weekday: Mapped[int] = mapped_column(ForeignKey("working_weekday.weekday"), primary_key=True)
    opens: Mapped[str] = mapped_column(Text, primary_key=True)
    closes: Mapped[str] = mapped_column(Text)


class CalendarStamp(Table):
    """The one row that changes with every change of the calendar: nobody uses an old one."""

    __tablename__ = "calendar_stamp"
    __table_args__ = (CheckConstraint("id = 1", "single"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    stamp: Mapped[UUID] = mapped_column(Uuid)
