"""The board: unrouted, waiting, due soon, overdue."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gisgrid.cases import Reach
from gisgrid.dispatch.sql import load


def board(
    tx: Session, reach: Reach, now: datetime, soon: timedelta, limit: int
) -> Sequence[Row[Any]]:
    """Return the first cases of each queue, emergencies and the earliest deadline first."""
    told = reach.told()
    limits = None if told["limits"] is None else json.dumps(told["limits"])
    values = told | {"limits": limits, "now": now, "soon": now + soon, "limit": limit}
    return tx.execute(text(load("board")), values).all()
