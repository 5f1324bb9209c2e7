"""Joint consultation (会商): who was asked, what they said, and who does what by when."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

When = DateTime(timezone=True)


class Consultation(Table):
    """One consultation about a case; a case has at most one open."""

    __tablename__ = "consultation"
    __table_args__ = (
        Index(
            "consultation_one_open_idx",
            "case_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case_file.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(When)
    due: Mapped[datetime] = mapped_column(When)
    decided_at: Mapped[datetime | None] = mapped_column(When)
    lead_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    ruling: Mapped[str | None] = mapped_column(Text)


class ConsultationParty(Table):
    """A station that takes part, what part it is ready to take, and why."""

    __tablename__ = "consultation_party"
    __table_args__ = (
        UniqueConstraint("consultation_id", "station_id"),
        CheckConstraint("wanted IN ('lead', 'assist', 'none')", "wanted"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    due: Mapped[datetime] = mapped_column(When)
    wanted: Mapped[str | None] = mapped_column(Text)
    said: Mapped[str | None] = mapped_column(Text)
    said_at: Mapped[datetime | None] = mapped_column(When)


class ConsultationTask(Table):
    """One line of the decision: who does what by when."""

    __tablename__ = "consultation_task"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    what: Mapped[str] = mapped_column(Text)
    due: Mapped[datetime] = mapped_column(When)
