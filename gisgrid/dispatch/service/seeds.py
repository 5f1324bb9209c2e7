"""Years of the calendar from the library chinesecalendar, which knows the announced ones."""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from typing import Final

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from sqlalchemy.orm import Session

from gisgrid.dispatch.rules.calendar import OFFICE_WEEK, Standing
from gisgrid.dispatch.service.calendars import Day, Year, enter_week, enter_year, years

NAMES: Final = {holiday.value: holiday.chinese for holiday in Holiday}
FIXED: Final = (
    (1, 1, "元旦", "New Year's Day"),
    (5, 1, "劳动节", "Labour Day"),
    (5, 2, "劳动节", "Labour Day"),
    (10, 1, "国庆节", "National Day"),
    (10, 2, "国庆节", "National Day"),
    (10, 3, "国庆节", "National Day"),
)
OFFICIAL: Final = Standing.OFFICIAL
LAST_ANNOUNCED: Final = max(holidays).year


def announced(year: int) -> Year:
    """Return a year as the State Council announced it."""
    rest = (Day(d, works=False, name=NAMES[said], name_en=said) for d, said in _in(year, holidays))
    work = (_make_up(day, said) for day, said in _in(year, workdays))
    source = f"chinesecalendar {version('chinesecalendar')}"
    return Year(year, Standing.OFFICIAL, source, (*rest, *work))


def _make_up(day: date, holiday: str) -> Day:
    name, name_en = f"{NAMES[holiday]}调休上班", f"make-up working day, {holiday}"
    return Day(day, works=True, name=name, name_en=name_en)


def _in(year: int, days: dict[date, str]) -> Iterator[tuple[date, str]]:
    return ((day, said) for day, said in days.items() if day.year == year)


def expected(year: int) -> Year:
    """Return a year that nobody has announced: the weekdays, and no holiday that moves.

    Holidays fixed by law on a day of the solar calendar rest; make-up days are not guessed.
    """
    fixed = (Day(date(year, m, d), works=False, name=zh, name_en=en) for m, d, zh, en in FIXED)
    return Year(year, Standing.PROVISIONAL, "weekday rule", tuple(fixed))


def seed(tx: Session, wanted: Iterable[int]) -> list[Year]:
    """Enter years that are not known better: announced ones as such, others as provisional.

    A first calendar gets the office week, 08 to 12 and 14 to 18.
    """
    known = years(tx)
    found = [announced(year) if year <= LAST_ANNOUNCED else expected(year) for year in wanted]
    entered = [year for year in found if known.get(year.year) not in {year.standing, OFFICIAL}]
    for year in entered:
        enter_year(tx, year)
    if not known:
        enter_week(tx, OFFICE_WEEK)
    return entered
