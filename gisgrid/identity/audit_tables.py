"""The audit: who did what over HTTP, and the chain that seals it; both are only ever added to."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, Sequence, SmallInteger
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, INET, TEXT, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)
NUMBERS = Sequence(
    "audit_numbers",
    data_type=BigInteger,
    minvalue=1,
    maxvalue=999_999_999,
    cycle=True,
    metadata=Table.metadata,
)


class AuditEntry(Table):
    """One act or refusal; nothing personal stands in it but who acted and from where."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_person_idx", "person_id", "id"),
        Index("audit_entry_at_idx", "at"),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[int] = mapped_column(
        BigInteger,
        primary_key=True,
        autoincrement=False,
        server_default=sql("monthly_id(now(), 'audit_numbers')"),
    )
    """Carries the month in which it was written; ids from before there were months are small."""
    at: Mapped[datetime] = mapped_column(MOMENT)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    posts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=sql("'{}'"))
    """The posts that the person held then."""
    verb: Mapped[str] = mapped_column(TEXT)
    operation: Mapped[str] = mapped_column(TEXT)
    """The address as it was declared, without anybody's numbers or tokens."""
    object: Mapped[str | None] = mapped_column(TEXT)
    """What was acted on, as the address names it; never a token."""
    status: Mapped[int] = mapped_column(SmallInteger)
    address: Mapped[str | None] = mapped_column(INET)
    request_id: Mapped[str | None] = mapped_column(TEXT)
    reason: Mapped[str | None] = mapped_column(TEXT)


class AuditLink(Table):
    """The place of an entry in the chain: its hash follows from the link before it."""

    __tablename__ = "audit_link"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(MOMENT)
