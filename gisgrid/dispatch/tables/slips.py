"""The slip (电子五联单): one dispatch, five recipients, each with an own view."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table


class Slip(Table):
    """The slip of one dispatch: unique for a case and its round."""

    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        ForeignKeyConstraint(
            ["case_id", "order_id"], ["dispatch_order.case_id", "dispatch_order.id"]
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger)
    round: Mapped[int] = mapped_column(SmallInteger)
    order_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SlipRecipient(Table):
    """One of the five: whose it is, when it was read and what was said to it."""

    __tablename__ = "slip_recipient"
    __table_args__ = (
        UniqueConstraint("slip_id", "part"),
        CheckConstraint("part BETWEEN 1 AND 5", "part"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"))
    part: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    opinion: Mapped[str | None] = mapped_column(Text)
    opinion_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    opinion_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinion_voice: Mapped[str | None] = mapped_column(Text)
    """The plain name of the opinion's voice note, where one was spoken."""
