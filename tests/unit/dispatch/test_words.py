from datetime import timedelta

import pytest

from gisgrid.dispatch.rules.words import clock_in_words, limit_in_words


@pytest.mark.parametrize(
    ("left", "unit", "zh", "en"),
    [
        (
            timedelta(hours=3, minutes=20),
            "work_hour",
            "剩余 3 小时 20 分（工作时间）",
            "3 h 20 min of working time left",
        ),
        (
            -timedelta(hours=10),
            "work_day",
            "超期 1 天 2 小时（工作时间）",
            "overdue by 1 d 2 h of working time",
        ),
        (-timedelta(hours=26), "urgent_hour", "超期 1 天 2 小时", "overdue by 1 d 2 h"),
        (timedelta(hours=24, minutes=5), "urgent_day", "剩余 1 天 5 分", "1 d 5 min left"),
        (timedelta(seconds=59), "urgent_hour", "剩余 不足 1 分", "less than a minute left"),
    ],
)
def test_a_clock_speaks_the_time_of_its_unit(left: timedelta, unit: str, zh: str, en: str) -> None:
    assert clock_in_words(left, unit) == zh
    assert clock_in_words(left, unit, "en") == en


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        (2, "urgent_hour", "2 紧急工作时", "2 urgent hours"),
        (1, "work_day", "1 工作日", "1 working day"),
        (0.5, "work_hour", "0.5 工作时", "0.5 working hours"),
        (5, "urgent_day", "5 紧急工作日", "5 urgent days"),
    ],
)
def test_a_limit_reads_as_in_the_class_book(amount: float, unit: str, zh: str, en: str) -> None:
    assert limit_in_words(amount, unit) == zh
    assert limit_in_words(amount, unit, "en") == en
