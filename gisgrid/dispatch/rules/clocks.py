"""The clocks of an order: when it is due, how much has run, how much is left.

Urgent units run on the clock, nights and holidays included; working units run only inside
working sessions. A clock stands still during its pauses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from gisgrid.dispatch.rules.calendar import HOUR_US, MICROSECOND, Calendar
from gisgrid.kernel.errors import Conflict, Invalid


class Unit(StrEnum):
    """The four units in which a filing condition gives its limits."""

    URGENT_HOUR = "urgent_hour"
    URGENT_DAY = "urgent_day"
    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"

    @property
    def on_the_clock(self) -> bool:
        """Tell whether nights, weekends and holidays count."""
        return self in _ON_THE_CLOCK


_ON_THE_CLOCK: Final = frozenset({Unit.URGENT_HOUR, Unit.URGENT_DAY})
LENGTH_US: Final = {
    Unit.URGENT_HOUR: HOUR_US,
    Unit.URGENT_DAY: 24 * HOUR_US,
    Unit.WORK_HOUR: HOUR_US,
    Unit.WORK_DAY: 8 * HOUR_US,
}


class ClockStands(Conflict):
    """A clock in an open pause has no deadline."""

    title = "The clock stands still"


class BadLimit(Invalid):
    """A limit is not a positive number of a known unit."""

    title = "This limit cannot be used"


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which a clock stands; without an end it still stands."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards."""
        if self.end is not None and self.end < self.start:
            raise Invalid("A pause cannot end before it starts.")


def limit_us(amount: Decimal | float, unit: str) -> int:
    """Return a limit in microseconds of its own kind of time (a work_day is 8 working hours)."""
    if unit not in LENGTH_US:
        raise BadLimit(f"{unit!r} is no time unit; use one of {', '.join(Unit)}.")
    if not 0 <= amount < 10_000:
        raise BadLimit(f"A limit of {amount} {unit} makes no sense; give 0 or more.")
    length = LENGTH_US[Unit(unit)]
    return amount * length if isinstance(amount, int) else round(Decimal(str(amount)) * length)


def deadline(
    calendar: Calendar,
    start: datetime,
    amount: Decimal | float,
    unit: str,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the earliest moment at which a limit that began at `start` is used up.

    A limit that ends with a session ends at its closing, not at the next opening. Raises
    ClockStands when an open pause is reached first.
    """
    return _used_up(calendar, start, limit_us(amount, unit), Unit(unit), pauses)


def after(
    calendar: Calendar,
    start: datetime,
    length: timedelta,
    unit: str,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return when a length of a unit's kind of time has run; as `deadline`, but exact."""
    return _used_up(calendar, start, length // MICROSECOND, Unit(unit), pauses)


def _used_up(
    calendar: Calendar, start: datetime, left: int, kind: Unit, pauses: Iterable[Pause]
) -> datetime:
    for pause in _in_order(pauses, start) if pauses else ():
        running = _running_us(calendar, start, pause.start, kind)
        if running >= left:
            break
        if pause.end is None:
            raise ClockStands("The clock is paused; it has a deadline again when it resumes.")
        left, start = left - running, pause.end
    return _ahead(calendar, start, left, kind)


def elapsed(
    calendar: Calendar,
    start: datetime,
    end: datetime,
    unit: str,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """Return how much of a unit's kind of time has run between two moments.

    Nothing has run before the start: an end before it gives zero.
    """
    total, kind = 0, Unit(unit)
    for pause in _in_order(pauses, start):
        if pause.start >= end:
            break
        total += _running_us(calendar, start, pause.start, kind)
        start = pause.end if pause.end is not None else end
    if start < end:
        total += _running_us(calendar, start, end, kind)
    return timedelta(microseconds=total)


def remaining(
    calendar: Calendar,
    start: datetime,
    amount: Decimal | float,
    unit: str,
    now: datetime,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """Return what is left of a limit in its kind of time; negative is overdue."""
    limit = timedelta(microseconds=limit_us(amount, unit))
    return limit - elapsed(calendar, start, now, unit, pauses)


def left_until(
    calendar: Calendar, now: datetime, due: datetime, unit: str, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Return how much of a unit's kind of time is left until a deadline; negative is overdue.

    Right for a deadline that came from elsewhere, too: another platform's, or a ruling's.
    """
    if now <= due:
        return elapsed(calendar, now, due, unit, pauses)
    return -elapsed(calendar, due, now, unit, pauses)


def _in_order(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """Return pauses after the start, sorted, with overlapping ones joined."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        if pause.end is not None and pause.end <= start:
            continue
        clipped = Pause(max(pause.start, start), pause.end)
        if joined and (joined[-1].end is None or clipped.start <= joined[-1].end):
            joined[-1] = Pause(joined[-1].start, _later(joined[-1].end, clipped.end))
        else:
            joined.append(clipped)
    return joined


def _later(a: datetime | None, b: datetime | None) -> datetime | None:
    return None if a is None or b is None else max(a, b)


def _running_us(calendar: Calendar, start: datetime, end: datetime, unit: Unit) -> int:
    if unit.on_the_clock:
        return (end.astimezone(UTC) - start.astimezone(UTC)) // MICROSECOND
    return calendar.worked(end) - calendar.worked(start)


def _ahead(calendar: Calendar, start: datetime, left: int, unit: Unit) -> datetime:
    start = start.astimezone(UTC)
    if left == 0:
        return start
    if unit.on_the_clock:
        return start + timedelta(microseconds=left)
    return calendar.moment(calendar.worked(start) + left)
