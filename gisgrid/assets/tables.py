"""Rows of the assets: what stands in the district, whose it is, and the areas it lies in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table


class AssetKind(Table):
    """A kind of asset: camera, river, park, construction site and so on."""

    __tablename__ = "asset_kind"
    __table_args__ = (CheckConstraint("geometry IN ('point', 'line', 'polygon')", "geometry"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    geometry: Mapped[str] = mapped_column(Text)
    icon: Mapped[str | None] = mapped_column(Text)
    grp: Mapped[str | None] = mapped_column(Text)


class Asset(Table):
    """One thing in the district; a camera answers for its footprint, not for its mast."""

    __tablename__ = "asset"
    __table_args__ = (
        Index("asset_words_idx", text("asset_words(code, name, name_en)"), postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(ForeignKey("asset_kind.code"), index=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326))
    footprint: Mapped[WKBElement | None] = mapped_column(Geometry("GEOMETRY", srid=4326))
    owner_name: Mapped[str | None] = mapped_column(Text)
    owner_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    attrs: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    synthetic: Mapped[bool] = mapped_column(server_default=text("false"))
    retired: Mapped[bool] = mapped_column(server_default=text("false"))
    """It stands no more (已停用): kept for what was said of it, on no map and in no list."""


class AssetArea(Table):
    """How much of an asset lies in a leaf of one edition; one leaf leads."""

    __tablename__ = "asset_area"
    __table_args__ = (
        CheckConstraint("share > 0 AND share <= 1", "share"),
        Index(
            "asset_area_one_lead", "asset_id", "edition_id", unique=True, postgresql_where="lead"
        ),
        Index("asset_area_area_id_idx", "area_id", "edition_id"),
    )

    asset_id: Mapped[int] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    share: Mapped[float]
    lead: Mapped[bool]


class GaugeStage(Table):
    """The latest stage at a river point, in metres above that point's own datum."""

    __tablename__ = "gauge_stage"

    asset_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    stage_m: Mapped[float]
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class GaugeReading(Table):
    """What a river point's gauge told in one minute (UTC): the highest stage of it, in metres.

    One row a minute at most bounds what a talkative gauge can fill.
    """

    __tablename__ = "gauge_reading"
    __table_args__ = (Index("gauge_reading_at_idx", "at", postgresql_using="brin"),)

    asset_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), primary_key=True)
    stage_m: Mapped[float]


class Place(Table):
    """A named place people speak of: a square, a crossing, a market, a school."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    kind: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id", ondelete="SET NULL"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    synthetic: Mapped[bool] = mapped_column(server_default=text("false"))


class GazetteerVersion(Table):
    """One row: which version of assets and places the names in memory must match."""

    __tablename__ = "gazetteer_version"
    __table_args__ = (CheckConstraint("one = 1", "one"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[UUID] = mapped_column(Uuid)
