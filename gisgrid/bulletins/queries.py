"""Questions about bulletins."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.bulletins.tables import BulletinReceipt, BulletinRow

KEPT = 500
"""Bulletins that a list holds at most, the newest first."""


def shown(tx: Session, audience: str, at: datetime) -> Sequence[BulletinRow]:
    """List what is published and shown at a moment, the newest first."""
    asked = select(BulletinRow).where(BulletinRow.audience == audience, _shown_at(at))
    return tx.scalars(asked.order_by(*_newest_first()).limit(KEPT)).all()


def written(tx: Session) -> Sequence[BulletinRow]:
    """List every bulletin, the newest first."""
    newest = BulletinRow.written_at.desc(), BulletinRow.id.desc()
    return tx.scalars(select(BulletinRow).order_by(*newest).limit(KEPT)).all()


def locked(tx: Session, bulletin_id: int) -> BulletinRow | None:
    """Return one bulletin and hold it until the transaction ends."""
    return tx.scalar(select(BulletinRow).where(BulletinRow.id == bulletin_id).with_for_update())


def readings(tx: Session, ids: Iterable[int]) -> dict[int, int]:
    """Count the people who read each of these; those that nobody read are missing."""
    rows = tx.execute(
        select(BulletinReceipt.bulletin_id, func.count())
        .where(BulletinReceipt.bulletin_id.in_(list(ids)))
        .group_by(BulletinReceipt.bulletin_id)
    )
    return {bulletin: count for bulletin, count in rows}  # noqa: C416 - rows are not pairs to mypy


def read_by(tx: Session, person_id: int) -> dict[int, datetime]:
    """Return when somebody read which bulletins."""
    asked = select(BulletinReceipt.bulletin_id, BulletinReceipt.read_at)
    rows = tx.execute(asked.where(BulletinReceipt.person_id == person_id))
    return {bulletin: at for bulletin, at in rows}  # noqa: C416 - rows are not pairs to mypy


def readers(tx: Session, bulletin_id: int) -> dict[int, datetime]:
    """Return who read a bulletin, and when first."""
    asked = select(BulletinReceipt.person_id, BulletinReceipt.read_at)
    rows = tx.execute(asked.where(BulletinReceipt.bulletin_id == bulletin_id))
    return {person: at for person, at in rows}  # noqa: C416 - rows are not pairs to mypy


def note_reading(tx: Session, bulletin_id: int, person_id: int, at: datetime) -> None:
    """Write down that somebody read a bulletin; the first reading counts."""
    row = {"bulletin_id": bulletin_id, "person_id": person_id, "read_at": at}
    tx.execute(insert(BulletinReceipt).values(row).on_conflict_do_nothing())


def _shown_at(at: datetime) -> ColumnElement[bool]:
    until = BulletinRow.shown_until
    return and_(
        BulletinRow.standing == "published",
        BulletinRow.shown_from <= at,
        or_(until.is_(None), until > at),
    )


def _newest_first() -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    return BulletinRow.shown_from.desc(), BulletinRow.id.desc()
