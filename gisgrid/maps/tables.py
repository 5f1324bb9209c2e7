"""Rows of the map service: the boundary tiles of each edition, cut once when it is published."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, SmallInteger
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
