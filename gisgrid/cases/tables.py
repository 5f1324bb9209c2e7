"""Reports, cases, their steps and ratings; partitioned by the month that their ids carry.

Reports and steps are written with their case in one statement, or under its row lock, and have
no foreign key to it: two checks cost as much as both rows. `gisgrid audit verify` finds orphans.
"""

from datetime import datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Sequence,
    SmallInteger,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, column_property, mapped_column

from gisgrid.cases.rules import Action, Origin, Source, Status
from gisgrid.kernel.db import Table

Moment = TIMESTAMP(timezone=True)
IS_MERGED = sql("merged_into IS NOT NULL")
HAS_PHONE = sql("phone_index IS NOT NULL")
NUMBERS = Sequence(
    "case_numbers",
    data_type=BigInteger,
    minvalue=1,
    maxvalue=999_999_999,
    cycle=True,
    metadata=Table.metadata,
)


def one_of(column: str, words: type[Status | Action | Source | Origin]) -> CheckConstraint:
    """Allow only the words of the trade in a text column."""
    allowed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


class CaseRepeat(Table):
    """How often machines said an open case again.

    The count changes with every batch and stands in a narrow row of its own, rewritten in place:
    beside the case each change would write the whole case anew, and an entry in all its indexes.
    """

    __tablename__ = "case_repeat"
    __table_args__ = ({"postgresql_with": {"fillfactor": 50}},)

    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int]


class CaseFile(Table):
    """A case (案件): what was reported, where it stands, who answers for it."""

    __tablename__ = "case_file"
    __table_args__ = (
        one_of("status", Status),
        one_of("source", Source),
        one_of("origin", Origin),
        Index("case_file_number_idx", "number"),
        Index("case_file_status_idx", "status", "received_at", "id"),
        Index("case_file_received_idx", "received_at", "id"),
        Index("case_file_lead_idx", "lead_station_id", "status"),
        Index("case_file_merged_idx", "merged_into", postgresql_where=IS_MERGED),
        Index("case_file_reach_idx", "path_today", "stations", postgresql_using="gin"),
        Index(
            "case_file_words_idx",
            sql("case_words(number, text, place_text)"),
            postgresql_using="gin",
        ),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[str]
    status: Mapped[str]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("case_class.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("filing_condition.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    point: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=4326))
    on_border: Mapped[bool] = mapped_column(server_default=sql("false"))
    near_border: Mapped[bool] = mapped_column(server_default=sql("false"))
    near: Mapped[bool] = mapped_column(server_default=sql("false"))
    border_m: Mapped[float | None]
    path_of_record: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    path_today: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    h3: Mapped[int | None] = mapped_column(BigInteger)
    origin: Mapped[str]
    source: Mapped[str]
    emergency: Mapped[bool] = mapped_column(server_default=sql("false"))
    text: Mapped[str]
    place_text: Mapped[str]
    lead_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    leader_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stations: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    unrouted: Mapped[str | None]
    routing: Mapped[dict[str, Any]] = mapped_column(JSONB)
    external_deadline: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    filed_at: Mapped[datetime | None] = mapped_column(Moment)
    respond_due: Mapped[datetime | None] = mapped_column(Moment)
    solve_due: Mapped[datetime | None] = mapped_column(Moment)
    provisional: Mapped[bool] = mapped_column(server_default=sql("true"))
    dispatched_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    fed_back_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    merged_into: Mapped[int | None] = mapped_column(BigInteger)
    told_again: Mapped[int] = mapped_column("repeat_count", server_default=sql("0"))
    """How often people said it again, and how many reports merged cases brought."""
    repeat_count: Mapped[int] = column_property(
        told_again
        + func.coalesce(
            select(CaseRepeat.count)
            .where(CaseRepeat.case_id == id)  # noqa: A003 - the column above
            .correlate_except(CaseRepeat)
            .scalar_subquery(),
            0,
        )
    )
    """How often it was said again by anybody; as it was when the case was read."""
    reopen_count: Mapped[int] = mapped_column(server_default=sql("0"))
    return_count: Mapped[int] = mapped_column(server_default=sql("0"))
    rework_count: Mapped[int] = mapped_column(server_default=sql("0"))
    head: Mapped[bytes] = mapped_column(LargeBinary)
    last_seq: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class Report(Table):
    """A report (上报): what somebody or something said, as it was said."""

    __tablename__ = "report"
    __table_args__ = (
        one_of("source", Source),
        Index("report_external_idx", "external_platform", "external_number"),
        Index("report_phone_idx", "phone_index", postgresql_where=HAS_PHONE),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigInteger, index=True)
    source: Mapped[str]
    origin: Mapped[str]
    class_id: Mapped[int | None]
    text: Mapped[str]
    place_text: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    raw_x: Mapped[float | None]
    raw_y: Mapped[float | None]
    datum: Mapped[str]
    accuracy_m: Mapped[float | None]
    photos: Mapped[list[str]] = mapped_column(JSONB)
    external_platform: Mapped[str | None]
    external_number: Mapped[str | None]
    external_deadline: Mapped[datetime | None] = mapped_column(Moment)
    confidence: Mapped[float | None]
    received_at: Mapped[datetime] = mapped_column(Moment)
    idempotency_key: Mapped[str | None]
    asset_id: Mapped[int | None] = mapped_column(BigInteger)
    reporter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary)


class Idempotency(Table):
    """The answer once given to a key: the same question gets it again."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("idempotency_at_idx", "at", postgresql_using="brin"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[datetime] = mapped_column(Moment)


class Step(Table):
    """A step (流转记录): appended, chained by hashes, never edited."""

    __tablename__ = "step"
    __table_args__ = (one_of("action", Action), {"postgresql_partition_by": "RANGE (case_id)"})

    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    post_id: Mapped[int | None] = mapped_column(BigInteger)
    station_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str | None]
    codes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    prev: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    personal_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Rating(Table):
    """One side's word on a closed case (双评价), once a round."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("side IN ('reporter', 'handler')", name="side"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint("resolved IN ('yes', 'no', 'partly')", name="resolved"),
        UniqueConstraint("case_id", "side", "round"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    side: Mapped[str]
    round: Mapped[int] = mapped_column(SmallInteger)
    score: Mapped[int] = mapped_column(SmallInteger)
    resolved: Mapped[str | None]
    text: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Moment)
