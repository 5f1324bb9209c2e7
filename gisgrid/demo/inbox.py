"""The inbox: what came in last, that nobody has looked at yet when the history ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from gisgrid.demo.desk import Desk
from gisgrid.demo.plan import Planned, Planner
from gisgrid.demo.runner import post
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

SIZE = 9
EVERY = timedelta(minutes=13)
STREAMS = ("appeal", "patrol", "appeal")


def unread(planner: Planner, until: datetime) -> Iterator[Planned]:
    """Draw the last reports: one of three names no place, one says no class, one is whole."""
    for k in range(SIZE):
        at = (until - (SIZE - k) * EVERY).astimezone(settings().tz)
        report = replace(planner.report(STREAMS[k % 3], at), at=at)
        if k % 3 == 0:
            report = replace(report, class_known=True, lon=None, lat=None, place_text=None)
        yield replace(report, class_known=False) if k % 3 == 1 else report


def fill(desk: Desk, planner: Planner, until: datetime) -> int:
    """Take the last reports in and leave them as they are; return how many."""
    for turn, planned in enumerate(unread(planner, until)):
        with clock.at(planned.at):
            desk.submit(planned, turn)
            desk.settle()
    with clock.at(until):
        post(desk)
    return SIZE
