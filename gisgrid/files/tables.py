"""Photos: what is known of each, its files, and who did what with it.

Files lie below identity's people and above nothing else, so a photo names its case, or the
check-in it came with, by id alone.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TEXT, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)
LOOSE = text("case_id IS NULL AND check_in_id IS NULL")


class Photo(Table):
    """A photo (照片) that was taken in; without a case or check-in it is swept away after a day."""

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("num_nonnulls(gps_x, gps_y, gps_datum) IN (0, 3)", name="gps"),
        Index("photo_loose_idx", "created_at", postgresql_where=LOOSE),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who uploaded it; None: somebody who is not signed in."""
    taken_at: Mapped[datetime | None] = mapped_column(MOMENT)
    gps_x: Mapped[float | None]
    gps_y: Mapped[float | None]
    gps_datum: Mapped[str | None] = mapped_column(TEXT)
    """Where the camera says it was, as written, beside the datum that it names."""
    case_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    report_id: Mapped[int | None] = mapped_column(BigInteger)
    step_seq: Mapped[int | None]
    check_in_id: Mapped[int | None] = mapped_column(BigInteger, index=True)


class PhotoFile(Table):
    """One of a photo's files, by the digest under which it lies in the store."""

    __tablename__ = "photo_file"
    __table_args__ = (
        CheckConstraint(
            "rendition IN "
            "('photo', 'thumbnail', 'redacted', 'redacted_thumbnail', 'video', 'voice')",
            name="rendition",
        ),
    )

    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True
    )
    rendition: Mapped[str] = mapped_column(TEXT, primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    media_type: Mapped[str] = mapped_column(TEXT)
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]


class PhotoLog(Table):
    """Who redacted a photo, and who opened the original of a redacted one; appended only."""

    __tablename__ = "photo_log"
    __table_args__ = (CheckConstraint("act IN ('redact', 'see_original')", name="act"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), index=True)
    act: Mapped[str] = mapped_column(TEXT)
    boxes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(MOMENT)
