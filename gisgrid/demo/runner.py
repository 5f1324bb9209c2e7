"""Runs many simulated lives under one clock: whoever is next goes on, at their moment."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from gisgrid.demo.desk import Desk
from gisgrid.demo.life import Life
from gisgrid.demo.plan import Planned
from gisgrid.dispatch import sweep_deadlines
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings
from gisgrid.notices import deliver

Moments = Iterator[datetime]
HOURS = (9, 13, 18)
"""When the simulated centre looks at its deadlines; the worker does it every minute."""


def live(
    desk: Desk, reports: list[Planned], until: datetime, seen: Callable[[datetime], None]
) -> None:
    """Live every report's life up to a moment; what is unfinished then stays open."""
    numbers = count()
    waiting = [
        (planned.at, next(numbers), Life(desk, planned, turn).run())
        for turn, planned in enumerate(reports)
    ]
    if reports:
        waiting.append((reports[0].at, next(numbers), sweeps(desk)))
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, _, one = heapq.heappop(waiting)
        again = step(one, at)
        if again is not None:
            heapq.heappush(waiting, (again, next(numbers), one))
        seen(at)
    with clock.at(until):
        post(desk)


def step(one: Moments, at: datetime) -> datetime | None:
    """Let one life go on at its moment; return its next one, or None when it is over."""
    with clock.at(at):
        return next(one, None)


def sweeps(desk: Desk) -> Moments:
    """Warn and escalate a few times a day, as the worker does every minute."""
    while True:
        sweep_deadlines(desk.tx, clock.now())
        desk.settle()
        post(desk)
        yield next_hour(clock.now().astimezone(settings().tz))


def post(desk: Desk) -> None:
    """Count what was told as sent: nobody outside the simulation hears of it."""
    while deliver(desk.tx, ()):
        pass


def next_hour(at: datetime) -> datetime:
    """Return the next of the centre's hours."""
    day = at.replace(minute=0, second=0, microsecond=0)
    later = [day.replace(hour=hour) for hour in HOURS if hour > at.hour]
    return later[0] if later else day.replace(hour=HOURS[0]) + timedelta(days=1)
