"""Rows of the map service: boundary tiles, counts of what changed, layers switched off."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
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
