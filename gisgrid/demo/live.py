"""Keep reporting in real time, so that a demonstration has something to watch."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases
from gisgrid.cases import Receipt
from gisgrid.demo.desk import new_report, speaker_of
from gisgrid.demo.history import planner_of
from gisgrid.demo.lots import Lots
from gisgrid.demo.plan import Planned, Planner
from gisgrid.demo.seasons import midnight
from gisgrid.demo.town import Town
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

Say = Callable[[str], None]


def keep_reporting(
    sessions: sessionmaker[Session], per_hour: float, say: Say, stop: Event | None = None
) -> None:
    """Make reports at random moments until stopped; each is one transaction, worked by the worker.

    `per_hour` is the mean; Ctrl-C ends it between two reports.
    """
    stop = stop or Event()
    rng = np.random.default_rng(int(clock.now().timestamp()))
    with sessions() as tx:
        today = midnight(clock.now(), settings().tz)
        planner = planner_of(tx, today.date(), int(rng.integers(2**31)))
    try:
        for turn, planned in enumerate(endless(planner, today)):
            with sessions.begin() as tx:
                receipt = report(tx, planned, turn)
            say(f"{receipt.number}  {planned.text}  → {receipt.lead or receipt.unrouted}")
            if stop.wait(float(rng.exponential(3600 / per_hour))):
                return
    except KeyboardInterrupt:
        say("stopped; every report made so far is in the database")


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
