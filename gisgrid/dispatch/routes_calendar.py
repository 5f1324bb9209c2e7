"""HTTP of the working calendar: read by everybody, entered a year at a time by the grid office."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from gisgrid.dispatch.messages import CalendarChanged
from gisgrid.dispatch.rules.calendar import OFFICE_WEEK, Standing
from gisgrid.dispatch.service.calendars import Day, Year, calendar, enter_year, named_days, years
from gisgrid.identity import Signed, require
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.messages import publish
from gisgrid.kernel.settings import settings
from gisgrid.kernel.words import Line

router = APIRouter(prefix="/api", tags=["dispatch"])
Written = Annotated[Line, Field(min_length=1, max_length=80)]


class DayOut(BaseModel):
    """A day unlike its weekday."""

    day: date
    works: bool
    name: str
    name_en: str | None


class CalendarOut(BaseModel):
    """The district's working time."""

    zone: str
    years: dict[int, Literal["official", "provisional"]]
    last: date
    exceptions: tuple[DayOut, ...]


class DayIn(BaseModel):
    """A holiday, or a weekend's day that is worked."""

    day: date
    works: bool
    name: Written
    name_en: Written | None = None


class YearIn(BaseModel):
    """A year as it is from now on: all its days unlike their weekday, and where they come from."""

    standing: Standing
    source: Annotated[Line, Field(min_length=1, max_length=200)]
    days: list[DayIn] = Field(max_length=366)


@router.get("/calendar")
def read_calendar(tx: Tx) -> CalendarOut:
    """Return the known years and the days unlike their weekday."""
    found = calendar(tx)
    known = {year: standing.value for year, standing in years(tx).items()}
    days = tuple(
        DayOut(day=one.day, works=one.works, name=one.name, name_en=one.name_en)
        for one in named_days(tx)
    )
    return CalendarOut(zone=found.zone.key, years=known, last=found.last, exceptions=days)


@router.put("/calendar/{year}")
def write_year(
    year: Annotated[int, Path(ge=2000, le=2100)], said: YearIn, tx: Tx, actor: Signed
) -> CalendarOut:
    """Enter a year in the place of what was known of it; open deadlines are reckoned again.

    Each deadline that moves is a step of its case.
    """
    require(actor, "calendar.write")
    days = tuple(Day(one.day, one.works, one.name, one.name_en) for one in said.days)
    looked_through(days)
    enter_year(tx, Year(year, said.standing, said.source, days))
    announce(tx, year)
    return read_calendar(tx)


def looked_through(days: tuple[Day, ...]) -> None:
    """Let days pass that are each said once and are unlike their weekday.

    Raises:
        Invalid: one is said twice, or works or rests anyway.
    """
    if len({one.day for one in days}) < len(days):
        raise Invalid("有的日期填了两次。")
    usual = [d.day for d in days if d.works == (d.day.weekday() not in OFFICE_WEEK.rest)]
    if usual:
        said = "、".join(f"{day:%Y-%m-%d}" for day in usual)
        raise Invalid(f"这些日期本来就是这样，不用填：{said}。", days=[f"{d}" for d in usual])


def announce(tx: Session, year: int) -> None:
    """Have the open deadlines of a year reckoned again."""
    zone = settings().tz
    first, after = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    publish(tx, CalendarChanged(first.isoformat(), after.isoformat()))
