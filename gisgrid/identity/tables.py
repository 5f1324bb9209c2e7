"""Stations, units, people and their posts, and who is signed in.

Identity lies below the grid, so it names areas by their code, never by id.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    column,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, INET, TEXT, TIMESTAMP, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.identity.rules import APART, HAVES, KINDS, ROLES
from gisgrid.kernel.db import Table

MOMENT = TIMESTAMP(timezone=True)


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """Allow only these words in a column."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Unit(Table):
    """A district unit (区直单位)."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(TEXT, unique=True)
    name: Mapped[str] = mapped_column(TEXT)
    name_en: Mapped[str | None] = mapped_column(TEXT)
    short_name: Mapped[str | None] = mapped_column(TEXT)
    dept_types: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    certainty: Mapped[str] = mapped_column(TEXT, server_default="")


class Station(Table):
    """A place that takes orders: centre, community station (工作站) or unit office (调度办公室)."""

    __tablename__ = "station"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(TEXT, unique=True)
    kind: Mapped[str] = mapped_column(TEXT)
    name: Mapped[str] = mapped_column(TEXT)
    name_en: Mapped[str | None] = mapped_column(TEXT)
    area_code: Mapped[str | None] = mapped_column(TEXT, index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    phone: Mapped[str] = mapped_column(TEXT, server_default="")


class FiveHave(Table):
    """One of a station's "five haves" (五有): team, mechanism, site, equipment, ledger."""

    __tablename__ = "five_have"
    __table_args__ = (one_of("kind", HAVES), UniqueConstraint("station_id", "kind"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    kind: Mapped[str] = mapped_column(TEXT)
    text: Mapped[str] = mapped_column(TEXT)
    text_en: Mapped[str | None] = mapped_column(TEXT)
    on_date: Mapped[date | None]


class Person(Table):
    """Somebody who may hold posts."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(TEXT, unique=True)
    name: Mapped[str] = mapped_column(TEXT)
    name_en: Mapped[str | None] = mapped_column(TEXT)
    phone: Mapped[str] = mapped_column(TEXT, server_default="")
    synthetic: Mapped[bool] = mapped_column(server_default="false")


class PostRow(Table):
    """A dated post: who holds which role, where, for which classes, and for whom in absence."""

    __tablename__ = "post"
    __table_args__ = (
        one_of("role", ROLES),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
        Index("post_role_area_code_idx", "role", "area_code"),
        # Nobody holds two of the three administrators' posts at one time.
        ExcludeConstraint(
            (column("person_id"), "="),
            (column("role"), "<>"),
            (func.tstzrange(column("valid_from"), column("valid_to")), "&&"),
            where=column("role").in_(APART),
            name="post_administrators_apart_excl",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(TEXT, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    role: Mapped[str] = mapped_column(TEXT)
    area_code: Mapped[str | None] = mapped_column(TEXT)
    class_prefix: Mapped[str | None] = mapped_column(TEXT)
    unit_codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    title: Mapped[str] = mapped_column(TEXT, server_default="")
    title_en: Mapped[str | None] = mapped_column(TEXT)
    shift: Mapped[str | None] = mapped_column(TEXT)
    valid_from: Mapped[datetime] = mapped_column(MOMENT)
    valid_to: Mapped[datetime | None] = mapped_column(MOMENT)
    deputy_for_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)


class Account(Table):
    """How a person signs in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(TEXT, unique=True)
    password_hash: Mapped[str] = mapped_column(TEXT)
    must_change: Mapped[bool] = mapped_column(server_default="false")
    """Somebody else knows the password: outside demo mode it opens only its own change."""


class Totp(Table):
    """The secret that somebody's telephone shares with us, for codes that change (TOTP)."""

    __tablename__ = "totp"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    """None: shown, but no code has proved yet that the telephone has it."""
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """The half minute of the last code taken; no code of it or before is taken again."""


class RecoveryCode(Table):
    """The digest of a code that opens an account once, without the telephone."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class FailedSignIn(Table):
    """Wrong passwords in a row for one login, known or not, or from one address.

    The subject is a digest: people type their password where the login belongs.
    """

    __tablename__ = "failed_sign_in"

    subject: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failed: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(MOMENT, index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(MOMENT)


class SignedSession(Table):
    """A signed-in browser: the digest of its cookie, never the cookie."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    seen_at: Mapped[datetime] = mapped_column(MOMENT)
    expires_at: Mapped[datetime] = mapped_column(MOMENT, index=True)
    ip: Mapped[str | None] = mapped_column(INET)
    agent: Mapped[str | None] = mapped_column(TEXT)
    """What the browser calls itself, so that its owner knows it again."""
    by_sso: Mapped[bool] = mapped_column(server_default="false")
    """The city's single sign-on vouched for the person, not a password of ours."""
