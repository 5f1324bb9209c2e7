"""When an order is due: its limits, its pauses, and what it may never be later than."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.clocks import ClockStands, Pause, deadline


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of an order, and the moment it began to run."""

    start: datetime
    amount: Decimal
    unit: str

    def share(self, of: Decimal) -> "Clock":
        """Return the same clock with a part, or a multiple, of its limit."""
        return Clock(self.start, self.amount * of, self.unit)


def due(
    calendar: Calendar, clock: Clock, pauses: Sequence[Pause], no_later_than: datetime | None
) -> datetime | None:
    """Return when a clock runs out; None while it stands and nothing else sets a day."""
    try:
        own = deadline(calendar, clock.start, clock.amount, clock.unit, pauses)
    except ClockStands:
        return no_later_than
    return own if no_later_than is None else min(own, no_later_than)
