"""The handover of a shift (交接班): what was left standing, and who took it over."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

When = DateTime(timezone=True)


class ShiftHandover(Table):
    """One shift of a station, as whoever ended it left it; only the taking over is added.

    A station has at most one that nobody has taken over.
    """

    __tablename__ = "shift_handover"
    __table_args__ = (
        CheckConstraint("ended_at >= began_at", "forward"),
        CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", "taken"),
        Index("shift_handover_station_idx", "station_id", "id"),
        Index(
            "shift_handover_one_open_idx",
            "station_id",
            unique=True,
            postgresql_where=text("taken_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Who ended the shift."""
    began_at: Mapped[datetime] = mapped_column(When)
    ended_at: Mapped[datetime] = mapped_column(When)
    summary: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Numbers and the ids of cases; their words stay with the cases."""
    note: Mapped[str] = mapped_column(Text)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(When)
