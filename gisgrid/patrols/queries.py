"""What the patrols ask the database."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from geoalchemy2 import WKTElement
from sqlalchemy import delete, func, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.patrols.rules import Position
from gisgrid.patrols.tables import Patrol, TrackPoint

Spot = tuple[float, float]
OVERDUE = sql("""
    SELECT to_char(p.ended_at AT TIME ZONE :zone, 'YYYY-MM-DD') AS day, count(DISTINCT p.id),
           count(t.at)
    FROM patrol p LEFT JOIN track_point t ON t.patrol_id = p.id
    WHERE p.ended_at < :before GROUP BY day ORDER BY day
""")


def opened(tx: Session, person_id: int) -> Patrol | None:
    """Return somebody's patrol that has not been ended, held until the transaction ends."""
    asked = select(Patrol).where(Patrol.person_id == person_id, Patrol.ended_at.is_(None))
    again = asked.with_for_update().execution_options(populate_existing=True)
    return tx.scalars(again).one_or_none()


def begin(tx: Session, **values: Any) -> Patrol:
    """Write a patrol, or return the one that another request has begun at the same moment."""
    tx.execute(insert(Patrol).values(values).on_conflict_do_nothing())
    found = opened(tx, values["person_id"])
    if found is None:
        raise LookupError("a patrol that was just begun is not seen")
    return found


def keep_track(
    tx: Session, patrol: Patrol, positions: Sequence[Position], places: Sequence[Spot]
) -> None:
    """Write points of a track; one second has one point, which bounds what a patrol can hold."""
    rows = [
        {
            "patrol_id": patrol.id,
            "at": one.at.replace(microsecond=0),
            "geom": point(spot),
            "accuracy_m": one.accuracy_m,
        }
        for one, spot in zip(positions, places, strict=True)
    ]
    tx.execute(insert(TrackPoint).on_conflict_do_nothing(), rows)


def put_place(tx: Session, patrol: Patrol, position: Position, spot: Spot) -> None:
    """Say where an officer is now, unless something later is known."""
    if patrol.placed_at is not None and patrol.placed_at >= position.at:
        return
    patrol.place, patrol.placed_at = point(spot), position.at
    patrol.accuracy_m = position.accuracy_m
    tx.flush()


def point(spot: Spot) -> WKTElement:
    """Write a place as PostGIS takes it."""
    return WKTElement(f"POINT({spot[0]} {spot[1]})", srid=4326)


def track(
    tx: Session, person_id: int, before: datetime | None, limit: int
) -> list[tuple[datetime, float, float, float | None]]:
    """Return what is kept of somebody's tracks before a moment, the latest first."""
    at, lon, lat = TrackPoint.at, func.ST_X(TrackPoint.geom), func.ST_Y(TrackPoint.geom)
    asked = select(at, lon, lat, TrackPoint.accuracy_m).join(Patrol).order_by(at.desc())
    mine = asked.where(Patrol.person_id == person_id, *([at < before] if before else []))
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(mine.limit(limit))]


def length_of_track(tx: Session, person_id: int) -> tuple[int, datetime | None]:
    """Return how many points are kept of somebody's tracks, and since when."""
    asked = select(func.count(), func.min(TrackPoint.at)).select_from(TrackPoint).join(Patrol)
    count, since = tx.execute(asked.where(Patrol.person_id == person_id)).one()
    return count, since


def expired(tx: Session, now: datetime) -> Sequence[Patrol]:
    """Return the patrols that should have ended by now and have not, held."""
    asked = select(Patrol).where(Patrol.ended_at.is_(None), Patrol.ends_at <= now)
    return tx.scalars(asked.order_by(Patrol.id).with_for_update(skip_locked=True)).all()


def overdue(tx: Session, before: datetime, zone: tzinfo) -> list[tuple[str, int, int]]:
    """Count the patrols that ended before a moment, and their points, by day."""
    rows = tx.execute(OVERDUE, {"before": before, "zone": str(zone)})
    return [(day, patrols, points) for day, patrols, points in rows]


def forget(tx: Session, before: datetime, most: int) -> int:
    """Delete patrols that ended before a moment, with their tracks; return how many."""
    old = select(Patrol.id).where(Patrol.ended_at < before).order_by(Patrol.id).limit(most)
    gone = tx.execute(delete(Patrol).where(Patrol.id.in_(old)).returning(Patrol.id))
    return len(gone.all())
