"""Write a believable history: planned from a seed, lived through the real services."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.demo.desk import Desk
from gisgrid.demo.effects import Planted, read_planted
from gisgrid.demo.plan import Planner
from gisgrid.demo.runner import live
from gisgrid.demo.seasons import midnight
from gisgrid.demo.survey import survey
from gisgrid.demo.words import read_speech
from gisgrid.kernel.folders import folder

YEARS = timedelta(days=730)
MONTHS = text("SELECT ensure_months(CAST(:first AS date), CAST(:last AS date))")


def planner_of(tx: Session, seed: int | None = None) -> Planner:
    """Return the planner of this district's history."""
    planted = read_planted(folder("data/demo") / "planted.yaml")
    speech = read_speech(folder("data/demo") / "speech.yaml")
    rng = np.random.default_rng(planted.seed if seed is None else seed)
    return Planner(survey(tx), planted, speech, rng)


def scaled(planted: Planted, cases: int | None) -> Planted:
    """Return the same effects with another number of cases."""
    return planted if cases is None else replace(planted, cases=cases)


def write_history(
    tx: Session,
    until: datetime,
    zone: ZoneInfo,
    *,
    cases: int | None = None,
    seen: Callable[[float], None] = lambda _: None,
) -> int:
    """Write two years of history up to a moment, in the caller's transaction: all or nothing.

    `seen` is told the part of the time that was lived, 0 to 1. Returns the number of reports.
    """
    last = midnight(until, zone)
    first = last - YEARS
    tx.execute(MONTHS, {"first": first.date(), "last": (last + timedelta(days=62)).date()})
    planner = planner_of(tx)
    planner = Planner(planner.world, scaled(planner.planted, cases), planner.speech, planner.rng)
    reports = planner.history((first, last))
    whole = (until - first).total_seconds()
    live(Desk(tx), reports, until, lambda at: seen((at - first).total_seconds() / whole))
    return len(reports)
