"""Rows of citizens who look at their own reports: a code by text message, a short session."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.identity.tables import MOMENT
from gisgrid.kernel.db import Table


class CitizenCode(Table):
    """The last code that was sent to a telephone, known by its blind index alone."""

    __tablename__ = "citizen_code"

    phone_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    """What a job calls the row by."""
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A keyed digest; None: used, or never sent."""
    letter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Number and code on their way to the sender; None: handed over."""
    expires_at: Mapped[datetime] = mapped_column(MOMENT)
    wrong: Mapped[int] = mapped_column(server_default="0")
    sent_at: Mapped[datetime | None] = mapped_column(MOMENT)
    day_began: Mapped[datetime] = mapped_column(MOMENT, index=True)
    sent_that_day: Mapped[int] = mapped_column(server_default="0")


class CitizenSession(Table):
    """A citizen's browser: the digest of its cookie, and the number that was proved."""

    __tablename__ = "citizen_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(MOMENT, index=True)
