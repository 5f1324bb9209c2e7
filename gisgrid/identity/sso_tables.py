"""Rows of the city's single sign-on."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.identity.tables import MOMENT
from gisgrid.kernel.db import Table


class SsoSubject(Table):
    """Whom the city's single sign-on means by a subject: bound at the first sign-in."""

    __tablename__ = "sso_subject"
    __table_args__ = (UniqueConstraint("issuer", "person_id"),)

    issuer: Mapped[str] = mapped_column(TEXT, primary_key=True)
    subject: Mapped[str] = mapped_column(TEXT, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    bound_at: Mapped[datetime] = mapped_column(MOMENT)
