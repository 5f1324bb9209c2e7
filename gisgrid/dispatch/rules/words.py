"""What a clock says to people, in Chinese and English."""

from datetime import timedelta
from typing import Final, Literal, Protocol

from gisgrid.dispatch.rules.clocks import Unit

Language = Literal["zh", "en"]
MINUTE: Final = timedelta(minutes=1)


class Named(Protocol):
    """What has a Chinese name, and an English one perhaps."""

    @property
    def name(self) -> str:
        """Return the Chinese name."""

    @property
    def name_en(self) -> str | None:
        """Return the English name, if there is one."""


def named(one: Named, language: Language) -> str:
    """Say a name in a language; what has no English name keeps its own."""
    return (one.name_en if language == "en" else None) or one.name


_PARTS: Final = {"zh": ("天", "小时", "分"), "en": ("d", "h", "min")}
_NOTHING: Final = {"zh": "不足 1 分", "en": "less than a minute"}


def clock_in_words(remaining: timedelta, unit: str, language: Language = "zh") -> str:
    """Say what is left of a limit, or by how much it is overdue.

    A day of a working unit is 8 working hours, a day of an urgent unit is 24 hours.

    >>> clock_in_words(timedelta(hours=3, minutes=20), "work_hour")
    '剩余 3 小时 20 分（工作时间）'
    """
    kind = Unit(unit)
    lasting = length_in_words(abs(remaining), unit, language)
    overdue = remaining < timedelta(0)
    if language == "zh":
        said = f"{'超期' if overdue else '剩余'} {lasting}"
        return said if kind.on_the_clock else f"{said}（工作时间）"
    working = "" if kind.on_the_clock else " of working time"
    return f"overdue by {lasting}{working}" if overdue else f"{lasting}{working} left"


def length_in_words(length: timedelta, unit: str, language: Language = "zh") -> str:
    """Say a length in days, hours and minutes of a unit's kind of time, dropping what is zero.

    Seconds are left out: what is left is rounded down, so nobody is promised a minute too many.
    """
    hours_a_day = 24 if Unit(unit).on_the_clock else 8
    hours, minutes = divmod(length // MINUTE, 60)
    days, hours = divmod(hours, hours_a_day)
    names = _PARTS[language]
    parts = [f"{n} {name}" for n, name in zip((days, hours, minutes), names, strict=True) if n]
    return " ".join(parts) or _NOTHING[language]


_LIMITS: Final = {
    "zh": {
        Unit.URGENT_HOUR: "紧急工作时",
        Unit.URGENT_DAY: "紧急工作日",
        Unit.WORK_HOUR: "工作时",
        Unit.WORK_DAY: "工作日",
    },
    "en": {
        Unit.URGENT_HOUR: "urgent hours",
        Unit.URGENT_DAY: "urgent days",
        Unit.WORK_HOUR: "working hours",
        Unit.WORK_DAY: "working days",
    },
}


def limit_in_words(amount: float, unit: str, language: Language = "zh") -> str:
    """Say a limit as the class book writes it: 2 紧急工作时, 4 working hours."""
    said = _LIMITS[language][Unit(unit)]
    if language == "en" and amount == 1:
        said = said.removesuffix("s")
    return f"{amount:g} {said}"
