"""Sending what was told and not sent yet, through every channel."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.kernel import clock
from gisgrid.kernel.settings import Settings, settings
from gisgrid.notices.channels import Channel, Console, File, Told
from gisgrid.notices.rules import said
from gisgrid.notices.tables import NoticeRow

BATCH = 500
TOO_LATE = timedelta(days=1)


def channels_of(chosen: Settings) -> tuple[Channel, ...]:
    """Return the ways out that the operator chose."""
    return (File(chosen.notices_file) if chosen.notices_file else Console(),)


def deliver(tx: Session, channels: Sequence[Channel]) -> int:
    """Send a batch of notices that were not sent yet; return how many.

    A worker that dies in the middle sends some of them twice: receivers drop the second by id.
    What is older than a day comes too late to be sent; it stays in the inbox.
    """
    waiting = (
        select(NoticeRow)
        .where(NoticeRow.delivered_at.is_(None))
        .where(NoticeRow.created_at > clock.now() - TOO_LATE)
        .order_by(NoticeRow.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(waiting).all()
    for row in rows:
        told = _told(row)
        for channel in channels:
            channel.send(told)
        row.delivered_at = clock.now()
    return len(rows)


def _told(row: NoticeRow) -> Told:
    zh, en = said(row.kind, row.params, row.due_at, settings().tz)
    return Told(row.id, row.kind, zh, en, row.to_person_id, row.to_station_id)
