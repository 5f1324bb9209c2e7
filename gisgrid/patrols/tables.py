"""Rows of the patrols: who is on duty, the track of that time, and check-ins at assets."""

from datetime import datetime
from typing import Final

from geoalchemy2 import Geometry, WKBElement, WKTElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)
POINT = Geometry("POINT", srid=4326, spatial_index=False)
PLACE = Geometry("POINT", srid=4326, spatial_index=False)
"""A type of its own: one that a column without NULL has taken lets no other have it."""
COUNTS: Final = sql("NOT far AND result <> 'no_access'")
LATEST: Final = sql("at DESC")


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


class CheckRound(Table):
    """How often (巡查周期) assets are to be checked; an asset's own goes before its kind's.

    An asset's own without days: it is not to be checked at all.
    """

    __tablename__ = "check_round"
    __table_args__ = (
        CheckConstraint("num_nonnulls(kind, asset_id) = 1", name="target"),
        CheckConstraint("days > 0 OR (days IS NULL AND kind IS NULL)", name="days"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str | None] = mapped_column(ForeignKey("asset_kind.code"), unique=True)
    asset_id: Mapped[int | None] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), unique=True
    )
    days: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(MOMENT)
    """When it was first set: from then on what was never checked becomes due."""


class CheckIn(Table):
    """A check-in (打卡): who stood by an asset when, how near, what they found; never rewritten.

    The exact place is blanked after some time; how far it was from the asset stays.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("result IN ('normal', 'abnormal', 'no_access')", name="result"),
        CheckConstraint("num_nonnulls(place, raw_x, raw_y) IN (0, 3)", name="placed"),
        Index("check_in_asset_idx", "asset_id", LATEST, "id"),
        Index("check_in_counts_idx", "asset_id", LATEST, postgresql_where=COUNTS),
        Index("check_in_placed_idx", "at", postgresql_where=sql("place IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    """The leaf that led of the asset's in that edition."""
    on_duty: Mapped[bool]
    at: Mapped[datetime] = mapped_column(MOMENT)
    """When, by the telephone's clock."""
    received_at: Mapped[datetime] = mapped_column(MOMENT)
    place: Mapped[WKBElement | WKTElement | None] = mapped_column(PLACE, nullable=True)
    raw_x: Mapped[float | None]
    raw_y: Mapped[float | None]
    datum: Mapped[str] = mapped_column(Text)
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[float]
    """From that place to the asset's shape."""
    far: Mapped[bool]
    result: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[str]] = mapped_column(JSONB)
    key: Mapped[str | None] = mapped_column(Text, unique=True)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
