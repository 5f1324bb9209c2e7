from datetime import date

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays, workdays

from gisgrid.dispatch.rules.calendar import Calendar, Standing, calendar_of
from tests.unit.dispatch.oracle import ZONE


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """2020 to 2026 as the State Council announced them, 2027 by the weekday rule."""
    assert chinese_calendar.is_workday(date(2026, 1, 4))  # a make-up Sunday is in the library
    years = dict.fromkeys(range(2020, 2027), Standing.OFFICIAL) | {2027: Standing.PROVISIONAL}
    rest = [(day, False) for day in holidays if day.year >= 2020]
    work = [(day, True) for day in workdays if day.year >= 2020]
    return calendar_of(ZONE, years, rest + work)
