"""Rows of map keys: what a person's other programs sign in with."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.identity.tables import MOMENT
from gisgrid.kernel.db import Table


class MapKey(Table):
    """The digest of a key that opens the map service for one person, and nothing else."""

    __tablename__ = "map_key"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(TEXT)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    expires_at: Mapped[datetime] = mapped_column(MOMENT)
    seen_at: Mapped[datetime | None] = mapped_column(MOMENT)
