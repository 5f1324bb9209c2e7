"""Rows of the duties: class books, filing conditions, duty rules, owners' overrides, policy.

A changed rule, override or policy is a new row with the next version; the old row keeps what it
said and gets `replaced_at`. Who answers is text in one small language, see `rules.Owner`.
"""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.kernel.db import Table

CLASS = "case_class.id"
NOW = text("now()")
UNITS = "('urgent_hour', 'urgent_day', 'work_hour', 'work_day')"
NO_TEXTS = text("'{}'")


class CodebookEdition(Table):
    """One edition of one class book; cases keep the edition they were filed by."""

    __tablename__ = "codebook_edition"
    __table_args__ = (UniqueConstraint("codebook", "edition"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    codebook: Mapped[str] = mapped_column(Text)
    edition: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(server_default=text("false"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
    source: Mapped[str | None] = mapped_column(Text)


class CaseClass(Table):
    """A class of cases; `key` is domain/code, for the same code exists in several domains."""

    __tablename__ = "case_class"
    __table_args__ = (
        UniqueConstraint("codebook_edition_id", "domain", "code"),
        CheckConstraint("key = domain || '/' || code", "key"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    codebook_edition_id: Mapped[int] = mapped_column(ForeignKey("codebook_edition.id"))
    domain: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, index=True)
    big_code: Mapped[str] = mapped_column(Text)
    big_name: Mapped[str] = mapped_column(Text)
    big_name_en: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    synonyms: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NO_TEXTS)
    needs_place: Mapped[bool] = mapped_column(server_default=text("true"))
    duplicate_radius_m: Mapped[float | None]
    duplicate_days: Mapped[int | None]
    emergency: Mapped[bool] = mapped_column(server_default=text("false"))
    default_lead: Mapped[str | None] = mapped_column(Text)
    default_assists: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NO_TEXTS)
    source: Mapped[str | None] = mapped_column(Text)
    certainty: Mapped[str | None] = mapped_column(Text)


class FilingCondition(Table):
    """What must be the case for a class to be filed, and the limits that go with it."""

    __tablename__ = "filing_condition"
    __table_args__ = (
        UniqueConstraint("class_id", "seq"),
        Index("filing_condition_one_default", "class_id", unique=True,
              postgresql_where="is_default"),
        CheckConstraint(f"respond_unit IN {UNITS} AND solve_unit IN {UNITS}", "units"),
        CheckConstraint("respond_value > 0 AND solve_value > 0", "limits"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey(CLASS))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(Text)
    closing_en: Mapped[str | None] = mapped_column(Text)
    respond_value: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    respond_unit: Mapped[str] = mapped_column(Text)
    solve_value: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    solve_unit: Mapped[str] = mapped_column(Text)
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    limit_note: Mapped[str | None] = mapped_column(Text)
    limit_note_en: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)


class ClassSuccessor(Table):
    """Which class of a later edition follows a class of an earlier one."""

    __tablename__ = "class_successor"
    __table_args__ = (
        CheckConstraint("relation IN ('same', 'similar', 'split', 'merged')", "relation"),
    )

    from_class_id: Mapped[int] = mapped_column(ForeignKey(CLASS), primary_key=True)
    to_class_id: Mapped[int] = mapped_column(ForeignKey(CLASS), primary_key=True)
    relation: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str | None] = mapped_column(Text)


class DutyRule(Table):
    """In this area, for these classes, at these hours, this one leads and those assist.

    A class is named by `class_id`; a big class, a domain or everything by `pattern` alone.
    """

    __tablename__ = "duty_rule"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("duty_rule_one_current", "code", unique=True,
              postgresql_where="replaced_at IS NULL"),
        CheckConstraint("(from_time IS NULL) = (to_time IS NULL)", "window"),
        CheckConstraint("from_time <> to_time", "window_not_empty"),
        CheckConstraint("valid_to > valid_from", "validity"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    pattern: Mapped[str] = mapped_column(Text)
    class_id: Mapped[int | None] = mapped_column(ForeignKey(CLASS), index=True)
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    owner: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[int] = mapped_column(server_default=text("0"))
    lead: Mapped[str] = mapped_column(Text)
    assists: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NO_TEXTS)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    note: Mapped[str | None] = mapped_column(Text)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=NOW)
    replaced_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class OwnerOverride(Table):
    """What lies in or within `buffer_m` metres of something belongs to its owner.

    The something is one asset, every asset of a kind, or a shape of its own: exactly one.
    """

    __tablename__ = "owner_override"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("owner_override_one_current", "code", unique=True,
              postgresql_where="replaced_at IS NULL"),
        CheckConstraint("num_nonnulls(asset_id, asset_kind, geom) = 1", "target"),
        CheckConstraint("buffer_m >= 0 AND buffer_m <= 5000", "buffer"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"), index=True)
    asset_kind: Mapped[str | None] = mapped_column(ForeignKey("asset_kind.code"), index=True)
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("GEOMETRY", srid=4326))
    buffer_m: Mapped[float] = mapped_column(server_default=text("0"))
    pattern: Mapped[str] = mapped_column(Text)
    class_id: Mapped[int | None] = mapped_column(ForeignKey(CLASS), index=True)
    priority: Mapped[int] = mapped_column(server_default=text("0"))
    lead: Mapped[str] = mapped_column(Text)
    assists: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NO_TEXTS)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    note: Mapped[str | None] = mapped_column(Text)
    replaced_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class FilingPolicy(Table):
    """Who may file without a hand: source × class × confidence → what happens."""

    __tablename__ = "filing_policy"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("filing_policy_one_current", "code", unique=True,
              postgresql_where="replaced_at IS NULL"),
        CheckConstraint("action IN ('file', 'queue', 'dispatch_first')", "action"),
        CheckConstraint("min_confidence BETWEEN 0 AND 1", "confidence"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    pattern: Mapped[str] = mapped_column(Text)
    class_id: Mapped[int | None] = mapped_column(ForeignKey(CLASS), index=True)
    min_confidence: Mapped[float | None]
    action: Mapped[str] = mapped_column(Text)
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("filing_condition.id"))
    priority: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    note: Mapped[str | None] = mapped_column(Text)
    replaced_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class DutyStamp(Table):
    """One row: the stamp of everything a rule book is made of; any change makes a new one."""

    __tablename__ = "duty_stamp"
    __table_args__ = (CheckConstraint("one = 1", "one"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[UUID] = mapped_column(Uuid)
