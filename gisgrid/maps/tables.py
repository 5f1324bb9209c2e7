"""Rows of the map service: boundary tiles, counts of changes and of cases, layers switched off."""

from datetime import date, datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table


class GridTile(Table):
    """One boundary tile of one edition, compressed; it never changes."""

    __tablename__ = "grid_tile"

    edition_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    z: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    x: Mapped[int] = mapped_column(primary_key=True)
    y: Mapped[int] = mapped_column(primary_key=True)
    mvt: Mapped[bytes] = mapped_column(LargeBinary)


class GridArchive(Table):
    """All boundary tiles of one edition as one PMTiles file; it never changes."""

    __tablename__ = "grid_archive"

    edition_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(Text)
    pmtiles: Mapped[bytes] = mapped_column(LargeBinary)


class LayerChange(Table):
    """One slot of a table's count of changes; the sum over its slots is the table's version.

    Writers count in slots that nobody holds (`note_change`), so that none waits for another.
    """

    __tablename__ = "layer_change"

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    slot: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    changes: Mapped[int] = mapped_column(BigInteger)


class LayerOff(Table):
    """A layer that the deployment does without, and who switched it off when."""

    __tablename__ = "layer_off"

    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class CaseCell(Table):
    """A change of how many cases lie in a hexagon; the sum over its rows is its count.

    Written by triggers (`count_new_cases`) in the transaction that writes the cases.
    """

    __tablename__ = "case_cell"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger, index=True)
    """H3 of resolution 10."""
    path: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """The cases' `path_today`: what a scope is compared with."""
    closed_on: Mapped[date]
    """The day (UTC) of the cases' end; `infinity` for open ones."""
    cases: Mapped[int]


class CellShape(Table):
    """The shape of a hexagon (H3) in the web's projection: a drawing, from the cell's number."""

    __tablename__ = "cell_shape"

    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    resolution: Mapped[int] = mapped_column(SmallInteger)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POLYGON", srid=3857))


class CellWanted(Table):
    """A hexagon with cases whose shape is still to be drawn, and where one of the cases is."""

    __tablename__ = "cell_wanted"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger)
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
