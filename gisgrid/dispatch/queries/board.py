"""The board: unrouted, waiting, due soon, overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gisgrid.dispatch.sql import load


@dataclass(frozen=True, slots=True)
class Reach:
    """Which cases somebody may see: all, or those of some stations and areas."""

    everything: bool
    stations: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()


def board(
    tx: Session, reach: Reach, now: datetime, soon: timedelta, limit: int
) -> Sequence[Row[Any]]:
    """Return the first cases of each queue, emergencies and the earliest deadline first."""
    values = {
        "everything": reach.everything,
        "stations": list(reach.stations),
        "areas": list(reach.areas),
        "now": now,
        "soon": now + soon,
        "limit": limit,
    }
    return tx.execute(text(load("board")), values).all()
