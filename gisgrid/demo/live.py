"""Keep reporting in real time, so that a demonstration has something to watch."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Final

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases
from gisgrid.cases import Receipt
from gisgrid.demo.desk import new_report, speaker_of
from gisgrid.demo.gauges import tell_stages
from gisgrid.demo.history import planner_of
from gisgrid.demo.lots import Lots
from gisgrid.demo.plan import Planned, Planner
from gisgrid.demo.rounds import check_in_somewhere
from gisgrid.demo.seasons import midnight
from gisgrid.demo.town import Town
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

Say = Callable[[str], None]
STAGES_EVERY: Final = timedelta(minutes=15)
"""How often the gauges tell the rivers' stages anew, when a report is made after it."""


def keep_reporting(
    sessions: sessionmaker[Session], per_hour: float, say: Say, stop: Event | None = None
) -> None:
    """Make reports at random moments until stopped; each is one transaction, worked by the worker.

    With each, somebody checks in at the asset that is longest overdue.

    `per_hour` is the mean; Ctrl-C ends it between two reports.
    """
    stop = stop or Event()
    rng = np.random.default_rng(int(clock.now().timestamp()))
    with sessions() as tx:
        today = midnight(clock.now(), settings().tz)
        planner = planner_of(tx, today.date(), int(rng.integers(2**31)))
    told: datetime | None = None
    try:
        for turn, planned in enumerate(endless(planner, today)):
            with sessions.begin() as tx:
                told = keep_telling(tx, told)
                receipt = report(tx, planned, turn)
                check_in_somewhere(tx, settings().tz, rng, clock.now())
            say(f"{receipt.number}  {planned.text}  → {receipt.lead or receipt.unrouted}")
            if stop.wait(float(rng.exponential(3600 / per_hour))):
                return
    except KeyboardInterrupt:
        say("stopped; every report made so far is in the database")


def keep_telling(tx: Session, told: datetime | None) -> datetime:
    """Have the gauges tell their stages when it is time again; return when they last did."""
    now = clock.now()
    if told is not None and now - told < STAGES_EVERY:
        return told
    tell_stages(tx, now)
    return now


def endless(planner: Planner, at: datetime) -> Iterator[Planned]:
    """Yield reports as they would come on a day, without end (the live simulator)."""
    names = list(planner.planted.mix)
    streams = Lots.of(names, [planner.planted.mix[name] for name in names])
    while True:
        yield planner.report(streams.draw(planner.rng), at)


def report(tx: Session, planned: Planned, turn: int) -> Receipt:
    """Make one report now."""
    speaker = speaker_of(Town(tx), planned, turn)
    return cases.submit(tx, new_report(planned, turn), speaker)
