"""Ids that carry their month, and the case number that people read on the telephone.

An id of a table that grows with cases is `yyyymm * 10**9 + n` (15 digits, below 2**53): a plain
bigint key that leads PostgreSQL, and a reader, to one month's partition.
"""

import re
from collections import deque
from datetime import date, datetime
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gisgrid.kernel.errors import Invalid

SPAN: Final = 10**9
"""Numbers in one month."""
BLOCK: Final = 64
"""Numbers a process takes from a sequence at once; what it does not use is lost, harmlessly."""
NUMBER: Final = re.compile(r"(\d{8})-?(\d{6})-?(\d)")


class BadNumber(Invalid):
    """A case number with a slip of the tongue or the pen in it."""

    title = "This is no case number"


def month_id(at: datetime, n: int, zone: ZoneInfo) -> int:
    """Return the id of the n-th thing in the month of a moment, in the district's zone."""
    if not 0 <= n < SPAN:
        raise ValueError(f"n must lie in 0..{SPAN - 1}, not {n}")
    day = at.astimezone(zone)
    return (day.year * 100 + day.month) * SPAN + n


def span_of(first: date, last: date) -> tuple[int, int]:
    """Return the ids [from, to) that things of these days' months can have."""
    return (first.year * 100 + first.month) * SPAN, (last.year * 100 + last.month + 1) * SPAN


def check_digit(digits: str) -> int:
    """Return the ISO 7064 mod 11,10 check digit of a row of digits.

    It finds every single wrong digit and nearly every pair of digits that changed places.
    """
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def case_number(day: date, n: int) -> str:
    """Return a case's number, `YYYYMMDD-NNNNNN-C`, for a day in the district's zone."""
    body = f"{day:%Y%m%d}{n % 10**6:06d}"
    return f"{body[:8]}-{body[8:]}-{check_digit(body)}"


def check_number(said: str) -> str:
    """Return the case number that was said or typed, hyphens and spaces aside, or refuse it."""
    found = NUMBER.fullmatch(re.sub(r"\s", "", said))
    if found is None:
        raise BadNumber(f"“{said}” 不是案件编号：编号应为 8 位日期、6 位序号和 1 位校验码。")
    day, serial, check = found.groups()
    if check_digit(day + serial) != int(check):
        raise BadNumber(f"案件编号 “{said}” 的校验码不符，请核对每一位数字。")
    return f"{day}-{serial}-{check}"


def day_of_number(number: str) -> date:
    """Return the day that a checked case number begins with."""
    try:
        return date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        raise BadNumber(f"案件编号 “{number}” 中没有这一天。") from None


class Numbers:
    """Numbers of one sequence, taken from the database in blocks.

    The id is known before the row is written, so that a case, its history and its hash chain go
    to the database in one statement. Blocks are kept per engine: another database, other numbers.
    """

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence
        self._ready: WeakKeyDictionary[Engine, deque[int]] = WeakKeyDictionary()
        self._lock = Lock()

    def take(self, tx: Session, count: int = 1) -> list[int]:
        """Return so many numbers that nobody else has or will have."""
        with self._lock:
            ready = self._ready.setdefault(tx.connection().engine, deque())
        while len(ready) < count:
            ready.extend(self._fetch(tx, max(BLOCK, count - len(ready))))
        return self._pop(ready, tx, count)

    def _pop(self, ready: deque[int], tx: Session, count: int) -> list[int]:
        """Take numbers from the front; when another thread was faster, fetch again."""
        with self._lock:
            if len(ready) >= count:
                return [ready.popleft() for _ in range(count)]
        return self.take(tx, count)

    def _fetch(self, tx: Session, count: int) -> list[int]:
        block = text("SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, :count)")
        return list(tx.scalars(block, {"sequence": self._sequence, "count": count}))
