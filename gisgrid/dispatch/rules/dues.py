"""When an order is due: its limits, its pauses, and what it may never be later than."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.clocks import ClockStands, Pause, after, deadline, elapsed


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of an order, and the moment it began to run."""

    start: datetime
    amount: Decimal
    unit: str

    def share(self, of: Decimal) -> "Clock":
        """Return the same clock with a part, or a multiple, of its limit."""
        return Clock(self.start, self.amount * of, self.unit)


@dataclass(frozen=True, slots=True)
class Ends:
    """What a deadline is never later than, besides its own limit."""

    no_later_than: datetime | None = None
    """Another platform's deadline: it does not stand when our clocks do."""
    agreed_until: datetime | None = None
    """The day that a consultation set: it moves on with the pauses that come after."""


NO_ENDS = Ends()


def due(
    calendar: Calendar, clock: Clock, pauses: Sequence[Pause], ends: Ends = NO_ENDS
) -> datetime | None:
    """Return when a clock runs out; None while it stands and nothing else sets a day."""
    moments = [_own(calendar, clock, pauses), ends.no_later_than]
    if ends.agreed_until is not None:
        moments.append(_agreed(calendar, clock, pauses, ends.agreed_until))
    return min((one for one in moments if one is not None), default=None)


def _own(calendar: Calendar, clock: Clock, pauses: Sequence[Pause]) -> datetime | None:
    try:
        return deadline(calendar, clock.start, clock.amount, clock.unit, pauses)
    except ClockStands:
        return None


def _agreed(
    calendar: Calendar, clock: Clock, pauses: Sequence[Pause], until: datetime
) -> datetime | None:
    """Return the agreed moment, moved on by the pauses since the clock began."""
    if all(pause.end is not None and pause.end <= clock.start for pause in pauses):
        return until
    length = elapsed(calendar, clock.start, until, clock.unit)
    try:
        return max(until, after(calendar, clock.start, length, clock.unit, pauses))
    except ClockStands:
        return None
