"""The ladder: who is told before a deadline, and who after it, rung by rung."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from gisgrid.dispatch.rules.calendar import BeyondCalendar, Calendar
from gisgrid.dispatch.rules.clocks import Pause, after, deadline, elapsed
from gisgrid.dispatch.rules.dues import NO_ENDS, Clock, Ends, due


class Rung(StrEnum):
    """Who stands on the ladder, lowest first."""

    GRID_LEADER = "grid_leader"
    STATION = "station"
    SUBDISTRICT_CENTRE = "subdistrict_centre"
    DISTRICT_CENTRE = "district_centre"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Reach:
    """A rung, and the share of the limit that has run when it is told."""

    rung: Rung
    share: Decimal

    @property
    def kind(self) -> str:
        """Tell a warning before the deadline from what is overdue."""
        return "warn" if self.share < 1 else "overdue"


LADDER: Final = (
    Reach(Rung.GRID_LEADER, Decimal("0.75")),
    Reach(Rung.STATION, Decimal(1)),
    Reach(Rung.SUBDISTRICT_CENTRE, Decimal("1.25")),
    Reach(Rung.DISTRICT_CENTRE, Decimal("1.5")),
    Reach(Rung.LEADER, Decimal(2)),
)
UNASSIGNED: Final = (
    Reach(Rung.DISTRICT_CENTRE, Decimal(1)),
    Reach(Rung.LEADER, Decimal(2)),
)
"""A case that nobody has yet is the district centre's own, and has no rungs below it."""


def moments(
    calendar: Calendar,
    clock: Clock,
    pauses: Sequence[Pause],
    ends: Ends = NO_ENDS,
    ladder: Sequence[Reach] = LADDER,
) -> Iterator[tuple[Reach, datetime]]:
    """Yield when each rung is told, in order; nothing while the clock stands without a day.

    Before the deadline a share of the time there is counts, pauses left out; after it the climb
    takes shares of the clock's own limit, whichever moment the deadline was.
    """
    last = due(calendar, clock, pauses, ends)
    if last is None:
        return
    length = elapsed(calendar, clock.start, last, clock.unit, pauses)
    for reach in ladder:
        if reach.share < 1:
            part = length * float(reach.share)
            yield reach, min(last, after(calendar, clock.start, part, clock.unit, pauses))
        else:
            over = clock.share(reach.share - 1)
            yield reach, deadline(calendar, last, over.amount, over.unit)


LOOK_BACK_S: Final = 60 * 24 * 3600
"""No wait takes longer than this to climb its ladder, holidays included."""


def latest_start(
    calendar: Calendar,
    limit: tuple[Decimal, str],
    ladder: Sequence[Reach],
    nth: int,
    now: datetime,
) -> datetime:
    """Return the latest start, to the second, of a clock whose nth rung is reached by now.

    A clock that starts earlier reaches each rung no later, so all that started by then have
    reached it. Where the calendar does not reach back so far, its first day is taken.
    """

    def is_reached(seconds: int) -> bool:
        clock = Clock(now - timedelta(seconds=seconds), *limit)
        try:
            return list(moments(calendar, clock, (), ladder=ladder))[nth][1] <= now
        except BeyondCalendar:
            return True

    back = bisect_left(range(LOOK_BACK_S), 1, key=is_reached)
    return now - timedelta(seconds=back)
