"""Orders with their two clocks, the pauses of the clocks, and extensions."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    Sequence,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

NUMBERS = Sequence("order_numbers", data_type=BigInteger, metadata=Table.metadata)
UNITS = "('urgent_hour', 'urgent_day', 'work_hour', 'work_day')"
When = DateTime(timezone=True)


class Order(Table):
    """What one station was told to do in one round of a case, and by when.

    `solve_due` is empty while a clock stands without another platform's deadline above it.
    """

    __tablename__ = "dispatch_order"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "station_id", "party"),
        CheckConstraint("party IN ('lead', 'assist')", "party"),
        CheckConstraint(
            "status IN ('dispatched', 'handling', 'fed_back', 'returned', 'referred',"
            " 'cancelled', 'done')",
            "status",
        ),
        CheckConstraint(f"respond_unit IN {UNITS} AND solve_unit IN {UNITS}", "units"),
        Index(
            "dispatch_order_one_lead_idx",
            "case_id",
            unique=True,
            postgresql_where=text("party = 'lead' AND status IN ('dispatched', 'handling')"),
        ),
        Index(
            "dispatch_order_alarm_idx",
            "next_alarm_at",
            postgresql_where=text("next_alarm_at IS NOT NULL"),
        ),
        Index("dispatch_order_station_idx", "station_id", "status"),
        {"postgresql_partition_by": "RANGE (case_id)"},
    )

    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case_file.id"), primary_key=True, autoincrement=False
    )
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(SmallInteger)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    party: Mapped[str] = mapped_column(Text)
    parent_order_id: Mapped[int | None] = mapped_column(BigInteger)
    """The lead's order, for an assisting one; for a referred one, the order it came from."""
    holder_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    """The station below that it was assigned onward to; the order's own station still answers."""
    holder_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contractor: Mapped[str | None] = mapped_column(Text)
    task: Mapped[str | None] = mapped_column(Text)
    """What a consultation decided that this station does."""
    status: Mapped[str] = mapped_column(Text, default="dispatched")
    opened_at: Mapped[datetime] = mapped_column(When)
    solve_from: Mapped[datetime] = mapped_column(When)
    """When the clock to solve began: at the opening, or at that of the order it came from."""
    respond_value: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    respond_unit: Mapped[str] = mapped_column(Text)
    solve_value: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    solve_unit: Mapped[str] = mapped_column(Text)
    no_later_than: Mapped[datetime | None] = mapped_column(When)
    """Another platform's deadline; it never moves."""
    agreed_until: Mapped[datetime | None] = mapped_column(When)
    """The day a consultation set; it moves on with the pauses that come after."""
    respond_due: Mapped[datetime | None] = mapped_column(When)
    solve_due: Mapped[datetime | None] = mapped_column(When)
    provisional: Mapped[bool] = mapped_column(default=False)
    """The case is not filed yet, or the clock runs into a year without an official notice."""
    next_alarm_at: Mapped[datetime | None] = mapped_column(When)
    signed_at: Mapped[datetime | None] = mapped_column(When)
    fed_back_at: Mapped[datetime | None] = mapped_column(When)
    ended_at: Mapped[datetime | None] = mapped_column(When)


class ClockPause(Table):
    """A span in which a case's clocks stand, and why; without an end they still stand."""

    __tablename__ = "clock_pause"
    __table_args__ = (
        CheckConstraint("reason IN ('extension', 'on_the_books', 'consultation')", "reason"),
        CheckConstraint("ends >= starts", "forward"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case_file.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    """The one order that it holds for; empty: for every order of the case."""
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    starts: Mapped[datetime] = mapped_column(When)
    ends: Mapped[datetime | None] = mapped_column(When)
    until: Mapped[datetime | None] = mapped_column(When)
    """When a case on the books is looked at again."""
    step_seq: Mapped[int]


class Extension(Table):
    """More time, asked for by the unit and granted or refused by the supervision side."""

    __tablename__ = "extension"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "order_id"], ["dispatch_order.case_id", "dispatch_order.id"]
        ),
        CheckConstraint(f"unit IN {UNITS} AND amount > 0", "amount"),
        Index(
            "extension_one_open_idx",
            "case_id",
            "order_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    unit: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(When)
    decided_at: Mapped[datetime | None] = mapped_column(When)
    granted: Mapped[bool | None]
