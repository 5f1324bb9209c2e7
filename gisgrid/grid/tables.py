"""Rows of the grid: levels, editions, areas, their shapes by edition, and the arcs they share.

The arcs are the truth of a coverage; the polygons of leaves and parents are written with them
in the same transaction. A shape or an arc is valid in edition e when
``from_edition <= e AND (to_edition IS NULL OR to_edition > e)``; one import is open at a time,
so the numbers of editions follow the order in which they became valid.
"""

from datetime import datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

AREA = "area.id"
EDITION = "edition.id"


class Level(Table):
    """A level of the grid; rank 0 is the coarsest."""

    __tablename__ = "level"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    rank: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)


class Edition(Table):
    """One state of the borders; a published edition is never changed."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'published', 'retired')", "status"),
        CheckConstraint("valid_to > valid_from", "validity"),
        CheckConstraint("status = 'draft' OR valid_from IS NOT NULL", "published_from"),
        Index(
            "edition_one_draft", text("(true)"), unique=True, postgresql_where="status = 'draft'"
        ),
        Index("edition_valid_from_key", "valid_from", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    status: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    valid_to: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    metric_srid: Mapped[int] = mapped_column(server_default=text("4547"))
    meridian: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    synthetic: Mapped[bool] = mapped_column(server_default=text("false"))
    note: Mapped[str | None] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(Text)


class Area(Table):
    """The identity of an area, which lives through editions; its names are the latest ones."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("code_list", "code"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    level: Mapped[str] = mapped_column(ForeignKey("level.code"), index=True)
    code: Mapped[str] = mapped_column(Text, index=True)
    code_list: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    households: Mapped[int | None]
    synthetic: Mapped[bool] = mapped_column(server_default=text("false"))


class AreaShape(Table):
    """Where an area lies, under whom, and what it is called, in a range of editions."""

    __tablename__ = "area_shape"
    __table_args__ = (
        UniqueConstraint("area_id", "from_edition"),
        CheckConstraint("to_edition > from_edition", "range"),
        CheckConstraint("path[array_length(path, 1)] = area_id", "path"),
        Index("area_shape_path_idx", "path", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey(AREA))
    from_edition: Mapped[int] = mapped_column(ForeignKey(EDITION), index=True)
    to_edition: Mapped[int | None] = mapped_column(ForeignKey(EDITION))
    parent_area_id: Mapped[int | None] = mapped_column(ForeignKey(AREA), index=True)
    path: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    is_leaf: Mapped[bool]
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    households: Mapped[int | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=4326))
    area_m2: Mapped[float]


class Arc(Table):
    """A stretch of border between two leaves, or between a leaf and the outside (null)."""

    __tablename__ = "arc"
    __table_args__ = (
        CheckConstraint("left_area IS DISTINCT FROM right_area", "sides"),
        CheckConstraint("to_edition > from_edition", "range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    from_edition: Mapped[int] = mapped_column(ForeignKey(EDITION), index=True)
    to_edition: Mapped[int | None] = mapped_column(ForeignKey(EDITION))
    left_area: Mapped[int | None] = mapped_column(ForeignKey(AREA))
    right_area: Mapped[int | None] = mapped_column(ForeignKey(AREA))
    rank: Mapped[int] = mapped_column(SmallInteger)
    xy: Mapped[bytes] = mapped_column(LargeBinary)
    geom: Mapped[WKBElement] = mapped_column(Geometry("LINESTRING", srid=4326))


class Lineage(Table):
    """What an area came from: a split, a merger, a new name, a move."""

    __tablename__ = "lineage"
    __table_args__ = (CheckConstraint("kind IN ('split', 'merge', 'rename', 'move')", "kind"),)

    area_id: Mapped[int] = mapped_column(ForeignKey(AREA), primary_key=True)
    from_area_id: Mapped[int] = mapped_column(ForeignKey(AREA), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(EDITION), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
