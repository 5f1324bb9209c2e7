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

Moments = Iterator[datetime]
SWEEP = timedelta(hours=3)


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
        waiting.append((reports[0].at + SWEEP, next(numbers), sweeps(desk)))
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, _, one = heapq.heappop(waiting)
        again = step(one, at)
        if again is not None:
            heapq.heappush(waiting, (again, next(numbers), one))
        seen(at)


def step(one: Moments, at: datetime) -> datetime | None:
    """Let one life go on at its moment; return its next one, or None when it is over."""
    with clock.at(at):
        return next(one, None)


def sweeps(desk: Desk) -> Moments:
    """Warn and escalate every few hours, as the worker does every minute."""
    while True:
        sweep_deadlines(desk.tx, clock.now())
        desk.settle()
        yield clock.now() + SWEEP
