"""Warnings before a deadline and the climb after it, each told once."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table


class Alarm(Table):
    """One rung of the ladder that was reached; the key lets the sweep run as often as it likes.

    A deadline that moves makes new alarms: `due` is part of the key.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint(
            "case_id",
            "order_id",
            "clock",
            "rung",
            "due",
            name="alarm_once_key",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("clock IN ('respond', 'solve', 'assign', 'consult', 'books')", "clock"),
        CheckConstraint("kind IN ('warn', 'overdue')", "kind"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case_file.id"))
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    clock: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    rung: Mapped[str] = mapped_column(Text)
    due: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
