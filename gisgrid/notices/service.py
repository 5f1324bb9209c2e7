"""Telling people: each notice once, by its key; reading is recorded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.db import execute
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import settings
from gisgrid.notices.rules import said
from gisgrid.notices.tables import NoticeRow

TELL: Final = """
    INSERT INTO notice
        (to_person_id, to_station_id, kind, case_id, params, created_at, due_at, dedupe)
    SELECT to_person_id, to_station_id, kind, case_id, params, created_at, due_at, dedupe
    FROM json_populate_recordset(NULL::notice, %s::json)
    ON CONFLICT (dedupe) DO NOTHING
"""


@dataclass(frozen=True)
class Notice:
    """What to tell whom: a person, or whoever is on duty in a station."""

    kind: str
    dedupe: str
    """Two notices with one key are one notice."""
    to_person_id: int | None = None
    to_station_id: int | None = None
    case_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


def notify(tx: Session, notice: Notice) -> bool:
    """Tell somebody something; False when they were told before."""
    return notify_all(tx, [notice]) == 1


def notify_all(tx: Session, notices: Sequence[Notice]) -> int:
    """Tell many at once, in one statement; return how many of the notices were new."""
    if not notices:
        return 0
    now = clock.now().isoformat()
    rows = json.dumps([_row(notice, now) for notice in notices], ensure_ascii=False)
    return execute(tx, TELL, (rows,)).rowcount


def _row(notice: Notice, now: str) -> dict[str, object]:
    due = notice.due_at.isoformat() if notice.due_at else None
    return {**vars(notice), "due_at": due, "created_at": now}


def inbox(
    tx: Session, actor: Actor, *, unread: bool = False, limit: int = 50
) -> Sequence[NoticeRow]:
    """List what a person and the stations of their posts were told, the latest first."""
    asked = select(NoticeRow).where(_is_for(actor))
    if unread:
        asked = asked.where(NoticeRow.read_at.is_(None))
    return tx.scalars(
        asked.order_by(NoticeRow.created_at.desc(), NoticeRow.id.desc()).limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Telling:
    """That somebody was told something of a case, in both languages."""

    kind: str
    zh: str
    en: str
    to_person_id: int | None
    to_station_id: int | None
    created_at: datetime
    due_at: datetime | None
    read_at: datetime | None


def told_about(tx: Session, case_id: int) -> list[Telling]:
    """List who was told what of a case, and when they read it; the first notice first.

    Whoever asks must be let see it by the caller.
    """
    asked = select(NoticeRow).where(NoticeRow.case_id == case_id).order_by(NoticeRow.id)
    return [_telling(row) for row in tx.scalars(asked)]


def _telling(row: NoticeRow) -> Telling:
    zh, en = said(row.kind, row.params, row.due_at, settings().tz)
    same = ("to_person_id", "to_station_id", "created_at", "due_at", "read_at")
    return Telling(row.kind, zh, en, *(getattr(row, name) for name in same))


def read(tx: Session, actor: Actor, notice_id: int) -> NoticeRow:
    """Record that a notice was read; the first reading counts.

    Raises:
        NotFound: there is no such notice, or it is for somebody else.
    """
    found = tx.scalar(select(NoticeRow).where(NoticeRow.id == notice_id, _is_for(actor)))
    if found is None:
        raise NotFound("没有这条通知，或它不是发给您的。")
    if found.read_at is None:
        found.read_at = clock.now()
    return found


def _is_for(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    return or_(
        NoticeRow.to_person_id == actor.person_id,
        NoticeRow.to_station_id.in_(actor.station_ids),
    )
