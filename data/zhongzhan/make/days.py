"""Write the working days of 2020-2027 and the working sessions of a day.

Years up to 2026 are the State Council's, as the library chinesecalendar holds them;
2027 is provisional: statutory holidays and weekends, its make-up days are not known yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

from data.zhongzhan.make.files import Row, write_table

FIRST, LAST, LAST_OFFICIAL = date(2020, 1, 1), date(2027, 12, 31), 2026
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
STATUTORY_2027 = {
    date(2027, 1, 1): "元旦",
    date(2027, 2, 5): "春节",
    date(2027, 2, 6): "春节",
    date(2027, 2, 7): "春节",
    date(2027, 2, 8): "春节",
    date(2027, 4, 5): "清明节",
    date(2027, 5, 1): "劳动节",
    date(2027, 5, 2): "劳动节",
    date(2027, 6, 9): "端午节",
    date(2027, 9, 15): "中秋节",
    date(2027, 10, 1): "国庆节",
    date(2027, 10, 2): "国庆节",
    date(2027, 10, 3): "国庆节",
}
SESSIONS: tuple[Row, ...] = (
    {"name": "上午", "name_en": "Morning", "starts": "08:00", "ends": "12:00"},
    {"name": "下午", "name_en": "Afternoon", "starts": "14:00", "ends": "18:00"},
)


def calendar() -> list[Row]:
    """Return one row a day, first to last."""
    days = (FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1))
    return [official(day) if day.year <= LAST_OFFICIAL else provisional(day) for day in days]


def official(day: date) -> Row:
    """Return a day as the yearly notice has it."""
    rest, name = chinese_calendar.get_holiday_detail(day)
    makeup = not rest and name is not None
    label = NAMES[name] + ("调休上班" if makeup else "") if name else weekend(day)
    return row(day, "rest" if rest else "work", label, "official")


def provisional(day: date) -> Row:
    """Return a day of a year without a notice."""
    rest = day in STATUTORY_2027 or day.weekday() >= 5
    label = STATUTORY_2027.get(day) or weekend(day)
    return row(day, "rest" if rest else "work", label, "provisional")


def weekend(day: date) -> str:
    """Return the name of a day that no holiday names."""
    return "周末" if day.weekday() >= 5 else ""


def row(day: date, kind: str, name: str, status: str) -> Row:
    """Return one line of the calendar."""
    return {"day": str(day), "kind": kind, "name": name, "status": status}


def write(folder: Path) -> None:
    """Write the calendar and the sessions."""
    write_table(folder / "calendar.csv", calendar())
    write_table(folder / "sessions.csv", SESSIONS)
