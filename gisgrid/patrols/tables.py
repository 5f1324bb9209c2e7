"""Rows of the patrols: who is on duty, and the track of that time."""

from datetime import datetime

from geoalchemy2 import Geometry, WKBElement, WKTElement
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)
POINT = Geometry("POINT", srid=4326, spatial_index=False)


class Patrol(Table):
    """One person's time on duty, and where they are now; nobody has two at a time.

    The place is the last that was told, and is forgotten when the patrol ends.
    """

    __tablename__ = "patrol"
    __table_args__ = (
        CheckConstraint("ends_at > since", name="forward"),
        CheckConstraint("ended_at >= since", name="ended"),
        CheckConstraint("(place IS NULL) = (placed_at IS NULL)", name="placed"),
        CheckConstraint("ended_at IS NULL OR place IS NULL", name="gone"),
        Index("patrol_one_open_idx", "person_id", unique=True, postgresql_where="ended_at IS NULL"),
        Index("patrol_ended_idx", "ended_at", postgresql_where=sql("ended_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    path: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """The areas of the post, from the root: what a reader's areas are compared with."""
    since: Mapped[datetime] = mapped_column(MOMENT)
    ends_at: Mapped[datetime] = mapped_column(MOMENT)
    """When it ends by itself."""
    ended_at: Mapped[datetime | None] = mapped_column(MOMENT)
    place: Mapped[WKBElement | WKTElement | None] = mapped_column(POINT, nullable=True)
    accuracy_m: Mapped[float | None]
    placed_at: Mapped[datetime | None] = mapped_column(MOMENT)


class TrackPoint(Table):
    """Where somebody on duty was at a moment; read by themselves alone."""

    __tablename__ = "track_point"

    patrol_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("patrol.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(MOMENT, primary_key=True)
    geom: Mapped[WKBElement] = mapped_column(POINT)
    accuracy_m: Mapped[float | None]
