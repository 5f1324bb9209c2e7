"""Notices: who was told what, and when they read it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB, TEXT, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)


class NoticeRow(Table):
    """One notice to a person or to whoever is on duty in a station."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("num_nonnulls(to_person_id, to_station_id) = 1", name="addressee"),
        Index("notice_waiting_idx", "id", postgresql_where=text("delivered_at IS NULL")),
        Index("notice_to_person_id_created_at_idx", "to_person_id", "created_at"),
        Index("notice_to_station_id_created_at_idx", "to_station_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    kind: Mapped[str] = mapped_column(TEXT)
    case_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    due_at: Mapped[datetime | None] = mapped_column(MOMENT)
    read_at: Mapped[datetime | None] = mapped_column(MOMENT)
    delivered_at: Mapped[datetime | None] = mapped_column(MOMENT)
    dedupe: Mapped[str] = mapped_column(TEXT, unique=True)
