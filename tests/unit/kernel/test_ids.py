"""Ids that carry their month, and numbers that survive a telephone line."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.kernel import ids

SHANGHAI = ZoneInfo("Asia/Shanghai")
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
serials = st.integers(0, 10**6 - 1)


def test_the_month_is_the_districts_month_and_not_utcs() -> None:
    late = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)  # 01:00 on 1 November in Jiaozuo

    assert ids.month_id(late, 42, SHANGHAI) == 202611_000000042


def test_an_id_is_a_whole_number_that_javascript_keeps() -> None:
    assert ids.month_id(datetime(2099, 12, 31, tzinfo=UTC), 999_999_999, SHANGHAI) < 2**53


def test_a_number_beyond_the_months_span_is_refused() -> None:
    with pytest.raises(ValueError, match="n must lie in"):
        ids.month_id(datetime(2026, 1, 1, tzinfo=UTC), 10**9, SHANGHAI)


@given(days, st.integers(0, 10**9 - 1))
def test_an_id_lies_in_the_span_of_its_own_month_only(day: date, n: int) -> None:
    number = ids.month_id(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), n, SHANGHAI)
    first, after = ids.span_of(day, day)

    assert first <= number < after
    assert number // ids.SPAN == day.year * 100 + day.month


def test_the_check_digit_is_the_standards_own_example() -> None:
    assert ids.check_digit("0794") == 5  # ISO/IEC 7064, mod 11,10


def test_a_case_number_reads_as_date_serial_and_check() -> None:
    assert ids.case_number(date(2026, 11, 23), 17) == "20261123-000017-" + str(
        ids.check_digit("20261123000017")
    )


@given(days, serials)
def test_a_case_number_is_understood_with_and_without_hyphens(day: date, n: int) -> None:
    number = ids.case_number(day, n)

    assert ids.check_number(number.replace("-", "")) == number
    assert ids.check_number(f" {number} ") == number
    assert ids.day_of_number(number) == day


@given(days, serials, st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(day: date, n: int, place: int, step: int) -> None:
    digits = ids.case_number(day, n).replace("-", "")
    wrong = str((int(digits[place]) + step) % 10)

    with pytest.raises(ids.BadNumber):
        ids.check_number(digits[:place] + wrong + digits[place + 1 :])


@pytest.mark.parametrize("said", ["", "12345", "20261123-17-3", "2026112a-000017-3"])
def test_what_is_no_case_number_is_refused(said: str) -> None:
    with pytest.raises(ids.BadNumber):
        ids.check_number(said)


def test_a_number_of_a_day_that_never_was_is_refused() -> None:
    body = "20260231000001"
    with pytest.raises(ids.BadNumber, match="没有这一天"):
        ids.day_of_number(f"20260231-000001-{ids.check_digit(body)}")
