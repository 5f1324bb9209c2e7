"""Write a believable history: planned from a seed, lived through the real services."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.demo import inbox
from gisgrid.demo.desk import Desk
from gisgrid.demo.effects import Planted, read_planted
from gisgrid.demo.plan import Planner
from gisgrid.demo.rounds import walk_rounds
from gisgrid.demo.runner import live
from gisgrid.demo.seasons import midnight
from gisgrid.demo.survey import survey
from gisgrid.demo.words import read_speech
from gisgrid.kernel.folders import folder

YEARS = timedelta(days=730)
MONTHS = text("SELECT ensure_months(CAST(:first AS date), CAST(:last AS date))")


def planted(last: date) -> Planted:
    """Return what a history that ends on a day hides."""
    return read_planted(folder("data/demo") / "planted.yaml", last)


def planner_of(tx: Session, last: date, seed: int | None = None) -> Planner:
    """Return the planner of this district's history up to a day."""
    speech = read_speech(folder("data/demo") / "speech.yaml")
    hidden = planted(last)
    rng = np.random.default_rng(hidden.seed if seed is None else seed)
    return Planner(survey(tx), hidden, speech, rng)


def with_cases(planner: Planner, cases: int | None) -> Planner:
    """Return a planner of the same effects with another number of cases in two years."""
    if cases is None:
        return planner
    return replace(planner, planted=replace(planner.planted, cases=cases))


def write_history(
    tx: Session,
    until: datetime,
    zone: ZoneInfo,
    *,
    cases: int | None = None,
    days: int = YEARS.days,
    seen: Callable[[float], None] = lambda _: None,
) -> int:
    """Write the history up to a moment, in the caller's transaction: all or nothing.

    `cases` is what two years would hold, `days` how many of the last days are lived.
    `seen` is told the part of the time that was lived, 0 to 1. Returns the number of reports.
    """
    last = midnight(until, zone)
    first = last - timedelta(days=days)
    tx.execute(MONTHS, {"first": first.date(), "last": (last + timedelta(days=62)).date()})
    planner = with_cases(planner_of(tx, last.date()), cases)
    planned = planner.history((last - YEARS, last + timedelta(days=1)))
    reports = [report for report in planned if first <= report.at < until]
    whole = (until - first).total_seconds()
    desk = Desk(tx)
    live(desk, reports, until, lambda at: seen((at - first).total_seconds() / whole))
    walk_rounds(tx, first, until, zone, planner.planted.seed)
    return len(reports) + inbox.fill(desk, planner, until)
