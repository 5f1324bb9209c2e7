"""Bulletins and who of the staff has read them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, false
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)
PERSON = "person.id"


class BulletinRow(Table):
    """One bulletin to the citizens or the staff of an area; changed only while it is a draft."""

    __tablename__ = "bulletin"
    __table_args__ = (
        CheckConstraint("kind IN ('policy', 'information')", name="kind"),
        CheckConstraint("audience IN ('public', 'staff')", name="audience"),
        CheckConstraint("standing IN ('draft', 'published', 'withdrawn')", name="standing"),
        CheckConstraint("shown_until > shown_from", name="shown"),
        CheckConstraint("standing <> 'published' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("audience = 'staff' OR NOT wants_receipt", name="receipt"),
        Index(
            "bulletin_shown_idx",
            "audience",
            "shown_from",
            postgresql_where=sql("standing = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(TEXT)
    audience: Mapped[str] = mapped_column(TEXT)
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    """The staff's roles spoken to; none: all of them."""
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    title: Mapped[str] = mapped_column(TEXT)
    text: Mapped[str] = mapped_column(TEXT)
    wants_receipt: Mapped[bool] = mapped_column(server_default=false())
    shown_from: Mapped[datetime] = mapped_column(MOMENT)
    shown_until: Mapped[datetime | None] = mapped_column(MOMENT)
    standing: Mapped[str] = mapped_column(TEXT, server_default="draft")
    person_id: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    """Who wrote it last."""
    written_at: Mapped[datetime] = mapped_column(MOMENT)
    published_at: Mapped[datetime | None] = mapped_column(MOMENT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(MOMENT)


class BulletinReceipt(Table):
    """Who of the staff has read a bulletin, and when first."""

    __tablename__ = "bulletin_receipt"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(MOMENT)
