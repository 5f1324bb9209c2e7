"""A gauge's history: readings minute by minute, thinned for whoever looks, forgotten in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.orm import Session

from gisgrid.assets import queries
from gisgrid.assets.tables import GaugeReading
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

Told = tuple[datetime, float]
"""When a gauge told something, and what."""
BATCH: Final = 20_000
"""Readings forgotten in one transaction."""
WRITE: Final = text("""
    INSERT INTO gauge_reading (asset_id, at, stage_m)
    SELECT :asset, date_trunc('minute', at, 'UTC') AS minute, max(stage_m)
    FROM unnest(CAST(:ats AS timestamptz[]), CAST(:stages AS float8[])) AS told(at, stage_m)
    GROUP BY minute
    ON CONFLICT (asset_id, at)
    DO UPDATE SET stage_m = greatest(gauge_reading.stage_m, excluded.stage_m)
""")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time with both its ends, in UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What a gauge told in a span: how much there is, and the points that are given of it."""

    count: int
    points: list[Told]


def record_readings(tx: Session, point: int, told: Sequence[Told]) -> None:
    """Keep readings of one gauge; of one minute the highest stands. Safe to say again."""
    ats, stages = [at for at, _ in told], [stage for _, stage in told]
    tx.execute(WRITE, {"asset": point, "ats": ats, "stages": stages})


def history(tx: Session, point: int, span: Span, most: int) -> History:
    """Return what a gauge told in a span, the first first, `most` points at most.

    Where there is more, the span is cut into `most` / 2 parts of one length, and of each the
    lowest and the highest are given: a flood of a minute is seen in a month.
    """
    asked = {
        "asset": point,
        "since": span.since,
        "until": span.until,
        "most": most,
        "parts": most // 2,
        "part_s": (span.until - span.since).total_seconds() / (most // 2),
    }
    rows = tx.execute(queries.sql("history"), asked).all()
    return History(rows[0].every if rows else 0, [(row.at, row.stage_m) for row in rows])


def forget_readings(tx: Session, most: int = BATCH) -> int:
    """Delete readings whose time is over; return how many. Safe to run again."""
    key = tuple_(GaugeReading.asset_id, GaugeReading.at)
    old = select(GaugeReading.asset_id, GaugeReading.at).where(GaugeReading.at < before())
    gone = delete(GaugeReading).where(key.in_(old.limit(most)))
    return len(tx.execute(gone.returning(GaugeReading.asset_id)).all())


def due_to_forget(tx: Session) -> int:
    """Return how many readings would be forgotten now."""
    asked = select(func.count()).select_from(GaugeReading).where(GaugeReading.at < before())
    return tx.scalar(asked) or 0


def before() -> datetime:
    """Return the moment before which a reading must have been told to be forgotten."""
    return clock.now() - timedelta(days=settings().readings_kept_days)
